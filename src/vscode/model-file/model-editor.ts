import * as vscode from 'vscode';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import { pause } from '../pause.js';
import { describeWriteError, writeFile } from '../platform/write-file.js';
import { describeInspection, partTensors } from './describe-inspection.js';
import { ModelDocument } from './model-document.js';
import type { HostMessage } from './page/messages.js';
import { parsePageMessage } from './page-message.js';
import { renderShell } from './page-shell.js';

/** Id of the editor in the manifest. */
export const modelEditorType = 'fairlead.modelFile';

/** Commands that links in the page may run. */
const linkedCommands = ['fairlead.openGuideline', 'fairlead.showRule'];

/** The read-only editor that shows what is in a model file. */
export class ModelEditor implements vscode.CustomReadonlyEditorProvider<ModelDocument> {
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  async openCustomDocument(uri: vscode.Uri): Promise<ModelDocument> {
    await this.#app.load();
    return new ModelDocument(this.#app, uri);
  }

  resolveCustomEditor(document: ModelDocument, panel: vscode.WebviewPanel): void {
    const { webview } = panel;
    const root = this.#app.extensionUri;
    const media = vscode.Uri.joinPath(root, 'media');
    const scripts = vscode.Uri.joinPath(root, 'dist', 'page');
    webview.options = {
      enableScripts: true,
      enableCommandUris: linkedCommands,
      localResourceRoots: [media, scripts],
    };
    const session = new PageSession(this.#app, document, webview);
    panel.onDidDispose(() => session.dispose());
    webview.html = renderShell(nameOf(document.uri), {
      cspSource: webview.cspSource,
      styleUri: webview.asWebviewUri(vscode.Uri.joinPath(media, 'model-file.css')).toString(),
      scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(scripts, 'model-file.js')).toString(),
      nonce: createNonce(),
    });
  }
}

/** The line between a document and one page that shows it. */
class PageSession implements vscode.Disposable {
  readonly #app: App;
  readonly #document: ModelDocument;
  readonly #webview: vscode.Webview;
  readonly #store = new DisposableStore();
  /** How often the report was sent, or began to be. */
  #sendings = 0;
  #isReady = false;

  constructor(app: App, document: ModelDocument, webview: vscode.Webview) {
    this.#app = app;
    this.#document = document;
    this.#webview = webview;
    this.#store.add(document.onDidChangeState(() => this.#send()));
    this.#store.add(document.onDidChangeHash(() => this.#sendHash()));
    this.#store.add(webview.onDidReceiveMessage((message: unknown) => this.#receive(message)));
  }

  dispose(): void {
    this.#sendings += 1;
    this.#store.dispose();
  }

  #receive(value: unknown): void {
    const message = parsePageMessage(value);
    switch (message?.kind) {
      case 'ready':
        this.#isReady = true;
        this.#send();
        break;
      case 'retry':
        void this.#document.reload();
        break;
      case 'startHash':
        void this.#document.startHash();
        break;
      case 'stopHash':
        this.#document.stopHash();
        break;
      case 'copyText':
        void vscode.env.clipboard.writeText(message.text);
        break;
      case 'copyJson':
        this.#run(this.#copyJson());
        break;
      case 'exportJson':
        this.#run(this.#exportJson());
        break;
    }
  }

  #send(): void {
    this.#sendings += 1;
    if (this.#isReady) this.#run(this.#sendAll(this.#sendings));
  }

  async #sendAll(sending: number): Promise<void> {
    const { state } = this.#document;
    if (state.kind === 'reading') return;
    if (state.kind === 'failed') return this.#post(state);
    const { core, guidelines } = await this.#app.load();
    const { report, findings } = state.inspection;
    const links = { guidelines, findTarget: core.findTarget };
    this.#post({ kind: 'report', report: describeInspection(report, findings, links) });
    this.#sendHash();
    let sent = 0;
    for (const tensors of partTensors(report)) {
      await pause();
      if (sending !== this.#sendings) return;
      sent += tensors.length;
      this.#post({ kind: 'tensors', tensors, isLast: sent === report.tensors.length });
    }
  }

  #sendHash(): void {
    const { hash } = this.#document;
    if (this.#isReady && hash) this.#post({ kind: 'hash', hash });
  }

  async #copyJson(): Promise<void> {
    const text = await this.#writeJson(false);
    if (text === undefined) return;
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(
      vscode.l10n.t('Fairlead: the report was copied, without single tensors'),
      4000,
    );
  }

  async #exportJson(): Promise<void> {
    const text = await this.#writeJson(true);
    if (text === undefined) return;
    const { uri } = this.#document;
    const proposed = vscode.Uri.joinPath(uri, '..', `${nameOf(uri)}.inspection.json`);
    const target = await vscode.window.showSaveDialog({
      defaultUri: proposed,
      filters: { JSON: ['json'] },
      title: vscode.l10n.t('Export Model Report'),
    });
    if (!target) return;
    try {
      await writeFile(this.#app.platform, target, text);
    } catch (error) {
      throw new Error(vscode.l10n.t('The report could not be written: {0}', describeWriteError(error)));
    }
  }

  /** The report as `fairlead inspect --format json` writes it; undefined while there is none. */
  async #writeJson(hasTensors: boolean): Promise<string | undefined> {
    const { state, hash } = this.#document;
    if (state.kind !== 'ready') return undefined;
    const { core } = await this.#app.load();
    const known = hash?.kind === 'done' ? { sha256: hash.value } : {};
    return core.formatInspectionsJson(this.#app.version, [{ ...state.inspection, ...known }], hasTensors);
  }

  #post(message: HostMessage): void {
    if (!this.#store.isDisposed) void this.#webview.postMessage(message);
  }

  #run(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      this.#app.reportFailure(error);
      void vscode.window.showErrorMessage(
        vscode.l10n.t('Fairlead: {0}', error instanceof Error ? error.message : String(error)),
      );
    });
  }
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

function createNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
