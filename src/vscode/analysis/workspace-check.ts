import * as vscode from 'vscode';
import { CHECKED_FILES, isCheckedFile } from '../../core/index.js';
import type { AnalysisReply } from '../analyst/analyst.js';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import type { Replanning } from '../modules/workspace-modules.js';
import { Pacer } from '../pause.js';
import { findProjectPath } from './documents.js';
import { findFiles, isSkipped } from './file-finder.js';
import { createFileResult } from './file-result.js';
import { isFileOf } from './folder-paths.js';

/** How far a check of the workspace has come. */
export interface CheckProgress {
  readonly done: number;
  readonly total: number;
}

/**
 * Analyses the Python files, notebooks and texts of the workspace that are not open, in slices that leave the extension host
 * free, and keeps their results up to date afterwards.
 */
export class WorkspaceCheck implements vscode.Disposable {
  readonly #app: App;
  readonly #store = new DisposableStore();
  /** Cancelled with the extension. */
  readonly #lifetime = this.#store.add(new vscode.CancellationTokenSource());
  readonly #finished = this.#store.add(new vscode.EventEmitter<void>());
  #current: vscode.CancellationTokenSource | undefined;
  #isWatching = false;
  #hasChecked = false;
  /** Files that could not be checked, by URI. */
  readonly #skipped = new Set<string>();
  /** Files that changed on disk, by URI, to be looked at together. */
  readonly #changed = new Map<string, vscode.Uri>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #checking: Promise<void> = Promise.resolve();

  /** Fires when a check came to its end or was given up, unless another one took its place. */
  readonly onDidFinish = this.#finished.event;

