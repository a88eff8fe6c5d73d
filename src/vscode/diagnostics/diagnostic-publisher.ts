import * as vscode from 'vscode';
import type { Finding } from '../../core/index.js';
import { type FileResult, findPart } from '../analysis/file-result.js';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import { type ForeignDiagnostic, isReportedElsewhere } from './equivalents.js';
import { diagnosticSource, noticeToDiagnostic, toDiagnostic } from './to-diagnostic.js';

/** A diagnostic of ours, and the finding it shows; a notice has none. */
interface Entry {
  readonly diagnostic: vscode.Diagnostic;
  readonly finding?: Finding;
}

/** Shows the findings of open documents, and hides those that another tool shows already. */
export class DiagnosticPublisher implements vscode.Disposable {
  readonly #app: App;
  readonly #store = new DisposableStore();
  readonly #collection: vscode.DiagnosticCollection;
  /** What could be shown, by URI of the document. */
  readonly #entries = new Map<string, readonly Entry[]>();
  /** What is shown, by URI of the document. */
  readonly #shown = new Map<string, readonly vscode.Diagnostic[]>();
  /** Documents that carry diagnostics, by URI of their file. */
  readonly #documents = new Map<string, readonly vscode.Uri[]>();

  constructor(app: App) {
    this.#app = app;
    this.#collection = this.#store.add(vscode.languages.createDiagnosticCollection(diagnosticSource));
    this.#store.add(app.results.onDidChange((file) => this.#update(file)));
    this.#store.add(
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        for (const uri of uris) this.#show(uri);
      }),
    );
  }

  /** Shows everything again; for a setting that changed. */
  refresh(): void {
    for (const uri of [...this.#documents.values()].flat()) this.#show(uri);
  }

  /** The diagnostic that shows a finding; undefined when it is hidden or gone. */
  find(document: vscode.Uri, finding: Finding): vscode.Diagnostic | undefined {
    const key = document.toString();
    const entry = this.#entries.get(key)?.find((candidate) => candidate.finding === finding);
    return entry && this.#shown.get(key)?.includes(entry.diagnostic) ? entry.diagnostic : undefined;
  }

  dispose(): void {
    this.#store.dispose();
  }

  #update(file: vscode.Uri): void {
    const result = this.#app.results.get(file);
    const key = file.toString();
    const before = this.#documents.get(key) ?? [];
    const entries = result ? collectEntries(result) : new Map<string, Entry[]>();
    const documents = result?.parts.map((part) => part.uri) ?? [];
    for (const document of documents) {
      this.#entries.set(document.toString(), entries.get(document.toString()) ?? []);
      this.#show(document);
    }
    const kept = new Set(documents.map((document) => document.toString()));
    for (const document of before) {
      if (kept.has(document.toString())) continue;
      this.#entries.delete(document.toString());
      this.#shown.delete(document.toString());
      this.#collection.delete(document);
    }
    if (documents.length > 0) this.#documents.set(key, documents);
    else this.#documents.delete(key);
  }

  /** Sets a document's diagnostics when they differ from what is shown; so our own events come to rest. */
  #show(document: vscode.Uri): void {
    const key = document.toString();
    const entries = this.#entries.get(key);
    if (entries === undefined) return;
    const visible = this.#chooseVisible(document, entries).map(({ diagnostic }) => diagnostic);
    const shown = this.#shown.get(key) ?? [];
    if (visible.length === shown.length && visible.every((diagnostic, index) => diagnostic === shown[index]))
      return;
    this.#shown.set(key, visible);
    this.#collection.set(document, visible);
  }

  #chooseVisible(document: vscode.Uri, entries: readonly Entry[]): readonly Entry[] {
    const hasFindings = entries.some(({ finding }) => finding !== undefined);
    if (!hasFindings || !this.#app.settingsFor(document).hidesDuplicates) return entries;
    const others = vscode.languages
      .getDiagnostics(document)
      .filter(({ source }) => source !== diagnosticSource)
      .map(toForeign);
    const file = this.#app.results.findByDocument(document)?.result.uri;
    const guidelines = file && this.#app.teamRules.guidelinesFor(file);
    if (others.length === 0) return entries;
    return entries.filter(({ diagnostic, finding }) => {
      const rule = finding && guidelines?.findRule(finding.ruleId);
      return !rule || !isReportedElsewhere(diagnostic.range, rule.equivalents, others);
    });
  }
}

function collectEntries(result: FileResult): ReadonlyMap<string, readonly Entry[]> {
  const entries = new Map<string, Entry[]>();
  const add = (document: vscode.Uri, entry: Entry) => {
    const list = entries.get(document.toString());
    if (list) list.push(entry);
    else entries.set(document.toString(), [entry]);
  };
  for (const finding of result.analysis.findings) {
    const part = findPart(result, finding.location);
    if (part && finding.suppression === undefined) {
      add(part.uri, { diagnostic: toDiagnostic(finding, result), finding });
    }
  }
  for (const notice of result.analysis.notices) {
    const part = notice.location && findPart(result, notice.location);
    if (part) add(part.uri, { diagnostic: noticeToDiagnostic(notice) });
  }
  return entries;
}

function toForeign({ source, code, range }: vscode.Diagnostic): ForeignDiagnostic {
  const value = typeof code === 'object' ? code.value : code;
  return { source, code: value === undefined ? undefined : String(value), range };
}
