import type { OriginKind } from '../rules/rule.js';
import type { CallExpr, Expr, FunctionStmt } from '../syntax/ir.js';
import { keepsHarmlessOnly } from './allow-list.js';
import { providerOf } from './annotation-parts.js';
import { CalledFunctions } from './called-functions.js';
import { Callers, findCollected, findGiven, givenBack } from './callers.js';
import type { ConstantFolder } from './constants.js';
import { readEntry } from './entry-reading.js';
import { isPosition, isUnnamed, MET, metBy } from './entry-steps.js';
import type { CompiledFlow, FlowSource } from './flow-knowledge.js';
import { checkedBy, type Flow, originOf, passing } from './flow-path.js';
import type { FlowSources } from './flow-sources.js';
import type { Handovers } from './handovers.js';
import type { HarmlessTypes } from './harmless-types.js';
import { MadeCalls } from './made-calls.js';
import type { Site } from './module-model.js';
import type { Overrides } from './overrides.js';
import type { ParameterSources } from './parameter-sources.js';
import type { Resolver } from './resolver.js';
import { SchemaTypes } from './schema-types.js';
import type { Binding, BindingSource, Scope } from './scope.js';
import { type Frame, goDeeper, type Trail, type ValueTracing } from './trail.js';

type ParameterBinding = Extract<BindingSource, { kind: 'parameter' }>;

/** Methods of text and bytes whose result is made of their arguments too. */
const COMBINING_METHODS: ReadonlySet<string> = new Set([
  'join',
  'format',
  'replace',
  'format_map',
  'replaceAll',
  'concat',
]);
/** Methods that call a function with what their object holds. */
const PASSING_METHODS: ReadonlySet<string> = new Set(
  'then map forEach filter find flatMap some every reduce on once subscribe apply applymap transform'.split(
    ' ',
  ),
);

const PROVIDERS: ReadonlySet<string> = new Set(['fastapi.Depends', 'fastapi.params.Depends']);

/** What the operator sets: it is not followed from callers in other files, which are scripts more often than not. */
const OWN_KINDS: ReadonlySet<OriginKind> = new Set(['argv', 'environment', 'literal']);

/** What follows calls beside the tracer itself. */
interface TracedParts {
  readonly sources: FlowSources;
  readonly parameters: ParameterSources;
  readonly handovers: Handovers;
  readonly types: HarmlessTypes;
  readonly overrides: Overrides;
  readonly values: ValueTracing;
}

/** Follows values into functions that are called, and from their parameters back to whoever calls. */
export class CallTracer {
  readonly #resolver: Resolver;
  readonly #flow: CompiledFlow;
  readonly #folder: ConstantFolder;
  readonly #sources: FlowSources;
  readonly #parameters: ParameterSources;
  readonly #handovers: Handovers;
  readonly #made: MadeCalls;
  readonly #types: HarmlessTypes;
  readonly #callers: Callers;
  readonly #called: CalledFunctions;
  readonly #values: ValueTracing;
  readonly #schemas: SchemaTypes;

  constructor(
    resolver: Resolver,
    flow: CompiledFlow,
    folder: ConstantFolder,
    { sources, parameters, handovers, types, overrides, values }: TracedParts,
  ) {
    this.#resolver = resolver;
    this.#flow = flow;
    this.#folder = folder;
    this.#sources = sources;
    this.#parameters = parameters;
    this.#handovers = handovers;
    this.#made = new MadeCalls(resolver, flow);
    this.#callers = new Callers(resolver, this.#made, overrides);
    this.#types = types;
    this.#called = new CalledFunctions(resolver, this.#callers, overrides);
    this.#values = values;
    this.#schemas = new SchemaTypes(resolver);
  }

  /** The call of another function that a call makes, as `pool.submit(work, x)` does; undefined when it makes none. */
  madeBy(call: CallExpr, site: Site): CallExpr | undefined {
    return this.#made.mayMake(call) ? this.#made.of(call, site) : undefined;
  }

