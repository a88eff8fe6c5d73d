import type { Analysis, AnalysisContext, DocumentSession, Engine, EngineOptions, Knowledge } from '../api.js';
import { CompiledInventory } from '../inventory/compiled-inventory.js';
import { CompiledLandmarks } from '../inventory/compiled-landmarks.js';
import { CompiledDocumentLandmarks } from '../inventory/find-document-landmarks.js';
import { completeOutlines } from '../modules/complete-outlines.js';
import { ModuleCache } from '../modules/linked-modules.js';
import type { ModuleOutline } from '../modules/module-outline.js';
import type { ModulePort } from '../modules/module-port.js';
import { bareWords, type PlannedModules, planInSteps, planModules } from '../modules/plan-modules.js';
import type { ModulePlan, PlanKnowledge } from '../modules/planner.js';
import { once } from '../once.js';
import type { Log } from '../ports.js';
import { fluentMethods, NeedCompiler } from '../rules/compile-need.js';
import { compileRule } from '../rules/compile-rule.js';
import { DocumentJudge } from '../rules/document/document-judge.js';
import { Evaluator } from '../rules/evaluate.js';
import { ORIGIN_KINDS, type OriginKind, type Rule } from '../rules/rule.js';
import { compilerOf, filterOf } from '../rules/rule-filters.js';
import { RuleSelection } from '../rules/rule-selection.js';
import { CompiledNames } from '../semantics/compiled-names.js';
import { CompiledFlow } from '../semantics/flow-knowledge.js';
import type { SemanticKnowledge } from '../semantics/knowledge.js';
import type { DocumentInput } from '../source/document.js';
import { openModuleText } from '../source/module-text.js';
import type { Steps } from '../steps.js';
import type { ImageEntrypoint } from '../structured/document-kind.js';
import { DocumentRecogniser } from '../structured/recognise-document.js';
import { Grammars } from '../syntax/grammars.js';
import type { CodeKnowledge, CompiledKnowledge } from './compiled-knowledge.js';
import { EngineSession } from './engine-session.js';
import { outlineModule } from './outline-module.js';

/** Makes an engine. Nothing is loaded before the first document needs it. */
export function createEngine({ knowledge, grammars, log }: EngineOptions): Engine {
  const { semantics, javascriptSemantics, documents } = knowledge;
  const { entrypoints } = documents;
  return new FairleadEngine(knowledge, {
    python: compileCode(semantics, entrypoints),
    javascript: compileCode(javascriptSemantics, entrypoints),
    recogniser: new DocumentRecogniser(documents),
    inventory: once(() => new CompiledInventory(knowledge.inventory)),
    grammars: new Grammars(grammars),
    log,
  });
}

/** What does not depend on rules, and is shared by the engines that {@link Engine.withRules} makes. */
interface Base {
  readonly python: CodeKnowledge;
  readonly javascript: CodeKnowledge;
  readonly recogniser: DocumentRecogniser;
  readonly inventory: () => CompiledInventory;
  readonly grammars: Grammars;
  readonly log: Log | undefined;
}

function compileCode(semantics: SemanticKnowledge, entrypoints: readonly ImageEntrypoint[]): CodeKnowledge {
  const names = once(() => new CompiledNames(semantics));
  const flow = once(() => new CompiledFlow(semantics));
  const landmarks = once(() => new CompiledLandmarks(semantics));
  return {
    needs: new NeedCompiler(semantics, entrypoints),
    get names() {
      return names();
    },
    get flow() {
      return flow();
    },
    get landmarks() {
      return landmarks();
    },
  };
}

function isCalled({ match: { kind } }: Rule): boolean {
  return kind === 'call' || kind === 'reference';
}

/** Packages of the classes in the names of a rule, as in `flask.Flask.run`. */
function classPackages({ match }: Rule): readonly string[] {
  if (match.kind !== 'call' && match.kind !== 'reference') return [];
  return match.names.flatMap((name) =>
    /^\w+\.(?:[\w*]+\.)*[A-Z*]\w*\./.test(name) ? (name.split('.')[0] ?? []) : [],
  );
}

/** Kinds of which sources are known by a key, with those. */
function keysOf({ sources }: CompiledFlow): ReadonlyMap<OriginKind, readonly RegExp[]> {
  const kinds = new Map<OriginKind, readonly RegExp[]>();
  for (const kind of ORIGIN_KINDS) {
    const keys = sources.flatMap((source) => (source.kind === kind ? (source.key ?? []) : []));
    if (keys.length > 0) kinds.set(kind, keys);
  }
  return kinds;
}

function isJudged(rule: Rule): boolean {
  return isCalled(rule) || rule.match.kind === 'setting';
}

