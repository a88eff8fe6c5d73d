import type { DocumentInput, Engine, ModuleOutline, ModulePlan, ModulePort } from '../../core/index.js';
import { runInSlices } from '../steps.js';

/** Files of which it is known what they tell, and the code units in them. */
const maxOutlines = 8000;
const maxOutlined = 100_000_000;

/** How to outline files. */
export interface OutlineOptions {
  readonly engine: Engine;
  /** The text of a file; undefined for one that cannot be read. */
  read(path: string): Promise<DocumentInput | undefined>;
  /** Lets other work run; called after each file. */
  pause(): Promise<void>;
  isStopped(): boolean;
}

/** What the modules of a folder tell about themselves, and the plan of what they bring to each other. */
export class ModuleOutlines {
  /** Of every file that was outlined; undefined for one that tells nothing. */
  readonly #outlines = new Map<string, ModuleOutline | undefined>();
  #plan: ModulePlan | undefined;
  #isPlanOld = true;

  /** Undefined before the first one was made. */
  get plan(): ModulePlan | undefined {
    return this.#plan;
  }

  get isPlanOld(): boolean {
    return this.#isPlanOld;
  }

  /** How many files were outlined. */
  get size(): number {
    return this.#outlines.size;
  }

  set(path: string, outline: ModuleOutline | undefined): void {
    // What a file wants of its callers is told by itself.
    const own = outline && { ...outline, callersWanted: [] };
    const before = this.#outlines.get(path);
    this.#outlines.set(path, own);
    if (JSON.stringify(before) !== JSON.stringify(own)) this.#isPlanOld = true;
  }

  delete(path: string): void {
    if (this.#outlines.delete(path)) this.#isPlanOld = true;
  }

  /** Forgets everything: what outlines tell, they tell to an engine with the same rules. */
  clear(): void {
    this.#outlines.clear();
    this.#plan = undefined;
  }

  /** Imports mean something else than before. */
  outdatePlan(): void {
    this.#isPlanOld = true;
  }

  /** Outlines those of the files that were not yet; resolves to how many that were. */
  async complete(paths: ReadonlySet<string>, options: OutlineOptions): Promise<number> {
    let count = 0;
    let length = 0;
    for (const path of [...paths].sort().slice(0, maxOutlines)) {
      if (options.isStopped() || length > maxOutlined) break;
      if (this.#outlines.has(path)) continue;
      const input = await options.read(path);
      length += input?.kind === 'text' ? input.text.length : 0;
      if (!this.#outlines.has(path)) this.set(path, input && options.engine.outline(input));
      count += 1;
      await options.pause();
    }
    return count;
  }

  /**
   * Makes the plan anew.
   *
   * @param paths files that pass something on: what is open and on no disk, or ignored, does not
   * @returns whether other modules now bring something else than before to a file with an outline
   */
  async makePlan(
    paths: ReadonlySet<string>,
    port: ModulePort,
    { engine, pause }: Pick<OutlineOptions, 'engine' | 'pause'>,
  ): Promise<(outline: ModuleOutline) => boolean> {
    this.#isPlanOld = false;
    const outlines = [...this.#outlines.values()]
      .filter((outline) => outline !== undefined)
      .filter(({ path }) => paths.has(path))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    const before = this.#plan;
    const plan = await runInSlices(engine.planInSteps(outlines, port), pause);
    this.#plan = plan;
    return (outline) => JSON.stringify(before?.reachOf(outline)) !== JSON.stringify(plan.reachOf(outline));
  }
}
