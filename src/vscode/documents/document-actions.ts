import * as vscode from 'vscode';
import type { App } from '../app.js';
import { diagnosticSource } from '../diagnostics/to-diagnostic.js';
import type { DocumentLenses } from './document-lenses.js';

/** Quick fixes that make or update a document: on a document that lags behind the code, and on code that asks for one. */
export class DocumentActions implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix];
  readonly #app: App;
  readonly #lenses: DocumentLenses;

  constructor(app: App, lenses: DocumentLenses) {
    this.#app = app;
    this.#lenses = lenses;
  }

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics, only }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    if (only && !only.contains(vscode.CodeActionKind.QuickFix)) return [];
    const living = this.#app.living.find(document.uri);
    if (!living) {
      return this.#lenses
        .listPlaces(document)
        .filter(({ line }) => range.start.line <= line && line <= range.end.line)
        .map(({ title, command, arguments: args }) => createAction(title, command, args));
    }
    const own = diagnostics.filter(
      ({ source, code }) => source === diagnosticSource && code === 'document-drift',
    );
    if (own.length === 0) return [];
    const name = living.path.slice(living.path.lastIndexOf('/') + 1);
    const title = vscode.l10n.t('Update {0} from the code...', name);
    const action = createAction(title, 'fairlead.updateDocument', [{ file: document.uri.toString() }]);
    action.diagnostics = own;
    action.isPreferred = true;
    return [action];
  }
}

function createAction(title: string, command: string, args: readonly unknown[]): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { title, command, arguments: [...args] };
  return action;
}
