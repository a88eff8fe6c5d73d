import * as vscode from 'vscode';
import type { Notice } from '../../core/index.js';
import { noticeToDiagnostic } from '../diagnostics/to-diagnostic.js';

/** A word that was most likely meant as another. */
interface Slip {
  readonly diagnostic: vscode.Diagnostic;
  readonly written: string;
  readonly replacement: string;
}

/** Shows what is wrong with files that people write for Fairlead, and mends misspelt words in them. */
export class WordFixes implements vscode.CodeActionProvider, vscode.Disposable {
  static readonly kinds = [vscode.CodeActionKind.QuickFix];
  readonly #collection: vscode.DiagnosticCollection;
  /** By URI of the file. */
  readonly #slips = new Map<string, readonly Slip[]>();

  /** @param name of the problems, to tell them from those of other files */
  constructor(name: string) {
    this.#collection = vscode.languages.createDiagnosticCollection(name);
  }

  /** Shows these problems of a file and no others; `text` is what was checked, which need not be saved. */
  show(
    uri: vscode.Uri,
    text: string,
    problems: readonly Notice[],
    severity: vscode.DiagnosticSeverity,
  ): void {
    const lines = text.split(/\r?\n/);
    const slips: Slip[] = [];
    const diagnostics = problems.map((problem) => {
      const diagnostic = noticeToDiagnostic(problem, severity);
      diagnostic.range = keepToLine(diagnostic.range, lines);
      const { start, end } = diagnostic.range;
      const written = (lines[start.line] ?? '').slice(start.character, end.character);
      if (problem.replacement !== undefined)
        slips.push({ diagnostic, written, replacement: problem.replacement });
      return diagnostic;
    });
    this.#collection.set(uri, diagnostics);
    if (slips.length > 0) this.#slips.set(uri.toString(), slips);
    else this.#slips.delete(uri.toString());
  }

  /** Takes all problems of a file away. */
  clear(uri: vscode.Uri): void {
    this.#collection.delete(uri);
    this.#slips.delete(uri.toString());
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const slips = this.#slips.get(document.uri.toString()) ?? [];
    return slips
      .filter(
        ({ diagnostic, written }) =>
          diagnostic.range.intersection(range) !== undefined &&
          document.getText(diagnostic.range) === written,
      )
      .map(({ diagnostic, replacement }) => {
        const title = vscode.l10n.t('Change to {0}', replacement);
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        action.edit = new vscode.WorkspaceEdit();
        action.edit.replace(document.uri, diagnostic.range, replacement);
        action.diagnostics = [diagnostic];
        action.isPreferred = true;
        return action;
      });
  }

  dispose(): void {
    this.#collection.dispose();
  }
}

/** A whole rule or example is marked at its first line only. */
function keepToLine(range: vscode.Range, lines: readonly string[]): vscode.Range {
  const { start } = range;
  if (range.isSingleLine && !range.isEmpty) return range;
  return range.with(
    start,
    start.with({ character: Math.max(start.character, lines[start.line]?.length ?? 0) }),
  );
}
