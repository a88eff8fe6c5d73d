import type { CompiledRule } from '../rules/compile-rule.js';
import { lastSegment } from '../semantics/name-pattern.js';
import { runSteps, type Steps } from '../steps.js';
import { ClassFamilies } from './class-families.js';
import { linkOutlines } from './link-outlines.js';
import type { ModuleOutline, ModuleReach } from './module-outline.js';
import type { ModulePort } from './module-port.js';
import { type PlanKnowledge, Planner } from './planner.js';

/** In larger projects the second look costs more than it finds; what names lead to is followed there all the same. */
const MAX_OUTLINES = 800;
/** Files that are looked at again because of known callers or names, and because rules may find something at all. */
const MAX_CERTAIN = 200;
const MIN_OPENED = 16;
/** One of so many files may be looked at because rules may find something. */
const FILES_PER_OPENED = 20;
/** Makes the plan of a workspace from the outlines of all its files, in short steps. */
export function* planInSteps(
  outlines: readonly ModuleOutline[],
  port: Pick<ModulePort, 'find'>,
  knowledge: PlanKnowledge,
): Steps<Planner> {
  const graph = yield* linkOutlines(outlines, {
    find: (from, name) => (knowledge.isForeign(name.split('.')[0] ?? '') ? undefined : port.find(from, name)),
  });
  const families = new ClassFamilies(graph);
  yield* families.add(outlines);
  const planner = new Planner(graph, families, knowledge);
  for (const outline of outlines) {
    planner.add(outline);
    yield;
  }
  for (const outline of outlines) {
    planner.addDerived(families.openOnes(outline));
    yield;
  }
  return planner;
}

/** Which files are to be checked again. */
export interface PlannedModules {
  /** What other modules bring to each of them. */
  readonly reach: ReadonlyMap<string, ModuleReach>;
  /** Paths of further ones that are beyond the bound. */
  readonly left: readonly string[];
}

/**
 * Finds the files in which rules may find something because of other modules, beyond what a look at the file by itself
 * and on what its names lead to has shown: they are to be checked again, with what is returned for each. Within a bound,
 * the surest ones, unless `isUnbounded`.
 */
export function planModules(
  outlines: readonly ModuleOutline[],
  port: Pick<ModulePort, 'find'>,
  knowledge: PlanKnowledge,
  isUnbounded = false,
): PlannedModules {
  const planner = runSteps(planInSteps(outlines, port, knowledge));
  const planned = outlines.flatMap((outline) => planner.plan(outline) ?? []);
  const certain = planned.filter(({ isCertain }) => isCertain);
  // The worst first; then what depends on few others, as the likeliest to lead somewhere.
  const opened = planned
    .filter(({ isCertain }) => !isCertain)
    .sort((a, b) => a.worst - b.worst || a.width - b.width);
  const count = Math.max(MIN_OPENED, Math.ceil(outlines.length / FILES_PER_OPENED));
  const chosen = isUnbounded ? planned : [...certain.slice(0, MAX_CERTAIN), ...opened.slice(0, count)];
  const reach = new Map(chosen.map((each) => [each.path, each.reach]));
  return { reach, left: planned.flatMap(({ path }) => (reach.has(path) ? [] : [path])) };
}

/** Whether a plan is worth its time for so many files: if not, nobody needs their outlines. */
export function isWorthPlanning(fileCount: number): boolean {
  return fileCount <= MAX_OUTLINES;
}

/** Words of a rule that it knows as builtins only: no dot is before those. */
export function bareWords({ match }: CompiledRule['rule']): ReadonlySet<string> {
  if (match.kind !== 'call' && match.kind !== 'reference') return new Set();
  const isBuiltin = (name: string): boolean => /^builtins\.\w+$/.test(name);
  const others = new Set(match.names.filter((name) => !isBuiltin(name)).map(lastSegment));
  return new Set(
    match.names.flatMap((name) => {
      const word = isBuiltin(name) ? lastSegment(name) : undefined;
      return word === undefined || others.has(word) ? [] : [word];
    }),
  );
}
