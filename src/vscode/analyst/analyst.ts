import type {
  Analysis,
  AnalysisContext,
  DocumentInput,
  Rule,
  RuleFile,
  runExamples,
  TeamRules,
} from '../../core/index.js';

/** What one analysis is about, and what counts for it. Plain data. */
export interface AnalysisRequest {
  /** Id of the rules: see {@link Analyst.setRules}. */
  readonly rules: string;
  readonly input: DocumentInput;
  readonly context: Pick<
    AnalysisContext,
    'project' | 'settings' | 'known' | 'today' | 'wantLandmarks' | 'wantInventory'
  >;
  /** Id of the modules that are followed; absent for none. */
  readonly modules?: string;
  /** Of an open document: what its last version left is used. Requests of one session must not overlap. */
  readonly session?: number;
  /** Four bytes that the asking side may write to: not 0 once nobody waits for the answer any more. */
  readonly cancelled?: ArrayBufferLike;
}

/** What an analysis came to. Plain data. */
export interface AnalysisReply {
  /** Without its outline, which stays with the modules. */
  readonly analysis: Omit<Analysis, 'outline'>;
  /** Files that it looked for and that nobody handed over: it may be asked for again with them. */
  readonly missing: readonly string[];
}

/** What a new plan changes. */
export interface PlanReply {
  /** How many modules it is made of. */
  readonly size: number;
  /** Files that were analysed and to which other modules now bring something else. */
  readonly changed: readonly string[];
}

/** Modules that tell nothing yet. */
export interface UnoutlinedModules {
  /** Those that may be outlined, in order, and whether their texts are there. */
  readonly paths: readonly { readonly path: string; readonly hasText: boolean }[];
  /** How many others are too many. */
  readonly left: number;
}

/** What an example of a rule came to. */
export type ExampleOutcomes = Awaited<ReturnType<typeof runExamples>>;

/**
 * Does everything that parses and judges: in a thread of its own, or in place where there is none. What goes in and comes
 * out is plain data. Rejects when it cannot do its work, never for what a document holds.
 *
 * Modules are the files that imports lead to, one group of them for each id; paths are relative to one root.
 */
export interface Analyst {
  /** Makes rules known beside Fairlead's own, which the empty id stands for. */
  setRules(id: string, rules: readonly Rule[]): Promise<void>;
  dropRules(id: string): Promise<void>;
  analyse(request: AnalysisRequest): Promise<AnalysisReply>;
  /** Forgets what a session keeps; harmless for one that is not known. */
  closeSession(session: number): Promise<void>;
  /** Reads rule files of a team, `before` being its other rules, and judges their expressions. */
  readRules(files: readonly RuleFile[], before: readonly Rule[]): Promise<TeamRules>;
  /** Runs the examples of a rule with these beside it. */
  runExamples(rule: Rule, others: readonly Rule[], today: string): Promise<ExampleOutcomes>;

  /** Says which files there are, which decides what imports mean. What was outlined with other rules is forgotten. */
  listModules(modules: string, rules: string, paths: readonly string[]): Promise<void>;
  dropModules(modules: string): Promise<void>;
  /** Hands over a file as it is on disk; undefined for one that cannot be read. */
  setText(modules: string, path: string, text: DocumentInput | undefined): Promise<void>;
  /** Takes texts and outlines for old. */
  forget(modules: string, paths: readonly string[]): Promise<void>;
  /**
   * Has an open document count as it was last analysed in its session.
   *
   * @returns whether it is another text than the one that counted so far, and whether a new plan is due
   */
  openModule(
    modules: string,
    path: string,
    session: number,
  ): Promise<{ readonly hasChanged: boolean; readonly isPlanOld: boolean }>;
  /** Has a document count as it is on disk again. */
  closeModule(modules: string, path: string): Promise<void>;
  /** Files that were not outlined yet. */
  listUnoutlined(modules: string): Promise<UnoutlinedModules>;
  /** Outlines a file by its text that is there. */
  outline(modules: string, path: string): Promise<void>;
  /** Makes the plan of what modules bring to each other; undefined when it still holds. */
  plan(modules: string): Promise<PlanReply | undefined>;
}

/** Tells another thread that nobody waits any more. */
export class SharedCancellation {
  readonly buffer: ArrayBufferLike = createBuffer();
  readonly #flag = new Int32Array(this.buffer);

  get isCancelled(): boolean {
    return isRaised(this.#flag);
  }

  cancel(): void {
    Atomics.store(this.#flag, 0, 1);
  }
}

/** Reads what {@link SharedCancellation} shares. */
export function isRaised(flag: Int32Array<ArrayBufferLike>): boolean {
  return Atomics.load(flag, 0) !== 0;
}

/** Memory that threads share; some hosts without threads have none. */
function createBuffer(): ArrayBufferLike {
  return typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(4) : new SharedArrayBuffer(4);
}
