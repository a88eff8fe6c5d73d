import * as vscode from 'vscode';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import { summarise } from './status-summary.js';

/** The one entry in the status bar: how much of the checklists is settled. Hidden until that is known. */
export class ProgressItem implements vscode.Disposable {
  readonly #app: App;
  readonly #store = new DisposableStore();
  readonly #item: vscode.StatusBarItem;

  constructor(app: App) {
    this.#app = app;
    this.#item = this.#store.add(
      vscode.window.createStatusBarItem('fairlead.progress', vscode.StatusBarAlignment.Left),
    );
    this.#item.name = 'Fairlead';
    this.#item.command = 'fairlead.focusGuidelines';
    this.#store.add(app.statuses.onDidChange(() => this.#update()));
    this.#store.add(app.onDidChangeSettings(() => this.#update()));
  }

  dispose(): void {
    this.#store.dispose();
  }

  #update(): void {
    const { statuses } = this.#app;
    const named = statuses.all.map(({ folder, status }) => ({ name: folder.name, status }));
    const summary = this.#app.settingsFor(undefined).hasStatusBar ? summarise(named) : undefined;
    if (!summary) {
      this.#item.hide();
      return;
    }
    const { settled, applicable, failing, lines } = summary;
    this.#item.text = vscode.l10n.t(
      'Fairlead: {0} of {1} settled, {2} failing',
      settled,
      applicable,
      failing,
    );
    this.#item.tooltip = [...lines, vscode.l10n.t('Click to see the guidelines.')].join('\n');
    this.#item.accessibilityInformation = { label: this.#item.text };
    this.#item.show();
  }
}
