import type { Site } from '../semantics/module-model.js';
import type { Scope } from '../semantics/scope.js';
import type { Span } from '../source/position.js';
import type { Expr, FunctionStmt } from '../syntax/ir.js';
import { namesAuthentication, refusesForOtherReason } from './authentication-words.js';
import type { CompiledInventory } from './compiled-inventory.js';
import { dependencyCalls, sentType } from './dependency-calls.js';
import { type FactBuilder, optional, type PlacedCall } from './fact-builder.js';
import { findFieldLimit } from './find-field-limit.js';
import { findInputCheck } from './find-input-check.js';
import type { EndpointFact, Guard } from './inventory.js';
import type { EndpointKnowledge } from './inventory-knowledge.js';
import type { ModulePlaces } from './module-places.js';

export type Guards = Pick<
  EndpointFact,
  'authentication' | 'rateLimit' | 'validation' | 'sizeLimit' | 'logging'
>;

/** A function that answers, with where it stands. */
export interface Handler {
  readonly stmt: FunctionStmt;
  /** The scope that the function is defined in. */
  readonly scope: Scope;
}

const unauthorised: readonly unknown[] = [401, 403, '401', '403'];
const transport =
  /^(?:fastapi|starlette|flask|typing|typing_extensions|builtins|requests|sqlalchemy|sqlmodel\.Session)\b/;

/** Finds what protects an endpoint, as far as resolved names show it. */
export class GuardFinder {
  readonly #facts: FactBuilder;
  readonly #places: ModulePlaces;
  readonly #compiled: CompiledInventory;

  constructor(facts: FactBuilder, places: ModulePlaces, compiled: CompiledInventory) {
    this.#facts = facts;
    this.#places = places;
    this.#compiled = compiled;
  }

