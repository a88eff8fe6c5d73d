import type { CallExpr, CompareExpr, ComprehensionExpr, Expr, FunctionStmt } from '../syntax/ir.js';
import { type Asked, best, type GuardStrength, isLookedAt, strengthOf } from './guard-strength.js';
import { judgeForbidden, type KnownChecks } from './known-checks.js';
import type { Resolver } from './resolver.js';
import type { Scope } from './scope.js';

/** Functions of libraries that answer questions, but check nothing. */
const LIBRARY =
  /^(?:builtins|os|pathlib|re|json|ast|shutil|logging|time|inspect|importlib|torch|numpy|pandas)\./;
const MAX_DEPTH = 15;

/** What a function finds out about a value that it reads from around it. */
type JudgeInside = (
  stmt: FunctionStmt,
  scope: Scope,
  isTrue: boolean,
  asked: Asked,
) => GuardStrength | undefined;

/** What a function of the workspace finds out about a value; `unknown` when the call leads to none. */
type JudgeOwn = (call: CallExpr, isTrue: boolean, asked: Asked) => GuardStrength | undefined | 'unknown';

/** Tells what tests say of a value. */
export class GuardTests {
  readonly #resolver: Resolver;
  readonly #known: KnownChecks;
  readonly #judgeOwn: JudgeOwn;
  readonly #judgeInside: JudgeInside;

  constructor(resolver: Resolver, known: KnownChecks, judgeOwn: JudgeOwn, judgeInside: JudgeInside) {
    this.#resolver = resolver;
    this.#known = known;
    this.#judgeOwn = judgeOwn;
    this.#judgeInside = judgeInside;
  }

  /** What a test says when it comes out as `isTrue`; undefined when it says nothing of the value. */
  judge(test: Expr, isTrue: boolean, asked: Asked): GuardStrength | undefined {
    const { subject, site, depth } = asked;
    if (depth > MAX_DEPTH) return undefined;
    const deeper: Asked = { ...asked, depth: depth + 1 };
    // Nothing is in a value that is empty.
    if (!isTrue && subject.aspectOf(test, site) === 'whole') return 'clear';
    switch (test.kind) {
      case 'unary':
        return test.operator === 'not' || test.operator === '!'
          ? this.judge(test.operand, !isTrue, deeper)
          : undefined;
      case 'binary': {
        const isAnd = test.operator === 'and' || test.operator === '&&';
        if (!isAnd && test.operator !== 'or' && test.operator !== '||') return undefined;
        const left = this.judge(test.left, isTrue, deeper);
        const right = this.judge(test.right, isTrue, deeper);
        // Where each is a way to pass, each has to look at the value; a list in one of them says what is meant.
        const isEnough = isAnd === isTrue || (left !== undefined && right !== undefined);
        return isEnough ? best(left, right) : undefined;
      }
      case 'wrap':
      case 'named':
        return this.judge(test.value, isTrue, deeper);
      case 'name':
        return this.#judgeKept(test.name, test.start, isTrue, deeper);
      case 'compare':
        return this.#judgeComparison(test, isTrue, asked);
      case 'call':
        return this.#judgeCall(test, isTrue, asked);
      case 'subscript':
        return isTrue ? this.#known.judgeEntry(test, asked, 'is empty') : undefined;
      case 'attribute':
        return this.#known.judgeRange(test, isTrue, asked);
      default:
        return undefined;
    }
  }

