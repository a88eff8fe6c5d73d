import * as vscode from 'vscode';
import { findFiles, isSkipped } from '../analysis/file-finder.js';
import { isFileOf, pathWithin } from '../analysis/folder-paths.js';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';

/** Python files and notebooks: modules, and what imports them. */
const GLOB = '**/*.{py,pyi,ipynb}';

/** What a listing tells of changes on disk; paths are relative to the folder. */
export interface ListingListener {
  /** A Python file came, went or changed. */
  touch(path: string): void;
  /** What came or went is not known file by file: everything is to be listed again. */
  reset(): void;
}

/** Which Python files a workspace folder holds, without those that are excluded or ignored. */
export class ModuleListing implements vscode.Disposable {
  readonly #app: App;
  readonly #folder: vscode.WorkspaceFolder;
  readonly #listener: ListingListener;
  readonly #store = new DisposableStore();
  #paths: Set<string> | undefined;
  /** Those that hold some of them, however deep. */
  #folders: ReadonlySet<string> = new Set();
  #isWatching = false;

  constructor(app: App, folder: vscode.WorkspaceFolder, listener: ListingListener) {
    this.#app = app;
    this.#folder = folder;
    this.#listener = listener;
  }

  /** Empty before the first reading. */
  get paths(): ReadonlySet<string> {
    return this.#paths ?? new Set();
  }

  /** Lists the files anew and tells of changes from then on. Resolves to those that came or went; to none the first time. */
  async read(): Promise<ReadonlySet<string>> {
    this.#watch();
    const project = await this.#app.projects.describe(this.#folder);
    const found = await findFiles(this.#folder, GLOB, isModulePath);
    const before = this.#paths;
    this.#paths = new Set(
      found
        .filter((uri) => isFileOf(this.#folder, uri))
        .map((uri) => pathWithin(this.#folder, uri))
        .filter((path) => !project.isExcluded(path) && !project.isIgnored(path)),
    );
    this.#nameFolders();
    return before === undefined ? new Set() : differenceOf(before, this.#paths);
  }

  /** Takes in that a file is there now, or not; true when it came or went. */
  async note(path: string, isThere: boolean): Promise<boolean> {
    const isKnown = this.paths.has(path);
    const counts = isThere && (await this.#counts(path));
    if (counts === isKnown || this.#paths === undefined) return false;
    if (counts) this.#paths.add(path);
    else this.#paths.delete(path);
    this.#nameFolders();
    return true;
  }

  dispose(): void {
    this.#store.dispose();
  }

  #nameFolders(): void {
    this.#folders = new Set([...this.paths].flatMap(foldersOf));
  }

  #watch(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    const own = this.#store;
    const watcher = own.add(
      vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(this.#folder, '**/*')),
    );
    const note = (uri: vscode.Uri): void => {
      const path = pathWithin(this.#folder, uri);
      if (!isFileOf(this.#folder, uri) || isSkipped(path)) return;
      if (isModulePath(path)) this.#listener.touch(path);
      // What comes and goes with a folder is not told file by file.
      else if (this.#folders.has(path)) this.#listener.reset();
    };
    own.add(watcher.onDidChange(note));
    own.add(watcher.onDidDelete(note));
    own.add(
      watcher.onDidCreate((uri) => {
        note(uri);
        void this.#noteFolder(uri).catch((error: unknown) => this.#app.reportFailure(error));
      }),
    );
  }

  /** Has the files listed again when a folder came that may hold some. */
  async #noteFolder(uri: vscode.Uri): Promise<void> {
    const path = pathWithin(this.#folder, uri);
    if (isSkipped(path) || /\.\w+$/.test(path)) return;
    const found = await vscode.workspace.fs.stat(uri).then(undefined, () => undefined);
    if (((found?.type ?? 0) & vscode.FileType.Directory) !== 0) this.#listener.reset();
  }

  async #counts(path: string): Promise<boolean> {
    const project = await this.#app.projects.describe(this.#folder);
    return isModulePath(path) && !project.isExcluded(path) && !project.isIgnored(path);
  }
}

function isModulePath(path: string): boolean {
  return /\.(pyi?|ipynb)$/.test(path);
}

function foldersOf(path: string): readonly string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

/** What is in one of two sets only. */
function differenceOf(one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([
    ...[...one].filter((each) => !other.has(each)),
    ...[...other].filter((each) => !one.has(each)),
  ]);
}
