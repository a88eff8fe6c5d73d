import type { CallExpr, Expr } from '../syntax/ir.js';
import type { GuardStrength } from './guard-strength.js';
import type { Site, ValueAt } from './module-model.js';
import type { Resolver } from './resolver.js';
import { judgePattern } from './text-pattern.js';

/** Schemas of zod whose values are numbers, choices, or of a fixed form. */
const LIMITED =
  /^zod\.(?:coerce\.)?(?:number|int|int32|uint32|float32|float64|boolean|stringbool|bigint|date|enum|nativeEnum|literal|null|undefined|void|never|uuid|uuidv4|guid|cuid2?|ulid|nanoid|ipv4|ipv6)$/;
const OBJECT = /^zod\.(?:strict|loose)?[oO]bject$/;
/** Schemas of other schemas: a value is one of theirs, or holds them. */
const OUTER = /^zod\.(?:optional|nullable|nullish|array|set|union|discriminatedUnion)$/;
/** Methods that leave what a schema lets through. */
const KEEPING: ReadonlySet<string> = new Set(
  'optional nullable nullish default catch describe meta min max length int positive nonnegative brand readonly array trim strict passthrough partial required refine'.split(
    ' ',
  ),
);
const FIXED_FORMS: ReadonlySet<string> = new Set(
  'uuid cuid cuid2 ulid nanoid datetime date time ip'.split(' '),
);
/** Methods that give a value that fits, or raise. */
const PARSING = /^(?:safeP|p)arse(?:Async)?$/;
const MAX_DEPTH = 12;

/** Tells what schemas of zod let through: those of tools, and those that values are parsed with. */
export class SchemaTypes {
  readonly #resolver: Resolver;

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
  }

  /** What the schema that a call is handed beside a function makes of a member of what the function gets. */
  judgeHanded({ args }: CallExpr, path: readonly string[], site: Site): GuardStrength | undefined {
    for (const { value } of args) {
      const found = this.#within(value, path, site, 0);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** What `Schema.parse(value).name` can be; undefined for what parses nothing, and for any text. */
  judgeParsed({ callee }: CallExpr, path: readonly string[], site: Site): GuardStrength | undefined {
    if (callee.kind !== 'attribute' || !PARSING.test(callee.name)) return undefined;
    const [first, ...rest] = path;
    const inner = callee.name.startsWith('safe') && first === 'data' ? rest : path;
    return this.#judge(callee.object, inner, site, 0);
  }

  /** `{ name: z.enum(NAMES) }`, a schema, or an object that holds one as `inputSchema` or `parameters`. */
  #within(value: Expr, path: readonly string[], site: Site, depth: number): GuardStrength | undefined {
    if (depth > 2) return undefined;
    const dict = this.#behind(value, site);
    if (dict.value.kind !== 'dict') return this.#judge(value, path, site, 0);
    const own = this.#ofMember(dict.value, path, dict.site, 0);
    if (own !== undefined) return own;
    for (const entry of dict.value.entries) {
      const found = this.#within(entry.value, path, dict.site, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #ofMember(
    { entries }: Extract<Expr, { kind: 'dict' }>,
    [first, ...rest]: readonly string[],
    site: Site,
    depth: number,
  ): GuardStrength | undefined {
    const entry = entries.find(({ key }) => key?.kind === 'constant' && key.value === first);
    return entry === undefined ? undefined : this.#judge(entry.value, rest, site, depth + 1);
  }

  #judge(schema: Expr, path: readonly string[], from: Site, depth: number): GuardStrength | undefined {
    const { value: call, site } = this.#behind(schema, from);
    if (depth > MAX_DEPTH || call.kind !== 'call') return undefined;
    const { callee, args } = call;
    const [first] = args;
    const names = this.#resolver.namesOf(callee, site);
    if (names.some((name) => LIMITED.test(name))) return 'clear';
    if (names.some((name) => OBJECT.test(name))) {
      const members = first === undefined ? undefined : this.#behind(first.value, site);
      return members?.value.kind === 'dict'
        ? this.#ofMember(members.value, path, members.site, depth)
        : undefined;
    }
    if (names.some((name) => OUTER.test(name))) {
      const parts = args.flatMap(({ value }) => (value.kind === 'sequence' ? value.items : [value]));
      const said = parts
        .filter(({ kind }) => kind !== 'constant')
        .map((part) => this.#judge(part, path, site, depth + 1));
      return said.length === 0 || said.includes(undefined)
        ? undefined
        : said.includes('weak')
          ? 'weak'
          : 'clear';
    }
    if (callee.kind !== 'attribute') return undefined;
    if (callee.name === 'regex' && first?.value.kind === 'constant' && path.length === 0)
      return judgePattern(first.value, 'search', undefined);
    if (FIXED_FORMS.has(callee.name) && path.length === 0) return 'clear';
    return KEEPING.has(callee.name) ? this.#judge(callee.object, path, site, depth + 1) : undefined;
  }

  /** What one name stands for. */
  #behind(expr: Expr, site: Site): ValueAt {
    if (expr.kind !== 'name') return { value: expr, site };
    const given = this.#resolver.model.onlyValue(expr.name, { scope: site.scope, offset: expr.start });
    return given ?? { value: expr, site };
  }
}
