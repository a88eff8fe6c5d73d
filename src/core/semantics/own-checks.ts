import type { CallExpr, Expr, FunctionStmt, Stmt } from '../syntax/ir.js';
import { flatStatements } from '../syntax/visit.js';
import { findPassed } from './callers.js';
import type { Condition } from './conditions.js';
import { type Asked, best, type GuardStrength, isLookedAt, strengthOf, worst } from './guard-strength.js';
import { GuardTests } from './guard-tests.js';
import { isEnumeration } from './harmless-types.js';
import { KnownChecks } from './known-checks.js';
import type { PlaceConditions } from './place-conditions.js';
import type { Resolver } from './resolver.js';
import type { Scope } from './scope.js';
import { type Subject, writtenAs } from './subject.js';

/** Calls that raise unless the value is of a form that does no harm. */
const PARSING_CALLS = /^(?:builtins\.(?:int|float)|uuid\.UUID|ipaddress\.ip_address)$/;
const MAX_DEPTH = 5;

/** Tells what conditions say of a value, seen through the workspace's own functions that check. */
export class OwnChecks {
  readonly #resolver: Resolver;
  readonly #conditions: PlaceConditions;
  readonly #known: KnownChecks;
  readonly #tests: GuardTests;

  constructor(resolver: Resolver, conditions: PlaceConditions) {
    this.#resolver = resolver;
    this.#conditions = conditions;
    this.#known = new KnownChecks(resolver);
    this.#tests = new GuardTests(
      resolver,
      this.#known,
      (call, isTrue, asked) => this.#judgeAnswer(call, isTrue, asked),
      (stmt, scope, isTrue, { subject, depth }) =>
        this.#judgeAnswers(stmt, scope, subject, isTrue, depth + 1),
    );
  }

  /** What a condition says of a value. */
  judge(
    { kind, expr, holds, isGate, site, each }: Condition,
    subject: Subject,
    depth: number,
  ): GuardStrength | undefined {
    const asked: Asked = { subject, site, isGate, depth };
    if (kind === 'case') return strengthOf(subject.aspectOf(expr, site), subject.use);
    if (kind === 'call') {
      if (expr.kind === 'subscript') return this.#known.judgeEntry(expr, asked, 'raises');
      return expr.kind === 'call' ? this.#judgeReturn(expr, asked) : undefined;
    }
    if (each !== undefined && subject.aspectOf(each.iterable, site) === 'whole') {
      // What was looked at in each part was looked at in the whole.
      return this.#tests.judge(expr, holds, { ...asked, subject: subject.renamed(each.name) });
    }
    return this.#tests.judge(expr, holds, asked);
  }

  /** What the answer of a function of the workspace says. */
  #judgeAnswer(
    call: CallExpr,
    isTrue: boolean,
    { subject, site, depth }: Asked,
  ): GuardStrength | undefined | 'unknown' {
    for (const target of this.#resolver.resolve(call.callee, site)) {
      if (target.kind !== 'function') continue;
      const { stmt } = target;
      const inner = this.#resolver.model.scopeOf(stmt, target.scope);
      for (const [index, { name }] of stmt.parameters.entries()) {
        const passed = findPassed(stmt, index, call);
        const aspect = passed === undefined ? undefined : subject.aspectOf(passed.value, site);
        if (passed !== undefined && isLookedAt(aspect)) {
          return this.#judgeAnswers(stmt, inner, subject.passed(passed.value, site, name), isTrue, depth + 1);
        }
      }
      return undefined;
    }
    return 'unknown';
  }

  /** Each way to give the answer has to look at the value; a list in one of them says what is meant. */
  #judgeAnswers(
    stmt: FunctionStmt,
    scope: Scope,
    subject: Subject,
    isTrue: boolean,
    depth: number,
  ): GuardStrength | undefined {
    if (depth > MAX_DEPTH) return undefined;
    let found: GuardStrength | undefined;
    for (const { value, start } of answersOf(stmt.body.read())) {
      const answer = value?.kind === 'sequence' ? value.items[0] : value;
      const constant = answer === undefined ? false : truthOf(answer);
      if (constant !== undefined && constant !== isTrue) continue;
      const asked: Asked = { subject, site: { scope, offset: start }, isGate: true, depth: depth + 1 };
      const said =
        answer === undefined || constant !== undefined ? undefined : this.#tests.judge(answer, isTrue, asked);
      const strength = best(this.#strengthAt(subject, start, scope, depth), said);
      if (strength === undefined) return undefined;
      found = best(found, strength);
    }
    return found;
  }

  /** What a call that came back says of the value: those that raise when a check fails. */
  #judgeReturn(call: CallExpr, { subject, site, depth }: Asked): GuardStrength | undefined {
    const { callee, args } = call;
    if (callee.kind === 'attribute' && callee.name === 'relative_to')
      return this.#known.judgePlace(callee.object, subject, site);
    const names = this.#resolver.namesOf(callee, site);
    if (names.some((name) => PARSING_CALLS.test(name)) || isEnumeration(callee, site, this.#resolver))
      return args.some(({ value }) => subject.aspectOf(value, site) === 'whole') ? 'clear' : undefined;
    for (const target of this.#resolver.resolve(callee, site)) {
      if (target.kind !== 'function') continue;
      const { stmt } = target;
      const inner = this.#resolver.model.scopeOf(stmt, target.scope);
      for (const [index, { name }] of stmt.parameters.entries()) {
        const passed = findPassed(stmt, index, call);
        if (passed === undefined) continue;
        // `check(body)` looks at `body.path` too.
        const given = writtenAs(passed.value, site);
        const isHolder = subject.written.startsWith(`${given}.`);
        if (!isHolder && !isLookedAt(subject.aspectOf(passed.value, site))) continue;
        const inside = isHolder ? name + subject.written.slice(given.length) : name;
        return this.judgeEnd(stmt, inner, subject.passed(passed.value, site, inside), depth + 1);
      }
    }
    return undefined;
  }

  /** The weakest check on the ways out of a function. `scope`: the inner one. */
  judgeEnd(stmt: FunctionStmt, scope: Scope, subject: Subject, depth: number): GuardStrength | undefined {
    if (depth > MAX_DEPTH) return undefined;
    let found: GuardStrength | undefined;
    for (const { start } of answersOf(stmt.body.read())) {
      const strength = this.#strengthAt(subject, start, scope, depth);
      if (strength === undefined) return undefined;
      found = found === undefined ? strength : worst(found, strength);
    }
    return found;
  }

  #strengthAt(subject: Subject, offset: number, scope: Scope, depth: number): GuardStrength | undefined {
    let found: GuardStrength | undefined;
    for (const condition of this.#conditions.within(scope, offset, undefined)) {
      // Whatever decides how a function that checks is left is a gate.
      found = best(found, this.judge({ ...condition, isGate: true }, subject, depth + 1));
    }
    return found;
  }
}

/** Places where a function gives an answer, its end among them when it can be reached. */
function answersOf(
  statements: readonly Stmt[],
): readonly { readonly value?: Expr; readonly start: number }[] {
  const answers = flatStatements(statements).flatMap((statement) =>
    statement.kind === 'return'
      ? [{ start: statement.start, ...(statement.value === undefined ? {} : { value: statement.value }) }]
      : [],
  );
  const last = statements.at(-1);
  const isDone = last?.kind === 'return' || (last?.kind === 'other-stmt' && last.role === 'raise');
  return last === undefined || isDone ? answers : [...answers, { start: last.end }];
}

function truthOf(expr: Expr): boolean | undefined {
  if (expr.kind !== 'constant') return undefined;
  return expr.value !== null && expr.value !== false && expr.value !== 0 && expr.value !== '';
}
