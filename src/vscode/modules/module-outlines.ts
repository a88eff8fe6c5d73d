import type { Engine, ModuleOutline, ModulePlan, ModulePort } from '../../core/index.js';
import { runInSlices } from '../steps.js';

/** Files of which it is known what they tell. */
const maxOutlines = 8000;

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

  /** True when something is known that the plan does not know. */
  get isPlanOld(): boolean {
    return this.#isPlanOld;
  }

  get isPlanDue(): boolean {
    return this.#isPlanOld || this.#plan === undefined;
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

  /** Those of the files that were not outlined yet and may be, in order, and how many others are too many. */
  listMissing(all: ReadonlySet<string>): { readonly paths: readonly string[]; readonly left: number } {
    const paths = [...all]
      .sort()
      .slice(0, maxOutlines)
      .filter((path) => !this.#outlines.has(path));
    return { paths, left: Math.max(0, all.size - maxOutlines) };
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
    engine: Engine,
    pause: () => Promise<void>,
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
