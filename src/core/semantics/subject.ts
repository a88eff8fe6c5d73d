import type { ValueUse } from '../rules/rule.js';
import type { CallExpr, Expr } from '../syntax/ir.js';
import type { Site } from './module-model.js';
import type { Resolver } from './resolver.js';

/**
 * How an expression in a test is made of the value that is asked about. `whole`: it, spelled alike; `place`: it as a
 * path that was worked out; `host`: the host of an address; `piece`: a piece that was cut off, or what an unknown
 * function made of it; `aside`: something that says little of it, such as its length.
 */
export type Aspect = 'whole' | 'place' | 'host' | 'piece' | 'aside';

const MAX_DEPTH = 16;

/** Methods whose result is the same text, or the same path. */
const KEEPING_METHODS: ReadonlySet<string> = new Set(
  'strip lstrip rstrip lower upper casefold decode encode expanduser as_posix trim toLowerCase toUpperCase'.split(
    ' ',
  ),
);
/** Methods that work out where a path leads. */
const PLACING_METHODS: ReadonlySet<string> = new Set(['resolve', 'absolute', 'joinpath']);
const CUTTING_METHODS: ReadonlySet<string> = new Set(
  'split rsplit partition rpartition splitlines'.split(' '),
);
const HOST_MEMBERS: ReadonlySet<string> = new Set(['hostname', 'netloc', 'host', 'origin']);

const KEEPING_CALLS =
  /^(?:builtins\.(?:str|list|set|tuple|frozenset|sorted|bytes)|os\.(?:fspath|path\.(?:expanduser|join))|pathlib\.(?:Pure|Posix)?Path|urllib\.parse\.(?:unquote|urlparse|urlsplit)|builtins\.(?:URL|String|decodeURI(?:Component)?)|hashlib\.\w+)$/;
const PLACING_CALLS =
  /^(?:os\.path\.(?:abspath|realpath|normpath|relpath)|path\.(?:resolve|join|normalize|relative)|fs(?:\/promises)?\.realpath(?:Sync)?)$/;
const COMMON_PATH = 'os.path.commonpath';
const TELLING_LITTLE = /^(?:builtins|typing|json|ast|os|io|logging|time|inspect|numpy|torch|pandas)\./;

/** Tells how an expression is made of a value, given as it is written. */
export class Subject {
  readonly #resolver: Resolver;
  /** The value, without blanks. */
  readonly written: string;
  /** What the value serves as where it is used; undefined where that is not said. */
  readonly use: ValueUse | undefined;

  /** Whether the value as it is written is a path that was worked out by whoever passed it. */
  readonly #isPlaced: boolean;

  constructor(resolver: Resolver, written: string, use: ValueUse | undefined, isPlaced = false) {
    this.#resolver = resolver;
    this.written = written;
    this.use = use;
    this.#isPlaced = isPlaced;
  }

