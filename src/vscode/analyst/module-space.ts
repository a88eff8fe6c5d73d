import {
  type DocumentInput,
  type Engine,
  indexOwnModules,
  listModuleFiles,
  ModuleIndex,
  type ModuleOutline,
  type ModulePlan,
  type ModulePort,
  type OwnModules,
} from '../../core/index.js';
import { ModuleOutlines } from '../modules/module-outlines.js';
import { isSameText, ModuleTexts } from '../modules/module-texts.js';
import type { PlanReply, UnoutlinedModules } from './analyst.js';

/** Texts that are kept for the next import, in UTF-16 code units. */
const maxKept = 16_000_000;

/** What an analysis is told of the other modules, as far as they are known. */
export interface ModuleContext {
  readonly modules?: ModulePort;
  readonly plan?: ModulePlan;
}

/** The modules of one group: which there are, their texts, what they tell about themselves and bring to each other. */
export class ModuleSpace {
  readonly #texts = new ModuleTexts(maxKept);
  /** What is open counts as it was last analysed, everything else as it is on disk. */
  readonly #open = new Map<string, DocumentInput>();
  readonly #outlines = new ModuleOutlines();
  /** What files told when they were last analysed, with what they want of their callers. */
  readonly #analysed = new Map<string, ModuleOutline>();
  #paths: ReadonlySet<string> = new Set();
  #port: ModulePort | undefined;
  #own: OwnModules | undefined;
  #rules: string | undefined;

  /** Id of the rules that everything rests on; undefined before files were listed. */
  get rules(): string | undefined {
    return this.#rules;
  }

  get context(): ModuleContext {
    const { plan } = this.#outlines;
    return {
      ...(this.#port === undefined ? {} : { modules: this.#port }),
      ...(plan === undefined ? {} : { plan }),
    };
  }

  get isPlanOld(): boolean {
    return this.#outlines.isPlanOld;
  }

  /** Tells which names of modules are the group's own; undefined before files were listed. */
  get own(): OwnModules | undefined {
    if (this.#port !== undefined) this.#own ??= indexOwnModules([...this.#paths]);
    return this.#own;
  }

  list(rules: string, paths: readonly string[]): void {
    if (this.#rules !== rules) {
      this.#outlines.clear();
      this.#analysed.clear();
    }
    this.#rules = rules;
    this.#paths = new Set(paths);
    const index = new ModuleIndex(listModuleFiles(paths));
    this.#own = undefined;
    this.#port = {
      find: (from, name) => index.find(from, name),
      findIn: (ref, name) => index.findIn(ref, name),
      read: (path) => this.#textOf(path),
    };
    this.#outlines.outdatePlan();
  }

  /** True for a file whose text is there, and for one that is known not to be readable. */
  has(path: string): boolean {
    return this.#open.has(path) || this.#texts.has(path);
  }

  setText(path: string, text: DocumentInput | undefined): void {
    this.#texts.set(path, text);
  }

  forget(path: string): void {
    this.#texts.delete(path);
    if (this.#open.has(path)) return;
    this.#outlines.delete(path);
    this.#analysed.delete(path);
  }

  noteAnalysis(path: string, outline: ModuleOutline | undefined): void {
    if (outline === undefined) this.#analysed.delete(path);
    else this.#analysed.set(path, outline);
  }

  /** True when the text is another one than counted so far. */
  open(path: string, input: DocumentInput, outline: ModuleOutline | undefined): boolean {
    const before = this.#textOf(path);
    this.#open.set(path, input);
    if (outline !== undefined) this.#outlines.set(path, outline);
    return before !== undefined && !isSameText(before, input);
  }

  close(path: string): void {
    this.#open.delete(path);
  }

  listUnoutlined(): UnoutlinedModules {
    const { paths, left } = this.#outlines.listMissing(this.#paths);
    return { paths: paths.map((path) => ({ path, hasText: this.has(path) })), left };
  }

  outline(path: string, engine: Engine): void {
    const text = this.#textOf(path);
    this.#outlines.set(path, text && engine.outline(text));
  }

  async plan(engine: Engine, pause: () => Promise<void>): Promise<PlanReply | undefined> {
    const port = this.#port;
    if (port === undefined || !this.#outlines.isPlanDue) return undefined;
    const isOther = await this.#outlines.makePlan(this.#paths, port, engine, pause);
    const changed: string[] = [];
    for (const [path, outline] of [...this.#analysed]) {
      if (isOther(outline)) changed.push(path);
      await pause();
    }
    return { size: this.#outlines.size, changed };
  }

  #textOf(path: string): DocumentInput | undefined {
    return this.#open.get(path) ?? this.#texts.get(path);
  }
}
