import type { AttributeExpr, Expr, FunctionStmt } from '../syntax/ir.js';
import { type Callers, findGiven } from './callers.js';
import type { Site, ValueAt } from './module-model.js';
import type { Override, Overrides } from './overrides.js';
import type { Resolver } from './resolver.js';
import type { Target } from './target.js';
import type { Frame, Trail } from './trail.js';

/** Tells what calls lead to, beyond what names do. */
export class CalledFunctions {
  readonly #resolver: Resolver;
  readonly #callers: Callers;
  readonly #overrides: Overrides;
  /** Methods of what callers pass, as if they were written there. */
  readonly #members = new Map<Expr, Map<string, AttributeExpr>>();

  constructor(resolver: Resolver, callers: Callers, overrides: Overrides) {
    this.#resolver = resolver;
    this.#callers = callers;
    this.#overrides = overrides;
  }

  /** What a call calls: a method of an untyped parameter, or a member that keeps one, is that of what callers pass. */
  find(callee: Expr, site: Site, trail: Trail): readonly Target[] {
    const targets = this.#resolver.resolve(callee, site);
    if (targets.some(({ kind }) => kind === 'function')) return targets;
    const standard = this.#defaultsOf(callee, site);
    if (standard.length > 0 || targets.length > 0 || callee.kind !== 'attribute')
      return [...targets, ...standard];
    for (const { value, site: place } of this.#passedAs(callee.object, site, trail)) {
      let member = this.#members.get(value)?.get(callee.name);
      if (member === undefined) {
        member = { ...callee, object: value };
        const known = this.#members.get(value) ?? new Map<string, AttributeExpr>();
        this.#members.set(value, known.set(callee.name, member));
      }
      const found = this.#resolver.resolve(member, place);
      if (found.some(({ kind }) => kind === 'function')) return found;
    }
    return [];
  }

  /** `def f(ask=ask_model): ask(x)`, `self.ask(x)` with such a parameter kept: the function that is called by default. */
  #defaultsOf(callee: Expr, site: Site): readonly Target[] {
    if (callee.kind === 'attribute') {
      return this.#resolver.resolve(callee.object, site).flatMap((target) => {
        if (target.kind !== 'object') return [];
        const inner = this.#resolver.model.scopeOf(target.stmt, target.scope);
        return this.#resolver
          .assignedBySelf(target.stmt, inner, callee.name)
          .flatMap((kept) => (kept.value.kind === 'name' ? this.#defaultsOf(kept.value, kept.site) : []));
      });
    }
    if (callee.kind !== 'name') return [];
    return this.#resolver.model.lookup(callee.name, site).flatMap(({ source, scope: { parent } }) => {
      const fallback = source.kind === 'parameter' ? source.parameter.fallback : undefined;
      if (fallback === undefined || parent === undefined) return [];
      return this.#resolver
        .resolve(fallback, { scope: parent, offset: fallback.start })
        .filter(({ kind }) => kind === 'function');
    });
  }

  /** What callers pass for a parameter without an annotation, or for one that a member keeps. */
  #passedAs(object: Expr, site: Site, trail: Trail): readonly ValueAt[] {
    if (object.kind === 'attribute') {
      return this.#resolver.resolve(object.object, site).flatMap((target) => {
        if (target.kind !== 'object') return [];
        const inner = this.#resolver.model.scopeOf(target.stmt, target.scope);
        return this.#resolver
          .assignedBySelf(target.stmt, inner, object.name)
          .flatMap((kept) =>
            kept.value.kind === 'name' ? this.#passedAs(kept.value, kept.site, trail) : [],
          );
      });
    }
    if (object.kind !== 'name') return [];
    return this.#resolver.model.lookup(object.name, site).flatMap(({ source, scope }) => {
      const { owner } = scope;
      if (source.kind !== 'parameter' || source.parameter.annotation !== undefined) return [];
      if (source.path !== undefined || owner?.kind !== 'function') return [];
      const { frame } = trail;
      if (frame?.stmt === owner) return givenTo(owner, source.index, frame);
      this.#callers.want(owner, scope, trail.kinds);
      return this.#callers.of(owner, scope).flatMap((caller) => givenTo(owner, source.index, caller));
    });
  }

  /** Methods of derived classes that do what a method leaves to them. */
  stoodFor({ stmt, scope }: Override, { kinds }: Trail): readonly Override[] {
    const found = this.#overrides.of(stmt, scope);
    const { model } = this.#resolver;
    const holder = scope.owner;
    // Those in modules that import this one can only be known when they have been read.
    if (holder?.kind === 'class' && scope.model === model && stmt.body.read().length < 3)
      model.links?.wantCallers(holder.name, kinds);
    return found;
  }
}

/** The argument that a call passes for a parameter as it is. */
function givenTo(
  owner: FunctionStmt,
  index: number,
  { call, site }: Pick<Frame, 'call' | 'site'>,
): readonly ValueAt[] {
  return findGiven(owner, index, call).flatMap(({ value, path }) =>
    path.length > 0 ? [] : [{ value, site }],
  );
}
