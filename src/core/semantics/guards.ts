import type { ValueUse } from '../rules/rule.js';
import type { Expr, FunctionStmt } from '../syntax/ir.js';
import type { GuardStrength } from './guard-strength.js';
import type { Site } from './module-model.js';
import { OwnChecks } from './own-checks.js';
import { PlaceConditions } from './place-conditions.js';
import type { Resolver } from './resolver.js';
import type { Binding, Scope } from './scope.js';
import { Subject, writtenAs } from './subject.js';

/** A check that a value has passed. */
export interface Guard {
  readonly strength: GuardStrength;
  /** The test, or the call that checks. */
  readonly expr: Expr;
  readonly scope: Scope;
}

const MAX_DEPTH = 5;

/** Calls that ask a person. */
const ASKING_CALLS =
  /^(?:builtins\.input|click\.(?:confirm|prompt)|typer\.(?:confirm|prompt)|rich\.prompt\.(?:Confirm|Prompt)\.ask|questionary\.\w+\(\)\.ask|inquirer\.\w+)$/;

/** Tells which checks a value has passed where it is used. */
export class Guards {
  readonly #resolver: Resolver;
  readonly #conditions: PlaceConditions;
  readonly #checks: OwnChecks;

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
    this.#conditions = new PlaceConditions(resolver);
    this.#checks = new OwnChecks(resolver, this.#conditions);
  }

  /** The strongest check that the value of an expression has passed there, for what it serves as; undefined for none. */
  find(expr: Expr, site: Site, use: ValueUse | undefined): Guard | undefined {
    const root = rootOf(expr);
    if (root === undefined) return undefined;
    const bindings = this.#resolver.model.lookup(root, { scope: site.scope, offset: expr.start });
    if (bindings.length === 0) return undefined;
    const written = writtenAs(expr, site);
    let found: Guard | undefined;
    for (const condition of this.#conditions.at(root, expr.start, site.scope)) {
      const { scope, offset } = condition.site;
      // What was bound after the check has not been looked at.
      if (bindings.some((binding) => binding.scope === scope && binding.at > offset && !isEnding(binding)))
        continue;
      const strength = this.#checks.judge(condition, new Subject(this.#resolver, written, use), 0);
      if (strength !== undefined) found = stronger(found, { strength, expr: condition.expr, scope });
      if (found?.strength === 'clear') return found;
    }
    return found;
  }

  /** The weakest check that a parameter of a function has passed when the function comes back. `around`: its scope. */
  findInside(stmt: FunctionStmt, around: Scope, parameter: string): GuardStrength | undefined {
    return this.#checks.judgeEnd(
      stmt,
      this.#resolver.model.scopeOf(stmt, around),
      new Subject(this.#resolver, parameter, undefined),
      0,
    );
  }

  /** Where a person was asked before the code at an offset runs; undefined when nobody is. */
  findQuestion(offset: number, site: Site): Guard | undefined {
    for (const { kind, expr, site: place } of this.#conditions.at(undefined, offset, site.scope)) {
      if (kind === 'test' && this.#asks(expr, place, 0))
        return { strength: 'weak', expr, scope: place.scope };
    }
    return undefined;
  }

  #asks(expr: Expr, site: Site, depth: number): boolean {
    if (depth > MAX_DEPTH) return false;
    switch (expr.kind) {
      case 'call': {
        if (this.#resolver.namesOf(expr.callee, site).some((name) => ASKING_CALLS.test(name))) return true;
        return expr.callee.kind === 'attribute' && this.#asks(expr.callee.object, site, depth + 1);
      }
      case 'compare':
        return expr.operands.some((operand) => this.#asks(operand, site, depth + 1));
      case 'unary':
        return this.#asks(expr.operand, site, depth + 1);
      case 'binary':
        return this.#asks(expr.left, site, depth + 1) || this.#asks(expr.right, site, depth + 1);
      case 'wrap':
      case 'named':
        return this.#asks(expr.value, site, depth + 1);
      case 'name':
        return this.#resolver.model
          .lookup(expr.name, { scope: site.scope, offset: expr.start })
          .some(
            ({ source, scope, span }) =>
              source.kind === 'value' && this.#asks(source.value, { scope, offset: span.start }, depth + 1),
          );
      default:
        return false;
    }
  }
}

/** The name at the beginning of `body.files[0].path`; undefined for anything else. */
function rootOf(expr: Expr): string | undefined {
  switch (expr.kind) {
    case 'name':
      return expr.name;
    case 'attribute':
    case 'subscript':
      return rootOf(expr.object);
    case 'call':
      return rootOf(expr.callee);
    default:
      return undefined;
  }
}

function stronger(a: Guard | undefined, b: Guard): Guard {
  return a === undefined || (a.strength === 'weak' && b.strength === 'clear') ? b : a;
}

/** `url += "/"`: what a text is given at its end. */
function isEnding({ source }: Binding): boolean {
  return source.kind === 'addition' && source.value.kind === 'constant';
}
