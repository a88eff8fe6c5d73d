import * as vscode from 'vscode';
import type { OpenFile } from '../../node/open-file.js';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import type { ModelInspection } from './model-files.js';
import type { PageHash } from './page/messages.js';

/** Files up to this many bytes are hashed unasked, as on the command line. */
const maxUnaskedHash = 256 * 1024 * 1024;
const reloadDelayMs = 400;
const progressIntervalMs = 100;

/** How far a file was looked into. */
export type ModelState =
  | { readonly kind: 'reading' }
  | { readonly kind: 'failed'; readonly title: string; readonly message: string }
  | { readonly kind: 'ready'; readonly inspection: ModelInspection };

/** A model file that is open in editors: looked into once for all of them, and again whenever it changes on disk. */
export class ModelDocument implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly #app: App;
  readonly #store = new DisposableStore();
  readonly #stateChanged = this.#store.add(new vscode.EventEmitter<void>());
  readonly #hashChanged = this.#store.add(new vscode.EventEmitter<void>());
  #state: ModelState = { kind: 'reading' };
  /** Size and time of change of the file when it was last looked into; empty when it is not known. */
  #signature = '';
  /** Something besides the file changed since it was looked into. */
  #isOutdated = false;
  #hash: PageHash | undefined;
  #reading: vscode.CancellationTokenSource | undefined;
  #hashing: vscode.CancellationTokenSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Fires when the state became another one. */
  readonly onDidChangeState = this.#stateChanged.event;
  /** Fires when the hash is known, or further. */
  readonly onDidChangeHash = this.#hashChanged.event;

  constructor(app: App, uri: vscode.Uri) {
    this.#app = app;
    this.uri = uri;
    // Its name may hold characters of globs: the whole folder is watched, without folders below.
    const folder = vscode.Uri.joinPath(uri, '..');
    const watcher = this.#store.add(
      vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*')),
    );
    const changed = (file: vscode.Uri) => {
      if (file.toString() === uri.toString()) this.#scheduleReload(true);
    };
    this.#store.add(watcher.onDidChange(changed));
    this.#store.add(watcher.onDidCreate(changed));
    this.#store.add(watcher.onDidDelete(changed));
    this.#store.add(app.projects.onDidChange(() => this.#scheduleReload(false)));
    this.#store.add(app.onDidChangeSettings(() => this.#scheduleReload(false)));
    app.models.enter(uri);
    void this.reload();
  }

  get state(): ModelState {
    return this.#state;
  }

  /** Of the whole file; undefined while nothing can be said of it. */
  get hash(): PageHash | undefined {
    return this.#hash;
  }

  /** Looks into the file again. What was shown stays until there is something new to show. */
  async reload(): Promise<void> {
    this.#reading?.cancel();
    const reading = new vscode.CancellationTokenSource();
    this.#reading = reading;
    const { token } = reading;
    let source: OpenFile | undefined;
    try {
      const signature = await this.#sign();
      source = await this.#app.models.open(this.uri);
      if (source.size === 0) throw new Error('it is empty');
      const start = performance.now();
      const inspection = await this.#app.models.inspect(this.uri, source, token);
      this.#app.logTiming(`${inspection.report.path}: inspected`, performance.now() - start);
      if (token.isCancellationRequested) return;
      await this.#app.models.publish(this.uri, inspection);
      if (token.isCancellationRequested) return;
      if (this.#shows(signature, inspection)) return;
      this.stopHash();
      this.#signature = signature;
      this.#hash = { kind: 'offered' };
      this.#become({ kind: 'ready', inspection });
      if (source.size <= maxUnaskedHash) void this.startHash();
    } catch (error) {
      if (token.isCancellationRequested) return;
      this.#app.models.withdraw(this.uri);
      this.stopHash();
      this.#signature = '';
      this.#hash = undefined;
      this.#become(describeFailure(error));
    } finally {
      await source?.close();
      if (this.#reading === reading) this.#reading = undefined;
      reading.dispose();
    }
  }

  /** Computes the hash in steps; one that is under way goes on. */
  async startHash(): Promise<void> {
    if (this.#hashing) return;
    const hashing = new vscode.CancellationTokenSource();
    this.#hashing = hashing;
    let source: OpenFile | undefined;
    let shownAt = 0;
    this.#tellHash({ kind: 'running', share: 0 });
    try {
      source = await this.#app.models.open(this.uri);
      const report = (share: number) => {
        if (hashing.token.isCancellationRequested || performance.now() - shownAt < progressIntervalMs) return;
        shownAt = performance.now();
        this.#tellHash({ kind: 'running', share });
      };
      const value = await this.#app.models.hash(source, report, hashing.token);
      if (value !== undefined && !hashing.token.isCancellationRequested)
        this.#tellHash({ kind: 'done', value });
    } catch (error) {
      if (!hashing.token.isCancellationRequested) {
        this.#tellHash({
          kind: 'failed',
          message: error instanceof Error ? error.message : 'for a reason that is not known',
        });
      }
    } finally {
      await source?.close();
      if (this.#hashing === hashing) this.#hashing = undefined;
      hashing.dispose();
    }
  }

  /** Gives the hash up. */
  stopHash(): void {
    if (!this.#hashing) return;
    this.#hashing.cancel();
    this.#hashing = undefined;
    this.#tellHash({ kind: 'offered' });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#reading?.cancel();
    this.#hashing?.cancel();
    this.#store.dispose();
    this.#app.models.leave(this.uri);
  }

  #become(state: ModelState): void {
    this.#state = state;
    this.#stateChanged.fire();
  }

  #tellHash(hash: PageHash): void {
    this.#hash = hash;
    this.#hashChanged.fire();
  }

  /** True when there is nothing new to show: a page that is drawn again loses what people did in it. */
  #shows(signature: string, { findings }: ModelInspection): boolean {
    return (
      this.#state.kind === 'ready' &&
      signature !== '' &&
      signature === this.#signature &&
      JSON.stringify(findings) === JSON.stringify(this.#state.inspection.findings)
    );
  }

  async #sign(): Promise<string> {
    return vscode.workspace.fs.stat(this.uri).then(
      ({ size, mtime }) => `${size} ${mtime}`,
      () => '',
    );
  }

  /** @param isFile true when the editor says that the file changed, which it sometimes says late, or twice */
  #scheduleReload(isFile: boolean): void {
    clearTimeout(this.#timer);
    this.#isOutdated ||= !isFile;
    this.#timer = setTimeout(async () => {
      if (!this.#isOutdated && this.#signature !== '' && (await this.#sign()) === this.#signature) return;
      this.#isOutdated = false;
      await this.reload();
    }, reloadDelayMs);
  }
}

function describeFailure(error: unknown): ModelState {
  const message = error instanceof Error ? error.message : 'for a reason that is not known';
  return {
    kind: 'failed',
    title: vscode.l10n.t('This file was not inspected'),
    message: vscode.l10n.t('Not inspected: {0}.', message),
  };
}
