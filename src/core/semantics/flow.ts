import type { OriginKind, ValueUse } from '../rules/rule.js';
import type { AttributeExpr, CallExpr, Expr, SubscriptExpr } from '../syntax/ir.js';
import { Ancestors, type OwnClass } from './ancestors.js';
import { findProperty } from './class-members.js';
import type { ConstantFolder } from './constants.js';
import { stepsOf } from './entry-steps.js';
import { CallTracer } from './flow-calls.js';
import { EntryTracer } from './flow-entries.js';
import type { CompiledFlow } from './flow-knowledge.js';
import { checkedBy, type Flow, passing } from './flow-path.js';
import { FlowSources } from './flow-sources.js';
import { Guards } from './guards.js';
import { Handovers } from './handovers.js';
import { isHarmlessPiece } from './harmless-pieces.js';
import { HarmlessTypes } from './harmless-types.js';
import type { Site } from './module-model.js';
import { Overrides } from './overrides.js';
import { ParameterSources } from './parameter-sources.js';
import type { Resolver } from './resolver.js';
import type { Binding } from './scope.js';
import { goDeeper, type Trail, type ValueTracing, type Wanted } from './trail.js';

/** Members that are numbers. */
const COUNTS: ReadonlySet<string> = new Set(['length', 'size']);
/** Operators whose result says nothing of what is in the operand. */
const TELLING_OPERATORS: ReadonlySet<string> = new Set(['not', 'typeof', 'void', 'delete']);

/** What a person may be asked about before it does anything. */
const MADE_BY_MODELS: ReadonlySet<OriginKind> = new Set(['model-output', 'tool-argument']);

/** Member of an uploaded file that tells what the client calls it. */
const FILE_NAME = 'filename';
const MAX_DEPTH = 40;
const MAX_VISITS = 2000;

/** Follows values of one module back to where they come from, within a bound on work. */
export class FlowTracer {
  readonly #resolver: Resolver;
  readonly #flow: CompiledFlow;
  readonly #folder: ConstantFolder;
  readonly #sources: FlowSources;
  readonly #parameters: ParameterSources;
  readonly #calls: CallTracer;
  readonly #entries: EntryTracer;
  readonly #guards: Guards;
  readonly #ancestors: Ancestors;
  /** Whether a check of which little is known lets values through, and whether one was met. */
  #letsChecked = false;
  #metCheck = false;
  readonly #visiting = new Set<Expr>();
  #visits = 0;

