import type { Site } from '../semantics/module-model.js';
import type { Scope } from '../semantics/scope.js';
import type { Span } from '../source/position.js';
import type { ClassStmt, FunctionStmt } from '../syntax/ir.js';
import type { CompiledInventory } from './compiled-inventory.js';
import { type FactBuilder, lastName } from './fact-builder.js';
import type { ToolFact } from './inventory.js';
import type { ModulePlaces } from './module-places.js';

/** Functions and classes that a model may call. */
export function findToolFacts(
  facts: FactBuilder,
  places: ModulePlaces,
  compiled: CompiledInventory,
): readonly ToolFact[] {
  const found: ToolFact[] = [];
  const defined = (stmt: FunctionStmt | ClassStmt, scope: Scope, framework: string): ToolFact => ({
    ...facts.start(stmt.name, { start: stmt.nameStart, end: stmt.nameStart + stmt.name.length }, scope),
    kind: 'tool',
    framework,
    reaches: reachesOf(facts, places, stmt.body, compiled, 0),
  });
  for (const { stmt, scope } of places.functions) {
    const site: Site = { scope, offset: stmt.start };
    const names = stmt.decorators.flatMap((decorator) =>
      facts.namesOf(decorator.kind === 'call' ? decorator.callee : decorator, site),
    );
    const known = compiled.toolDecorators.find(names);
    if (known === undefined) continue;
    found.push(defined(stmt, scope, known.value.framework));
  }
  for (const { stmt, scope } of places.classes) {
    const bases = facts.basesOf(stmt, scope);
    const known = compiled.toolBases.find(bases);
    if (known === undefined) continue;
    found.push(defined(stmt, scope, known.value.framework));
  }
  for (const call of places.calls) {
    const known = compiled.toolCalls.find(call.names);
    if (known === undefined) continue;
    const given = facts.given('func|fn|function@0', call) ?? facts.given('func@1', call);
    const target =
      given === undefined ? undefined : facts.module.resolver.resolve(given.value, given.site)[0];
    const label = facts.stated('name', call);
    const name =
      label?.kind === 'constant'
        ? String(label.value)
        : target?.kind === 'function'
          ? target.stmt.name
          : (label?.text ?? lastName(known.name));
    const reaches =
      target?.kind === 'function' && facts.isHere(target.scope)
        ? reachesOf(facts, places, target.stmt.body, compiled, 0)
        : [];
    found.push({
      ...facts.start(name, call.call, call.site.scope),
      kind: 'tool',
      framework: known.value.framework,
      reaches,
    });
  }
  return found;
}

/** What the calls in a body reach, those in functions of the module that it calls included. */
function reachesOf(
  facts: FactBuilder,
  places: ModulePlaces,
  body: Span,
  compiled: CompiledInventory,
  depth: number,
): ToolFact['reaches'] {
  const reached = new Set<ToolFact['reaches'][number]>();
  for (const place of places.calls) {
    if (place.call.start < body.start || place.call.end > body.end) continue;
    for (const { value } of compiled.reaches.findAll(place.names)) reached.add(value.reach);
    if (depth >= 2 || place.names.length > 0) continue;
    for (const target of facts.module.resolver.resolve(place.callee, place.site)) {
      if (target.kind !== 'function' || !facts.isHere(target.scope)) continue;
      for (const reach of reachesOf(facts, places, target.stmt.body, compiled, depth + 1)) reached.add(reach);
    }
  }
  return [...reached].sort();
}
