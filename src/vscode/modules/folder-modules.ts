import * as vscode from 'vscode';
import type {
  Analysis,
  DocumentInput,
  Engine,
  ModuleOutline,
  ModulePlan,
  ModulePort,
} from '../../core/index.js';
import { findFiles, isSkipped } from '../analysis/file-finder.js';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import { PolitePacer } from '../documents/polite-pacer.js';
import { readInput } from '../documents/read-input.js';
import type { Core } from '../engine-loader.js';
import { Pacer } from '../pause.js';
import { runInSlices } from '../steps.js';
import { isSameText, ModuleTexts } from './module-texts.js';

/** Python files and notebooks: modules, and what imports them. */
const GLOB = '**/*.{py,pyi,ipynb}';
/** Texts that are kept for the next import, in UTF-16 code units. */
const maxKept = 16_000_000;
/** Files of which it is known what they import, and the code units in them. */
const maxOutlines = 8000;
const maxOutlined = 100_000_000;
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
  /** Of every file that was outlined; undefined for one that tells nothing. */
  readonly #outlines = new Map<string, ModuleOutline | undefined>();
  /** Open files that are being analysed with what was known when that began. */
  readonly #running = new Set<string>();
  /** Files that changed in the editor and on disk, to be told of together. */
  readonly #typed = new Set<string>();
  readonly #onDisk = new Set<string>();
  #paths: Set<string> | undefined;
  /** Those that hold some of them, however deep. */
  #folders: ReadonlySet<string> = new Set();
  #isListed = false;
  #engine: Engine | undefined;
  #port: ModulePort | undefined;
  #plan: ModulePlan | undefined;
  #isPlanOld = true;
  /** How many files were too many to be outlined. */
  #left = 0;
  #listing: Promise<void> | undefined;
  #planning: Promise<unknown> = Promise.resolve();
  #urgent = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(app: App, folder: vscode.WorkspaceFolder, listener: ModuleListener) {
    this.#app = app;
    this.#folder = folder;
    this.#listener = listener;
  }

  /** What is known of the modules, for the analysis of an open file: its end is told to {@link note}. */
  contextFor(path: string): ModuleContext {
    this.#running.add(path);
    return this.#context;
  }

  get #context(): ModuleContext {
    return {
      ...(this.#port === undefined ? {} : { modules: this.#port }),
      ...(this.#plan === undefined ? {} : { plan: this.#plan }),
    };
  }

  /** Takes in how an open Python file was analysed, and reads what that led to and did not find at hand. */
  note(input: DocumentInput, { path, modules, outline }: Analysis): void {
    const before = this.#open.get(path)?.input ?? this.#texts.get(path);
    const used = new Set([...(modules?.opened ?? []), ...(modules?.wanted ?? [])]);
    this.#open.set(path, { input, used, outline });
    this.#running.delete(path);
    if (outline !== undefined) this.#setOutline(path, outline);
    if (before !== undefined && !isSameText(before, input)) this.#schedule(path, this.#typed);
    else if (this.#isPlanOld) this.#settleSoon();
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
    if (this.#listing === undefined) {
      if (this.#isListed) return;
      this.#listing = this.#readList().finally(() => {
        this.#listing = undefined;
      });
    }
    await this.#listing;
  }

  async #readList(): Promise<void> {
    const { core } = await this.#app.load();
    if (this.#port === undefined) this.#watch();
    const project = await this.#app.projects.describe(this.#folder);
    const engine = await this.#app.projects.engineFor(this.#folder.uri);
    // What outlines tell, they tell to an engine with the same rules.
    if (engine !== this.#engine) {
      this.#outlines.clear();
      this.#plan = undefined;
      this.#engine = engine;
    }
    // What is asked for while files are listed needs another list.
    this.#isListed = true;
    const found = await findFiles(this.#folder, GLOB, isModulePath).catch((error: unknown) => {
      this.#isListed = false;
      throw error;
    });
    const paths = found
      .filter((uri) => this.#isOwn(uri))
      .map((uri) => this.#pathOf(uri))
      .filter((path) => !project.isExcluded(path) && !project.isIgnored(path));
    const before = this.#paths;
    this.#paths = new Set(paths);
    const moved = before === undefined ? new Set<string>() : differenceOf(before, this.#paths);
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
    const paths = [...(this.#paths ?? [])];
    const index = new core.ModuleIndex(core.listModuleFiles(paths));
    this.#folders = new Set(paths.flatMap(foldersOf));
    this.#port = {
      find: (from, name) => index.find(from, name),
      findIn: (ref, name) => index.findIn(ref, name),
      read: (path) => this.#open.get(path)?.input ?? this.#texts.get(path),
    };
    this.#isPlanOld = true;
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

  #setOutline(path: string, outline: ModuleOutline | undefined): void {
    // What a file wants of its callers is told by itself.
    const own = outline && { ...outline, callersWanted: [] };
    const before = this.#outlines.get(path);
    this.#outlines.set(path, own);
    if (JSON.stringify(before) !== JSON.stringify(own)) this.#isPlanOld = true;
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
    if (this.#isPlanOld) await this.#replan();
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
    const counts = input !== undefined && (await this.#counts(path));
    if (!this.#open.has(path)) {
      const engine = await this.#app.projects.engineFor(this.#folder.uri);
      if (counts) this.#setOutline(path, engine.outline(input));
      else if (this.#outlines.delete(path)) this.#isPlanOld = true;
    }
    const isKnown = this.#paths?.has(path) === true;
    if (counts) this.#paths?.add(path);
    else this.#paths?.delete(path);
    return counts !== isKnown;
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
    const read = await this.#readOutlines((input) => engine.outline(input), pause, token);
    const port = this.#port;
    if (port === undefined || token?.isCancellationRequested === true || this.#store.isDisposed) return;
    if (!this.#isPlanOld && this.#plan !== undefined) return;
    this.#isPlanOld = false;
    const outlines = [...this.#outlines.values()]
      .filter((outline) => outline !== undefined)
      // What is open and on no disk, or ignored, passes nothing on.
      .filter(({ path }) => this.#paths?.has(path) === true)
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    const before = this.#plan;
    const plan = await runInSlices(engine.planInSteps(outlines, port), pause);
    this.#plan = plan;
    this.#app.logTiming(
      `${this.#folder.name}: ${read} of ${outlines.length} modules read`,
      performance.now() - start,
    );
    const isOther = (outline: ModuleOutline): boolean =>
      JSON.stringify(before?.reachOf(outline)) !== JSON.stringify(plan.reachOf(outline));
    this.#outdate(({ outline }) => outline !== undefined && isOther(outline));
    this.#listener.replan(isOther);
  }

  /** Outlines the files that are not yet; resolves to how many were read for it. */
  async #readOutlines(
    outline: (input: DocumentInput) => ModuleOutline | undefined,
    pause: () => Promise<void>,
    token?: vscode.CancellationToken,
  ): Promise<number> {
    let count = 0;
    let length = 0;
    const paths = [...(this.#paths ?? [])].sort().slice(0, maxOutlines);
    for (const path of paths) {
      if (token?.isCancellationRequested === true || this.#store.isDisposed || length > maxOutlined) break;
      if (this.#outlines.has(path)) continue;
      const known = this.#open.get(path)?.input ?? this.#texts.get(path);
      const input = known ?? (await this.#read(path, length < maxKept / 2));
      length += input?.kind === 'text' ? input.text.length : 0;
      if (!this.#outlines.has(path)) this.#setOutline(path, input && outline(input));
      count += 1;
      await pause();
    }
    const left = (this.#paths?.size ?? 0) - this.#outlines.size;
    if (left > 0 && left !== this.#left && token?.isCancellationRequested !== true) {
      this.#app.log.warn(
        `${this.#folder.name}: what ${left} of its Python files pass to others is not known, they are too many; open a part of it as a folder of its own.`,
      );
    }
    this.#left = left;
    return count;
  }

  #watch(): void {
    const own = this.#store;
    const watcher = own.add(
      vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(this.#folder, '**/*')),
    );
    const note = (uri: vscode.Uri): void => {
      const path = this.#pathOf(uri);
      if (!this.#isOwn(uri) || isSkipped(path)) return;
      if (isModulePath(path)) this.#schedule(path, this.#onDisk);
      // What comes and goes with a folder is not told file by file.
      else if (this.#folders.has(path)) this.reset();
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

  /** Lists the files again when a folder came that may hold some. */
  async #noteFolder(uri: vscode.Uri): Promise<void> {
    const path = this.#pathOf(uri);
    if (isSkipped(path) || /\.\w+$/.test(path)) return;
    const found = await vscode.workspace.fs.stat(uri).then(undefined, () => undefined);
    if (((found?.type ?? 0) & vscode.FileType.Directory) !== 0) this.reset();
  }

  async #counts(path: string): Promise<boolean> {
    const project = await this.#app.projects.describe(this.#folder);
    return isModulePath(path) && !project.isExcluded(path) && !project.isIgnored(path);
  }

  #isOwn(uri: vscode.Uri): boolean {
    return vscode.workspace.getWorkspaceFolder(uri)?.uri.toString() === this.#folder.uri.toString();
  }

  #pathOf(uri: vscode.Uri): string {
    return uri.path.slice(this.#folder.uri.path.replace(/\/$/, '').length + 1);
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
