import * as vscode from 'vscode';
import {
  type ArtifactFile,
  type ArtifactInput,
  type Finding,
  type InventoryPart,
  isCheckedFile,
  isModelFileName,
} from '../../core/index.js';
import { findFiles } from '../analysis/file-finder.js';
import { pathWithin } from '../analysis/folder-paths.js';
import type { AnalysisReply } from '../analyst/analyst.js';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import { FileAnalyser } from './file-analyser.js';
import { FolderChanges } from './folder-changes.js';
import { readBounded } from './read-input.js';

/** Largest file that speaks about the project as a whole, in bytes. */
const maxProjectFileBytes = 1024 * 1024;

/** What one file states. */
interface Part extends InventoryPart {
  readonly findings: readonly Finding[];
  /** Other files that what it states rests on. */
  readonly modules: readonly string[];
}

/** How to read a folder. */
export interface ReadOptions {
  /** True when somebody waits: reading that nobody waits for is given up for it. */
  readonly isUrgent?: boolean;
  readonly token?: vscode.CancellationToken;
  /** Lets other work run; called after each file. */
  readonly pause: () => Promise<void>;
  report?(done: number, total: number): void;
}

/**
 * What the files of one workspace folder state, for the documents that are made from it. Nothing is read before it is asked
 * for; from then on what changes is read again, so that unsaved changes of open files count.
 */
export class FolderInventory implements vscode.Disposable {
  readonly folder: vscode.WorkspaceFolder;
  readonly #app: App;
  readonly #store = new DisposableStore();
  readonly #lifetime = this.#store.add(new vscode.CancellationTokenSource());
  readonly #onChange: () => void;
  readonly #analyser: FileAnalyser;
  /** Every file that is neither excluded nor ignored; undefined before they were listed. */
  #paths: Set<string> | undefined;
  #listing: Promise<ReadonlySet<string>> | undefined;
  readonly #parts = new Map<string, Part>();
  /** Files to read. */
  readonly #waiting = new Set<string>();
  readonly #texts = new Map<string, string | undefined>();
  #reading: Promise<unknown> = Promise.resolve();
  #version = 0;
  /** How many wait for reading that is urgent. */
  #urgent = 0;
  #isWatching = false;

  /** @param onChange told when there is something to read again */
  constructor(app: App, folder: vscode.WorkspaceFolder, onChange: () => void) {
    this.#app = app;
    this.folder = folder;
    this.#onChange = onChange;
    this.#analyser = this.#store.add(new FileAnalyser(app, folder));
  }

  /** Changes whenever what is known changes. */
  get version(): number {
    return this.#version;
  }

  /** True when every file was read as it is now. */
  get isComplete(): boolean {
    return this.#paths !== undefined && this.#waiting.size === 0;
  }