  /** What a call gives back: a source, what goes in, or what the function called returns. */
  call(expr: CallExpr, site: Site, trail: Trail): Flow | undefined {
    const names = this.#resolver.namesOf(expr.callee, site);
    const source = this.#sources.ofCall(expr, names, site, trail);
    if (source !== undefined) return source;
    if (this.#flow.isHarmless(names, trail.use) || keepsHarmlessOnly(expr, names, trail.use))
      return undefined;
    const met = metBy(expr, names);
    if (met !== undefined) return this.#values.part(met, [MET], site, trail);
    const args = expr.args.map((argument) => argument.value);
    if (this.#flow.carriers.matchesAny(names)) {
      const flow = this.#values.first(args, site, trail);
      if (flow !== undefined) return flow;
    }
    const returned = this.returned(expr, [], site, trail);
    if (returned !== undefined && returned !== 'unknown') return returned;
    const run = this.#handedOn(expr, site, trail);
    if (run !== undefined || expr.callee.kind !== 'attribute') return run;
    const entry = readEntry(expr, site, trail, this.#folder, this.#values);
    if (entry !== undefined) return entry.flow;
    // A method's result carries what its object carries, and what is put together from its arguments.
    const own = this.#values.trace(expr.callee.object, site, trail);
    if (own !== undefined) return own;
    return COMBINING_METHODS.has(expr.callee.name) ? this.#values.first(args, site, trail) : undefined;
  }

  /** `asyncio.to_thread(ask, question)`, `pool.submit(ask, question)`: what the function gives back. */
  #handedOn(call: CallExpr, site: Site, trail: Trail): Flow | undefined {
    const made = this.#made.of(call, site);
    return made === undefined ? undefined : this.#values.trace(made, site, goDeeper(trail, 1));
  }

  /** What the functions that a call leads to return, members by a path; `unknown` when it leads to none. */
  returned(call: CallExpr, path: readonly string[], site: Site, trail: Trail): Flow | undefined | 'unknown' {
    let isKnown = false;
    for (const target of this.#called.find(call.callee, site, trail)) {
      if (target.kind !== 'function') continue;
      isKnown = true;
      for (const { stmt, scope } of [target, ...this.#called.stoodFor(target, trail)]) {
        const frame = { stmt, call, site, outer: trail.frame, visiting: new Set<Expr>() };
        const flow = this.#returns(stmt, scope, path, frame, trail);
        if (flow !== undefined) return flow;
      }
    }
    return isKnown ? undefined : 'unknown';
  }

  #returns(
    stmt: FunctionStmt,
    scope: Scope,
    path: readonly string[],
    frame: Frame,
    trail: Trail,
  ): Flow | undefined {
    for (let outer = frame.outer; outer !== undefined; outer = outer.outer)
      if (outer.stmt === stmt) return undefined;
    const inner = this.#resolver.model.scopeOf(stmt, scope);
    const within = goDeeper({ ...trail, frame }, 4);
    for (const value of givenBack(stmt)) {
      const flow = this.#values.part(value, path, { scope: inner, offset: value.start }, within);
      if (flow !== undefined) return passing(flow, value, `returned by \`${stmt.name}\``, inner);
    }
    return undefined;
  }

  /** What reading a property of an object gives: `expr` is where it is read. */
  property(stmt: FunctionStmt, inner: Scope, expr: Expr, site: Site, trail: Trail): Flow | undefined {
    const { start, end } = expr;
    const call: CallExpr = { kind: 'call', callee: expr, args: [], argsStart: end, start, end };
    const frame = { stmt, call, site, outer: trail.frame, visiting: new Set<Expr>() };
    return this.#returns(stmt, inner, [], frame, trail);
  }

  /** What a parameter gets: what someone outside sends, or what the callers pass. */
  parameter(binding: Binding, source: ParameterBinding, trail: Trail): Flow | undefined {
    const owner = binding.scope.owner;
    if (owner?.kind !== 'function') return undefined;
    const { kinds, frame } = trail;
    const own = this.#parameters.find(owner, binding, source.index, trail);
    if (own !== undefined) {
      const [first] = source.path ?? [];
      const isHeld = first === undefined || isUnnamed(first) || own.members?.includes(first) !== false;
      // A file that was sent leads nowhere; the name it was given can.
      const isKept = first !== undefined && own.files?.includes(first) === true && trail.use === 'path';
      return isHeld && (!isKept || source.path?.at(-1) === 'originalname')
        ? this.#sent(own, owner, binding, source)
        : undefined;
    }
    const provided = this.#provided(owner, source, binding.scope, trail);
    if (provided !== undefined)
      return passing(provided, binding.span, `passed as \`${binding.name}\``, binding.scope);
    if (frame !== undefined && frame.stmt === owner) {
      return this.#argument(owner, source, frame.call, frame.site, { ...trail, frame: frame.outer });
    }
    const passed = this.#element(owner, binding, source, trail);
    if (passed !== undefined || frame !== undefined) return passed;
    this.#callers.want(owner, binding.scope, kinds);
    for (const { call, site } of this.#callers.of(owner, binding.scope)) {
      const isElsewhere = site.scope.model !== binding.scope.model;
      const sent = isElsewhere ? kinds.filter((kind) => !OWN_KINDS.has(kind)) : kinds;
      const flow = this.#argument(owner, source, call, site, goDeeper({ ...trail, kinds: sent }, 4));
      const called = isElsewhere ? passing(flow, call, `passed to \`${owner.name}\``, site.scope) : flow;
      if (called !== undefined)
        return passing(called, binding.span, `passed as \`${binding.name}\``, binding.scope);
    }
    return undefined;
  }

  /** What someone outside sends as a parameter, as far as its type lets it pass. */
  #sent(
    own: FlowSource,
    owner: FunctionStmt,
    { span, scope }: Binding,
    { parameter, path: steps = [] }: ParameterBinding,
  ): Flow | undefined {
    const path = steps.filter((step) => step !== MET);
    const flow = originOf(own, span, scope);
    const { annotation } = parameter;
    for (const { call, site } of this.#handovers.of(owner)) {
      const said = this.#schemas.judgeHanded(call, path, site);
      if (said !== undefined)
        return said === 'clear'
          ? undefined
          : checkedBy(flow, call.callee, 'checked by its schema', site.scope);
    }
    if (scope.parent === undefined || annotation === undefined) return flow;
    const strength = this.#types.judgeMember(annotation, path, { scope: scope.parent, offset: owner.start });
    if (strength === 'clear') return undefined;
    return strength === 'weak' ? checkedBy(flow, annotation, 'checked by its type', scope.parent) : flow;
  }

