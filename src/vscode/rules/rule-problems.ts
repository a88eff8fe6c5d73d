import * as vscode from 'vscode';
import type { Notice, RuleFile } from '../../core/index.js';
import type { App } from '../app.js';
import { noticeToDiagnostic } from '../diagnostics/to-diagnostic.js';
import { DisposableStore } from '../disposable-store.js';
import type { RulePlace } from './rule-place.js';

/** A problem of a rule file that can be mended by writing another word in its place. */
interface Suggestion {
  readonly diagnostic: vscode.Diagnostic;
  readonly replacement: string;
  /** Of the text that was checked; undefined for a file that was not open. */
  readonly version: number | undefined;
}

/** Shows what is wrong with the rule files of teams: open ones as they are edited, with their examples run. */
export class RuleProblems implements vscode.Disposable, vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix];
  readonly #app: App;
  readonly #store = new DisposableStore();
  readonly #collection = this.#store.add(vscode.languages.createDiagnosticCollection('fairlead-rules'));
  /** Of files that are shown, by URI. */
  readonly #suggestions = new Map<string, readonly Suggestion[]>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
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
        if (found) this.#show(uri, problemsOf(found.place, uri));
      }),
    );
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const suggestions = this.#suggestions.get(document.uri.toString()) ?? [];
    return suggestions
      .filter(
        ({ diagnostic, version }) =>
          version === document.version && diagnostic.range.intersection(range) !== undefined,
      )
      .map(({ diagnostic, replacement }) => {
        const action = new vscode.CodeAction(
          vscode.l10n.t('Change to {0}', replacement),
          vscode.CodeActionKind.QuickFix,
        );
        action.edit = new vscode.WorkspaceEdit();
        action.edit.replace(document.uri, diagnostic.range, replacement);
        action.diagnostics = [diagnostic];
        action.isPreferred = true;
        return action;
      });
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#store.dispose();
  }

  #showFolder(folder: vscode.WorkspaceFolder): void {
    const rules = this.#app.teamRules.find(folder.uri);
    const key = folder.uri.toString();
    for (const uri of this.#files.get(key) ?? []) if (!findOpen(uri)) this.#show(uri, []);
    const files = (rules?.places ?? []).flatMap((place) =>
      place.files.map(({ path }) => ({ place, uri: vscode.Uri.parse(path, true) })),
    );
    this.#files.set(
      key,
      files.map(({ uri }) => uri),
    );
    for (const { place, uri } of files) if (!findOpen(uri)) this.#show(uri, problemsOf(place, uri));
    for (const document of vscode.workspace.textDocuments) this.#schedule(document);
  }

  #schedule(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    if (!this.#app.teamRules.findFile(document.uri)) {
      if (this.#suggestions.has(key)) this.#show(document.uri, []);
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
    const { core, engine } = await this.#app.load();
    const { place, name } = found;
    const { version } = document;
    const file: RuleFile = { path: document.uri.toString(), name, text: document.getText() };
    const others = place.reading.rules.filter(({ path }) => path !== file.path);
    const wrong = new Set(place.reading.problems.map(({ path }) => path));
    const reading = core.readTeamRules(
      [file, ...place.files.filter(({ path }) => path !== file.path && wrong.has(path))],
      core.addRules(place.knowledge, { rules: others }),
      await core.loadRegexJudge(),
    );
    const isCurrent = () => !document.isClosed && document.version === version;
    const problems = reading.problems.filter(({ path }) => path === file.path);
    if (!isCurrent()) return;
    const own = reading.rules.find(({ path }) => path === file.path);
    if (problems.length > 0 || own === undefined) return this.#show(document.uri, problems);
    // Of the other rules only those count that are heard in its place.
    const louder = others.map(({ rule }) => rule).filter(({ overrides }) => overrides.includes(own.rule.id));
    const runner = engine.withRules([own.rule, ...louder]);
    try {
      const outcomes = await core.runExamples(own.rule, runner, this.#app.today());
      if (!isCurrent()) return;
      const failures = outcomes.flatMap((outcome) => core.describeFailure(own, outcome) ?? []);
      this.#show(document.uri, failures);
    } finally {
      runner.dispose();
    }
  }

  #show(uri: vscode.Uri, problems: readonly Notice[]): void {
    const open = findOpen(uri);
    const suggestions: Suggestion[] = [];
    const diagnostics = problems.map((problem) => {
      const diagnostic = noticeToDiagnostic(problem, vscode.DiagnosticSeverity.Error);
      if (open) diagnostic.range = keepToLine(diagnostic.range, open);
      if (problem.replacement !== undefined)
        suggestions.push({ diagnostic, replacement: problem.replacement, version: open?.version });
      return diagnostic;
    });
    this.#collection.set(uri, diagnostics);
    this.#suggestions.set(uri.toString(), suggestions);
  }
}

/** A whole rule or example is marked at its first line only. */
function keepToLine(range: vscode.Range, document: vscode.TextDocument): vscode.Range {
  const { start } = range;
  const isMark = range.isSingleLine && !range.isEmpty;
  return isMark || start.line >= document.lineCount
    ? range
    : range.with(start, document.lineAt(start.line).range.end);
}

function problemsOf({ reading }: RulePlace, uri: vscode.Uri): readonly Notice[] {
  return reading.problems.filter(({ path }) => path === uri.toString());
}

function findOpen(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}
