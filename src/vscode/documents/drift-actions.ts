import * as vscode from 'vscode';
import type { App } from '../app.js';
import { diagnosticSource } from '../diagnostics/to-diagnostic.js';

/** Quick fixes on documents of ours that lag behind the code. */
export class DriftActions implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix];
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const own = diagnostics.filter(
      ({ source, code }) => source === diagnosticSource && code === 'document-drift',
    );
    const living = this.#app.living.find(document.uri);
    if (!living || own.length === 0) return [];
    const name = living.path.slice(living.path.lastIndexOf('/') + 1);
    const title = vscode.l10n.t('Update {0} from the code...', name);
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.command = {
      title,
      command: 'fairlead.updateDocument',
      arguments: [{ file: document.uri.toString() }],
    };
    action.diagnostics = own;
    action.isPreferred = true;
    return [action];
  }
}
