import {
  type AnalysisContext,
  createEngine,
  createProbes,
  type DocumentInput,
  type DocumentSession,
  type Engine,
  type EngineOptions,
  type ModuleOutline,
  type RegexJudge,
  type Rule,
  type RuleFile,
  readTeamRules,
  runExamples,
  type Settings,
  type TeamRules,
} from '../../core/index.js';
import { Pacer } from '../pause.js';
import {
  type AnalysisReply,
  type AnalysisRequest,
  type Analyst,
  type ExampleOutcomes,
  isRaised,
  type PlanReply,
  type UnoutlinedModules,
} from './analyst.js';
import { ModuleSpace } from './module-space.js';

/** An open document. */
interface OpenSession {
  readonly session: DocumentSession;
  /** As it was last analysed; absent before that. */
  last?: { readonly input: DocumentInput; readonly outline: ModuleOutline | undefined };
}

/** Does the work with engines of its own, in the thread that it is made in. Nothing is loaded before it is needed. */
export class EngineAnalyst implements Analyst {
  readonly #readOptions: () => Promise<EngineOptions>;
  readonly #loadJudge: () => Promise<RegexJudge>;
  #options: Promise<EngineOptions> | undefined;
  #base: Promise<Engine> | undefined;
  /** Rules beside Fairlead's own, and the engine that runs all of them once it is needed, by id. */
  readonly #rules = new Map<string, { readonly rules: readonly Rule[]; engine?: Engine }>();
  readonly #sessions = new Map<number, OpenSession>();
  readonly #spaces = new Map<string, ModuleSpace>();
  #levels: Settings['rules'] = {};

  /**
   * @param readOptions asked once, when something is to be analysed; again when it failed
   * @param loadJudge asked when there are rules of a team
   */
  constructor(readOptions: () => Promise<EngineOptions>, loadJudge: () => Promise<RegexJudge>) {
    this.#readOptions = readOptions;
    this.#loadJudge = loadJudge;
  }

  async setRules(id: string, rules: readonly Rule[]): Promise<void> {
    this.#rules.get(id)?.engine?.dispose();
    this.#rules.set(id, { rules });
  }

  async dropRules(id: string): Promise<void> {
    this.#rules.get(id)?.engine?.dispose();
    this.#rules.delete(id);
  }

  async analyse(request: AnalysisRequest): Promise<AnalysisReply> {
    const { rules, input, modules, session: id } = request;
    const engine = await this.#engineOf(rules);
    const space = modules === undefined ? undefined : this.#spaceOf(modules);
    const open = id === undefined ? undefined : this.#openSession(id, engine);
    const context = this.#createContext(request, space);
    const { outline, ...analysis } = await (open?.session ?? engine).analyse(input, context);
    if (open !== undefined) open.last = { input, outline };
    space?.noteAnalysis(input.path, outline);
    const missing = (analysis.modules?.wanted ?? []).filter((path) => space?.has(path) !== true);
    return { analysis, missing };
  }

  async closeSession(session: number): Promise<void> {
    this.#sessions.get(session)?.session.dispose();
    this.#sessions.delete(session);
  }

