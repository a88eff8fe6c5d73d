import * as vscode from 'vscode';
import type { Finding, ModelFileReport } from '../../core/index.js';
import type { OpenFile } from '../../node/open-file.js';
import { findProjectPath } from '../analysis/documents.js';
import { findFiles, isSkipped } from '../analysis/file-finder.js';
import type { FileResult } from '../analysis/file-result.js';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import { Pacer } from '../pause.js';
import type { Platform } from '../platform/platform.js';
import { openSource } from './open-source.js';

/** What one closed file may cost in a check of the workspace; opened in the editor it may cost more. */
const checkLimits = { steps: 5_000_000, bytesRead: 64 << 20, bytesInflated: 64 << 20, depth: 6 };
const changeDelayMs = 500;
const noWork = { length: 0, parsedLength: 0, parsedBlocks: 0, nodes: 0, blocks: 0, calls: 0 };

/** What was found in a model file. */
export interface ModelInspection {
  readonly report: ModelFileReport;
  /** Of the report, as the project judges them. */
  readonly findings: readonly Finding[];
}

/** Looks into model files, for the editor and for checks of the workspace, and files what it finds beside findings in code. */
export class ModelFiles implements vscode.Disposable {
  readonly #app: App;
  readonly #platform: Platform;
  readonly #store = new DisposableStore();
  /** How many editors show a file, by URI. */
  readonly #shown = new Map<string, number>();
  /** Files that could not be read, or only in part, by URI. */
  readonly #skipped = new Set<string>();
  /** Files that changed on disk, by URI, to be looked at together. */
  readonly #changed = new Map<string, vscode.Uri>();
  readonly #lifetime = this.#store.add(new vscode.CancellationTokenSource());
  #isWatching = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(app: App, platform: Platform) {
    this.#app = app;
    this.#platform = platform;
  }

  /** How many model files could not be looked at, or only in part, when the workspace was checked; the log names them. */
  get skipped(): number {
    return this.#skipped.size;
  }

  /** Opens a file for ranged reads. Rejects with a few words on why it cannot be read here. */
  open(uri: vscode.Uri): Promise<OpenFile> {
    return openSource(uri, this.#platform);
  }

  /**
   * Looks into a file without keeping the host busy.
   *
   * @throws CancellationError when it was given up
   */
  async inspect(
    uri: vscode.Uri,
    source: OpenFile,
    token: vscode.CancellationToken,
    limits?: typeof checkLimits,
  ): Promise<ModelInspection> {
    const { core, guidelines } = await this.#app.load();
    const { settings, known } = await this.#app.projects.contextFor(uri);
    const pacer = new Pacer();
    const paced = {
      size: source.size,
      async read(offset: number, length: number) {
        await pacer.pauseWhenDue();
        if (token.isCancellationRequested) throw new vscode.CancellationError();
        return source.read(offset, length);
      },
    };
    const pause = () => pacer.pauseWhenDue();
    const { modelFiles, rules } = guidelines.knowledge;
    const report = await core.inspectModelFile(findProjectPath(uri), paced, modelFiles, { limits, pause });
    if (token.isCancellationRequested) throw new vscode.CancellationError();
    const findings = core.createModelFindings(report, {
      rules,
      levels: settings?.rules ?? {},
      judgesPlace: true,
      ...(known === undefined ? {} : { known }),
    });
    return { report, findings };
  }

  /** SHA-256 as 64 hexadecimal digits; undefined when it was given up. */
  hash(
    source: OpenFile,
    report: (share: number) => void,
    token: vscode.CancellationToken,
  ): Promise<string | undefined> {
    return this.#platform.hash(source, {
      report,
      get isCancelled() {
        return token.isCancellationRequested;
      },
    });
  }

  /** An editor shows a file: until it is left, its findings are in Problems. */
  enter(uri: vscode.Uri): void {
    if (this.#app.loaded) this.#watch(this.#app.loaded.core.MODEL_FILE_GLOB);
    this.#shown.set(uri.toString(), (this.#shown.get(uri.toString()) ?? 0) + 1);
  }

  /** An editor that showed a file was closed. What was found stays in the sidebar for files of the workspace. */
  leave(uri: vscode.Uri): void {
    const key = uri.toString();
    const count = (this.#shown.get(key) ?? 0) - 1;
    if (count > 0) {
      this.#shown.set(key, count);
      return;
    }
    this.#shown.delete(key);
    const result = this.#app.results.get(uri);
    if (result === undefined || !isModelResult(result)) return;
    if (this.#isWatched(uri)) this.#app.results.set({ ...result, parts: [] });
    else this.#app.results.delete(uri);
  }

  /** Files what was found; a file in which nothing was found, or that the user leaves out, has no result. */
  async publish(uri: vscode.Uri, { report, findings }: ModelInspection): Promise<void> {
    const isWanted = this.#app.settingsFor(uri).isEnabled && !(await this.#app.projects.isExcluded(uri));
    const isShown = this.#shown.has(uri.toString());
    if (this.#isText(uri)) return;
    if (findings.length === 0 || !isWanted || !(isShown || this.#isWatched(uri))) {
      this.#app.results.delete(uri);
      return;
    }
    this.#app.results.set({
      uri,
      analysis: { path: report.path, findings, notices: [], landmarks: [], facts: [], work: noWork },
      facts: [],
      parts: isShown ? [{ uri, version: 0 }] : [],
    });
  }

  /** The file is gone, or can no longer be read. */
  withdraw(uri: vscode.Uri): void {
    this.#skipped.delete(uri.toString());
    if (!this.#isText(uri)) this.#app.results.delete(uri);
  }

  /** Model files of the workspace that a check looks into; none where a setting switches that off. */
  async find(token: vscode.CancellationToken): Promise<readonly vscode.Uri[]> {
    const { core } = await this.#app.load();
    const wanted: vscode.WorkspaceFolder[] = [];
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      if (await this.isWanted(folder)) wanted.push(folder);
    }
    const files = await this.search(token, wanted);
    const keys = new Set(files.map((file) => file.toString()));
    for (const key of this.#skipped) if (!keys.has(key)) this.#skipped.delete(key);
    this.#watch(core.MODEL_FILE_GLOB);
    return files;
  }

  /** Model files, by their names, in the order of their paths. */
  async search(
    token: vscode.CancellationToken,
    folders = vscode.workspace.workspaceFolders ?? [],
  ): Promise<readonly vscode.Uri[]> {
    const { core } = await this.#app.load();
    const isModel = (path: string) => core.isModelFileName(path.slice(path.lastIndexOf('/') + 1));
    const files: vscode.Uri[] = [];
    for (const folder of folders) {
      const found = await findFiles(folder, core.MODEL_FILE_GLOB, isModel, token);
      files.push(...found.filter(({ path }) => isModel(path)));
    }
    return files.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Looks into a closed file within tighter bounds; what cannot be read is logged. */
  async check(uri: vscode.Uri, token: vscode.CancellationToken): Promise<void> {
    const { projects, results, log } = this.#app;
    const key = uri.toString();
    this.#skipped.delete(key);
    if (this.#shown.has(key) || !this.#app.settingsFor(uri).isEnabled) return;
    let source: OpenFile | undefined;
    try {
      if ((await projects.isExcluded(uri)) || (await projects.isIgnored(uri))) return results.delete(uri);
      source = await this.open(uri);
      if (source.size === 0) throw new Error('it is empty');
      const inspection = await this.inspect(uri, source, token, checkLimits);
      if (this.#shown.has(key)) return;
      const { report } = inspection;
      if (report.unread.length > 0) {
        this.#skipped.add(key);
        log.info(`${report.path}: partly checked: ${report.unread.slice(0, 3).join('; ')}`);
      }
      await this.publish(uri, inspection);
    } catch (error) {
      if (error instanceof vscode.CancellationError || token.isCancellationRequested) return;
      results.delete(uri);
      this.#skipped.add(key);
      log.warn(`${findProjectPath(uri)}: not checked: ${error instanceof Error ? error.message : error}`);
    } finally {
      await source?.close();
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#lifetime.cancel();
    this.#store.dispose();
  }

  #watch(glob: string): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    const watcher = this.#store.add(vscode.workspace.createFileSystemWatcher(glob));
    this.#store.add(watcher.onDidCreate((uri) => this.#queue(uri)));
    this.#store.add(watcher.onDidChange((uri) => this.#queue(uri)));
    this.#store.add(watcher.onDidDelete((uri) => this.withdraw(uri)));
  }

  /** A file changed on disk: looks at it soon, if it was or would have been looked at before. */
  #queue(uri: vscode.Uri): void {
    const isKnown = this.#app.check.hasChecked || this.#app.results.get(uri) !== undefined;
    if (!isKnown || !this.#isWatched(uri) || isSkipped(findProjectPath(uri))) return;
    this.#changed.set(uri.toString(), uri);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#checkChanged().catch((error: unknown) => this.#app.reportFailure(error));
    }, changeDelayMs);
  }

  async #checkChanged(): Promise<void> {
    const files = [...this.#changed.values()];
    this.#changed.clear();
    for (const uri of files) {
      const folder = vscode.workspace.getWorkspaceFolder(uri);
      if (folder && (await this.isWanted(folder))) await this.check(uri, this.#lifetime.token);
    }
  }

  /** True for a file that is checked as text: what was found there is not ours to replace. */
  #isText(uri: vscode.Uri): boolean {
    const result = this.#app.results.get(uri);
    return this.#app.documents.has(uri) || (result !== undefined && !isModelResult(result));
  }

  #isWatched(uri: vscode.Uri): boolean {
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    return (
      this.#app.loaded?.core.isModelFileName(name) === true &&
      vscode.workspace.getWorkspaceFolder(uri) !== undefined
    );
  }

  async isWanted(folder: vscode.WorkspaceFolder): Promise<boolean> {
    const { configuration } = await this.#app.projects.describe(folder);
    return configuration.inspectModels !== false && this.#app.settingsFor(folder.uri).inspectsModels;
  }
}

function isModelResult({ analysis }: FileResult): boolean {
  return analysis.findings.some(({ binary }) => binary !== undefined);
}
