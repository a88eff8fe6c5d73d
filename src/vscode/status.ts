import * as vscode from 'vscode';
import { CODE_LANGUAGES, findNotebook } from './analysis/documents.js';
import type { App } from './app.js';
import { DisposableStore } from './disposable-store.js';

/** The entry in the language status of files of code: says when a file was not checked, or only in part. */
export class CheckStatus implements vscode.Disposable {
  readonly #app: App;
  readonly #store = new DisposableStore();
  readonly #item: vscode.LanguageStatusItem;

  constructor(app: App) {
    this.#app = app;
    this.#item = this.#store.add(
      vscode.languages.createLanguageStatusItem(
        'fairlead.status',
        CODE_LANGUAGES.map((language) => ({ language })),
      ),
    );
    this.#item.name = 'Fairlead';
    this.#item.command = { title: vscode.l10n.t('Guidelines'), command: 'fairlead.focusGuidelines' };
    this.#store.add(app.results.onDidChange(() => this.#update()));
    this.#store.add(vscode.window.onDidChangeActiveTextEditor(() => this.#update()));
    this.#store.add(app.runner.onDidStop(() => this.#update()));
    this.#update();
  }

  dispose(): void {
    this.#store.dispose();
  }

  #update(): void {
    const { failure } = this.#app.runner;
    if (failure !== undefined) this.#showStopped(failure);
    else this.#showResult();
  }

  #showResult(): void {
    const document = vscode.window.activeTextEditor?.document;
    const file = document && (findNotebook(document) ?? document).uri;
    const result = file && this.#app.results.get(file);
    const notice = result?.analysis.notices.find(({ kind }) => kind !== 'configuration');
    const count =
      result?.analysis.findings.filter(({ suppression }) => suppression === undefined).length ?? 0;
    this.#item.severity = notice
      ? vscode.LanguageStatusSeverity.Warning
      : vscode.LanguageStatusSeverity.Information;
    this.#item.text = notice
      ? vscode.l10n.t('Fairlead: not fully checked')
      : count === 1
        ? vscode.l10n.t('Fairlead: 1 finding')
        : vscode.l10n.t('Fairlead: {0} findings', count);
    this.#item.detail = notice?.message ?? '';
  }

  #showStopped(failure: string): void {
    this.#item.severity = vscode.LanguageStatusSeverity.Error;
    this.#item.text = vscode.l10n.t('Fairlead: stopped');
    this.#item.detail = vscode.l10n.t('Its thread ended twice: {0}. The log has more.', failure);
    this.#item.command = { title: vscode.l10n.t('Reload Window'), command: 'workbench.action.reloadWindow' };
  }
}
