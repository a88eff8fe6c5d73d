import type { CompiledRule } from '../rules/compile-rule.js';
import type { Need } from '../rules/need.js';
import type { OriginKind } from '../rules/rule.js';
import type { RuleFilter } from '../rules/rule-filter.js';
import { type ImportGraph, linkOutlines } from './link-outlines.js';
import type { ModuleOutline, ModuleReach } from './module-outline.js';
import type { ModulePort } from './module-port.js';

/** What a plan needs of the rules. */
export interface PlanKnowledge {
  /** Of Python code. */
  readonly rules: readonly CompiledRule[];
  readonly filter: RuleFilter;
  readonly origins: ReadonlyMap<OriginKind, Need>;
  /** True for top-level names that mean a library wherever they are imported. */
  isForeign(name: string): boolean;
}

/** Imports from which the origin of a value is followed. */
const MAX_DEPTH = 3;
/** Files of which the callers of a function are looked for. */
const MAX_IMPORTERS = 24;

/**
 * Finds the files in which rules may find something because of other modules, beyond what a look at the file by itself
 * and on what its names lead to has shown: they are to be checked again, with what is returned for each.
 */
export function planModules(
  outlines: readonly ModuleOutline[],
  port: Pick<ModulePort, 'find'>,
  knowledge: PlanKnowledge,
): ReadonlyMap<string, ModuleReach> {
  const graph = linkOutlines(outlines, {
    find: (from, name) => (knowledge.isForeign(name.split('.')[0] ?? '') ? undefined : port.find(from, name)),
  });
  const planner = new Planner(graph, knowledge);
  const plan = new Map<string, ModuleReach>();
  for (const outline of outlines) {
    const reach = planner.plan(outline);
    if (reach !== undefined) plan.set(outline.path, reach);
  }
  return plan;
}

class Planner {
  readonly #graph: ImportGraph;
  readonly #knowledge: PlanKnowledge;
  readonly #origins = new Map<string, ReadonlySet<OriginKind>>();
  readonly #ahead = new Map<string, ReadonlySet<OriginKind>>();

  constructor(graph: ImportGraph, knowledge: PlanKnowledge) {
    this.#graph = graph;
    this.#knowledge = knowledge;
  }

  plan(outline: ModuleOutline): ModuleReach | undefined {
    const { path } = outline;
    const uses = this.#graph.usesOf(path);
    const importers = this.#graph.importersOf(path);
    if (uses.length === 0 && importers.length === 0) return undefined;
    const own = this.#originsOf(path);
    const origins = new Set<OriginKind>();
    for (const kind of this.#originsAhead(path)) origins.add(kind);
    for (const importer of importers) for (const kind of this.#originsAhead(importer)) origins.add(kind);
    for (const kind of own) origins.delete(kind);
    const bits = [...outline.bits];
    const packages = new Set(outline.packages ?? []);
    const aliases: (readonly [string, string])[] = [];
    for (const use of uses) {
      const target = this.#graph.outlineOf(use.path);
      if (target === undefined) continue;
      for (const [index, word] of target.bits.entries()) bits[index] = (bits[index] ?? 0) | word;
      for (const name of target.packages ?? []) packages.add(name);
      for (const [name, word] of target.aliases) {
        if (use.name === undefined) aliases.push([name, word]);
        else if (use.name === name && use.as !== word) aliases.push([use.as, word]);
      }
    }
    const reach: ModuleReach = {
      bits,
      packages: [...packages],
      origins: [...origins],
      aliases,
      importers: importers.slice(0, MAX_IMPORTERS),
    };
    const isCalled = outline.callersWanted.some(
      ({ name, origins: kinds }) =>
        this.#graph.isCalledFrom(path, name) &&
        importers.some((importer) => kinds.some((kind) => this.#originsAhead(importer).has(kind))),
    );
    return isCalled || aliases.length > 0 || this.#opensRule(outline, reach) ? reach : undefined;
  }

  /** Whether a rule may match that cannot without the other modules. */
  #opensRule(outline: ModuleOutline, reach: ModuleReach): boolean {
    const { filter, rules, origins } = this.#knowledge;
    const tried = new Set(outline.tried);
    const met = new Set(reach.origins.flatMap((kind) => origins.get(kind) ?? []));
    const isOpen = outline.packages === undefined;
    const packages = isOpen ? undefined : new Set(reach.packages);
    const all = filter.judgeBits(reach.bits, packages, met);
    return rules.some(({ rule, need, words }) => {
      if (tried.has(rule.id)) return false;
      const isHere = words === undefined || words.some((word) => filter.holds(outline.bits, word));
      return isHere && all.isMet(need);
    });
  }

  /** Kinds of values that come from a file by itself. */
  #originsOf(path: string): ReadonlySet<OriginKind> {
    let kinds = this.#origins.get(path);
    if (kinds === undefined) {
      const found = new Set<OriginKind>();
      const outline = this.#graph.outlineOf(path);
      if (outline !== undefined) {
        const { filter, origins } = this.#knowledge;
        const judge = filter.judgeBits(outline.bits, setOf(outline.packages), new Set());
        for (const [kind, need] of origins) if (judge.isMet(need)) found.add(kind);
      }
      kinds = found;
      this.#origins.set(path, kinds);
    }
    return kinds;
  }

  /** Kinds of values that a file gets from itself or from what it imports. */
  #originsAhead(path: string): ReadonlySet<OriginKind> {
    let kinds = this.#ahead.get(path);
    if (kinds === undefined) {
      const found = new Set<OriginKind>();
      const seen = new Set([path]);
      let front: readonly string[] = [path];
      for (let depth = 0; depth <= MAX_DEPTH && front.length > 0; depth += 1) {
        for (const at of front) for (const kind of this.#originsOf(at)) found.add(kind);
        const next = new Set<string>();
        for (const at of front)
          for (const use of this.#graph.usesOf(at)) if (!seen.has(use.path)) next.add(use.path);
        for (const at of next) seen.add(at);
        front = [...next];
      }
      kinds = found;
      this.#ahead.set(path, kinds);
    }
    return kinds;
  }
}

function setOf(names: readonly string[] | undefined): ReadonlySet<string> | undefined {
  return names === undefined ? undefined : new Set(names);
}