class FairleadEngine implements Engine {
  readonly knowledge: Knowledge;
  readonly #compiled: CompiledKnowledge;
  readonly #base: Base;
  readonly #isOwner: boolean;

  /** @param isOwner whether the base goes with this engine */
  constructor(knowledge: Knowledge, base: Base, isOwner = true) {
    this.knowledge = knowledge;
    this.#base = base;
    this.#isOwner = isOwner;
    const { semantics, javascriptSemantics, documents, gates } = knowledge;
    const code = { python: base.python, javascript: base.javascript };
    const rules = knowledge.rules.map((rule) => compileRule(rule, code[compilerOf(rule)].needs));
    const { needs } = code.python;
    const filters = {
      python: filterOf('python', rules, fluentMethods(semantics), gates),
      javascript: filterOf('javascript', rules, fluentMethods(javascriptSemantics), gates),
      documents: filterOf('documents', rules, new Set(), gates),
    };
    const landmarks = once(
      () => new CompiledDocumentLandmarks(knowledge.documentLandmarks, documents.entrypoints),
    );
    const packages = once(() => new Set(Object.values(filters).flatMap((filter) => filter.packages)));
    const origins = once(
      () => new Map(ORIGIN_KINDS.map((kind) => [kind, needs.needOfOrigin(kind)] as const)),
    );
    this.#compiled = {
      selection: new RuleSelection(rules),
      filters,
      documents: {
        knowledge: documents,
        recogniser: base.recogniser,
        judge: new DocumentJudge(knowledge.known),
        get landmarks() {
          return landmarks();
        },
        filter: filters.documents,
      },
      code,
      get inventory() {
        return base.inventory();
      },
      evaluator: new Evaluator(knowledge.known),
      judged: rules.filter(({ rule }) => rule.languages.includes('python') && isJudged(rule)),
      get packages() {
        return packages();
      },
      modules: new ModuleCache(),
      get origins() {
        return origins();
      },
      handed: new Set(
        rules.flatMap(({ rule }) => (rule.languages.includes('python') ? classPackages(rule) : [])),
      ),
      matchWords: new Set(
        rules.flatMap(({ rule, words }) =>
          isCalled(rule) && rule.languages.includes('python') ? (words ?? []) : [],
        ),
      ),
    };
  }

  withRules(rules: readonly Rule[]): Engine {
    return new FairleadEngine({ ...this.knowledge, rules }, this.#base, false);
  }

  async analyse(input: DocumentInput, context: AnalysisContext): Promise<Analysis> {
    const session = new EngineSession(this.#compiled, this.#base.grammars, this.#base.log, true);
    try {
      return await session.analyse(input, context);
    } finally {
      session.dispose();
    }
  }

  outline(input: DocumentInput): ModuleOutline | undefined {
    const opened = openModuleText(input);
    if ('notice' in opened || opened.module.languageId !== 'python') return undefined;
    return outlineModule(opened.module, this.#compiled.filters.python.scan(opened.module), this.#compiled);
  }

  completeOutlines(
    outlines: readonly ModuleOutline[],
    port: Pick<ModulePort, 'find' | 'read'>,
  ): readonly ModuleOutline[] {
    return completeOutlines(outlines, port, (input) => this.outline(input));
  }

  planModules(
    outlines: readonly ModuleOutline[],
    port: Pick<ModulePort, 'find'>,
    isUnbounded = false,
  ): PlannedModules {
    return planModules(outlines, port, this.#planKnowledge(), isUnbounded);
  }

  planInSteps(outlines: readonly ModuleOutline[], port: Pick<ModulePort, 'find'>): Steps<ModulePlan> {
    return planInSteps(outlines, port, this.#planKnowledge());
  }

  #planKnowledge(): PlanKnowledge {
    const { judged, filters, origins, packages } = this.#compiled;
    return {
      rules: judged.map((compiled) => ({
        id: compiled.rule.id,
        level: compiled.rule.level,
        get need() {
          return compiled.need;
        },
        words: compiled.words,
        bare: bareWords(compiled.rule),
      })),
      filter: filters.python,
      origins,
      sources: new Map(
        ORIGIN_KINDS.map((kind) => [kind, this.#compiled.code.python.needs.needOfPackagedOrigin(kind)]),
      ),
      keys: keysOf(this.#compiled.code.python.flow),
      isForeign: (name) => packages.has(name),
    };
  }

  openSession(): DocumentSession {
    return new EngineSession(this.#compiled, this.#base.grammars, this.#base.log);
  }

  dispose(): void {
    this.#compiled.modules.dispose();
    if (this.#isOwner) this.#base.grammars.dispose();
  }
}
