import * as vscode from 'vscode';
import { takeSnapshot } from '../analysis/documents.js';
import type { AnalysisReply } from '../analyst/analyst.js';
import type { App } from '../app.js';
import { findOpen, readInput } from './read-input.js';

/** Most times that a file is analysed again because it imports modules that were not at hand. */
const maxRounds = 8;
/** Texts of modules that are read beforehand, in UTF-16 code units. */
const maxPrepared = 8_000_000;

/** Says what the files of a folder state, following their imports into the other modules of the folder. */
export class FileAnalyser implements vscode.Disposable {
  readonly #app: App;
  readonly #folder: vscode.WorkspaceFolder;
  /** Names the modules to the analyst. */
  readonly #id: string;
  /** Modules that were handed over, open ones as they were then. */
  readonly #handed = new Set<string>();

  constructor(app: App, folder: vscode.WorkspaceFolder) {
    this.#app = app;
    this.#folder = folder;
    this.#id = `inventory ${folder.uri}`;
  }

  /** Which files there are, which decides what imports mean. */
  async setPaths(paths: readonly string[]): Promise<void> {
    const rules = await this.#app.projects.rulesFor(this.#folder.uri);
    await this.#app.analyst.listModules(this.#id, rules, paths);
  }

  /** Takes a file's text for old. */
  forget(path: string): void {
    if (this.#handed.delete(path)) this.#app.inBackground(this.#app.analyst.forget(this.#id, [path]));
  }

  /** Reads modules beforehand, so that files which import them are analysed only once. */
  async prepare(paths: readonly string[], pause: () => Promise<void>): Promise<void> {
    let length = 0;
    for (const path of paths) {
      if (length > maxPrepared) return;
      if (!path.endsWith('.py') || this.#handed.has(path)) continue;
      length += await this.#handOver(path);
      await pause();
    }
  }

  /** Rejects, saying why, when the file cannot be read. */
  async analyse(path: string): Promise<AnalysisReply['analysis']> {
    const uri = this.#uriOf(path);
    // What the baseline knows is no less true.
    const { known: _, ...context } = await this.#app.projects.contextFor(uri);
    const rules = await this.#app.projects.rulesFor(uri);
    const open = findOpen(uri);
    const input = open ? takeSnapshot(open).input : await readInput(uri, path, context.settings);
    for (let round = 1; ; round += 1) {
      const { analysis, missing } = await this.#app.analyst.analyse({
        rules,
        input,
        context: { ...context, today: this.#app.today(), wantInventory: true },
        modules: this.#id,
      });
      if (missing.length === 0 || round === maxRounds) return analysis;
      for (const each of missing) await this.#handOver(each);
    }
  }

  dispose(): void {
    this.#app.inBackground(this.#app.analyst.dropModules(this.#id));
  }

  /** Resolves to the length of the text, 0 for one that cannot be read. */
  async #handOver(path: string): Promise<number> {
    const uri = this.#uriOf(path);
    const { settings } = await this.#app.projects.contextFor(uri);
    const open = findOpen(uri);
    const input = open
      ? takeSnapshot(open).input
      : await readInput(uri, path, settings).catch(() => undefined);
    this.#handed.add(path);
    await this.#app.analyst.setText(this.#id, path, input);
    return input?.kind === 'text' ? input.text.length : 0;
  }

  #uriOf(path: string): vscode.Uri {
    return vscode.Uri.joinPath(this.#folder.uri, path);
  }
}
