import type { ModuleAnalysis } from '../rules/match-context.js';
import type { ModuleText } from '../source/module-text.js';
import type { CompiledInventory } from './compiled-inventory.js';
import { FactBuilder } from './fact-builder.js';
import { findArchitectureFacts } from './find-architecture-facts.js';
import { findDataFacts } from './find-data-facts.js';
import { findEndpointFacts } from './find-endpoint-facts.js';
import { findLlmFacts } from './find-llm-facts.js';
import { findModelFacts } from './find-model-facts.js';
import { findServiceFacts } from './find-service-facts.js';
import { findToolFacts } from './find-tool-facts.js';
import { findTrainingFacts } from './find-training-facts.js';
import type { InventoryFact } from './inventory.js';
import { collectPlaces } from './module-places.js';

/**
 * What a Python module states, in the order of the text, each with an id that is unique in the module.
 *
 * @param ownModules first segments of names that modules of the project have: what they hold is not what a library of
 *   that name is
 */
export function collectFacts(
  module: ModuleAnalysis,
  text: ModuleText,
  compiled: CompiledInventory,
  ownModules: ReadonlySet<string>,
): readonly InventoryFact[] {
  const facts = new FactBuilder(module, text, ownModules);
  const places = collectPlaces(facts);
  return identifyFacts(
    judgeUse([
      ...findDataFacts(facts, places, compiled),
      ...findModelFacts(facts, places, compiled),
      ...findArchitectureFacts(facts, places, compiled),
      ...findTrainingFacts(facts, places, compiled),
      ...findEndpointFacts(facts, places, compiled),
      ...findLlmFacts(facts, places, compiled),
      ...findToolFacts(facts, places, compiled),
      ...findServiceFacts(facts, places, compiled),
    ]),
  );
}

const asking: ReadonlySet<string> = new Set(['agent', 'tool', 'vector-store', 'llm-call', 'prompt']);

/** A split called train says nothing where data is searched or shown to a model and nothing is trained. */
function judgeUse(facts: readonly InventoryFact[]): readonly InventoryFact[] {
  const isTraining = facts.some(({ kind }) => kind === 'training');
  if (isTraining || !facts.some(({ kind }) => asking.has(kind))) return facts;
  return facts.map((fact) =>
    fact.kind === 'dataset' && fact.use === 'training' ? { ...fact, use: 'unknown' } : fact,
  );
}

/** A tracker without a project says nothing where another one of the same file has it. */
function dropPlainTrackers(facts: readonly InventoryFact[]): readonly InventoryFact[] {
  const isNamed = (path: string, service: string): boolean =>
    facts.some(
      (fact) =>
        fact.kind === 'tracker' &&
        fact.location.path === path &&
        fact.service === service &&
        fact.project !== undefined,
    );
  return facts.filter(
    (fact) =>
      fact.kind !== 'tracker' || fact.project !== undefined || !isNamed(fact.location.path, fact.service),
  );
}

/** Kinds of which one per file says all there is to say. */
const oncePerFile: ReadonlySet<string> = new Set([
  'tracker',
  'metric',
  'secret',
  'vector-store',
  'service',
  'seed',
]);

/** Gives ids, drops what is said twice in one file, and sorts by place. */
export function identifyFacts(facts: readonly InventoryFact[]): readonly InventoryFact[] {
  const seen = new Map<string, Set<string>>();
  const kept: InventoryFact[] = [];
  for (const fact of [...dropPlainTrackers(facts)].sort(byPlace)) {
    const { location } = fact;
    const symbol = oncePerFile.has(fact.kind) ? '' : fact.symbol;
    const id = [fact.kind, location.path, symbol, fact.name].filter((part) => part !== '').join(':');
    const content = JSON.stringify({ ...fact, id, location: undefined, symbol });
    const known = seen.get(id);
    if (known === undefined) seen.set(id, new Set([content]));
    else if (known.has(content)) continue;
    else known.add(content);
    const count = seen.get(id)?.size ?? 1;
    kept.push({ ...fact, id: count === 1 ? id : `${id}~${count}` });
  }
  return kept;
}

/** By path, then cell and place, then kind and name. */
export function byPlace(a: InventoryFact, b: InventoryFact): number {
  const [one, other] = [a.location, b.location];
  return (
    compare(one.path, other.path) ||
    (one.cell ?? -1) - (other.cell ?? -1) ||
    one.range.start.line - other.range.start.line ||
    one.range.start.character - other.range.start.character ||
    compare(a.kind, b.kind) ||
    compare(a.name, b.name) ||
    compare(a.id, b.id)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
