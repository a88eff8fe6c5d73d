import * as vscode from 'vscode';
import { findFiles } from '../analysis/file-finder.js';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';

const delayMs = 400;

/** Which kinds of documents the folders of the workspace have, whoever wrote them; looked up when first asked for. */
export class DocumentPresence implements vscode.Disposable {
  readonly #app: App;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  /** Ids of the kinds that are missing, by URI of the folder. */
  readonly #missing = new Map<string, ReadonlySet<string>>();
  readonly #asked = new Map<string, vscode.WorkspaceFolder>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Fires when what is missing became known or changed. */
  readonly onDidChange = this.#changed.event;

  constructor(app: App) {
    this.#app = app;
    const own = this.#store;
    own.add(app.living.onDidChange(() => this.#schedule()));
    const watcher = own.add(vscode.workspace.createFileSystemWatcher('**/*.{md,rst,json}', false, true));
    own.add(watcher.onDidCreate(() => this.#schedule()));
    own.add(watcher.onDidDelete(() => this.#schedule()));
  }

  /** Whether a folder has no document of a kind; false before that is known. */
  isMissing(folder: vscode.WorkspaceFolder, kind: string): boolean {
    const key = folder.uri.toString();
    if (!this.#asked.has(key)) {
      this.#asked.set(key, folder);
      this.#schedule();
    }
    return this.#missing.get(key)?.has(kind) === true;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#store.dispose();
  }

  #schedule(): void {
    if (this.#asked.size === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#look().catch((error: unknown) => this.#app.reportFailure(error));
    }, delayMs);
  }

  async #look(): Promise<void> {
    let hasChanged = false;
    for (const [key, folder] of this.#asked) {
      if (!vscode.workspace.getWorkspaceFolder(folder.uri)) {
        this.#asked.delete(key);
        continue;
      }
      const missing = await this.#listMissing(folder);
      const before = [...(this.#missing.get(key) ?? [])].join();
      hasChanged ||= before !== [...missing].join() || !this.#missing.has(key);
      this.#missing.set(key, missing);
    }
    if (hasChanged && !this.#store.isDisposed) this.#changed.fire();
  }

  async #listMissing(folder: vscode.WorkspaceFolder): Promise<ReadonlySet<string>> {
    const { core, guidelines } = await this.#app.load();
    const { evidence } = guidelines.knowledge;
    const ids = new Set(core.ARTIFACT_KINDS.map(({ id }) => id));
    const sets = evidence.fileSets.filter(({ id }) => ids.has(id));
    const usual = core.ARTIFACT_KINDS.flatMap(({ forms }) => forms.map(({ path }) => path));
    const globs = [...new Set([...usual, ...sets.flatMap(({ paths }) => paths)])].map(ignoreCase);
    const found = await findFiles(folder, `{${globs.join(',')}}`, () => true);
    const start = folder.uri.path.replace(/\/$/, '').length + 1;
    const paths = found.map(({ path }) => path.slice(start));
    const living = new Set((await this.#app.living.listOf(folder)).map(({ kind }) => kind.id));
    const missing = core.ARTIFACT_KINDS.filter(({ id, forms }) => {
      if (living.has(id) || forms.some(({ path }) => paths.includes(path))) return false;
      const fileSets = sets.filter((set) => set.id === id);
      return core.findWantedFiles(paths, { ...evidence, fileSets }).length === 0;
    });
    return new Set(missing.map(({ id }) => id));
  }
}

/** A glob that matches in any letter case. */
function ignoreCase(glob: string): string {
  return glob.replace(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}