  /** `ok = is_allowed(name)`, `ok, why = check(name)` */
  #judgeKept(name: string, offset: number, isTrue: boolean, asked: Asked): GuardStrength | undefined {
    const { scope: from } = asked.site;
    const [only, ...others] = this.#resolver.model.lookup(name, { scope: from, offset });
    if (only === undefined || others.length > 0) return undefined;
    const { source, scope, span } = only;
    const isKept = source.kind === 'value' || (source.kind === 'part' && source.value.kind === 'call');
    if (!isKept) return undefined;
    return this.judge(source.value, isTrue, { ...asked, site: { scope, offset: span.start } });
  }

  #judgeComparison(
    { operators, operands }: CompareExpr,
    isTrue: boolean,
    asked: Asked,
  ): GuardStrength | undefined {
    const { subject, site, depth } = asked;
    const [left, right] = operands;
    if (left === undefined || right === undefined || operators.length > 1) return undefined;
    const operator = operators[0]?.replace(/\s+/g, ' ') ?? '';
    const agrees = isTrue !== /^(?:not in|!==?|is not)$/.test(operator);
    if (right.kind === 'constant' && right.type === 'none') {
      if (agrees) return strengthOf(subject.aspectOf(left, site), subject.use);
      return this.judge(left, true, { ...asked, depth: depth + 1 });
    }
    const [first, second] = [subject.aspectOf(left, site), subject.aspectOf(right, site)];
    if (operator.endsWith('in')) {
      // A list of forbidden hosts.
      if (second === undefined)
        return agrees
          ? strengthOf(first, subject.use)
          : first === 'host' && asked.isGate
            ? 'weak'
            : undefined;
      // `root in path.parents` says that the path lies below; `".." in path` that something stands in it.
      if (right.kind === 'attribute' && right.name === 'parents')
        return agrees ? this.#known.judgePlace(right.object, subject, site) : undefined;
      return agrees || !asked.isGate ? undefined : judgeForbidden(left, second);
    }
    // A set that lies in another; a number below a bound.
    if (operator === '<=' || operator === '<') return agrees && first === 'whole' ? 'clear' : undefined;
    if (!/^(?:[!=]==?|is(?: not)?)$/.test(operator) || !agrees) return undefined;
    // Compared with something made of itself, or a piece that says what kind of answer it is.
    if ((first !== undefined && second !== undefined) || (first ?? second) === 'piece') return undefined;
    return strengthOf(first ?? second, subject.use);
  }

  #judgeCall(call: CallExpr, isTrue: boolean, asked: Asked): GuardStrength | undefined {
    const { subject, site, isGate } = asked;
    const { callee, args } = call;
    const [first] = args;
    if (callee.kind === 'attribute') {
      const held = subject.aspectOf(callee.object, site);
      if (held !== undefined)
        return isTrue
          ? this.#known.judgeForm(call, callee.object, callee.name, asked)
          : this.#known.judgeLacking(call, held, asked);
    }
    if (first === undefined) return undefined;
    const names = this.#resolver.namesOf(callee, site);
    if (isTrue) {
      const known = this.#known.judgeAnswer(call, names, asked);
      if (known !== 'unknown') return known;
    }
    const isAll = names.includes('builtins.all');
    if (isAll || names.includes('builtins.any')) {
      return first.value.kind === 'comprehension'
        ? this.#judgeEach(first.value, isTrue, isAll, asked)
        : undefined;
    }
    if (callee.kind === 'attribute' && /^(?:some|every)$/.test(callee.name)) {
      const isEvery = callee.name === 'every';
      // One of several is met, or none of several is missed.
      return isTrue === isEvery ? undefined : this.#judgeCallback(first.value, isTrue, asked);
    }
    const own = this.#judgeOwn(call, isTrue, asked);
    if (own !== 'unknown') return own;
    // A function of which nothing is known, behind a gate.
    if (!isTrue || !isGate || names.some((name) => LIBRARY.test(name))) return undefined;
    return args.some(({ value }) => isLookedAt(subject.aspectOf(value, site))) ? 'weak' : undefined;
  }

  /** `any(name == known for known in ALLOWED)`, `all(letter in LETTERS for letter in name)`. */
  #judgeEach(
    each: ComprehensionExpr,
    isTrue: boolean,
    isAll: boolean,
    asked: Asked,
  ): GuardStrength | undefined {
    const [test] = each.elements;
    const [clause] = each.clauses;
    if (test === undefined || clause === undefined) return undefined;
    const { subject, site, depth } = asked;
    const scope = this.#resolver.model.scopeOf(each, site.scope);
    const inner: Asked = { ...asked, site: { scope, offset: test.start }, depth: depth + 1 };
    if (clause.target.kind === 'name' && subject.aspectOf(clause.iterable, site) === 'whole') {
      // What holds of each letter or item holds of the whole.
      const item = subject.renamed(clause.target.name);
      return isAll === isTrue ? this.judge(test, isTrue, { ...inner, subject: item }) : undefined;
    }
    // One of several is met (any), or none of several (not any).
    return isAll ? undefined : this.judge(test, isTrue, inner);
  }

  /** `HOSTS.some((host) => url.hostname === host)` */
  #judgeCallback(callback: Expr, isTrue: boolean, asked: Asked): GuardStrength | undefined {
    if (callback.kind !== 'function-expr') return undefined;
    const { stmt } = callback;
    // What the callback calls so is another value.
    const [root] = asked.subject.written.split(/\W/);
    if (stmt.parameters.some(({ name }) => name === root)) return undefined;
    const scope = this.#resolver.model.scopeOf(stmt, asked.site.scope);
    return this.#judgeInside(stmt, scope, isTrue, asked);
  }
}
