import * as vscode from 'vscode';
import type {
  Analysis,
  DocumentInput,
  Engine,
  ModuleOutline,
  ModulePlan,
  ModulePort,
} from '../../core/index.js';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import { PolitePacer } from '../documents/polite-pacer.js';
import { readInput } from '../documents/read-input.js';
import type { Core } from '../engine-loader.js';
import { Pacer } from '../pause.js';
import { ModuleListing } from './module-listing.js';
import { ModuleOutlines } from './module-outlines.js';
import { isSameText, ModuleTexts } from './module-texts.js';

/** Texts that are kept for the next import, in UTF-16 code units. */
const maxKept = 16_000_000;
/** Milliseconds without a change before what depends on it is made anew. */
const settleMs = 400;
/** Most times that a closed file is analysed again because it leads to modules that were not at hand. */
const maxRounds = 8;

/** What an analysis is told of the other modules, as far as they are known. */
export interface ModuleContext {
  readonly modules?: ModulePort;
  readonly plan?: ModulePlan;
}

/** What the modules tell those who use them; paths are relative to the folder. */
export interface ModuleListener {
  /** Open files whose analysis may come out differently now. */
  outdate(paths: readonly string[]): void;
  /** Closed files that changed, came or went: analyses that rest on them may be outdated. */
  change(paths: ReadonlySet<string>): void;
  /** Some modules bring something else to others than before: to a file with such an outline, or not. */
  replan(isOther: (outline: ModuleOutline) => boolean): void;
}

interface OpenModule {
  readonly input: DocumentInput;
  /** Files that its analysis looked for. */
  readonly used: ReadonlySet<string>;
  readonly outline: ModuleOutline | undefined;
}

/**
 * The Python modules of one workspace folder, for analyses of its files. Nothing is read before a Python file is analysed;
 * then the files are listed and, little by little, outlined. Texts are read when an analysis leads to them. What is open
 * counts as it was last analysed, everything else as it is on disk.
 */
