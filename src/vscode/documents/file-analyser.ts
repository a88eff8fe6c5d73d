import * as vscode from 'vscode';
import type { Analysis, DocumentInput, ModulePort, OwnModules } from '../../core/index.js';
import { takeSnapshot } from '../analysis/documents.js';
import type { App } from '../app.js';
import type { Core } from '../engine-loader.js';
import { ModuleTexts } from '../modules/module-texts.js';
import { findOpen, readInput } from './read-input.js';

/** Most times that a file is analysed again because it imports modules that were not at hand. */
const maxRounds = 8;
/** Texts of modules that are kept for the next import, in UTF-16 code units. */
const maxKept = 16_000_000;

/** Says what the files of a folder state, following their imports into the other modules of the folder. */
export class FileAnalyser {
  readonly #app: App;
  readonly #folder: vscode.WorkspaceFolder;
  /** Of closed modules. */
  readonly #texts = new ModuleTexts(maxKept);
  #modules: ModulePort | undefined;
  #own: OwnModules | undefined;

  constructor(app: App, folder: vscode.WorkspaceFolder) {
    this.#app = app;
    this.#folder = folder;
  }

  /** Which files there are, which decides what imports mean. */
  setPaths(paths: readonly string[], core: Core): void {
    const index = new core.ModuleIndex(core.listModuleFiles(paths));
    this.#own = core.indexOwnModules(paths);
    this.#modules = {
      find: (from, name) => index.find(from, name),
      findIn: (ref, name) => index.findIn(ref, name),
      read: (path) => this.#readAtHand(path),
    };
  }

  /** Takes a file's text for old. */
  forget(path: string): void {
    this.#texts.delete(path);
  }

  /** Reads modules beforehand, so that files which import them are analysed only once. */
  async prepare(paths: readonly string[], pause: () => Promise<void>): Promise<void> {
    for (const path of paths) {
      if (this.#texts.length > maxKept / 2) return;
      if (!path.endsWith('.py') || this.#texts.has(path)) continue;
      await this.#fetch(path);
      await pause();
    }
  }

  /** Rejects, saying why, when the file cannot be read. */
  async analyse(path: string): Promise<Analysis> {
    const uri = this.#uriOf(path);
    // What the baseline knows is no less true.
    const { known: _, ...context } = await this.#app.projects.contextFor(uri);
    const engine = await this.#app.projects.engineFor(uri);
    const open = findOpen(uri);
    const input = open
      ? takeSnapshot(open).input
      : (this.#texts.get(path) ?? (await readInput(uri, path, context.settings)));
    for (let round = 1; ; round += 1) {
      const analysis = await engine.analyse(input, {
        ...context,
        today: this.#app.today(),
        wantInventory: true,
        ...(this.#modules ? { modules: this.#modules } : {}),
        ...(this.#own ? { ownModules: this.#own.modulesFor(path, context.project.packages) } : {}),
      });
      const wanted = (analysis.modules?.wanted ?? []).filter((each) => !this.#texts.has(each));
      if (wanted.length === 0 || round === maxRounds) return analysis;
      for (const each of wanted) await this.#fetch(each);
    }
  }

  #readAtHand(path: string): DocumentInput | undefined {
    const open = findOpen(this.#uriOf(path));
    return open ? takeSnapshot(open).input : this.#texts.get(path);
  }

  async #fetch(path: string): Promise<void> {
    const uri = this.#uriOf(path);
    const { settings } = await this.#app.projects.contextFor(uri);
    this.#texts.set(path, await readInput(uri, path, settings).catch(() => undefined));
  }

  #uriOf(path: string): vscode.Uri {
    return vscode.Uri.joinPath(this.#folder.uri, path);
  }
}