  /** The same value, as it is called elsewhere. */
  renamed(written: string): Subject {
    return new Subject(this.#resolver, written, this.use, this.#isPlaced);
  }

  /** The same value, as a function calls it that is passed it. */
  passed(value: Expr, site: Site, written: string): Subject {
    return new Subject(this.#resolver, written, this.use, this.isPlace(value, site));
  }

  /** Undefined when the expression has nothing to do with the value. */
  aspectOf(expr: Expr, site: Site, depth = 0): Aspect | undefined {
    if (depth > MAX_DEPTH) return undefined;
    if (writtenAs(expr, site) === this.written) return 'whole';
    switch (expr.kind) {
      case 'name':
        return this.#ofName(expr.name, { scope: site.scope, offset: expr.start }, depth);
      case 'attribute': {
        const inner = this.aspectOf(expr.object, site, depth + 1);
        if (inner === undefined) return undefined;
        return HOST_MEMBERS.has(expr.name) ? 'host' : 'aside';
      }
      case 'subscript': {
        const inner = this.aspectOf(expr.object, site, depth + 1);
        return inner === undefined || inner === 'piece' ? inner : 'aside';
      }
      case 'call':
        return this.#ofCall(expr, site, depth);
      case 'binary':
        return this.#first([expr.left, expr.right], site, depth);
      case 'template':
        return this.#first(
          expr.parts.filter((part) => typeof part !== 'string'),
          site,
          depth,
        );
      case 'sequence':
        return this.#first(expr.items, site, depth);
      case 'wrap':
      case 'named':
        return this.aspectOf(expr.value, site, depth + 1);
      default:
        return undefined;
    }
  }

  /** True for a path that was worked out, so that nothing in it leads up again. */
  isPlace(expr: Expr, site: Site, depth = 0): boolean {
    if (depth > MAX_DEPTH) return false;
    if (this.#isPlaced && writtenAs(expr, site) === this.written) return true;
    if (expr.kind === 'name') {
      const bindings = this.#resolver.model.lookup(expr.name, { scope: site.scope, offset: expr.start });
      const [only] = bindings;
      if (only?.source.kind !== 'value' || bindings.length > 1) return false;
      return this.isPlace(only.source.value, { scope: only.scope, offset: only.span.start }, depth + 1);
    }
    if (expr.kind !== 'call') return false;
    const { callee, args } = expr;
    if (callee.kind === 'attribute' && PLACING_METHODS.has(callee.name)) return callee.name === 'resolve';
    const names = this.#resolver.namesOf(callee, site);
    if (names.some((name) => PLACING_CALLS.test(name))) return true;
    const [first] = args;
    return (
      first !== undefined &&
      names.some((name) => KEEPING_CALLS.test(name)) &&
      this.isPlace(first.value, site, depth + 1)
    );
  }

  /** A list in which all that is made of the value was worked out. */
  #holdsPlace(paths: Expr, site: Site): boolean {
    if (paths.kind !== 'sequence') return false;
    const made = paths.items.filter((item) => this.aspectOf(item, site) !== undefined);
    return made.length > 0 && made.every((item) => this.isPlace(item, site));
  }

  #first(exprs: readonly Expr[], site: Site, depth: number): Aspect | undefined {
    for (const expr of exprs) {
      const aspect = this.aspectOf(expr, site, depth + 1);
      if (aspect !== undefined) return aspect;
    }
    return undefined;
  }

  #ofName(name: string, site: Site, depth: number): Aspect | undefined {
    const bindings = this.#resolver.model.lookup(name, site);
    // Bound to several things: which of them was tested is not certain.
    if (bindings.filter(({ source }) => source.kind !== 'addition').length > 1) return undefined;
    for (const { source, scope, span } of bindings) {
      const place: Site = { scope, offset: span.start };
      if (source.kind === 'value' || source.kind === 'addition') {
        const aspect = this.aspectOf(source.value, place, depth + 1);
        if (aspect !== undefined) return aspect;
      } else if (source.kind === 'part') {
        const around: Site = source.isOutside === true ? { ...place, scope: scope.parent ?? scope } : place;
        if (this.aspectOf(source.value, around, depth + 1) !== undefined) return 'piece';
      }
    }
    return undefined;
  }

  #ofCall(call: CallExpr, site: Site, depth: number): Aspect | undefined {
    const { callee } = call;
    const given = this.#first(
      call.args.map(({ value }) => value),
      site,
      depth,
    );
    const names = this.#resolver.namesOf(callee, site);
    // What two paths have in common, as they are written.
    if (given !== undefined && names.includes(COMMON_PATH))
      return call.args.some(({ value }) => this.#holdsPlace(value, site)) ? 'place' : 'piece';
    if (given !== undefined && names.some((name) => PLACING_CALLS.test(name))) return 'place';
    if (given !== undefined && names.some((name) => KEEPING_CALLS.test(name))) return given;
    const own = callee.kind === 'attribute' ? this.aspectOf(callee.object, site, depth + 1) : undefined;
    if (callee.kind === 'attribute') {
      const held = own ?? given;
      if (held !== undefined && PLACING_METHODS.has(callee.name)) return 'place';
      if (own !== undefined && KEEPING_METHODS.has(callee.name)) return own;
      if (own !== undefined && /^(?:hex)?digest$/.test(callee.name)) return own;
      if (own !== undefined && CUTTING_METHODS.has(callee.name)) return 'piece';
    }
    if (own !== undefined) return 'aside';
    if (given === undefined) return undefined;
    return names.some((name) => TELLING_LITTLE.test(name)) ? 'aside' : 'piece';
  }
}

/** An expression as it is written, without blanks. */
export function writtenAs(expr: Expr, { scope }: Site): string {
  return scope.model.syntax.text.slice(expr.start, expr.end).replace(/\s+/g, '');
}
