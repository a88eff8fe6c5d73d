import type { Scope } from '../semantics/scope.js';
import type { Span } from '../source/position.js';
import type { ClassStmt } from '../syntax/ir.js';
import type { CompiledInventory } from './compiled-inventory.js';
import { type FactBuilder, lastName, type PlacedCall } from './fact-builder.js';
import type { ArchitectureFact } from './inventory.js';
import type { ArchitectureKnowledge } from './inventory-knowledge.js';
import type { ModulePlaces } from './module-places.js';

/** A class of the module that a base says to be a network or a part of one. */
interface Network {
  readonly stmt: ClassStmt;
  readonly scope: Scope;
  readonly knowledge: ArchitectureKnowledge;
  readonly base: string;
  readonly parts: readonly string[];
  /** Networks of the module that it builds or derives from. */
  readonly uses: ReadonlySet<ClassStmt>;
}

/**
 * Models that the code defines. A layer, a loss or a base class that another network of the same file is made of is a
 * part of that one unless the file builds or renames the base class, and a class that builds nothing, such as an activation, is no model.
 */
export function findArchitectureFacts(
  facts: FactBuilder,
  places: ModulePlaces,
  compiled: CompiledInventory,
): readonly ArchitectureFact[] {
  const networks = findNetworks(facts, places, compiled);
  const used = new Set(networks.flatMap(({ uses }) => [...uses]));
  const defined = networks
    .filter(({ stmt, parts }) => parts.length > 0 && !used.has(stmt) && !isLoss(parts, compiled))
    .map(({ stmt, scope, knowledge, base, parts }): ArchitectureFact => {
      const span = { start: stmt.nameStart, end: stmt.nameStart + stmt.name.length };
      const start = facts.start(stmt.name, span, scope);
      return { ...start, kind: 'architecture', framework: knowledge.framework, base, parts };
    });
  return [...findBuilt(facts, places, compiled), ...defined];
}

/** Models that a call puts together, such as `keras.Sequential([...])`. */
function findBuilt(
  facts: FactBuilder,
  places: ModulePlaces,
  compiled: CompiledInventory,
): readonly ArchitectureFact[] {
  return places.calls.flatMap((call): ArchitectureFact[] => {
    const built = compiled.architectureCalls.find(call.names);
    // A sequence inside a class is a part of that class.
    if (built === undefined || isInClass(call)) return [];
    const parts = libraryParts(callsIn(places, call.call), built.value.framework, compiled);
    if (parts.length === 0) return [];
    const start = facts.start(lastName(built.name), call.call, call.site.scope);
    return [{ ...start, kind: 'architecture', framework: built.value.framework, base: built.name, parts }];
  });
}

function findNetworks(
  facts: FactBuilder,
  places: ModulePlaces,
  compiled: CompiledInventory,
): readonly Network[] {
  const derived = places.classes.flatMap(({ stmt, scope }) => {
    const base = compiled.architectureBases.find(facts.basesOf(stmt, scope));
    return base === undefined ? [] : [{ stmt, scope, knowledge: base.value, base: base.name }];
  });
  const all = new Set(derived.map(({ stmt }) => stmt));
  const { resolver } = facts.module;
  return derived.map((network): Network => {
    const { stmt, scope, knowledge } = network;
    const calls = callsIn(places, stmt.body);
    const uses = new Set<ClassStmt>();
    const parts = new Set(libraryParts(calls, knowledge.framework, compiled));
    for (const { callee, site } of calls) {
      for (const target of resolver.resolve(callee, site)) {
        if (target.kind !== 'class' || target.stmt === stmt) continue;
        if (all.has(target.stmt)) uses.add(target.stmt);
        else if (facts.isHere(target.scope) || !isNetwork(facts, target, compiled)) continue;
        parts.add(target.stmt.name);
      }
    }
    for (const { value } of stmt.bases) {
      for (const target of resolver.resolve(value, { scope, offset: stmt.start })) {
        if (target.kind !== 'class' || !all.has(target.stmt)) continue;
        if (!isOffered(places, target.stmt.name)) uses.add(target.stmt);
        parts.add(target.stmt.name);
      }
    }
    // What other modules of the project define counts where nothing else is built.
    if (parts.size === 0) for (const name of ownParts(facts, places, calls)) parts.add(name);
    return { ...network, parts: [...parts], uses };
  });
}

/** Whether the module builds a class outside of its classes or gives it another name: more than a base of others. */
function isOffered({ calls, assigns }: ModulePlaces, name: string): boolean {
  return (
    calls.some((call) => call.callee.kind === 'name' && call.callee.name === name && !isInClass(call)) ||
    assigns.some(
      ({ stmt, scope }) =>
        scope.parent === undefined && stmt.value?.kind === 'name' && stmt.value.name === name,
    )
  );
}

/** Whether a class of another module is a network. */
function isNetwork(
  facts: FactBuilder,
  { stmt, scope }: { readonly stmt: ClassStmt; readonly scope: Scope },
  { architectureBases }: CompiledInventory,
): boolean {
  return architectureBases.find(facts.basesOf(stmt, scope)) !== undefined;
}

/** Classes of the project's other modules of which the object keeps instances. */
function ownParts(
  facts: FactBuilder,
  { assigns }: ModulePlaces,
  calls: readonly PlacedCall[],
): readonly string[] {
  const kept = assigns.filter(({ stmt }) => stmt.targets.some(({ kind }) => kind === 'attribute'));
  const isKept = ({ call }: PlacedCall): boolean =>
    kept.some(({ stmt }) => stmt.start <= call.start && call.end <= stmt.end);
  return calls
    .filter(isKept)
    .flatMap(({ callee, site, names }) =>
      facts.module.resolver
        .namesOf(callee, site)
        .filter((name) => (name.startsWith('.') || !names.includes(name)) && /^[A-Z]/.test(lastName(name))),
    );
}

function isLoss(parts: readonly string[], { losses }: CompiledInventory): boolean {
  return parts.every((name) => losses.matches(name));
}

function isInClass({ site }: PlacedCall): boolean {
  for (let at: Scope | undefined = site.scope; at !== undefined; at = at.parent)
    if (at.owner?.kind === 'class') return true;
  return false;
}

/** Calls inside a span, without one that is the span. */
function callsIn({ calls }: ModulePlaces, span: Span): readonly PlacedCall[] {
  return calls.filter(
    ({ call }) =>
      call.start >= span.start && call.end <= span.end && !(call.start <= span.start && call.end >= span.end),
  );
}

function libraryParts(
  calls: readonly PlacedCall[],
  framework: string,
  { architectureParts }: CompiledInventory,
): readonly string[] {
  const parts = new Set<string>();
  for (const { names } of calls) {
    const part = architectureParts
      .findAll(names)
      .find(({ value, name }) => value.framework === framework && /^[A-Z]|^from_/.test(lastName(name)));
    if (part !== undefined) parts.add(part.name);
  }
  return [...parts];
}
