import type { OriginKind } from '../rules/rule.js';
import type { AttributeExpr, CallExpr, Expr, FunctionStmt, SubscriptExpr } from '../syntax/ir.js';
import { keepsHarmlessOnly } from './allow-list.js';
import { Callers, findPassed, givenBack } from './callers.js';
import type { ConstantFolder } from './constants.js';
import type { CompiledFlow } from './flow-knowledge.js';
import { type Flow, originOf, passing } from './flow-path.js';
import { Handovers } from './handovers.js';
import type { Site } from './module-model.js';
import { ParameterSources } from './parameter-sources.js';
import type { Resolver } from './resolver.js';
import type { Binding, BindingSource, Scope } from './scope.js';

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
  'then map forEach filter find flatMap some every reduce on once subscribe'.split(' '),
);
/** Members that are numbers. */
const COUNTS: ReadonlySet<string> = new Set(['length', 'size']);
/** Operators whose result says nothing of what is in the operand. */
const TELLING_OPERATORS: ReadonlySet<string> = new Set(['not', 'typeof', 'void', 'delete']);

/** What the operator sets: it is not followed from callers in other files, which are scripts more often than not. */
const OWN_KINDS: ReadonlySet<OriginKind> = new Set(['argv', 'environment', 'literal']);

const MAX_DEPTH = 40;
const MAX_VISITS = 2000;

/** A call that led into a function, so that its parameters can be followed back to the arguments. */
interface Frame {
  readonly stmt: FunctionStmt;
  readonly call: CallExpr;
  readonly site: Site;
  readonly outer: Frame | undefined;
  /** What is being followed in this call of the function. */
  readonly visiting: Set<Expr>;
}

/** Follows values of one module back to where they come from, within a bound on work. */
export class FlowTracer {
  readonly #resolver: Resolver;
  readonly #flow: CompiledFlow;
  readonly #folder: ConstantFolder;
  readonly #parameters: ParameterSources;
  readonly #callers: Callers;
  readonly #handovers: Handovers;
  readonly #visiting = new Set<Expr>();
  #visits = 0;

  constructor(resolver: Resolver, flow: CompiledFlow, folder: ConstantFolder) {
    this.#resolver = resolver;
    this.#flow = flow;
    this.#folder = folder;
    this.#handovers = new Handovers(resolver);
    this.#parameters = new ParameterSources(resolver, flow, this.#handovers);
    this.#callers = new Callers(resolver);
  }

  /** A way on which a value of one of the kinds reaches `expr`; undefined when none is found within the bound. */
  trace(expr: Expr, site: Site, kinds: readonly OriginKind[]): Flow | undefined {
    this.#visits = 0;
    this.#visiting.clear();
    return this.#trace(expr, site, kinds, undefined, 0);
  }

