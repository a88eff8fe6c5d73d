import * as vscode from 'vscode';
import type { Analysis, DocumentInput } from '../../core/index.js';
import type { AnalysisReply } from '../analyst/analyst.js';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import { PolitePacer } from '../documents/polite-pacer.js';
import { readInput } from '../documents/read-input.js';
import { Pacer } from '../pause.js';
import { ModuleListing } from './module-listing.js';

/** UTF-16 code units of files of which it is known what they tell. */
const maxOutlined = 100_000_000;
/** Milliseconds without a change before what depends on it is made anew. */
const settleMs = 400;
/** Most times that a closed file is analysed again because it leads to modules that were not at hand. */
const maxRounds = 8;

/** What the modules tell those who use them; paths are relative to the folder. */
export interface ModuleListener {
  /** Open files whose analysis may come out differently now. */
  outdate(paths: readonly string[]): void;
  /** Closed files that changed, came or went: analyses that rest on them may be outdated. */
  change(paths: ReadonlySet<string>): void;
  /** Other modules bring something else to these files than before. */
  replan(paths: ReadonlySet<string>): void;
}

/** What an analysis looked for. */
type FoundModules = Pick<AnalysisReply, 'missing'> & {
  readonly analysis: Pick<Analysis, 'path' | 'modules'>;
};

/**
 * The Python modules of one workspace folder, for analyses of its files. Nothing is read before a Python file is analysed;
 * then the files are listed and, little by little, outlined. Texts are read when an analysis leads to them. What is open
 * counts as it was last analysed, everything else as it is on disk. What is known of them is with the analyst.
 */
export class FolderModules implements vscode.Disposable {
  /** Names the modules to the analyst. */
  readonly id: string;
  readonly #app: App;
  readonly #folder: vscode.WorkspaceFolder;
  readonly #listener: ModuleListener;
  readonly #store = new DisposableStore();
  readonly #listing: ModuleListing;
  /** Open files, each with those that its analysis looked for. */
  readonly #open = new Map<string, ReadonlySet<string>>();
  /** Open files that are being analysed with what was known when that began. */
  readonly #running = new Set<string>();
  /** Files that changed in the editor and on disk, to be told of together. */
  readonly #typed = new Set<string>();
  readonly #onDisk = new Set<string>();
  #isListed = false;
  #isPlanOld = true;
  #isTooMany = false;
  #reading: Promise<void> | undefined;
  #planning: Promise<unknown> = Promise.resolve();
  #urgent = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(app: App, folder: vscode.WorkspaceFolder, listener: ModuleListener) {
    this.id = folder.uri.toString();
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

  /** An open file is going to be analysed with what is known of the modules: the end is told to {@link note}. */
  begin(path: string): void {
    this.#running.add(path);
  }

