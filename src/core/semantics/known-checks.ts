import type { AttributeExpr, CallExpr, ConstantExpr, Expr, SubscriptExpr } from '../syntax/ir.js';
import { type Asked, type GuardStrength, isFor, isLookedAt, strengthOf } from './guard-strength.js';
import type { Site } from './module-model.js';
import type { Resolver } from './resolver.js';
import type { Aspect, Subject } from './subject.js';
import { judgePattern } from './text-pattern.js';

/** Methods of a text that are true of names and numbers only. */
const PLAIN_FORMS: ReadonlySet<string> = new Set(
  'isdigit isdecimal isnumeric isalnum isalpha isidentifier'.split(' '),
);
const NUMBERS = /^builtins\.(?:int|float|bool)$/;
const SEPARATORS = /^(?:os(?:\.path)?\.sep|path\.sep)$/;
/** What addresses tell of themselves when nobody outside can reach them. */
const INNER_RANGES: ReadonlySet<string> = new Set(
  'is_private is_loopback is_link_local is_reserved is_unspecified is_multicast'.split(' '),
);

/** Tells what the checks of the languages' own libraries say of values: forms of texts, places of paths, known keys. */
export class KnownChecks {
  readonly #resolver: Resolver;

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
  }

  /** `name.isdigit()`, `path.is_relative_to(root)` and their kin. */
  judgeForm(
    call: CallExpr,
    object: Expr,
    method: string,
    { subject, site }: Asked,
  ): GuardStrength | undefined {
    const aspect = subject.aspectOf(object, site);
    const isAll = aspect === 'whole' || aspect === 'place';
    const start = call.args[0]?.value;
    if (/^starts[Ww]ith$/.test(method) && isLookedAt(aspect)) {
      if (isScheme(start)) return undefined;
      const isBelow =
        isFor('path', subject.use) && subject.isPlace(object, site) && this.#isClosed(start, site);
      return isAll && (isBelow || (isFor('url', subject.use) && isAddress(start))) ? 'clear' : 'weak';
    }
    // `host.endswith(".acme.com")`; without the dot others can have a name that ends so.
    if (/^ends[Ww]ith$/.test(method) && aspect === 'host')
      return isFor('url', subject.use) && isConstant(start, /^\./) ? 'clear' : 'weak';
    if (method === 'is_relative_to') return this.judgePlace(object, subject, site);
    const isForm = PLAIN_FORMS.has(method) || method === 'issubset';
    return isAll && isForm ? 'clear' : undefined;
  }

  /** `if (name.includes('..')) throw`, `if (relative.startsWith('..')) throw`: what is forbidden does not stand in it. */
  judgeLacking(
    { callee, args }: CallExpr,
    held: Aspect,
    { subject, site, isGate }: Asked,
  ): GuardStrength | undefined {
    if (callee.kind !== 'attribute' || args[0] === undefined) return undefined;
    const { value } = args[0];
    if (/^starts[Ww]ith$/.test(callee.name) && isConstant(value, /^\.\./)) {
      const isBelow = subject.isPlace(callee.object, site) && isFor('path', subject.use);
      return isBelow ? 'clear' : isLookedAt(held) ? 'weak' : undefined;
    }
    return callee.name === 'includes' && isGate ? judgeForbidden(value, held) : undefined;
  }

  /**
   * `LOADERS[name]`, which is there: the name is one of the keys that somebody wrote down. `otherwise`: what becomes of
   * other names; only Python raises for one.
   */
  judgeEntry(
    { object, indices }: SubscriptExpr,
    { subject, site }: Asked,
    otherwise: 'raises' | 'is empty',
  ): GuardStrength | undefined {
    const [key, ...others] = indices;
    if (key === undefined || others.length > 0) return undefined;
    const isSaid = otherwise === 'is empty' || !site.scope.model.syntax.language.hasFunctionExpressions;
    if (!isSaid || this.#valueOf(object, site)?.kind !== 'dict') return undefined;
    return strengthOf(subject.aspectOf(key, site), subject.use);
  }

  /** What it is worth that a path lies below another: only what was worked out leads nowhere else. */
  judgePlace(path: Expr, subject: Subject, site: Site): GuardStrength | undefined {
    if (!isLookedAt(subject.aspectOf(path, site))) return undefined;
    return isFor('path', subject.use) && subject.isPlace(path, site) ? 'clear' : 'weak';
  }

  /** True for the beginning of a path that ends where a name ends: `"/data/"`, `root + os.sep`, `f"{root}/"`. */
  #isClosed(start: Expr | undefined, site: Site): boolean {
    const value = start === undefined ? undefined : (this.#valueOf(start, site) ?? start);
    switch (value?.kind) {
      case 'constant':
        return typeof value.value === 'string' && /[/\\]$/.test(value.value);
      case 'binary':
        return value.operator === '+' && this.#isClosed(value.right, site);
      case 'template': {
        const last = value.parts.at(-1);
        return typeof last === 'string' ? /[/\\]$/.test(last) : this.#isClosed(last, site);
      }
      case 'call': {
        const last = value.args.at(-1)?.value;
        const isJoin = this.#resolver.namesOf(value.callee, site).includes('os.path.join');
        return isJoin && last !== undefined && (isConstant(last, /^$/) || this.#isClosed(last, site));
      }
      case 'name':
      case 'attribute':
        return this.#resolver.namesOf(value, site).some((name) => SEPARATORS.test(name));
      default:
        return false;
    }
  }

  /** What functions of the language's own libraries say when they say yes. */
  judgeAnswer(
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
      return isText ? judgePattern(pattern, method, subject.use) : undefined;
    }
    if (names.some((name) => /^(?:hmac|secrets)\.compare_digest$/.test(name))) {
      return args.some(({ value }) => subject.aspectOf(value, site) === 'whole') ? 'clear' : undefined;
    }
    // `ALLOWED.includes(name)`, `allowed.has(name)`, `SCRIPTS.hasOwnProperty(name)`
    if (callee.kind === 'attribute' && /^(?:includes|has|hasOwnProperty)$/.test(method)) {
      return strengthOf(subject.aspectOf(first.value, site), subject.use);
    }
    // `LOADERS.get(name)`
    if (callee.kind === 'attribute' && method === 'get' && second === undefined) {
      const isWritten = this.#valueOf(callee.object, site)?.kind === 'dict';
      if (isWritten) return strengthOf(subject.aspectOf(first.value, site), subject.use);
    }
    if (names.includes('builtins.Object.hasOwn') && second !== undefined)
      return strengthOf(subject.aspectOf(second.value, site), subject.use);
    return 'unknown';
  }

  /** `ipaddress.ip_address(host).is_private`: from where the address can be reached. */
  judgeRange(
    { object, name }: AttributeExpr,
    isTrue: boolean,
    { subject, site }: Asked,
  ): GuardStrength | undefined {
    if (!INNER_RANGES.has(name) && name !== 'is_global') return undefined;
    const aspect = subject.aspectOf(object, site);
    if (!isLookedAt(aspect) || isTrue !== (name === 'is_global')) return undefined;
    const isOuter = name === 'is_global' || name === 'is_private';
    return isOuter && isFor('url', subject.use) ? 'clear' : 'weak';
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
    return this.#resolver.model.onlyValue(expr.name, { scope, offset: expr.start })?.value;
  }
}

/** What it is worth that something does not stand in a value. */
export function judgeForbidden(forbidden: Expr, aspect: Aspect): GuardStrength | undefined {
  // A plain word in it says what kind of answer it is, as with `"error" in reply`.
  if (isConstant(forbidden, /^[\w ]*[A-Za-z][\w ]*$/)) return undefined;
  return isLookedAt(aspect) || isConstant(forbidden, /^\.\.$/) ? 'weak' : undefined;
}

function isConstant(expr: Expr | undefined, pattern: RegExp): boolean {
  return expr?.kind === 'constant' && typeof expr.value === 'string' && pattern.test(expr.value);
}

/** `https://`, alone or in a list: it says nothing of the host. */
function isScheme(expr: Expr | undefined): boolean {
  const starts = expr?.kind === 'sequence' ? expr.items : [expr];
  return starts.every((start) => isConstant(start, /^(?:https?|wss?|ftp)(?:$|:)\/{0,2}$/));
}

/** An address whose host is fixed. */
function isAddress(expr: Expr | undefined): boolean {
  return isConstant(expr, /^\w+:\/\/[^/]+\//);
}
