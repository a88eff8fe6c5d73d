import * as vscode from 'vscode';
import type { Notice, RuleFile } from '../../core/index.js';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import type { RulePlace } from './rule-place.js';
import { WordFixes } from './word-fixes.js';

/** Shows what is wrong with the rule files of teams: open ones as they are edited, with their examples run. */
export class RuleProblems implements vscode.Disposable {
  readonly #app: App;
  readonly #store = new DisposableStore();
  readonly fixes = this.#store.add(new WordFixes('fairlead-rules'));
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** Open files that were checked, by URI. */
  readonly #checked = new Set<string>();
  /** Files of each workspace folder that have problems, by its URI. */
  readonly #files = new Map<string, readonly vscode.Uri[]>();

  constructor(app: App) {
    this.#app = app;
    this.#store.add(app.teamRules.onDidRead((folder) => this.#showFolder(folder)));
    this.#store.add(vscode.workspace.onDidOpenTextDocument((document) => this.#schedule(document)));
    this.#store.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.#schedule(document)));
    this.#store.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        const found = app.teamRules.findFile(uri);
        if (found) this.#showFile(found.place, uri);
      }),
    );
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#store.dispose();
  }

  #showFolder(folder: vscode.WorkspaceFolder): void {
    const rules = this.#app.teamRules.find(folder.uri);
    const key = folder.uri.toString();
    for (const uri of this.#files.get(key) ?? []) if (!findOpen(uri)) this.fixes.clear(uri);
    const files = (rules?.places ?? []).flatMap((place) =>
      place.files.map(({ path }) => ({ place, uri: vscode.Uri.parse(path, true) })),
    );
    this.#files.set(
      key,
      files.map(({ uri }) => uri),
    );
    for (const { place, uri } of files) if (!findOpen(uri)) this.#showFile(place, uri);
    for (const document of vscode.workspace.textDocuments) this.#schedule(document);
  }

  #schedule(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    if (!this.#app.teamRules.findFile(document.uri)) {
      if (this.#checked.delete(key)) this.fixes.clear(document.uri);
      return;
    }
    const check = () => {
      this.#timers.delete(key);
      this.#check(document).catch((error: unknown) => this.#app.reportFailure(error));
    };
    this.#timers.set(key, setTimeout(check, this.#app.settingsFor(document.uri).delay));
  }

  /** Reads the file as it is now; when it is right, runs its examples. */
  async #check(document: vscode.TextDocument): Promise<void> {
    const found = this.#app.teamRules.findFile(document.uri);
    if (!found) return;
    const { core } = await this.#app.load();
    const { place, name } = found;
    const { version } = document;
    const text = document.getText();
    const file: RuleFile = { path: document.uri.toString(), name, text };
    const others = place.reading.rules.filter(({ path }) => path !== file.path);
    const wrong = new Set(place.reading.problems.map(({ path }) => path));
    const reading = await this.#app.analyst.readRules(
      [file, ...place.files.filter(({ path }) => path !== file.path && wrong.has(path))],
      [...place.before, ...others.map(({ rule }) => rule)],
    );
    const isCurrent = () => !document.isClosed && document.version === version;
    const problems = reading.problems.filter(({ path }) => path === file.path);
    if (!isCurrent()) return;
    this.#checked.add(file.path);
    const own = reading.rules.find(({ path }) => path === file.path);
    if (problems.length > 0 || own === undefined) return this.#show(document.uri, text, problems);
    // Of the other rules only those count that are heard in its place.
    const louder = others.map(({ rule }) => rule).filter(({ overrides }) => overrides.includes(own.rule.id));
    const outcomes = await this.#app.analyst.runExamples(own.rule, louder, this.#app.today());
    if (!isCurrent()) return;
    const failures = outcomes.flatMap((outcome) => core.describeFailure(own, outcome) ?? []);
    this.#show(document.uri, text, failures);
  }

  /** Shows what is wrong with a file as it was read. */
  #showFile({ files, reading }: RulePlace, uri: vscode.Uri): void {
    const path = uri.toString();
    const text = files.find((file) => file.path === path)?.text ?? '';
    const problems = reading.problems.filter((problem) => problem.path === path);
    this.#show(uri, text, problems);
  }

  #show(uri: vscode.Uri, text: string, problems: readonly Notice[]): void {
    this.fixes.show(uri, text, problems, vscode.DiagnosticSeverity.Error);
  }
}

function findOpen(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}
