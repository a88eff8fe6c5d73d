import * as vscode from 'vscode';
import type { EvidenceCache } from '../../core/index.js';
import { findFiles, isSkipped } from '../analysis/file-finder.js';
import { pathWithin } from '../analysis/folder-paths.js';
import { isCodePath } from '../analysis/workspace-check.js';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import type { Core } from '../engine-loader.js';
import { Pacer } from '../pause.js';

/** Largest file that is looked into, in bytes. */
const maxBytes = 2_000_000;
const chunkSize = 20;

/** Which files a folder holds, as far as a status asks. */
export interface FolderPaths {
  /** Every file that is neither excluded nor ignored. */
  readonly all: ReadonlySet<string>;
  /** Python files and notebooks. */
  readonly python: readonly string[];
  /** Files that tell which language a project is written in, without samples. */
  readonly languages: { readonly python: readonly string[]; readonly other: readonly string[] };
  /** Files that evidence speaks about. */
  readonly wanted: readonly { readonly path: string; readonly maxLength: number }[];
}

/** The files of one workspace folder that a status needs, read once and again when they change. */
export class ProjectFiles implements vscode.Disposable {
  readonly folder: vscode.WorkspaceFolder;
  readonly #app: App;
  readonly #store = new DisposableStore();
  readonly #texts = new Map<string, string | undefined>();
  #paths: FolderPaths | undefined;
  #cache: EvidenceCache | undefined;

  /** @param onChange told when a file came, went or changed that a status could depend on */
  constructor(app: App, folder: vscode.WorkspaceFolder, onChange: () => void) {
    this.#app = app;
    this.folder = folder;
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '**/*'));
    this.#store.add(watcher);
    const relist = (uri: vscode.Uri) => {
      const path = pathWithin(this.folder, uri);
      if (isSkipped(path)) return;
      this.#texts.delete(path);
      this.#paths = undefined;
      onChange();
    };
    this.#store.add(watcher.onDidCreate(relist));
    this.#store.add(watcher.onDidDelete(relist));
    this.#store.add(
      watcher.onDidChange((uri) => {
        if (this.#texts.delete(pathWithin(this.folder, uri))) onChange();
      }),
    );
  }

  /** Lists again when next asked; for a configuration that leaves other files out. */
  reset(): void {
    this.#paths = undefined;
  }

  /** False until {@link cacheFor} was asked. */
  get hasCache(): boolean {
    return this.#cache !== undefined;
  }

  /** Remembers what looking into this folder's files came to. */
  cacheFor({ EvidenceCache }: Core): EvidenceCache {
    this.#cache ??= new EvidenceCache();
    return this.#cache;
  }

  async listPaths(): Promise<FolderPaths> {
    if (this.#paths) return this.#paths;
    const { core, guidelines } = await this.#app.load();
    const { evidence } = guidelines.knowledge;
    const paths = await this.#listAll();
    const pacer = new Pacer();
    const found: string[] = [];
    const languages = { python: [] as string[], other: [] as string[] };
    for (let at = 0; at < paths.length; at += chunkSize) {
      const chunk = paths.slice(at, at + chunkSize);
      // The first of each kind in all files are among the first of each kind in a part of them.
      found.push(...core.findWantedFiles(chunk, evidence).map(({ path }) => path));
      for (const path of chunk) sortByLanguage(path, languages, core);
      await pacer.pauseWhenDue();
    }
    const wanted = core.findWantedFiles(found, evidence);
    const result = { all: new Set(paths), python: paths.filter(isCodePath), languages, wanted };
    this.#paths = result;
    return result;
  }

  /** A file's text up to a length; undefined when it is missing, too large or cannot be read. */
  async readText(path: string, maxLength = maxBytes): Promise<string | undefined> {
    if (!this.#texts.has(path)) this.#texts.set(path, (await this.#read(path))?.slice(0, maxLength));
    return this.#texts.get(path);
  }

  dispose(): void {
    this.#store.dispose();
  }

  async #listAll(): Promise<readonly string[]> {
    const project = await this.#app.projects.describe(this.folder);
    const uris = await findFiles(this.folder, '**/*', () => true);
    const pacer = new Pacer();
    const paths: string[] = [];
    for (const uri of uris) {
      const path = pathWithin(this.folder, uri);
      if (!project.isExcluded(path) && !project.isIgnored(path)) paths.push(path);
      await pacer.pauseWhenDue();
    }
    return paths.sort();
  }

  async #read(path: string): Promise<string | undefined> {
    const uri = vscode.Uri.joinPath(this.folder.uri, path);
    try {
      const { size } = await vscode.workspace.fs.stat(uri);
      if (size > maxBytes) return undefined;
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    } catch {
      return undefined;
    }
  }
}

function sortByLanguage(
  path: string,
  languages: { readonly python: string[]; readonly other: string[] },
  { countLanguages }: Core,
): void {
  const { python, other } = countLanguages([path], []);
  if (python > 0) languages.python.push(path);
  if (other > 0) languages.other.push(path);
}
