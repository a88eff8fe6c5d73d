import type {
  CallExpr,
  CompareExpr,
  ComprehensionExpr,
  ConstantExpr,
  Expr,
  FunctionStmt,
} from '../syntax/ir.js';
import { best, type GuardStrength, isLookedAt, strengthOf } from './guard-strength.js';
import type { Site } from './module-model.js';
import type { Resolver } from './resolver.js';
import type { Scope } from './scope.js';
import { Subject } from './subject.js';
import { judgePattern } from './text-pattern.js';

/** Methods of a text that are true of names and numbers only. */
const PLAIN_FORMS: ReadonlySet<string> = new Set(
  'isdigit isdecimal isnumeric isalnum isalpha isidentifier'.split(' '),
);
const NUMBERS = /^builtins\.(?:int|float|bool)$/;
/** Functions of libraries that answer questions, but check nothing. */
const LIBRARY =
  /^(?:builtins|os|pathlib|re|json|ast|shutil|logging|time|inspect|importlib|torch|numpy|pandas)\./;
const MAX_DEPTH = 15;

/** What is asked of a test. */
export interface Asked {
  /** The value that somebody may have looked at. */
  readonly subject: Subject;
  readonly site: Site;
  /** True when the other outcome leaves the function or the loop. */
  readonly isGate: boolean;
  readonly depth: number;
}

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
  readonly #judgeOwn: JudgeOwn;
  readonly #judgeInside: JudgeInside;

  constructor(resolver: Resolver, judgeOwn: JudgeOwn, judgeInside: JudgeInside) {
    this.#resolver = resolver;
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
      if (agrees) return strengthOf(subject.aspectOf(left, site));
      return this.judge(left, true, { ...asked, depth: depth + 1 });
    }
    const [first, second] = [subject.aspectOf(left, site), subject.aspectOf(right, site)];
    if (operator.endsWith('in')) {
      if (second === undefined) return agrees ? strengthOf(first) : undefined;
      // `root in path.parents` says that the path lies below; `".." in path` that something stands in it.
      if (right.kind === 'attribute' && right.name === 'parents') return agrees ? 'clear' : undefined;
      // A plain word in it says what kind of answer it is, as with `"error" in reply`.
      const isWord = left.kind === 'constant' && /^[\w ]*[A-Za-z][\w ]*$/.test(String(left.value));
      return agrees || second === 'aside' || isWord || !asked.isGate ? undefined : 'weak';
    }
    // A set that lies in another; a number below a bound.
    if (operator === '<=' || operator === '<') return agrees && first === 'whole' ? 'clear' : undefined;
    if (!/^(?:[!=]==?|is(?: not)?)$/.test(operator) || !agrees) return undefined;
    // Compared with something made of itself, or a piece that says what kind of answer it is.
    if ((first !== undefined && second !== undefined) || (first ?? second) === 'piece') return undefined;
    return strengthOf(first ?? second);
  }

  #judgeCall(call: CallExpr, isTrue: boolean, asked: Asked): GuardStrength | undefined {
    const { subject, site, isGate } = asked;
    const { callee, args } = call;
    const [first] = args;
    if (callee.kind === 'attribute') {
      const held = subject.aspectOf(callee.object, site);
      if (held !== undefined)
        return isTrue ? this.#judgeForm(call, callee.object, callee.name, asked) : undefined;
    }
    if (first === undefined) return undefined;
    const names = this.#resolver.namesOf(callee, site);
    if (isTrue) {
      const known = this.#judgeKnown(call, names, asked);
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

  /** `name.isdigit()`, `path.is_relative_to(root)` and their kin. */
  #judgeForm(
    call: CallExpr,
    object: Expr,
    method: string,
    { subject, site }: Asked,
  ): GuardStrength | undefined {
    const aspect = subject.aspectOf(object, site);
    const isAll = aspect === 'whole' || aspect === 'place';
    if (/^starts[Ww]ith$/.test(method) && isLookedAt(aspect)) {
      const isFixed = subject.isPlace(object, site) || isAddress(call.args[0]?.value);
      return isAll && isFixed ? 'clear' : 'weak';
    }
    const isForm = PLAIN_FORMS.has(method) || method === 'is_relative_to' || method === 'issubset';
    return isAll && isForm ? 'clear' : undefined;
  }

  /** What functions of the language's own libraries say when they say yes. */
  #judgeKnown(
    call: CallExpr,
    names: readonly string[],
    { subject, site }: Asked,
  ): GuardStrength | undefined | 'unknown' {
    const { callee, args } = call;
    const [first, second] = args;
    if (first === undefined) return 'unknown';
    if (names.includes('builtins.isinstance') && second !== undefined) {
      const classes = second.value.kind === 'sequence' ? second.value.items : [second.value];
      const areNumbers = classes.every((one) =>
        this.#resolver.namesOf(one, site).some((name) => NUMBERS.test(name)),
      );
      return areNumbers && subject.aspectOf(first.value, site) === 'whole' ? 'clear' : undefined;
    }
    const method = callee.kind === 'attribute' || callee.kind === 'name' ? callee.name : '';
    const pattern = this.#patternOf(call, names, site);
    if (pattern !== undefined) {
      const isText = args.some(({ value }) => subject.aspectOf(value, site) === 'whole');
      return isText ? judgePattern(pattern, method) : undefined;
    }
    if (names.some((name) => /^(?:hmac|secrets)\.compare_digest$/.test(name))) {
      return args.some(({ value }) => subject.aspectOf(value, site) === 'whole') ? 'clear' : undefined;
    }
    // `ALLOWED.includes(name)`, `allowed.has(name)`
    if (callee.kind === 'attribute' && /^(?:includes|has)$/.test(method)) {
      return strengthOf(subject.aspectOf(first.value, site));
    }
    return 'unknown';
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
      const item = new Subject(this.#resolver, clause.target.name);
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

  #patternOf(call: CallExpr, names: readonly string[], site: Site): ConstantExpr | undefined {
    const { callee, args } = call;
    if (names.some((name) => /^re\.(?:fullmatch|match|search)$/.test(name)))
      return this.#textOf(args[0]?.value, site);
    if (callee.kind !== 'attribute' || !/^(?:fullmatch|match|search|test)$/.test(callee.name))
      return undefined;
    const compiled = this.#valueOf(callee.object, site);
    if (compiled?.kind === 'constant' && compiled.type === 'regex') return compiled;
    return compiled?.kind === 'call' ? this.#textOf(compiled.args[0]?.value, site) : undefined;
  }

  #textOf(expr: Expr | undefined, site: Site): ConstantExpr | undefined {
    const value = expr === undefined ? undefined : this.#valueOf(expr, site);
    return value?.kind === 'constant' && typeof value.value === 'string' ? value : undefined;
  }

  /** What one name stands for, one step back. */
  #valueOf(expr: Expr, { scope }: Site): Expr | undefined {
    if (expr.kind !== 'name') return expr;
    const [only, ...others] = this.#resolver.model.lookup(expr.name, { scope, offset: expr.start });
    return only?.source.kind === 'value' && others.length === 0 ? only.source.value : undefined;
  }
}

/** An address whose host is fixed. */
function isAddress(expr: Expr | undefined): boolean {
  return expr?.kind === 'constant' && typeof expr.value === 'string' && /^\w+:\/\/[^/]+\//.test(expr.value);
}