  async readRules(files: readonly RuleFile[], before: readonly Rule[]): Promise<TeamRules> {
    const { knowledge } = await this.#loadOptions();
    const rules = [...knowledge.rules, ...before];
    return readTeamRules(files, { ...knowledge, rules }, await this.#loadJudge());
  }

  async runExamples(rule: Rule, others: readonly Rule[], today: string): Promise<ExampleOutcomes> {
    const engine = (await this.#loadBase()).withRules([rule, ...others]);
    try {
      return await runExamples(rule, engine, today);
    } finally {
      engine.dispose();
    }
  }

  async listModules(modules: string, rules: string, paths: readonly string[]): Promise<void> {
    this.#spaceOf(modules).list(rules, paths);
  }

  async dropModules(modules: string): Promise<void> {
    this.#spaces.delete(modules);
  }

  async setText(modules: string, path: string, text: DocumentInput | undefined): Promise<void> {
    this.#spaceOf(modules).setText(path, text);
  }

  async forget(modules: string, paths: readonly string[]): Promise<void> {
    const space = this.#spaceOf(modules);
    for (const path of paths) space.forget(path);
  }

  async openModule(
    modules: string,
    path: string,
    session: number,
  ): Promise<{ readonly hasChanged: boolean; readonly isPlanOld: boolean }> {
    const space = this.#spaceOf(modules);
    const last = this.#sessions.get(session)?.last;
    const hasChanged = last !== undefined && space.open(path, last.input, last.outline);
    return { hasChanged, isPlanOld: space.isPlanOld };
  }

  async closeModule(modules: string, path: string): Promise<void> {
    this.#spaceOf(modules).close(path);
  }

  async listUnoutlined(modules: string): Promise<UnoutlinedModules> {
    return this.#spaceOf(modules).listUnoutlined();
  }

  async outline(modules: string, path: string): Promise<void> {
    const space = this.#spaceOf(modules);
    space.outline(path, await this.#engineOf(space.rules ?? ''));
  }

  async plan(modules: string): Promise<PlanReply | undefined> {
    const space = this.#spaceOf(modules);
    const pacer = new Pacer();
    return space.plan(await this.#engineOf(space.rules ?? ''), () => pacer.pauseWhenDue());
  }

  dispose(): void {
    for (const { session } of this.#sessions.values()) session.dispose();
    this.#sessions.clear();
    for (const { engine } of this.#rules.values()) engine?.dispose();
    this.#base?.then(
      (engine) => engine.dispose(),
      () => undefined,
    );
  }

  #createContext(
    { input, context, cancelled }: AnalysisRequest,
    space: ModuleSpace | undefined,
  ): AnalysisContext {
    const flag = cancelled && new Int32Array(cancelled);
    const cancellation = flag && {
      get isCancelled(): boolean {
        return isRaised(flag);
      },
    };
    const isInventory = context.wantInventory === true;
    const own = isInventory ? space?.own : undefined;
    return {
      ...context,
      ...space?.context,
      settings: this.#keepLevels(context.settings),
      ...(isInventory ? { wantOutline: false } : {}),
      ...(cancellation === undefined ? {} : { cancellation }),
      ...(own === undefined ? {} : { ownModules: own.modulesFor(input.path, context.project.packages) }),
    };
  }

  /** The same object for equal levels: which rules they leave is found out once for each. */
  #keepLevels(settings: Settings): Settings {
    if (JSON.stringify(settings.rules) !== JSON.stringify(this.#levels)) this.#levels = settings.rules;
    return { ...settings, rules: this.#levels };
  }

  #openSession(id: number, engine: Engine): OpenSession {
    let open = this.#sessions.get(id);
    if (open === undefined) {
      open = { session: engine.openSession() };
      this.#sessions.set(id, open);
    }
    return open;
  }

  #spaceOf(id: string): ModuleSpace {
    let space = this.#spaces.get(id);
    if (space === undefined) {
      space = new ModuleSpace();
      this.#spaces.set(id, space);
    }
    return space;
  }

  async #engineOf(id: string): Promise<Engine> {
    const base = await this.#loadBase();
    if (id === '') return base;
    const known = this.#rules.get(id);
    if (known === undefined) throw new Error(`the rules ${id} are not known`);
    known.engine ??= base.withRules([...base.knowledge.rules, ...known.rules]);
    return known.engine;
  }

  #loadBase(): Promise<Engine> {
    this.#base ??= this.#createBase().catch((error: unknown) => {
      this.#base = undefined;
      throw error;
    });
    return this.#base;
  }

  #loadOptions(): Promise<EngineOptions> {
    this.#options ??= this.#readOptions().catch((error: unknown) => {
      this.#options = undefined;
      throw error;
    });
    return this.#options;
  }

  async #createBase(): Promise<Engine> {
    const { knowledge, ...options } = await this.#loadOptions();
    const rules = [...knowledge.rules, ...createProbes(knowledge.evidence)];
    return createEngine({ ...options, knowledge: { ...knowledge, rules } });
  }
}