  /** `q: str = Depends(query)`: what the function gives back that the server calls for each request. */
  #provided(
    owner: FunctionStmt,
    source: ParameterBinding,
    { parent }: Scope,
    trail: Trail,
  ): Flow | undefined {
    const { start, end } = owner;
    if (parent === undefined) return undefined;
    const site: Site = { scope: parent, offset: start };
    const callee = providerOf(source.parameter, (mark) =>
      this.#resolver.namesOf(mark, site).some((name) => PROVIDERS.has(name)),
    );
    if (callee === undefined) return undefined;
    const call: CallExpr = {
      kind: 'call',
      callee,
      args: [],
      argsStart: end,
      start: callee.start,
      end: callee.end,
    };
    return this.#values.part(call, source.path ?? [], site, goDeeper({ ...trail, frame: undefined }, 4));
  }

  /** `replies.map((reply) => ...)`: called with what the object holds; `pool.submit(lambda x: ..., y)`: as made there. */
  #element(owner: FunctionStmt, binding: Binding, source: ParameterBinding, trail: Trail): Flow | undefined {
    for (const { call, site, isDirect } of this.#handovers.of(owner)) {
      const { callee } = call;
      const made = this.#made.of(call, site);
      const isMade = made?.callee.kind === 'function-expr' && made.callee.stmt === owner;
      const isPassed = isDirect && callee.kind === 'attribute' && PASSING_METHODS.has(callee.name);
      if (!isMade && !isPassed) continue;
      const flow = isMade
        ? this.#argument(owner, source, made, site, trail)
        : isPassed
          ? this.#values.trace(callee.object, site, trail)
          : undefined;
      if (flow !== undefined)
        return passing(flow, binding.span, `passed as \`${binding.name}\``, binding.scope);
    }
    return undefined;
  }

  #argument(
    owner: FunctionStmt,
    { index, path = [] }: ParameterBinding,
    call: CallExpr,
    site: Site,
    trail: Trail,
  ): Flow | undefined {
    if (call.form === 'element') {
      // A component gets its attributes as one object.
      const [first, ...rest] = index === 0 ? path : [];
      const attribute = call.args.find(({ name }) => name !== undefined && name === first);
      if (attribute === undefined) return undefined;
      return this.#values.part(attribute.value, rest, site, trail);
    }
    if (owner.parameters[index]?.spread === '**') return this.#named(path, call, site, trail);
    if (owner.parameters[index]?.spread === '*') {
      const [first, ...rest] = path;
      const place = first === undefined || !isPosition(first) ? undefined : Number(first.slice(1));
      for (const { value, spread } of findCollected(owner, index, call, place)) {
        const inner = place === undefined || spread !== undefined ? path : rest;
        const flow = this.#values.part(value, inner, site, trail);
        if (flow !== undefined) return flow;
      }
      return undefined;
    }
    for (const given of findGiven(owner, index, call)) {
      const flow = this.#values.part(given.value, [...given.path, ...path], site, trail);
      if (flow !== undefined) return flow;
    }
    return undefined;
  }

  /** `**options`: the named arguments of the call. */
  #named(path: readonly string[], { args }: CallExpr, site: Site, trail: Trail): Flow | undefined {
    const [first, ...rest] = path;
    for (const { name, spread, value } of args) {
      const isPassed = name === undefined ? spread === '**' : first === undefined || name === first;
      if (!isPassed) continue;
      const flow = this.#values.part(value, name === undefined ? path : rest, site, trail);
      if (flow !== undefined) return flow;
    }
    return undefined;
  }
}