  /** Takes in how an open Python file was analysed, and reads what that led to and did not find at hand. */
  async note({ analysis: { path, modules }, missing }: FoundModules, session: number): Promise<void> {
    this.#open.set(path, new Set([...(modules?.opened ?? []), ...(modules?.wanted ?? [])]));
    this.#running.delete(path);
    const { hasChanged, isPlanOld } = await this.#app.analyst.openModule(this.id, path, session);
    if (isPlanOld) this.#isPlanOld = true;
    if (hasChanged) this.#schedule(path, this.#typed);
    else if (this.#isPlanOld) this.#settleSoon();
    if (await this.#fetch(missing)) this.#listener.outdate([path]);
  }

  /** An open file was closed: it counts as it is on disk again. */
  close(path: string): void {
    this.#running.delete(path);
    if (!this.#open.delete(path)) return;
    this.#app.inBackground(this.#app.analyst.closeModule(this.id, path));
    this.#schedule(path, this.#onDisk);
  }

  /**
   * Analyses a closed file until everything it leads to is at hand.
   *
   * @param analyse does it with what is known of the modules
   */
  async analyse(analyse: () => Promise<AnalysisReply>): Promise<AnalysisReply> {
    for (let round = 1; ; round += 1) {
      const reply = await analyse();
      const isMore = round < maxRounds && (await this.#fetch(reply.missing));
      if (!isMore) return reply;
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
    this.#app.inBackground(this.#app.analyst.dropModules(this.id));
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
    // What is asked for while files are listed needs another list.
    this.#isListed = true;
    const moved = await this.#listing.read().catch((error: unknown) => {
      this.#isListed = false;
      throw error;
    });
    if (moved.size > 0) await this.#app.analyst.forget(this.id, [...moved]);
    await this.#index();
    this.#outdate(() => true);
    if (moved.size > 0) this.#listener.change(moved);
  }

  /** Tells anew what imports mean. */
  async #index(): Promise<void> {
    const rules = await this.#app.projects.rulesFor(this.#folder.uri);
    this.#isPlanOld = true;
    await this.#app.analyst.listModules(this.id, rules, [...this.#listing.paths]);
  }

  /** Hands over files that were not at hand; true when one of them could be read. */
  async #fetch(missing: readonly string[]): Promise<boolean> {
    let isMore = false;
    for (const path of missing) if ((await this.#handOver(path)) !== undefined) isMore = true;
    return isMore;
  }

  /** Reads a file as it is on disk; undefined when it cannot be read. */
  async #handOver(path: string): Promise<DocumentInput | undefined> {
    const uri = vscode.Uri.joinPath(this.#folder.uri, path);
    const { settings } = await this.#app.projects.contextFor(uri);
    const input = await readInput(uri, path, settings).catch(() => undefined);
    await this.#app.analyst.setText(this.id, path, input);
    return input;
  }

  #schedule(path: string, changed: Set<string>): void {
    changed.add(path);
    this.#settleSoon();
  }

  #settleSoon(): void {
    clearTimeout(this.#timer);
    if (this.#store.isDisposed) return;
    this.#timer = setTimeout(() => this.#app.inBackground(this.#settle()), settleMs);
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
    if (isMoved) await this.#index();
    // A file is no reason to look at itself again.
    const isOutdated = (path: string, used: ReadonlySet<string>): boolean =>
      isMoved || [...outdating].some((each) => each !== path && used.has(each));
    if (isMoved || outdating.size > 0) this.#outdate(isOutdated);
    if (onDisk.size > 0) this.#listener.change(onDisk);
    if (this.#isPlanOld) await this.#replan();
  }

  /** Tells of open files that are to be analysed again, and of those that are being analysed. */
  #outdate(isOutdated: (path: string, used: ReadonlySet<string>) => boolean): void {
    const paths = new Set(this.#running);
    for (const [path, used] of this.#open) if (isOutdated(path, used)) paths.add(path);
    if (paths.size > 0) this.#listener.outdate([...paths]);
  }

  /** Reads a file that changed, came or went; true when it came or went. */
  async #takeFromDisk(path: string): Promise<boolean> {
    const { analyst } = this.#app;
    const input = await this.#handOver(path);
    const isMoved = await this.#listing.note(path, input !== undefined);
    if (this.#open.has(path)) return isMoved;
    if (input === undefined || !this.#listing.paths.has(path)) await analyst.forget(this.id, [path]);
    else await analyst.outline(this.id, path);
    this.#isPlanOld = true;
    return isMoved;
  }

  #replan(token?: vscode.CancellationToken): Promise<void> {
    const planning = this.#planning.then(() => this.#makePlan(token));
    this.#planning = planning.catch(() => undefined);
    return planning;
  }

  async #makePlan(token?: vscode.CancellationToken): Promise<void> {
    await this.#list();
    const start = performance.now();
    const isStopped = (): boolean => token?.isCancellationRequested === true || this.#store.isDisposed;
    const count = await this.#completeOutlines(isStopped);
    if (isStopped()) return;
    this.#isPlanOld = false;
    const plan = await this.#app.analyst.plan(this.id).catch((error: unknown) => {
      this.#isPlanOld = true;
      throw error;
    });
    if (plan === undefined) return;
    this.#app.logTiming(
      `${this.#folder.name}: ${count} of ${plan.size} modules read`,
      performance.now() - start,
    );
    const changed = new Set(plan.changed);
    this.#outdate((path) => changed.has(path));
    this.#listener.replan(changed);
  }

  /** Has the files outlined that were not yet; resolves to how many that were. */
  async #completeOutlines(isStopped: () => boolean): Promise<number> {
    const { analyst } = this.#app;
    const rushed = new Pacer();
    const polite = new PolitePacer();
    let count = 0;
    let length = 0;
    const { paths, left } = await analyst.listUnoutlined(this.id);
    for (const { path, hasText } of paths) {
      if (isStopped() || length > maxOutlined) break;
      const input = hasText ? undefined : await this.#handOver(path);
      length += input?.kind === 'text' ? input.text.length : 0;
      await analyst.outline(this.id, path);
      count += 1;
      await (this.#urgent > 0 ? rushed : polite).pauseWhenDue();
    }
    if (!isStopped()) this.#warnOfMany(left + paths.length - count);
    return count;
  }

  /** @param left how many files were too many to be outlined */
  #warnOfMany(left: number): void {
    if (left > 0 && !this.#isTooMany) {
      this.#app.log.warn(
        `${this.#folder.name}: what ${left} of its Python files pass to others is not known, they are too many; open a part of it as a folder of its own.`,
      );
    }
    this.#isTooMany = left > 0;
  }
}