  /**
   * Guards of a function, and of the application or router that `decorator` belongs to.
   *
   * @param route path of the endpoint, where it is known; a hook that names it may let it through
   */
  find(
    handler: Handler | undefined,
    decorator: PlacedCall | undefined,
    { framework, protocol }: EndpointKnowledge,
    route?: string,
  ): Guards {
    const { authentication, rateLimit, validation, logging } = this.#compiled.guards;
    const calls = handler === undefined ? [] : this.#callsIn(handler.stmt);
    const decorators = handler === undefined ? [] : this.#decoratorsOf(handler);
    const first = (
      matches: (names: readonly string[]) => boolean,
      all: readonly Named[],
    ): Guard | undefined => {
      const found = all.find(({ names }) => matches(names));
      return found === undefined ? undefined : this.#guard(found.names, found.span);
    };
    const auth =
      first((names) => authentication.matchesAny(names), decorators) ??
      (handler === undefined ? undefined : this.#dependencyGuard(handler)) ??
      (decorator === undefined ? undefined : this.#applicationGuard(decorator)) ??
      (handler === undefined ? undefined : this.#bodyGuard(handler.stmt, 0)) ??
      this.#middlewareGuard(authentication.matchesAny.bind(authentication)) ??
      (protocol === 'http' ? this.#hookGuard(route) : undefined);
    const limit =
      first((names) => rateLimit.matchesAny(names), [...decorators, ...calls]) ??
      this.#middlewareGuard(rateLimit.matchesAny.bind(rateLimit));
    const checked =
      (handler === undefined ? undefined : this.#typedInput(handler, framework)) ??
      first((names) => validation.matchesAny(names), [...decorators, ...calls]) ??
      (handler === undefined ? undefined : findInputCheck(this.#facts, handler.stmt));
    return {
      ...optional('authentication', auth),
      ...optional('rateLimit', limit),
      ...optional('validation', checked),
      ...optional(
        'sizeLimit',
        this.#sizeLimit() ?? (handler === undefined ? undefined : findFieldLimit(this.#facts, handler)),
      ),
      ...optional(
        'logging',
        first((names) => logging.matchesAny(names), calls),
      ),
    };
  }

  /** The password that every launch of a page asks for; undefined when one launch asks for none. */
  findLaunchGuard(): Guard | undefined {
    const guards = this.#places.calls
      .filter(({ names }) => this.#compiled.guards.launches.matchesAny(names))
      .map((call): Guard | undefined => {
        const given = this.#facts.given('auth|auth_dependency', call);
        if (given === undefined || this.#facts.constant(given.value, given.site) === null) return undefined;
        const name = `auth of ${call.names[0] ?? 'launch'}`;
        return { name, location: this.#facts.text.locate(given.value) };
      });
    return guards.every((guard) => guard !== undefined) ? guards[0] : undefined;
  }

  #guard(names: readonly string[], span: Span): Guard {
    return { name: names[0] ?? 'guard', location: this.#facts.text.locate(span) };
  }

  #decoratorsOf({ stmt, scope }: Handler): readonly Named[] {
    const site: Site = { scope, offset: stmt.start };
    return stmt.decorators.map((decorator) => ({
      names: this.#facts.namesOf(decorator.kind === 'call' ? decorator.callee : decorator, site),
      span: decorator,
    }));
  }

  #callsIn({ body }: FunctionStmt): readonly (Named & { readonly call: PlacedCall })[] {
    return this.#places.calls
      .filter(({ call }) => call.start >= body.start && call.end <= body.end)
      .map((call) => ({ names: call.names, span: call.call, call }));
  }

  /** `user = Depends(check)`, also in `Annotated[User, Depends(check)]`. */
  #dependencyGuard(handler: Handler): Guard | undefined {
    const { stmt, scope } = handler;
    for (const parameter of stmt.parameters) {
      for (const expr of dependencyCalls(parameter)) {
        const guard = this.#dependency(expr, { scope, offset: expr.start }, 0);
        if (guard !== undefined) return guard;
      }
    }
    return undefined;
  }

  #dependency(expr: Expr, site: Site, depth: number): Guard | undefined {
    const { authentication, dependencies } = this.#compiled.guards;
    if (expr.kind === 'sequence') {
      for (const item of expr.items) {
        const guard = this.#dependency(item, site, depth);
        if (guard !== undefined) return guard;
      }
      return undefined;
    }
    if (expr.kind === 'name') {
      const given = depth > 3 ? undefined : this.#facts.module.resolver.model.onlyValue(expr.name, site);
      return given && this.#dependency(given.value, given.site, depth + 1);
    }
    if (expr.kind !== 'call') return undefined;
    const names = this.#facts.namesOf(expr.callee, site);
    if (authentication.matchesAny(names)) return this.#guard(names, expr);
    const target = expr.args[0]?.value;
    if (!dependencies.matchesAny(names) || target === undefined) return undefined;
    const leads = this.#facts.namesOf(target, site);
    if (authentication.matchesAny(leads)) return this.#guard(leads, expr);
    const targets = this.#facts.module.resolver.resolve(target, site);
    for (const found of targets) {
      if (found.kind !== 'function' || !this.#facts.isHere(found.scope)) continue;
      const inner =
        this.#bodyGuard(found.stmt, 0) ??
        (depth < 3 ? this.#dependencyGuard({ stmt: found.stmt, scope: found.scope }) : undefined);
      if (inner !== undefined) return { name: found.stmt.name, location: this.#facts.text.locate(expr) };
    }
    // What stands in another file is known by its name only.
    const isElsewhere = targets.every((each) => each.kind !== 'function' || !this.#facts.isHere(each.scope));
    const named = target.kind === 'call' ? target.callee : target;
    const name = named.kind === 'name' || named.kind === 'attribute' ? named.name : '';
    return isElsewhere && namesAuthentication(name)
      ? { name, location: this.#facts.text.locate(expr) }
      : undefined;
  }

  /** `dependencies=[Depends(check)]` of the route, the router or the application. */
  #applicationGuard(decorator: PlacedCall): Guard | undefined {
    const own = this.#facts.given('dependencies', decorator);
    const owner =
      decorator.callee.kind === 'attribute'
        ? this.#facts.constructorOf(decorator.callee.object, decorator.site)
        : undefined;
    const shared = owner === undefined ? undefined : this.#facts.given('dependencies', owner);
    for (const given of [own, shared]) {
      const guard = given === undefined ? undefined : this.#dependency(given.value, given.site, 0);
      if (guard !== undefined) return guard;
    }
    return undefined;
  }

  /** The function checks credentials or refuses with 401 or 403, itself or in a function that it calls. */
  #bodyGuard(stmt: FunctionStmt, depth: number): Guard | undefined {
    const { authentication, refusals } = this.#compiled.guards;
    const calls = this.#callsIn(stmt);
    for (const { names, span, call } of calls) {
      if (authentication.matchesAny(names)) return this.#guard(names, span);
      if (!refusals.matchesAny(names)) continue;
      const isNamed = names.some((name) => /Unauthorized|Forbidden|PermissionDenied/.test(name));
      const status =
        this.#facts.given('status_code|status|code@0', call) ?? this.#facts.given('status@1', call);
      const value = status === undefined ? undefined : this.#facts.constant(status.value, status.site);
      const text = status === undefined ? '' : this.#facts.textOf(status.value);
      const args = this.#facts.text.text.slice(call.callee.end, call.call.end);
      const isOther = value !== 401 && !/401/.test(text) && refusesForOtherReason(args);
      if (!isOther && (isNamed || unauthorised.includes(value) || /HTTP_40[13]/.test(text)))
        return this.#guard(names, span);
    }
    const refusing = this.#refusingReturn(stmt);
    if (refusing !== undefined) return refusing;
    if (depth >= 2) return undefined;
    for (const { call, span } of calls) {
      for (const target of this.#facts.module.resolver.resolve(call.callee, call.site)) {
        if (target.kind !== 'function' || !this.#facts.isHere(target.scope)) continue;
        if (this.#bodyGuard(target.stmt, depth + 1) !== undefined)
          return { name: target.stmt.name, location: this.#facts.text.locate(span) };
      }
    }
    return undefined;
  }

  /** `return jsonify(...), 401`. */
  #refusingReturn(stmt: FunctionStmt): Guard | undefined {
    const text = this.#facts.text.text.slice(stmt.body.start, stmt.body.end);
    const match = /\breturn\b[^\n#]*,\s*40[13]\s*(?:\n|$|#)/.exec(text);
    if (match === null) return undefined;
    const start = stmt.body.start + match.index;
    return { name: 'refusal with 401 or 403', location: this.#facts.text.locate({ start, end: start + 6 }) };
  }

  #middlewareGuard(matches: (names: readonly string[]) => boolean): Guard | undefined {
    for (const call of this.#places.calls) {
      if (!this.#compiled.guards.middleware.matchesAny(call.names)) continue;
      const given = this.#facts.given('middleware_class@0', call);
      if (given === undefined) continue;
      const names = this.#facts.namesOf(given.value, given.site);
      if (matches(names)) return this.#guard(names, call.call);
    }
    return undefined;
  }

  /** A function that runs before every HTTP request and refuses some, unless it speaks of the route. */
  #hookGuard(route: string | undefined): Guard | undefined {
    for (const { stmt, scope } of this.#places.functions) {
      const isHook = this.#decoratorsOf({ stmt, scope }).some(({ names }) =>
        names.some((name) =>
          /^(?:flask|quart|fastapi|sanic)\..*\.(?:before_request|middleware|on_request)$/.test(name),
        ),
      );
      const text = this.#facts.text.text.slice(stmt.body.start, stmt.body.end);
      const isNamed = route !== undefined && [`"${route}"`, `'${route}'`].some((each) => text.includes(each));
      if (isHook && !isNamed && this.#bodyGuard(stmt, 0) !== undefined) {
        const span = { start: stmt.nameStart, end: stmt.nameStart + stmt.name.length };
        return { name: stmt.name, location: this.#facts.text.locate(span) };
      }
    }
    return undefined;
  }

  #typedInput({ stmt, scope }: Handler, framework: string): Guard | undefined {
    const { typedInputs } = this.#compiled.guards;
    if (framework !== 'fastapi' && framework !== 'bentoml' && framework !== 'litserve') return undefined;
    for (const parameter of stmt.parameters) {
      const annotation = sentType(parameter);
      if (annotation === undefined) continue;
      const site: Site = { scope, offset: annotation.start };
      const guard = { name: this.#facts.textOf(annotation), location: this.#facts.text.locate(annotation) };
      for (const target of this.#facts.module.resolver.resolve(annotation, site)) {
        if (target.kind === 'class' && typedInputs.matchesAny(this.#facts.basesOf(target.stmt, target.scope)))
          return guard;
        // FastAPI validates the body against any class that is not its own.
        const isClass = target.kind === 'global' && /(?:^|\.)[A-Z]\w*$/.test(target.name);
        if (isClass && framework === 'fastapi' && !transport.test(target.name) && annotation.kind === 'name')
          return guard;
      }
    }
    return undefined;
  }

  /** `app.config["MAX_CONTENT_LENGTH"] = ...`. */
  #sizeLimit(): Guard | undefined {
    const { sizeSettings } = this.#compiled.knowledge.guards;
    for (const { stmt, scope } of this.#places.assigns) {
      for (const target of stmt.targets) {
        if (target.kind !== 'subscript') continue;
        const key = this.#facts.constant(target.indices[0], { scope, offset: stmt.start });
        if (typeof key === 'string' && sizeSettings.includes(key) && key === key.toUpperCase())
          return { name: key, location: this.#facts.text.locate(stmt) };
      }
    }
    return undefined;
  }
}

interface Named {
  readonly names: readonly string[];
  readonly span: Span;
}