  constructor(resolver: Resolver, flow: CompiledFlow, folder: ConstantFolder) {
    this.#resolver = resolver;
    this.#flow = flow;
    this.#folder = folder;
    this.#sources = new FlowSources(resolver, flow, folder);
    this.#guards = new Guards(resolver);
    const handovers = new Handovers(resolver);
    this.#ancestors = new Ancestors(resolver);
    const types = new HarmlessTypes(resolver, flow, this.#guards);
    this.#parameters = new ParameterSources(resolver, flow, {
      handovers,
      folder,
      types,
      ancestors: this.#ancestors,
    });
    const values: ValueTracing = {
      trace: (expr, site, trail) => this.#trace(expr, site, trail),
      first: (exprs, site, trail) => this.#first(exprs, site, trail),
      part: (value, path, site, trail) => this.#entries.part(value, path, site, trail),
    };
    const overrides = new Overrides(resolver, this.#ancestors);
    const parts = {
      sources: this.#sources,
      parameters: this.#parameters,
      handovers,
      types,
      overrides,
      values,
    };
    this.#calls = new CallTracer(resolver, flow, folder, parts);
    this.#entries = new EntryTracer(resolver, folder, {
      ...values,
      judgeMember: (type, path, site) => types.judgeMember(type, path, site),
      parameter: (binding, source, trail) => this.#calls.parameter(binding, source, trail),
      returned: (call, path, site, trail) => this.#calls.returned(call, path, site, trail),
      origin: (expr, site, trail) => this.#sources.ofValue(expr, site, trail),
      isHarmless: (expr, path, site, trail) => this.#sources.isHarmless(expr, path, site, trail),
      guarded: (flow, expr, site, use) => this.#guarded(flow, expr, site, use),
      spend: () => this.#spend(),
    });
  }

  /**
   * A way on which a value of one of the kinds reaches `expr`, one that can do harm as what it is used as; undefined when
   * none is found within the bound.
   */
  trace(expr: Expr, site: Site, kinds: readonly OriginKind[], use?: ValueUse): Flow | undefined {
    this.#metCheck = false;
    const open = this.#search(expr, site, { kinds, use }, false);
    const flow = open ?? (this.#metCheck ? this.#search(expr, site, { kinds, use }, true) : undefined);
    if (flow === undefined || !MADE_BY_MODELS.has(flow.kind)) return flow;
    const question = this.#guards.findQuestion(expr.start, site);
    return question === undefined
      ? flow
      : checkedBy(flow, question.expr, 'a person is asked here', question.scope);
  }

  /** The call of another function that a call makes, as `pool.submit(work, x)` does; undefined when it makes none. */
  madeBy(call: CallExpr, site: Site): CallExpr | undefined {
    return this.#calls.madeBy(call, site);
  }

  #search(expr: Expr, site: Site, wanted: Wanted, letsChecked: boolean): Flow | undefined {
    this.#visits = 0;
    this.#visiting.clear();
    this.#letsChecked = letsChecked;
    return this.#trace(expr, site, { ...wanted, frame: undefined, depth: 0 });
  }

  /** A flow as far as the checks let it pass that the value has gone through where it is used. */
  #guarded(flow: Flow, expr: Expr, site: Site, use: ValueUse | undefined): Flow | undefined {
    const guard = this.#guards.find(expr, site, use);
    if (guard === undefined) return flow;
    if (guard.strength === 'clear') return undefined;
    this.#metCheck = true;
    return this.#letsChecked ? checkedBy(flow, guard.expr, 'checked here', guard.scope) : undefined;
  }

  #spend(): boolean {
    this.#visits += 1;
    return this.#visits <= MAX_VISITS;
  }

  #trace(expr: Expr, site: Site, trail: Trail): Flow | undefined {
    const visiting = trail.frame?.visiting ?? this.#visiting;
    if (!this.#spend() || trail.depth > MAX_DEPTH || visiting.has(expr)) return undefined;
    visiting.add(expr);
    try {
      const flow = this.#traceInner(expr, site, goDeeper(trail, 1));
      return flow === undefined ? undefined : this.#guarded(flow, expr, site, trail.use);
    } finally {
      visiting.delete(expr);
    }
  }

  #first(exprs: readonly Expr[], site: Site, trail: Trail): Flow | undefined {
    for (const expr of exprs) {
      const flow = this.#trace(expr, site, trail);
      if (flow !== undefined) return flow;
    }
    return undefined;
  }

  #traceInner(expr: Expr, site: Site, trail: Trail): Flow | undefined {
    switch (expr.kind) {
      case 'constant':
      case 'compare':
      case 'function-expr':
      case 'module':
        return undefined;
      case 'name':
        return this.#sources.ofValue(expr, site, trail) ?? this.#traceName(expr.name, site, trail);
      case 'attribute':
        return this.#traceAttribute(expr, site, trail);
      case 'subscript':
        return this.#sources.ofEntry(expr, site, trail) ?? this.#traceEntry(expr, site, trail);
      case 'call':
        return this.#calls.call(expr, site, trail);
      case 'template': {
        const values = expr.parts.filter((part) => typeof part !== 'string');
        return this.#first(values, site, trail);
      }
      case 'sequence':
        return this.#first(expr.items, site, trail);
      case 'dict': {
        const values = expr.entries.map((entry) => entry.value);
        return this.#first(values, site, trail);
      }
      case 'binary':
        return this.#first([expr.left, expr.right], site, trail);
      case 'unary':
        return TELLING_OPERATORS.has(expr.operator) ? undefined : this.#trace(expr.operand, site, trail);
      case 'conditional':
        return this.#first([expr.body, expr.orelse], site, trail);
      case 'comprehension': {
        const scope = this.#resolver.model.scopeOf(expr, site.scope);
        return this.#first(expr.elements, { scope, offset: expr.end }, trail);
      }
      case 'wrap':
      case 'named':
        return this.#trace(expr.value, site, trail);
      case 'other':
        return this.#first(expr.children, site, trail);
    }
  }

  /** `log["cost"]` holds what was put there, not what stands beside it. */
  #traceEntry(expr: SubscriptExpr, site: Site, trail: Trail): Flow | undefined {
    const { object, indices } = expr;
    if (isHarmlessPiece(expr, trail.use, (callee) => this.#resolver.namesOf(callee, site))) return undefined;
    const [index] = indices;
    const key = index === undefined || indices.length > 1 ? undefined : this.#folder.fold(index, site)?.value;
    return typeof key === 'string'
      ? this.#entries.part(object, [key], site, trail)
      : this.#trace(object, site, trail);
  }

  #traceAttribute(expr: AttributeExpr, site: Site, trail: Trail): Flow | undefined {
    const { object, name } = expr;
    if (COUNTS.has(name) || this.#flow.isHarmless(this.#resolver.namesOf(expr, site), trail.use)) {
      return undefined;
    }
    const own = this.#sources.ofValue(expr, site, trail) ?? this.#traceMember(expr, site, trail);
    if (own === undefined && this.#isWithheld(object, name, site, trail)) return undefined;
    // Of `this` only what is kept in the member itself counts.
    if (own !== undefined || (object.kind === 'name' && object.name === 'this')) return own;
    // A file that was sent leads nowhere; the name it was given can.
    const within = name === FILE_NAME && trail.use === 'path' ? { ...trail, use: undefined } : trail;
    return this.#entries.part(object, [name], site, within);
  }

  /** A member of a parameter that does not hold what comes from outside, such as `req.app`. */
  #isWithheld(object: Expr, name: string, site: Site, wanted: Wanted): boolean {
    if (object.kind !== 'name') return false;
    return this.#resolver.model.lookup(object.name, site).some((binding) => {
      const { source, scope } = binding;
      if (source.kind !== 'parameter' || source.path !== undefined || scope.owner?.kind !== 'function')
        return false;
      const own = this.#parameters.find(scope.owner, binding, source.index, wanted);
      return own?.members?.includes(name) === false;
    });
  }

  #traceName(name: string, site: Site, trail: Trail): Flow | undefined {
    const bindings = this.#resolver.model.lookup(name, site);
    // A library is not what the module keeps in one of its members.
    const isImport = bindings.some(({ source }) => source.kind === 'import');
    for (const binding of bindings) {
      if (isImport && binding.source.kind === 'addition' && binding.source.attribute !== undefined) continue;
      const flow = this.#traceBinding(binding, trail);
      if (flow !== undefined) return flow;
    }
    return undefined;
  }

  #traceBinding(binding: Binding, trail: Trail): Flow | undefined {
    const { source, scope, span, name } = binding;
    const isOutside = source.kind === 'part' && source.isOutside === true;
    const site: Site = { scope: isOutside ? (scope.parent ?? scope) : scope, offset: span.start };
    switch (source.kind) {
      case 'value':
      case 'part':
      case 'addition': {
        if (source.kind === 'part' && this.#entries.isCountOrKey(source, site)) return undefined;
        const { value, steps } = stepsOf(source);
        const flow = this.#entries.part(value, steps, site, trail);
        return passing(flow, span, `flows into \`${name}\``, scope);
      }
      case 'parameter':
        return this.#calls.parameter(binding, source, trail);
      default:
        return undefined;
    }
  }

  /** `self.name`: what the methods of the class assign to it; `module.name`: what another module binds. */
  #traceMember(expr: AttributeExpr, site: Site, trail: Trail): Flow | undefined {
    const within = goDeeper({ ...trail, frame: undefined }, 2);
    for (const target of this.#resolver.resolve(expr.object, site)) {
      if (target.kind === 'module') {
        for (const binding of this.#resolver.bindingsOf(target.ref, expr.name)) {
          const flow = this.#traceBinding(binding, within);
          if (flow !== undefined) return flow;
        }
      }
      if (target.kind !== 'object') continue;
      const { own } = this.#ancestors.of(target.stmt, target.scope);
      for (const one of [target, ...own]) {
        const flow = this.#traceKept(one, expr, site, trail, within);
        if (flow !== undefined) return flow;
      }
    }
    return undefined;
  }

  /** What a class keeps under the name of a member, or gives back where that is a property. */
  #traceKept(
    { stmt, scope: around }: OwnClass,
    expr: AttributeExpr,
    site: Site,
    trail: Trail,
    within: Trail,
  ): Flow | undefined {
    const { name } = expr;
    const inner = this.#resolver.model.scopeOf(stmt, around);
    const property = findProperty(inner, name);
    if (property !== undefined) return this.#calls.property(property, inner, expr, site, trail);
    for (const { value, site: place, span, self } of this.#resolver.assignedBySelf(stmt, inner, name)) {
      const flow = this.#trace(value, place, within);
      if (flow !== undefined) return passing(flow, span, `kept in \`${self}.${name}\``, place.scope);
    }
    for (const { value, site: place } of this.#resolver.addedBySelf(stmt, inner, name)) {
      const flow = this.#trace(value, place, within);
      if (flow !== undefined) return passing(flow, value, `kept in \`${name}\``, place.scope);
    }
    return undefined;
  }
}
