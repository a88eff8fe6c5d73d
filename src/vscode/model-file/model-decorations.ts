import * as vscode from 'vscode';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';

/** Marks model files in which something was found, in the explorer and on tabs; others stay as they are. */
export class ModelDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #app: App;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChangeFileDecorations = this.#changed.event;

  constructor(app: App) {
    this.#app = app;
    this.#store.add(app.results.onDidChange((file) => this.#changed.fire(file)));
    this.#store.add(vscode.window.registerFileDecorationProvider(this));
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const result = this.#app.results.get(uri);
    // The editor itself marks a file that is open, by its problems.
    if (result === undefined || (result.parts.length > 0 && showsProblems())) return undefined;
    const levels = result.analysis.findings
      .filter(({ binary, suppression }) => binary !== undefined && suppression === undefined)
      .map(({ level }) => level);
    const isError = levels.includes('error');
    if (!isError && !levels.includes('warning')) return undefined;
    const count = levels.length;
    return {
      badge: '!',
      color: new vscode.ThemeColor(isError ? 'list.errorForeground' : 'list.warningForeground'),
      tooltip:
        count === 1
          ? vscode.l10n.t('Fairlead: 1 finding in this model file')
          : vscode.l10n.t('Fairlead: {0} findings in this model file', count),
    };
  }

  dispose(): void {
    this.#store.dispose();
  }
}

function showsProblems(): boolean {
  const settings = vscode.workspace.getConfiguration('problems');
  return settings.get('decorations.enabled') !== false && settings.get('visibility') !== false;
}