  constructor(app: App) {
    this.#app = app;
    this.#store.add(app.documents.onDidClose((file) => this.#queue(file)));
    this.#store.add(app.modules.onDidChange((files) => this.#queueDependents(files)));
    this.#store.add(
      app.modules.onDidReplan((replanning) => {
        void this.#queueReplanned(replanning).catch((error: unknown) => app.reportFailure(error));
      }),
    );
    this.#store.add(
      vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
        for (const folder of removed) this.#forget(folder.uri);
        if (this.#hasChecked) void this.run(() => undefined);
      }),
    );
  }

  get isRunning(): boolean {
    return this.#current !== undefined;
  }

  /** True once a check was started, whether or not it came to its end. */
  get hasChecked(): boolean {
    return this.#hasChecked;
  }

  /** How many files could not be checked, or only in part; the log names them. */
  get skipped(): number {
    return this.#skipped.size + this.#app.models.skipped;
  }

  /** Checks everything; a check that is under way is given up. Resolves to the number of files looked at. */
  async run(report: (progress: CheckProgress) => void): Promise<number> {
    this.cancel();
    this.#hasChecked = true;
    this.#watch();
    const source = new vscode.CancellationTokenSource();
    this.#current = source;
    try {
      return await this.#checkAll(source.token, report);
    } finally {
      source.dispose();
      if (this.#current === source) {
        this.#current = undefined;
        this.#finished.fire();
      }
    }
  }

  /** Gives up the check that is under way; results so far stay. */
  cancel(): void {
    this.#current?.cancel();
  }

  /** Resolves when every file that changed or was closed so far has been looked at. */
  finish(): Promise<void> {
    clearTimeout(this.#timer);
    this.#checking = this.#checking.then(() => this.#checkChanged());
    return this.#checking;
  }

  dispose(): void {
    this.cancel();
    this.#lifetime.cancel();
    clearTimeout(this.#timer);
    this.#store.dispose();
  }

  async #checkAll(
    token: vscode.CancellationToken,
    report: (progress: CheckProgress) => void,
  ): Promise<number> {
    const files: vscode.Uri[] = [];
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      const found = await findFiles(folder, CHECKED_FILES, isCheckedFile, token);
      // The search of the editor knows the names alone.
      files.push(...found.filter((file) => isCheckedFile(findProjectPath(file))));
    }
    files.sort((a, b) => (a.path < b.path ? -1 : 1));
    const models = await this.#app.models.find(token);
    const total = files.length + models.length;
    const found = new Set([...files, ...models].map((file) => file.toString()));
    for (const file of this.#skipped) if (!found.has(file)) this.#skipped.delete(file);
    for (const { uri, parts } of this.#app.results.all) {
      if (parts.length === 0 && !found.has(uri.toString())) this.#app.results.delete(uri);
    }
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      if (files.some((file) => isCodePath(file.path) && isFileOf(folder, file)))
        await this.#app.modules.of(folder).prepare(token);
    }
    const pacer = new Pacer();
    let done = 0;
    for (const file of files) {
      if (token.isCancellationRequested) break;
      await this.#checkFile(file, token);
      done += 1;
      report({ done, total });
      await pacer.pauseWhenDue();
    }
    for (const model of models) {
      if (token.isCancellationRequested) break;
      await this.#app.models.check(model, token);
      done += 1;
      report({ done, total });
    }
    return done;
  }

  /** Reads and analyses one closed file. A file that cannot be read is logged, and its result goes away. */
  async #checkFile(file: vscode.Uri, token: vscode.CancellationToken): Promise<void> {
    const { documents, projects, results } = this.#app;
    this.#skipped.delete(file.toString());
    if (documents.has(file) || !this.#app.settingsFor(file).isEnabled) return;
    try {
      const context = await projects.contextFor(file);
      if ((await projects.isExcluded(file)) || (await projects.isIgnored(file))) return results.delete(file);
      const { size } = await vscode.workspace.fs.stat(file);
      const path = findProjectPath(file);
      // A UTF-16 code unit takes at most 3 bytes of UTF-8, and a notebook's pictures count in full: the engine decides.
      if (size > context.settings.maxDocumentLength * 3 + 64) {
        throw new Error(`${size} bytes are more than fairlead.maxFileSize allows`);
      }
      const text = decode(await vscode.workspace.fs.readFile(file));
      const { core } = await this.#app.load();
      const rules = await projects.rulesFor(file);
      const kind = path.endsWith('.ipynb') ? 'notebook-json' : 'text';
      const modules = isCodePath(path) ? this.#app.modules.find(file) : undefined;
      const analyse = (): Promise<AnalysisReply> =>
        this.#app.analyst.analyse({
          rules,
          input: { kind, path, text },
          context: { ...context, today: this.#app.today(), wantLandmarks: true },
          ...(modules === undefined ? {} : { modules: modules.id }),
        });
      const { analysis } = await (modules === undefined ? analyse() : modules.analyse(analyse));
      if (token.isCancellationRequested || documents.has(file)) return;
      for (const { kind, path, message } of analysis.notices) {
        this.#app.log.info(`${path}: ${message}`);
        if (kind !== 'configuration' && isCodePath(path)) this.#skipped.add(file.toString());
      }
      const result = createFileResult(file, analysis, [], core);
      // Most texts say nothing: keeping that would only fill memory.
      const { findings, landmarks } = result.analysis;
      if (isCodePath(file.path) || findings.length + landmarks.length > 0) results.set(result);
      else results.delete(file);
    } catch (error) {
      results.delete(file);
      if (isCodePath(file.path)) this.#skipped.add(file.toString());
      this.#app.log.warn(
        `${findProjectPath(file)}: not checked: ${error instanceof Error ? error.message : error}`,
      );
    }
  }

  #watch(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    const watcher = this.#store.add(vscode.workspace.createFileSystemWatcher(CHECKED_FILES));
    this.#store.add(watcher.onDidCreate((file) => this.#queue(file)));
    this.#store.add(watcher.onDidChange((file) => this.#queue(file)));
    this.#store.add(
      watcher.onDidDelete((file) => {
        this.#skipped.delete(file.toString());
        if (!this.#app.documents.has(file)) this.#app.results.delete(file);
      }),
    );
  }

  /** A file changed outside the editor, or was closed: looks at it soon, unless no check was ever asked for. */
  #queue(file: vscode.Uri): void {
    const isInWorkspace = vscode.workspace.getWorkspaceFolder(file) !== undefined;
    if (
      !this.#hasChecked ||
      !isInWorkspace ||
      !isCheckedFile(findProjectPath(file)) ||
      isSkipped(findProjectPath(file))
    )
      return;
    this.#changed.set(file.toString(), file);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.finish(), 300);
  }

  /** Files that lead to ones that changed. */
  #queueDependents(changed: ReadonlySet<string>): void {
    for (const { uri, parts, analysis } of this.#app.results.all) {
      const folder = vscode.workspace.getWorkspaceFolder(uri);
      if (parts.length > 0 || folder === undefined || analysis.modules === undefined) continue;
      const used = [...analysis.modules.opened, ...analysis.modules.wanted];
      const isDependent = used.some((path) => changed.has(vscode.Uri.joinPath(folder.uri, path).toString()));
      if (isDependent) this.#queue(uri);
    }
  }

  /** Files to which other modules bring something else than before. A check that is under way looks at all of them. */
  async #queueReplanned({ folder, paths }: Replanning): Promise<void> {
    if (!this.#hasChecked || this.isRunning) return;
    const pacer = new Pacer();
    for (const { uri, parts, analysis } of this.#app.results.all) {
      if (parts.length === 0 && paths.has(analysis.path) && isFileOf(folder, uri)) this.#queue(uri);
      await pacer.pauseWhenDue();
    }
  }

  async #checkChanged(): Promise<void> {
    const files = [...this.#changed.values()];
    this.#changed.clear();
    const pacer = new Pacer();
    for (const file of files) {
      await this.#checkFile(file, this.#lifetime.token);
      await pacer.pauseWhenDue();
    }
  }

  #forget(folder: vscode.Uri): void {
    const prefix = `${folder.toString().replace(/\/$/, '')}/`;
    for (const { uri, parts } of this.#app.results.all) {
      if (parts.length === 0 && uri.toString().startsWith(prefix)) this.#app.results.delete(uri);
    }
  }
}

/** True for Python files and notebooks. */
export function isCodePath(path: string): boolean {
  return /\.(pyi?|ipynb)$/.test(path);
}

/** UTF-8 without its byte-order mark; bytes that are no UTF-8 become replacement characters. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}
