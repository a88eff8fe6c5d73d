import * as vscode from 'vscode';
import { findPart } from '../analysis/file-result.js';
import type { App } from '../app.js';
import { describeOpen } from '../checklist/status-summary.js';
import { toRange } from '../diagnostics/to-diagnostic.js';
import { DisposableStore } from '../disposable-store.js';
import { chooseLandmarks } from './choose-landmarks.js';

/** Names the guideline that applies above landmarks of code and documents, such as training, endpoints and deployments. */
export class GuidelineLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #app: App;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(app: App) {
    this.#app = app;
    this.#store.add(
      app.results.onDidChange((file) => {
        if (app.results.get(file)?.parts.length !== 0) this.#changed.fire();
      }),
    );
    this.#store.add(app.statuses.onDidChange(() => this.#changed.fire()));
    this.#store.add(app.onDidChangeSettings(() => this.#changed.fire()));
  }

  async provideCodeLenses(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeLens[]> {
    const known = this.#app.results.findByDocument(document.uri);
    // After a key the places are old: the editor keeps its lenses in place until we answer, so the next result is awaited.
    if (known && known.part.version !== document.version) await this.#nextResult(known.result.uri, token);
    const found = this.#app.results.findByDocument(document.uri);
    const guidelines = this.#app.loaded?.guidelines;
    if (!found || !guidelines || !this.#app.settingsFor(document.uri).hasCodeLens) return [];
    const { result, part } = found;
    const own = result.analysis.landmarks.filter(({ location }) => findPart(result, location) === part);
    const status = this.#app.statuses.find(vscode.workspace.getWorkspaceFolder(result.uri));
    const lenses: vscode.CodeLens[] = [];
    for (const landmark of chooseLandmarks(own)) {
      const [guideline, ...others] = guidelines.listGuidelines(landmark.guidelines);
      if (!guideline) continue;
      const names = others.map((each) => `${each.label} ${each.item.shortTitle}`);
      const { label, item } = guideline;
      const open = describeOpen(status, item.id);
      lenses.push(
        new vscode.CodeLens(toRange(landmark.location.range), {
          title: `${label} ${item.shortTitle}${open === undefined ? '' : ` (${open})`}`,
          tooltip: [item.titleIsExact ? item.title : item.shortTitle, ...names].join('\n'),
          command: 'fairlead.openGuideline',
          arguments: [item.id],
        }),
      );
    }
    return lenses;
  }

  dispose(): void {
    this.#store.dispose();
  }

  /** Resolves with the file's next result, when nobody waits any more, and after two seconds at the latest. */
  #nextResult(file: vscode.Uri, token: vscode.CancellationToken): Promise<void> {
    return new Promise((resolve) => {
      const waiting = new DisposableStore();
      const finish = () => {
        waiting.dispose();
        resolve();
      };
      const timer = setTimeout(finish, 2000);
      waiting.add({ dispose: () => clearTimeout(timer) });
      waiting.add(token.onCancellationRequested(finish));
      waiting.add(
        this.#app.results.onDidChange((changed) => {
          if (changed.toString() === file.toString()) finish();
        }),
      );
    });
  }
}
