import type { CallExpr, Expr, ForStmt, OtherStmt, Stmt, TryStmt } from '../syntax/ir.js';
import { childExprs, ownBodies, ownExprs } from '../syntax/visit.js';
import type { Site } from './module-model.js';

/** Something that is certain where it is asked: a test that came out so, or a call that came back. */
export interface Condition {
  readonly kind: 'test' | 'call' | 'case';
  /** The test; the call or the entry that was asked for; what the constants of a `case` were compared with. */
  readonly expr: Expr;
  /** How the test came out. */
  readonly holds: boolean;
  /** True when the other outcome leaves the function or the loop, not only this branch. */
  readonly isGate: boolean;
  readonly site: Site;
  /** The loop around the test, when it was met in each round. */
  readonly each?: { readonly name: string; readonly iterable: Expr };
}

/** Tells a call that never comes back, such as `sys.exit()`. */
type IsEnding = (call: CallExpr, site: Site) => boolean;

/** What is certain at an offset among the statements of one scope. */
export function conditionsAt(
  statements: readonly Stmt[],
  offset: number,
  scope: Site['scope'],
  isEnding: IsEnding,
): readonly Condition[] {
  const collector = new ConditionCollector(scope, isEnding);
  collector.reach(statements, offset);
  return collector.conditions;
}

function holds(span: { readonly start: number; readonly end: number }, offset: number): boolean {
  return span.start <= offset && offset < span.end;
}

function holdsList(statements: readonly Stmt[], offset: number): boolean {
  const [first] = statements;
  const last = statements.at(-1);
  return first !== undefined && last !== undefined && first.start <= offset && offset < last.end;
}

class ConditionCollector {
  readonly conditions: Condition[] = [];
  readonly #scope: Site['scope'];
  readonly #isEnding: IsEnding;

  constructor(scope: Site['scope'], isEnding: IsEnding) {
    this.#scope = scope;
    this.#isEnding = isEnding;
  }

  #add(kind: Condition['kind'], expr: Expr, isTrue: boolean, isGate: boolean): void {
    const site: Site = { scope: this.#scope, offset: expr.start };
    this.conditions.push({ kind, expr, holds: isTrue, isGate, site });
  }

  /** Goes to an offset, past the statements before it and into the one around it. */
  reach(statements: readonly Stmt[], offset: number): void {
    for (const statement of statements) {
      if (statement.start > offset) return;
      if (statement.end > offset) {
        this.#enter(statement, offset);
        return;
      }
      this.#pass(statement, true);
    }
  }

  #enter(statement: Stmt, offset: number): void {
    switch (statement.kind) {
      case 'if':
      case 'while':
        if (holdsList(statement.body, offset)) this.#add('test', statement.test, true, false);
        else if (holdsList(statement.orelse, offset)) this.#add('test', statement.test, false, false);
        break;
      case 'other-stmt':
        this.#enterCase(statement, offset);
        break;
      default:
        break;
    }
    const body = ownBodies(statement).find((list) => holdsList(list, offset));
    if (body !== undefined) {
      this.reach(body, offset);
      return;
    }
    for (const expr of ownExprs(statement)) if (holds(expr, offset)) this.reachExpr(expr, offset);
  }

  #enterCase({ role, values, bodies, areConstant }: OtherStmt, offset: number): void {
    const [subject] = values;
    if (role !== 'match' || subject === undefined) return;
    const at = bodies.findIndex((list) => holdsList(list, offset));
    if (areConstant?.[at] === true) this.#add('case', subject, true, false);
  }

  reachExpr(expr: Expr, offset: number): void {
    if (expr.kind === 'binary' && (expr.operator === 'and' || expr.operator === 'or')) {
      if (holds(expr.right, offset)) this.#add('test', expr.left, expr.operator === 'and', false);
    } else if (expr.kind === 'conditional') {
      if (holds(expr.body, offset)) this.#add('test', expr.test, true, false);
      else if (holds(expr.orelse, offset)) this.#add('test', expr.test, false, false);
    }
    for (const child of childExprs(expr)) if (holds(child, offset)) this.reachExpr(child, offset);
  }

  /** What is certain once a statement is done. `isNear`: what leaves a loop around leaves what is asked about too. */
  #pass(statement: Stmt, isNear: boolean): void {
    switch (statement.kind) {
      case 'if':
        if (this.#isLeft(statement.body, isNear)) {
          this.#add('test', statement.test, false, true);
          for (const next of statement.orelse) this.#pass(next, isNear);
        } else if (this.#isLeft(statement.orelse, isNear)) {
          this.#add('test', statement.test, true, true);
          for (const next of statement.body) this.#pass(next, isNear);
        }
        return;
      case 'other-stmt':
        if (statement.role === 'assert' && statement.values[0] !== undefined)
          this.#add('test', statement.values[0], true, true);
        return;
      case 'expr':
        this.#passValue(statement.value);
        return;
      case 'assign':
        if (statement.value !== undefined) this.#passValue(statement.value);
        return;
      case 'with':
        for (const next of statement.body) this.#pass(next, isNear);
        return;
      case 'for':
        this.#passRounds(statement);
        return;
      case 'try':
        this.#passTry(statement, isNear);
        return;
      default:
        return;
    }
  }

  /** Each round went through, so what was looked at in each passed. */
  #passRounds({ target, iterable, body }: ForStmt): void {
    const inner = new ConditionCollector(this.#scope, this.#isEnding);
    for (const next of body) inner.#pass(next, false);
    const each = target.kind === 'name' ? { each: { name: target.name, iterable } } : {};
    for (const condition of inner.conditions) this.conditions.push({ ...each, ...condition });
  }

  #passTry({ body, handlers, orelse, final }: TryStmt, isNear: boolean): void {
    if (handlers.every((handler) => this.#isLeft(handler.body, isNear)))
      for (const next of [...body, ...orelse]) this.#pass(next, isNear);
    for (const next of final) this.#pass(next, isNear);
  }

  #passValue(value: Expr): void {
    const called = value.kind === 'wrap' ? value.value : value;
    // `LOADERS[name]` came back too.
    if (called.kind === 'call' || called.kind === 'subscript') this.#add('call', called, true, true);
    // `root.joinpath(name).resolve().relative_to(root)` inside another call came back as well.
    else
      for (const child of childExprs(called))
        if (child.kind === 'call' || child.kind === 'subscript') this.#passValue(child);
  }

  /** True when statements never run to their end. */
  #isLeft(statements: readonly Stmt[], isNear: boolean): boolean {
    const last = statements.at(-1);
    switch (last?.kind) {
      case 'return':
        return true;
      case 'other-stmt':
        return last.role === 'raise' || (last.role === 'jump' && isNear);
      case 'if':
        return this.#isLeft(last.body, isNear) && this.#isLeft(last.orelse, isNear);
      case 'with':
        return this.#isLeft(last.body, isNear);
      case 'expr': {
        const value = last.value.kind === 'wrap' ? last.value.value : last.value;
        return value.kind === 'call' && this.#isEnding(value, { scope: this.#scope, offset: value.start });
      }
      default:
        return false;
    }
  }
}