  #trace(
    expr: Expr,
    site: Site,
    kinds: readonly OriginKind[],
    frame: Frame | undefined,
    depth: number,
  ): Flow | undefined {
    this.#visits += 1;
    const visiting = frame?.visiting ?? this.#visiting;
    if (depth > MAX_DEPTH || this.#visits > MAX_VISITS || visiting.has(expr)) return undefined;
    visiting.add(expr);
    try {
      return this.#traceInner(expr, site, kinds, frame, depth + 1);
    } finally {
      visiting.delete(expr);
    }
  }

  #first(
    exprs: readonly Expr[],
    site: Site,
    kinds: readonly OriginKind[],
    frame: Frame | undefined,
    depth: number,
  ): Flow | undefined {
    for (const expr of exprs) {
      const flow = this.#trace(expr, site, kinds, frame, depth);
      if (flow !== undefined) return flow;
    }
    return undefined;
  }

  #traceInner(
    expr: Expr,
    site: Site,
    kinds: readonly OriginKind[],
    frame: Frame | undefined,
    depth: number,
  ): Flow | undefined {
    switch (expr.kind) {
      case 'constant':
      case 'compare':
      case 'lambda':
      case 'function-expr':
      case 'module':
        return undefined;
      case 'name':
        return this.#valueSource(expr, site, kinds) ?? this.#traceName(expr.name, site, kinds, frame, depth);
      case 'attribute':
        return this.#traceAttribute(expr, site, kinds, frame, depth);
      case 'subscript':
        return this.#entrySource(expr, site, kinds) ?? this.#trace(expr.object, site, kinds, frame, depth);
      case 'call':
        return this.#traceCall(expr, site, kinds, frame, depth);
      case 'template':
        return this.#first(
          expr.parts.filter((part) => typeof part !== 'string'),
          site,
          kinds,
          frame,
          depth,
        );
      case 'sequence':
        return this.#first(expr.items, site, kinds, frame, depth);
      case 'dict':
        return this.#first(
          expr.entries.map((entry) => entry.value),
          site,
          kinds,
          frame,
          depth,
        );
      case 'binary':
        return this.#first([expr.left, expr.right], site, kinds, frame, depth);
      case 'unary':
        return TELLING_OPERATORS.has(expr.operator)
          ? undefined
          : this.#trace(expr.operand, site, kinds, frame, depth);
      case 'conditional':
        return this.#first([expr.body, expr.orelse], site, kinds, frame, depth);
      case 'comprehension': {
        const scope = this.#resolver.model.scopeOf(expr, site.scope);
        return this.#first(expr.elements, { scope, offset: expr.end }, kinds, frame, depth);
      }
      case 'wrap':
      case 'named':
        return this.#trace(expr.value, site, kinds, frame, depth);
      case 'other':
        return this.#first(expr.children, site, kinds, frame, depth);
    }
  }

  #traceAttribute(
    expr: AttributeExpr,
    site: Site,
    kinds: readonly OriginKind[],
    frame: Frame | undefined,
    depth: number,
  ): Flow | undefined {
    const { object, name } = expr;
    if (COUNTS.has(name) || this.#flow.cleansers.matchesAny(this.#resolver.namesOf(expr, site))) {
      return undefined;
    }
    const own = this.#valueSource(expr, site, kinds) ?? this.#traceMember(expr, site, kinds, depth);
    if (own === undefined && this.#isWithheld(object, name, site, kinds)) return undefined;
    // Of `this` only what is kept in the member itself counts.
    if (own !== undefined || (object.kind === 'name' && object.name === 'this')) return own;
    return this.#tracePart(object, [name], site, kinds, frame, depth);
  }

  /** A member of a parameter that does not hold what comes from outside, such as `req.app`. */
  #isWithheld(object: Expr, name: string, site: Site, kinds: readonly OriginKind[]): boolean {
    if (object.kind !== 'name') return false;
    return this.#resolver.model.lookup(object.name, site).some((binding) => {
      const { source, scope } = binding;
      if (source.kind !== 'parameter' || source.path !== undefined || scope.owner?.kind !== 'function')
        return false;
      const own = this.#parameters.find(scope.owner, binding, source.index, kinds);
      return own?.members?.includes(name) === false;
    });
  }

  /** What the members named by `path` hold, or all of the value when that is not known. */
  #tracePart(
    value: Expr,
    path: readonly string[],
    site: Site,
    kinds: readonly OriginKind[],
    frame: Frame | undefined,
    depth: number,
  ): Flow | undefined {
    const [first, ...rest] = path;
    if (first === undefined) return this.#trace(value, site, kinds, frame, depth);
    const entry = this.#folder.foldDict(value, site)?.entries.get(first);
    if (entry === undefined) return this.#trace(value, site, kinds, frame, depth);
    return this.#tracePart(entry.value, rest, entry.site, kinds, frame, depth);
  }

  /** The expression is itself something whose value is a source, such as `sys.argv`. */
  #valueSource(expr: Expr, site: Site, kinds: readonly OriginKind[]): Flow | undefined {
    const names = this.#resolver.namesOf(expr, site);
    if (names.length === 0) return undefined;
    for (const source of this.#flow.sources) {
      if (!kinds.includes(source.kind) || source.key !== undefined) continue;
      if (source.values.matchesAny(names)) return originOf(source, expr, site.scope);
    }
    return undefined;
  }

  /** An entry of something whose entries are a source by their key, such as `os.environ["API_KEY"]`. */
  #entrySource(expr: SubscriptExpr, site: Site, kinds: readonly OriginKind[]): Flow | undefined {
    const [index] = expr.indices;
    for (const source of this.#flow.sources) {
      if (!kinds.includes(source.kind) || source.key === undefined) continue;
      const names = this.#resolver.namesOf(expr.object, site);
      if (source.values.matchesAny(names) && this.#hasKey(source.key, index, site)) {
        return originOf(source, expr, site.scope);
      }
    }
    return undefined;
  }

  #hasKey(key: RegExp, index: Expr | undefined, site: Site): boolean {
    const constant = index === undefined ? undefined : this.#folder.fold(index, site);
    return typeof constant?.value === 'string' && key.test(constant.value);
  }

  #traceName(
    name: string,
    site: Site,
    kinds: readonly OriginKind[],
    frame: Frame | undefined,
    depth: number,
  ): Flow | undefined {
    for (const binding of this.#resolver.model.lookup(name, site)) {
      const flow = this.#traceBinding(binding, kinds, frame, depth);
      if (flow !== undefined) return flow;
    }
    return undefined;
  }

  #traceBinding(
    binding: Binding,
    kinds: readonly OriginKind[],
    frame: Frame | undefined,
    depth: number,
  ): Flow | undefined {
    const { source, scope, span, name } = binding;
    const isOutside = source.kind === 'part' && source.isOutside === true;
    const site: Site = { scope: isOutside ? (scope.parent ?? scope) : scope, offset: span.start };
    switch (source.kind) {
      case 'value':
      case 'part':
      case 'addition': {
        const path = source.kind === 'part' ? (source.path ?? []) : [];
        const flow = this.#tracePart(source.value, path, site, kinds, frame, depth);
        return passing(flow, span, `flows into \`${name}\``, scope);
      }
      case 'parameter':
        return this.#traceParameter(binding, source, kinds, frame, depth);
      default:
        return undefined;
    }
  }

  #traceParameter(
    binding: Binding,
    source: ParameterBinding,
    kinds: readonly OriginKind[],
    frame: Frame | undefined,
    depth: number,
  ): Flow | undefined {
    const owner = binding.scope.owner;
    if (owner?.kind !== 'function') return undefined;
    const own = this.#parameters.find(owner, binding, source.index, kinds);
    if (own !== undefined) {
      const [first] = source.path ?? [];
      const isHeld = first === undefined || own.members?.includes(first) !== false;
      return isHeld ? originOf(own, binding.span, binding.scope) : undefined;
    }
    if (frame !== undefined && frame.stmt === owner) {
      return this.#traceArgument(owner, source, frame.call, frame.site, kinds, frame.outer, depth);
    }
    const passed = this.#traceElement(owner, binding, kinds, frame, depth);
    if (passed !== undefined || frame !== undefined) return passed;
    this.#wantCallers(owner, binding.scope, kinds);
    for (const { call, site } of this.#callers.of(owner, binding.scope)) {
      const isElsewhere = site.scope.model !== binding.scope.model;
      const sent = isElsewhere ? kinds.filter((kind) => !OWN_KINDS.has(kind)) : kinds;
      const flow = this.#traceArgument(owner, source, call, site, sent, undefined, depth + 4);
      const called = isElsewhere ? passing(flow, call, `passed to \`${owner.name}\``, site.scope) : flow;
      if (called !== undefined)
        return passing(called, binding.span, `passed as \`${binding.name}\``, binding.scope);
    }
    return undefined;
  }

  /** Callers in other modules can only be known when those have been read. */
  #wantCallers(owner: FunctionStmt, scope: Scope, kinds: readonly OriginKind[]): void {
    const { model } = this.#resolver;
    const around = scope.parent;
    if (model.links === undefined || scope.model !== model || around === undefined) return;
    const holder = around.owner?.kind === 'class' ? around.owner : undefined;
    if (around === model.root) model.links.wantCallers(owner.name, kinds);
    else if (holder !== undefined && around.parent === model.root)
      model.links.wantCallers(holder.name, kinds);
  }

  /** `replies.map((reply) => ...)`: the function is called with what the object holds. */
  #traceElement(
    owner: FunctionStmt,
    binding: Binding,
    kinds: readonly OriginKind[],
    frame: Frame | undefined,
    depth: number,
  ): Flow | undefined {
    for (const { call, site, isDirect } of this.#handovers.of(owner)) {
      const { callee } = call;
      if (!isDirect || callee.kind !== 'attribute' || !PASSING_METHODS.has(callee.name)) continue;
      const flow = this.#trace(callee.object, site, kinds, frame, depth);
      if (flow !== undefined)
        return passing(flow, binding.span, `passed as \`${binding.name}\``, binding.scope);
    }
    return undefined;
  }

  #traceArgument(
    owner: FunctionStmt,
    { index, path = [] }: ParameterBinding,
    call: CallExpr,
    site: Site,
    kinds: readonly OriginKind[],
    frame: Frame | undefined,
    depth: number,
  ): Flow | undefined {
    if (call.form === 'element') {
      // A component gets its attributes as one object.
      const [first, ...rest] = index === 0 ? path : [];
      const attribute = call.args.find(({ name }) => name !== undefined && name === first);
      if (attribute === undefined) return undefined;
      return this.#tracePart(attribute.value, rest, site, kinds, frame, depth);
    }
    const argument = findPassed(owner, index, call);
    if (argument === undefined) return undefined;
    return this.#tracePart(argument.value, path, site, kinds, frame, depth);
  }

  #traceCall(
    expr: CallExpr,
    site: Site,
    kinds: readonly OriginKind[],
    frame: Frame | undefined,
    depth: number,
  ): Flow | undefined {
    const targets = this.#resolver.resolve(expr.callee, site);
    const names = this.#resolver.namesOf(expr.callee, site);
    for (const source of this.#flow.sources) {
      if (!kinds.includes(source.kind) || !source.calls.matchesAny(names)) continue;
      if (source.key !== undefined && !this.#hasKey(source.key, expr.args[0]?.value, site)) continue;
      return originOf(source, expr, site.scope);
    }
    if (this.#flow.cleansers.matchesAny(names) || keepsHarmlessOnly(expr, names)) return undefined;
    const args = expr.args.map((argument) => argument.value);
    if (this.#flow.carriers.matchesAny(names)) {
      const flow = this.#first(args, site, kinds, frame, depth);
      if (flow !== undefined) return flow;
    }
    for (const target of targets) {
      if (target.kind !== 'function') continue;
      const flow = this.#traceReturns(
        target.stmt,
        target.scope,
        { stmt: target.stmt, call: expr, site, outer: frame, visiting: new Set() },
        kinds,
        depth,
      );
      if (flow !== undefined) return flow;
    }
    if (expr.callee.kind !== 'attribute') return undefined;
    // A method's result carries what its object carries, and what is put together from its arguments.
    const own = this.#trace(expr.callee.object, site, kinds, frame, depth);
    if (own !== undefined) return own;
    return COMBINING_METHODS.has(expr.callee.name) ? this.#first(args, site, kinds, frame, depth) : undefined;
  }

  #traceReturns(
    stmt: FunctionStmt,
    scope: Scope,
    frame: Frame,
    kinds: readonly OriginKind[],
    depth: number,
  ): Flow | undefined {
    for (let outer = frame.outer; outer !== undefined; outer = outer.outer)
      if (outer.stmt === stmt) return undefined;
    const inner = this.#resolver.model.scopeOf(stmt, scope);
    for (const value of givenBack(stmt)) {
      const flow = this.#trace(value, { scope: inner, offset: value.start }, kinds, frame, depth + 4);
      if (flow !== undefined) return passing(flow, value, `returned by \`${stmt.name}\``, inner);
    }
    return undefined;
  }

  /** `self.name`: what the methods of the class assign to it. */
  #traceMember(
    expr: AttributeExpr,
    site: Site,
    kinds: readonly OriginKind[],
    depth: number,
  ): Flow | undefined {
    for (const target of this.#resolver.resolve(expr.object, site)) {
      if (target.kind === 'module') {
        for (const binding of this.#resolver.bindingsOf(target.ref, expr.name)) {
          const flow = this.#traceBinding(binding, kinds, undefined, depth + 2);
          if (flow !== undefined) return flow;
        }
      }
      if (target.kind !== 'object') continue;
      const inner = this.#resolver.model.scopeOf(target.stmt, target.scope);
      for (const method of target.stmt.body.read()) {
        const self = method.kind === 'function' ? (method.receiver ?? method.parameters[0]?.name) : undefined;
        if (method.kind !== 'function' || self === undefined) continue;
        const scope = this.#resolver.model.scopeOf(method, inner);
        for (const binding of scope.bindingsOf(self)) {
          if (binding.source.kind !== 'addition' || binding.source.attribute !== expr.name) continue;
          const flow = this.#trace(
            binding.source.value,
            { scope, offset: binding.span.start },
            kinds,
            undefined,
            depth + 2,
          );
          if (flow !== undefined)
            return passing(flow, binding.span, `kept in \`${self}.${expr.name}\``, scope);
        }
      }
    }
    return undefined;
  }
}