export class FolderModules implements vscode.Disposable {
  readonly #app: App;
  readonly #folder: vscode.WorkspaceFolder;
  readonly #listener: ModuleListener;
  readonly #store = new DisposableStore();
  readonly #texts = new ModuleTexts(maxKept);
  readonly #open = new Map<string, OpenModule>();
  readonly #listing: ModuleListing;
  readonly #outlines = new ModuleOutlines();
  /** Open files that are being analysed with what was known when that began. */
  readonly #running = new Set<string>();
  /** Files that changed in the editor and on disk, to be told of together. */
  readonly #typed = new Set<string>();
  readonly #onDisk = new Set<string>();
  #isListed = false;
  #engine: Engine | undefined;
  #port: ModulePort | undefined;
  /** How many files were too many to be outlined. */
  #left = 0;
  #reading: Promise<void> | undefined;
  #planning: Promise<unknown> = Promise.resolve();
  #urgent = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(app: App, folder: vscode.WorkspaceFolder, listener: ModuleListener) {
    this.#app = app;
    this.#folder = folder;
    this.#listener = listener;
    this.#listing = this.#store.add(
      new ModuleListing(app, folder, {
        touch: (path) => this.#schedule(path, this.#onDisk),
        reset: () => this.reset(),
      }),
    );
  }

  /** What is known of the modules, for the analysis of an open file: its end is told to {@link note}. */
  contextFor(path: string): ModuleContext {
    this.#running.add(path);
    return this.#context;
  }

  get #context(): ModuleContext {
    const { plan } = this.#outlines;
    return {
      ...(this.#port === undefined ? {} : { modules: this.#port }),
      ...(plan === undefined ? {} : { plan }),
    };
  }

  /** Takes in how an open Python file was analysed, and reads what that led to and did not find at hand. */
  note(input: DocumentInput, { path, modules, outline }: Analysis): void {
    const before = this.#textOf(path);
    const used = new Set([...(modules?.opened ?? []), ...(modules?.wanted ?? [])]);
    this.#open.set(path, { input, used, outline });
    this.#running.delete(path);
    if (outline !== undefined) this.#outlines.set(path, outline);
    if (before !== undefined && !isSameText(before, input)) this.#schedule(path, this.#typed);
    else if (this.#outlines.isPlanOld) this.#settleSoon();
    void this.#follow(path, modules?.wanted ?? []).catch((error: unknown) => this.#app.reportFailure(error));
  }

  /** An open file was closed: it counts as it is on disk again. */
  close(path: string): void {
    this.#running.delete(path);
    if (this.#open.delete(path)) this.#schedule(path, this.#onDisk);
  }

  /**
   * Analyses a closed file until everything it leads to is at hand.
   *
   * @param analyse is told what is known of the modules
   */
  async analyse(analyse: (context: ModuleContext) => Promise<Analysis>): Promise<Analysis> {
    for (let round = 1; ; round += 1) {
      const analysis = await analyse(this.#context);
      const isMore = round < maxRounds && (await this.#fetch(analysis.modules?.wanted ?? []));
      if (!isMore) return analysis;
    }
  }

  /** Reads what all files import, so that analyses know of callers too; for a check of the whole folder. */
  async prepare(token: vscode.CancellationToken): Promise<void> {
    this.#urgent += 1;
    try {
      await this.#replan(token);
    } finally {
      this.#urgent -= 1;
    }
  }

  /** Lists everything again: what counts as a file of the folder is another matter now. */
  reset(): void {
    this.#isListed = false;
    this.#settleSoon();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#store.dispose();
  }

  /** Lists the files once. What is open by then is analysed again where it imports any of them. */
  async #list(): Promise<void> {
    if (this.#reading === undefined) {
      if (this.#isListed) return;
      this.#reading = this.#readList().finally(() => {
        this.#reading = undefined;
      });
    }
    await this.#reading;
  }

  async #readList(): Promise<void> {
    const { core } = await this.#app.load();
    const engine = await this.#app.projects.engineFor(this.#folder.uri);
    if (engine !== this.#engine) {
      this.#outlines.clear();
      this.#engine = engine;
    }
    // What is asked for while files are listed needs another list.
    this.#isListed = true;
    const moved = await this.#listing.read().catch((error: unknown) => {
      this.#isListed = false;
      throw error;
    });
    for (const path of moved) {
      this.#texts.delete(path);
      this.#outlines.delete(path);
    }
    this.#index(core);
    this.#outdate(() => true);
    if (moved.size > 0) this.#listener.change(moved);
  }

  /** Tells anew what imports mean. */
  #index(core: Core): void {
    const index = new core.ModuleIndex(core.listModuleFiles([...this.#listing.paths]));
    this.#port = {
      find: (from, name) => index.find(from, name),
      findIn: (ref, name) => index.findIn(ref, name),
      read: (path) => this.#textOf(path),
    };
    this.#outlines.outdatePlan();
  }

  async #follow(path: string, wanted: readonly string[]): Promise<void> {
    if (await this.#fetch(wanted)) this.#listener.outdate([path]);
  }

  /** Reads files that were not at hand; true when one is there now. */
  async #fetch(wanted: readonly string[]): Promise<boolean> {
    let isMore = false;
    for (const path of wanted) {
      if (this.#texts.has(path) || this.#open.has(path)) continue;
      if ((await this.#read(path)) !== undefined) isMore = true;
    }
    return isMore;
  }

  async #read(path: string, isKept = true): Promise<DocumentInput | undefined> {
    const uri = vscode.Uri.joinPath(this.#folder.uri, path);
    const { settings } = await this.#app.projects.contextFor(uri);
    const input = await readInput(uri, path, settings).catch(() => undefined);
    if (isKept) this.#texts.set(path, input);
    return input;
  }

  #schedule(path: string, changed: Set<string>): void {
    changed.add(path);
    this.#settleSoon();
  }

  #settleSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => void this.#settle().catch((error: unknown) => this.#app.reportFailure(error)),
      settleMs,
    );
  }

  /** Tells of what changed since, and makes a new plan where one is due. */
  async #settle(): Promise<void> {
    const outdating = new Set(this.#typed);
    const onDisk = new Set(this.#onDisk);
    this.#typed.clear();
    this.#onDisk.clear();
    await this.#list();
    let isMoved = false;
    for (const path of onDisk) {
      if (await this.#takeFromDisk(path)) isMoved = true;
      if (!this.#open.has(path)) outdating.add(path);
    }
    if (isMoved) this.#index((await this.#app.load()).core);
    // A file is no reason to look at itself again.
    const isOutdated = ({ used }: OpenModule, path: string): boolean =>
      isMoved || [...outdating].some((each) => each !== path && used.has(each));
    if (isMoved || outdating.size > 0) this.#outdate(isOutdated);
    if (onDisk.size > 0) this.#listener.change(onDisk);
    if (this.#outlines.isPlanOld) await this.#replan();
  }

  /** Tells of open files that are to be analysed again, and of those that are being analysed. */
  #outdate(isOutdated: (open: OpenModule, path: string) => boolean): void {
    const paths = new Set(this.#running);
    for (const [path, open] of this.#open) if (isOutdated(open, path)) paths.add(path);
    if (paths.size > 0) this.#listener.outdate([...paths]);
  }

  /** Reads a file that changed, came or went; true when it came or went. */
  async #takeFromDisk(path: string): Promise<boolean> {
    const input = await this.#read(path);
    const isMoved = await this.#listing.note(path, input !== undefined);
    if (!this.#open.has(path)) {
      const engine = await this.#app.projects.engineFor(this.#folder.uri);
      if (input !== undefined && this.#listing.paths.has(path))
        this.#outlines.set(path, engine.outline(input));
      else this.#outlines.delete(path);
    }
    return isMoved;
  }

  #replan(token?: vscode.CancellationToken): Promise<void> {
    const planning = this.#planning.then(() => this.#makePlan(token));
    this.#planning = planning.catch(() => undefined);
    return planning;
  }

  async #makePlan(token?: vscode.CancellationToken): Promise<void> {
    await this.#list();
    const engine = await this.#app.projects.engineFor(this.#folder.uri);
    const start = performance.now();
    const rushed = new Pacer();
    const polite = new PolitePacer();
    const pause = (): Promise<void> => (this.#urgent > 0 ? rushed : polite).pauseWhenDue();
    const isStopped = (): boolean => token?.isCancellationRequested === true || this.#store.isDisposed;
    let kept = 0;
    const read = async (path: string): Promise<DocumentInput | undefined> => {
      const input = this.#textOf(path) ?? (await this.#read(path, kept < maxKept / 2));
      kept += input?.kind === 'text' ? input.text.length : 0;
      return input;
    };
    const { paths } = this.#listing;
    const count = await this.#outlines.complete(paths, { engine, read, pause, isStopped });
    const port = this.#port;
    if (isStopped() || port === undefined) return;
    this.#warnOfMany(paths.size - this.#outlines.size);
    if (!this.#outlines.isPlanOld && this.#outlines.plan !== undefined) return;
    const isOther = await this.#outlines.makePlan(this.#listing.paths, port, { engine, pause });
    this.#app.logTiming(
      `${this.#folder.name}: ${count} of ${this.#outlines.size} modules read`,
      performance.now() - start,
    );
    this.#outdate(({ outline }) => outline !== undefined && isOther(outline));
    this.#listener.replan(isOther);
  }

  /** @param left how many files were too many to be outlined */
  #warnOfMany(left: number): void {
    if (left > 0 && left !== this.#left) {
      this.#app.log.warn(
        `${this.#folder.name}: what ${left} of its Python files pass to others is not known, they are too many; open a part of it as a folder of its own.`,
      );
    }
    this.#left = left;
  }

  #textOf(path: string): DocumentInput | undefined {
    return this.#open.get(path)?.input ?? this.#texts.get(path);
  }
}