  /** Paths of every file that counts, relative to the folder. */
  async listPaths(): Promise<ReadonlySet<string>> {
    if (this.#paths) return this.#paths;
    this.#listing ??= this.#list().finally(() => {
      this.#listing = undefined;
    });
    return this.#listing;
  }

  /** How many files would have to be read. */
  async countWaiting(): Promise<number> {
    await this.listPaths();
    return this.#waiting.size;
  }

  /** Reads what was not read yet. Resolves to false when it was given up. */
  read(options: ReadOptions): Promise<boolean> {
    const isUrgent = options.isUrgent === true;
    if (isUrgent) this.#urgent += 1;
    const reading = this.#reading
      .then(() => this.#readWaiting(options))
      .finally(() => {
        if (isUrgent) this.#urgent -= 1;
      });
    this.#reading = reading.catch(() => undefined);
    return reading;
  }

  /**
   * What a document is made from.
   *
   * @param path of the document, which is no part of what it is made from
   * @param wanted paths of files that speak about the project as a whole
   */
  async createInput(path: string, wanted: RegExp | undefined): Promise<ArtifactInput> {
    const { core } = await this.#app.load();
    const { facts, rules } = await this.#app.projects.describe(this.folder);
    const parts = [...this.#parts.values()].filter((part) => part.path !== path);
    const files: ArtifactFile[] = [];
    for (const each of [...(await this.listPaths())].sort()) {
      const text = wanted?.test(each) === true ? await this.#readText(each) : undefined;
      if (text !== undefined) files.push({ path: each, text });
    }
    return {
      projectName: this.folder.uri.path.split('/').findLast((name) => name !== '') ?? this.folder.name,
      inventory: core.createInventory(parts, facts),
      findings: [...parts].sort((a, b) => (a.path < b.path ? -1 : 1)).flatMap(({ findings }) => findings),
      knowledge: rules.guidelines.knowledge,
      files,
      path,
      today: this.#app.today(),
    };
  }

  dispose(): void {
    this.#lifetime.cancel();
    this.#store.dispose();
  }

  async #list(): Promise<ReadonlySet<string>> {
    this.#watch();
    const project = await this.#app.projects.describe(this.folder);
    const uris = await findFiles(this.folder, '**/*', () => true);
    const paths = uris
      .map((uri) => pathWithin(this.folder, uri))
      .filter((path) => !project.isExcluded(path) && !project.isIgnored(path));
    this.#waiting.clear();
    for (const path of paths.sort()) if (isRead(path)) this.#waiting.add(path);
    for (const path of this.#parts.keys()) if (!this.#waiting.has(path)) this.#parts.delete(path);
    this.#texts.clear();
    this.#version += 1;
    this.#paths = new Set(paths);
    return this.#paths;
  }

  async #readWaiting({ isUrgent, token, pause, report }: ReadOptions): Promise<boolean> {
    const paths = await this.listPaths();
    await this.#analyser.setPaths([...paths].filter(isCheckedFile));
    await this.#analyser.prepare([...this.#waiting], pause);
    let done = 0;
    for (const path of this.#waiting) {
      const hasToYield = isUrgent !== true && this.#urgent > 0;
      if (hasToYield || token?.isCancellationRequested === true || this.#store.isDisposed) return false;
      this.#waiting.delete(path);
      await this.#readFile(path);
      done += 1;
      report?.(done, done + this.#waiting.size);
      await pause();
    }
    return true;
  }

  /** A file that cannot be read states nothing; the log says why. */
  async #readFile(path: string): Promise<void> {
    try {
      if (isModel(path)) return await this.#readModel(path);
      const analysis = await this.#analyser.analyse(path);
      const { core } = await this.#app.load();
      if (analysis.notices.some(({ kind }) => kind === 'not-scanned')) this.#forget(path);
      else this.#keep(path, analysis, core.splitFindings(analysis.findings).findings);
    } catch (error) {
      this.#forget(path);
      const why = error instanceof Error ? error.message : error;
      this.#app.log.warn(`${path}: not read for documents: ${why}`);
    }
  }

  /** A model file states what its bytes show; one that is not to be looked into states nothing. */
  async #readModel(path: string): Promise<void> {
    const { core } = await this.#app.load();
    const { models } = this.#app;
    if (!(await models.isWanted(this.folder))) return this.#forget(path);
    const uri = vscode.Uri.joinPath(this.folder.uri, path);
    const source = await models.open(uri);
    try {
      const { report } = await models.inspect(uri, source, this.#lifetime.token);
      const fact = source.size === 0 ? undefined : core.createModelFileFact({ ...report, path });
      if (fact === undefined || this.#paths?.has(path) !== true) return this.#forget(path);
      this.#parts.set(path, { path, facts: [fact], findings: [], modules: [] });
      this.#version += 1;
    } finally {
      await source.close();
    }
  }

  #keep(
    path: string,
    { facts, settings, modules }: AnalysisReply['analysis'],
    findings: readonly Finding[],
  ): void {
    if (this.#paths?.has(path) !== true) return;
    const used = [...(modules?.opened ?? []), ...(modules?.wanted ?? [])];
    const part: Part = { path, facts, findings, modules: used };
    this.#parts.set(path, settings === undefined ? part : { ...part, settings });
    this.#version += 1;
  }

  #forget(path: string): void {
    if (this.#parts.delete(path)) this.#version += 1;
  }

  async #readText(path: string): Promise<string | undefined> {
    if (!this.#texts.has(path)) {
      const uri = vscode.Uri.joinPath(this.folder.uri, path);
      const text = await readBounded(uri, maxProjectFileBytes).catch(() => undefined);
      this.#texts.set(path, text);
    }
    return this.#texts.get(path);
  }

  #watch(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    this.#store.add(
      new FolderChanges(this.folder, {
        onChange: (uri, path) =>
          void this.#takeChange(uri, path).catch((error: unknown) => this.#app.reportFailure(error)),
        onRemove: (path) => this.#remove(path),
      }),
    );
    this.#store.add(
      this.#app.projects.onDidChange(() => {
        this.#paths = undefined;
        this.#onChange();
      }),
    );
  }

  /** Has a file read again; a new file counts from now on. */
  async #takeChange(uri: vscode.Uri, path: string): Promise<void> {
    if (this.#paths === undefined || !(await this.#counts(uri, path))) return;
    this.#paths.add(path);
    if (this.#texts.delete(path)) this.#version += 1;
    else if (!isRead(path)) return;
    if (isRead(path)) this.#await(path);
    this.#onChange();
  }

  /** Reads a file again, and those whose facts rest on it. */
  #await(path: string): void {
    this.#analyser.forget(path);
    this.#waiting.add(path);
    for (const part of this.#parts.values()) if (part.modules.includes(path)) this.#waiting.add(part.path);
  }

  async #counts(uri: vscode.Uri, path: string): Promise<boolean> {
    if (this.#paths?.has(path) === true) return true;
    const project = await this.#app.projects.describe(this.folder);
    if (project.isExcluded(path) || project.isIgnored(path)) return false;
    const type = await vscode.workspace.fs.stat(uri).then(
      (found) => found.type,
      () => vscode.FileType.Unknown,
    );
    // What came with a folder is not told file by file.
    if ((type & vscode.FileType.Directory) !== 0) {
      this.#paths = undefined;
      this.#onChange();
    }
    return (type & vscode.FileType.File) !== 0;
  }

  /** @param path of a file or folder that went away */
  #remove(path: string): void {
    for (const each of this.#paths ?? []) {
      if (each !== path && !each.startsWith(`${path}/`)) continue;
      this.#paths?.delete(each);
      this.#await(each);
      this.#waiting.delete(each);
      this.#texts.delete(each);
      this.#parts.delete(each);
      this.#version += 1;
    }
    this.#onChange();
  }
}

/** Files that documents are made from. */
function isRead(path: string): boolean {
  return isCheckedFile(path) || isModel(path);
}

function isModel(path: string): boolean {
  return isModelFileName(path.slice(path.lastIndexOf('/') + 1));
}
