import type { Site } from '../semantics/module-model.js';
import type { Scope } from '../semantics/scope.js';
import type { FunctionStmt } from '../syntax/ir.js';
import type { CompiledInventory } from './compiled-inventory.js';
import { type FactBuilder, lastName, optional, type PlacedCall } from './fact-builder.js';
import { GuardFinder, type Handler } from './find-guards.js';
import type { EndpointFact } from './inventory.js';
import type { EndpointKnowledge } from './inventory-knowledge.js';
import type { ModulePlaces } from './module-places.js';
import type { StatedValue } from './stated-value.js';

/** Routes, pages and tool servers. */
export function findEndpointFacts(
  facts: FactBuilder,
  places: ModulePlaces,
  compiled: CompiledInventory,
): readonly EndpointFact[] {
  const guards = new GuardFinder(facts, places, compiled);
  const found: EndpointFact[] = [];
  const once = new Set<string>();
  for (const { stmt, scope } of places.functions) {
    for (const decorator of stmt.decorators) {
      const site: Site = { scope, offset: decorator.start };
      const call = decorator.kind === 'call' ? facts.place(decorator, scope) : undefined;
      const names = call?.names ?? facts.namesOf(decorator, site);
      const known = compiled.endpointDecorators.find(names);
      if (known === undefined) continue;
      found.push(create(facts, guards, known.value, known.name, call, { stmt, scope }, scope));
    }
  }
  for (const call of places.calls) {
    const known = compiled.endpointCalls.find(call.names);
    if (known === undefined) continue;
    const { framework, oncePerFile, handler: key } = known.value;
    if (oncePerFile && once.has(framework)) continue;
    once.add(framework);
    const given = facts.given(key, call);
    const target =
      given === undefined ? undefined : facts.module.resolver.resolve(given.value, given.site)[0];
    const handler =
      target?.kind === 'function' && facts.isHere(target.scope)
        ? { stmt: target.stmt, scope: target.scope }
        : undefined;
    const fact = create(facts, guards, known.value, known.name, call, handler, call.site.scope);
    found.push(
      known.value.protocol === 'page'
        ? { ...fact, ...optional('authentication', guards.findLaunchGuard() ?? fact.authentication) }
        : fact,
    );
  }
  for (const { stmt, scope } of places.classes) {
    const bases = facts.basesOf(stmt, scope);
    const known = compiled.endpointBases.find(bases);
    if (known === undefined) continue;
    const inner = facts.module.model.scopeOf(stmt, scope);
    const mixin = compiled.guards.authentication.matchesAny(bases);
    for (const method of stmt.body.read()) {
      if (method.kind !== 'function' || !known.value.classMethods.includes(method.name)) continue;
      const fact = create(
        facts,
        guards,
        known.value,
        known.name,
        undefined,
        { stmt: method, scope: inner },
        inner,
      );
      const location = facts.text.locate({ start: stmt.nameStart, end: stmt.nameStart + stmt.name.length });
      const isHttpMethod = /^(?:get|post|put|patch|delete)$/.test(method.name);
      found.push({
        ...fact,
        name: `${stmt.name}.${method.name}`,
        methods: isHttpMethod ? [method.name.toUpperCase()] : [],
        ...(mixin ? { authentication: { name: 'base class of the view', location } } : {}),
      });
    }
  }
  return found;
}

function create(
  facts: FactBuilder,
  guards: GuardFinder,
  known: EndpointKnowledge,
  qualified: string,
  call: PlacedCall | undefined,
  handler: Handler | undefined,
  scope: Scope,
): EndpointFact {
  const route = call === undefined ? undefined : readRoute(facts, known, call);
  const methods = readMethods(facts, known, qualified, call);
  const span =
    handler !== undefined && known.calls.length === 0
      ? { start: handler.stmt.nameStart, end: handler.stmt.nameStart + handler.stmt.name.length }
      : (call?.call ?? { start: 0, end: 0 });
  // The class of a page says nothing; the file tells pages apart.
  const usual = known.protocol === 'page' ? facts.text.path.replace(/^.*\//, '') : lastName(qualified);
  const shown = route === undefined ? (handler?.stmt.name ?? usual) : textOf(route);
  return {
    ...facts.start([methods.join(', '), shown].filter((part) => part !== '').join(' '), span, scope),
    symbol: facts.start('', span, scope).symbol || (handler?.stmt.name ?? ''),
    kind: 'endpoint',
    framework: known.framework,
    protocol: known.protocol,
    methods,
    ...optional('route', route),
    ...guards.find(handler, call, known, route?.kind === 'constant' ? String(route.value) : undefined),
    inputs: handler === undefined ? [] : readInputs(facts, handler.stmt),
  };
}

function textOf(value: StatedValue): string {
  return value.kind === 'constant' ? String(value.value) : value.text;
}

/** The route with the prefix of its router, where both are known. */
function readRoute(facts: FactBuilder, known: EndpointKnowledge, call: PlacedCall): StatedValue | undefined {
  const route = facts.stated(known.route, call);
  if (route?.kind !== 'constant' || call.callee.kind !== 'attribute') return route;
  const owner = facts.constructorOf(call.callee.object, call.site);
  const prefix = owner === undefined ? undefined : facts.stated('prefix|url_prefix', owner);
  return prefix?.kind === 'constant' && typeof prefix.value === 'string'
    ? { kind: 'constant', value: `${prefix.value}${String(route.value)}` }
    : route;
}

function readMethods(
  facts: FactBuilder,
  known: EndpointKnowledge,
  qualified: string,
  call: PlacedCall | undefined,
): readonly string[] {
  if (known.methods.includes('name')) return [lastName(qualified).replace(/^add_/, '').toUpperCase()];
  if (known.methodsArgument === undefined || call === undefined) return known.methods;
  const found = facts.argument(known.methodsArgument, call);
  if (found === 'missing') return known.methods;
  if (found === 'unknown') return [];
  const items = found.value.kind === 'sequence' ? found.value.items : [found.value];
  const words = items.map((item) => facts.constant(item, found.site));
  return words.every((word) => typeof word === 'string')
    ? words.map((word) => String(word).toUpperCase())
    : [];
}

const machinery = /^(?:self|cls|request|req|response|websocket|background_tasks)$/;

function readInputs(facts: FactBuilder, { parameters }: FunctionStmt): EndpointFact['inputs'] {
  return parameters.flatMap(({ name, annotation, spread, fallback }) => {
    if (name === '' || machinery.test(name) || spread !== undefined) return [];
    if (fallback?.kind === 'call' && /^(?:Depends|Security)$/.test(calledName(fallback.callee))) return [];
    return [{ name, ...(annotation === undefined ? {} : { type: facts.textOf(annotation) }) }];
  });
}

function calledName(expr: { readonly kind: string; readonly name?: unknown }): string {
  return typeof expr.name === 'string' ? expr.name : '';
}
