import type { CallExpr, ClassStmt, Expr } from '../syntax/ir.js';
import type { CompiledFlow } from './flow-knowledge.js';
import { best, type GuardStrength } from './guard-strength.js';
import type { Guards } from './guards.js';
import type { Site } from './module-model.js';
import type { Resolver } from './resolver.js';
import type { Binding, Scope } from './scope.js';
import { judgePattern } from './text-pattern.js';

const ENUMERATION = /^enum\.(?:Enum|IntEnum|StrEnum|Flag|IntFlag)$/;
const COLLECTION =
  /^(?:builtins\.(?:list|set|tuple|frozenset|dict)|typing(?:_extensions)?\.(?:Optional|Union|List|Set|Tuple|Sequence|Dict|Required|NotRequired))$/;
const ANNOTATED = /^typing(?:_extensions)?\.Annotated$/;
const LITERAL = /^typing(?:_extensions)?\.Literal$/;
const CONSTRAINT =
  /^(?:pydantic\.(?:Field|constr|StringConstraints|types\.StringConstraints)|fastapi\.(?:Query|Path|Form|Body|Header|Cookie))$/;
const VALIDATOR = /^pydantic\.(?:field_validator|validator|functional_validators\.field_validator)$/;
const MAX_DEPTH = 6;

/** A member of a class that has annotations, as models and dataclasses do. */
interface Field {
  readonly annotation: Expr;
  readonly fallback?: Expr;
}

/** Tells which types let nothing pass that does harm: numbers, choices, and texts of a form that somebody wrote down. */
export class HarmlessTypes {
  readonly #resolver: Resolver;
  readonly #flow: CompiledFlow;
  readonly #guards: Guards;

  constructor(resolver: Resolver, flow: CompiledFlow, guards: Guards) {
    this.#resolver = resolver;
    this.#flow = flow;
    this.#guards = guards;
  }

  /** What a type, with what is said of it beside it, makes of a value. */
  judge(
    annotation: Expr | undefined,
    fallback: Expr | undefined,
    site: Site,
    depth = 0,
  ): GuardStrength | undefined {
    if (depth > MAX_DEPTH) return undefined;
    const said = fallback === undefined ? undefined : this.#judgeConstraint(fallback, site);
    return best(said, annotation === undefined ? undefined : this.#judgeType(annotation, site, depth));
  }

  /** What the type of a member makes of it, where `annotation` names a class of the workspace. */
  judgeMember(
    annotation: Expr | undefined,
    path: readonly string[],
    site: Site,
    depth = 0,
  ): GuardStrength | undefined {
    const [first, ...rest] = path;
    if (annotation === undefined || first === undefined || depth > MAX_DEPTH) return undefined;
    for (const target of this.#resolver.resolve(annotation, site)) {
      if (target.kind !== 'class') continue;
      return this.#judgeField(target.stmt, target.scope, first, rest, depth);
    }
    return undefined;
  }

  #judgeField(
    stmt: ClassStmt,
    scope: Scope,
    name: string,
    rest: readonly string[],
    depth: number,
  ): GuardStrength | undefined {
    const inner = this.#resolver.model.scopeOf(stmt, scope);
    const site: Site = { scope: inner, offset: stmt.end };
    const field = fieldOf(stmt, name);
    const own =
      field === undefined
        ? undefined
        : rest.length > 0
          ? this.judgeMember(field.annotation, rest, site, depth + 1)
          : this.judge(field.annotation, field.fallback, site, depth + 1);
    const validated = best(own, this.#judgeValidators(stmt, inner, name));
    if (validated !== undefined || field !== undefined) return validated;
    for (const { value, name: keyword } of stmt.bases) {
      if (keyword !== undefined) continue;
      const inherited = this.judgeMember(value, [name, ...rest], { scope, offset: stmt.start }, depth + 1);
      if (inherited !== undefined) return inherited;
    }
    return undefined;
  }

  /** Methods that look at a member before the object is made. */
  #judgeValidators(stmt: ClassStmt, inner: Scope, name: string): GuardStrength | undefined {
    let found: GuardStrength | undefined;
    for (const method of stmt.body.read()) {
      if (method.kind !== 'function') continue;
      const site: Site = { scope: inner, offset: method.start };
      const isFor = method.decorators.some(
        (mark) =>
          mark.kind === 'call' &&
          this.#resolver.namesOf(mark.callee, site).some((known) => VALIDATOR.test(known)) &&
          mark.args.some(({ value }) => value.kind === 'constant' && value.value === name),
      );
      const value = method.parameters[1];
      if (!isFor || value === undefined) continue;
      found = best(found, this.#guards.findInside(method, inner, value.name));
    }
    return found;
  }

  #judgeType(annotation: Expr, site: Site, depth: number): GuardStrength | undefined {
    if (depth > MAX_DEPTH) return undefined;
    switch (annotation.kind) {
      case 'constant':
        return annotation.type === 'none' ? 'clear' : undefined;
      case 'binary':
        return this.#judgeAll([annotation.left, annotation.right], site, depth);
      case 'call':
        return this.#judgeConstraint(annotation, site);
      case 'subscript': {
        const names = this.#resolver.namesOf(annotation.object, site);
        const [first, ...others] = annotation.indices.flatMap((index) =>
          index.kind === 'sequence' ? index.items : [index],
        );
        if (names.some((name) => LITERAL.test(name))) return 'clear';
        if (first === undefined) return undefined;
        if (names.some((name) => COLLECTION.test(name)))
          return this.#judgeAll([first, ...others], site, depth);
        if (!names.some((name) => ANNOTATED.test(name))) return undefined;
        const said = others.map((other) => this.#judgeConstraint(other, site));
        return said.reduce(best, this.#judgeType(first, site, depth + 1));
      }
      case 'name':
      case 'attribute': {
        if (isEnumeration(annotation, site, this.#resolver)) return 'clear';
        const names = this.#resolver.namesOf(annotation, site);
        if (this.#flow.isHarmless(names, undefined)) return 'clear';
        const alias =
          annotation.kind === 'name' ? this.#aliasOf(annotation.name, annotation.start, site) : undefined;
        return alias === undefined ? undefined : this.#judgeType(alias.value, alias.site, depth + 1);
      }
      default:
        return undefined;
    }
  }

  /** `Stack = Literal["html", "react"]`, here or in the module it is imported from. */
  #aliasOf(name: string, offset: number, site: Site): { value: Expr; site: Site } | undefined {
    const [only, ...others] = this.#resolver.model.lookup(name, { scope: site.scope, offset });
    if (only === undefined || others.length > 0) return undefined;
    const bound = only.source.kind === 'import' ? this.#importedBinding(only, only.source.name) : only;
    if (bound?.source.kind !== 'value') return undefined;
    return { value: bound.source.value, site: { scope: bound.scope, offset: bound.span.start } };
  }

  #importedBinding({ scope }: Binding, name: string): Binding | undefined {
    const { links, source } = scope.model;
    const [only, ...others] = source === undefined ? [] : (links?.follow(source.path, name) ?? []);
    return only?.kind === 'binding' && others.length === 0 ? only.binding : undefined;
  }

  #judgeAll(parts: readonly Expr[], site: Site, depth: number): GuardStrength | undefined {
    const strengths = parts.map((part) => this.#judgeType(part, site, depth + 1));
    if (strengths.some((strength) => strength === undefined)) return undefined;
    return strengths.includes('weak') ? 'weak' : 'clear';
  }

  /** `Field(pattern="^[a-z]+$")`, `constr(regex=...)` */
  #judgeConstraint(mark: Expr, site: Site): GuardStrength | undefined {
    if (mark.kind !== 'call') return undefined;
    if (!this.#resolver.namesOf(mark.callee, site).some((name) => CONSTRAINT.test(name))) return undefined;
    const pattern = patternOf(mark);
    return pattern?.kind === 'constant' ? judgePattern(pattern, 'search', undefined) : undefined;
  }
}

/** True for a class of the workspace that lists its members; making one of another value raises. */
export function isEnumeration(expr: Expr, site: Site, resolver: Resolver, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  return resolver.resolve(expr, site).some((target) => {
    if (target.kind === 'global') return depth > 0 && ENUMERATION.test(target.name);
    if (target.kind !== 'class') return false;
    const around: Site = { scope: target.scope, offset: target.stmt.start };
    return target.stmt.bases.some(({ value }) => isEnumeration(value, around, resolver, depth + 1));
  });
}

function patternOf({ args }: CallExpr): Expr | undefined {
  return args.find(({ name }) => name === 'pattern' || name === 'regex')?.value;
}

function fieldOf(stmt: ClassStmt, name: string): Field | undefined {
  for (const member of stmt.body.read()) {
    if (member.kind !== 'assign' || member.annotation === undefined) continue;
    const [target] = member.targets;
    if (target?.kind !== 'name' || target.name !== name) continue;
    return {
      annotation: member.annotation,
      ...(member.value === undefined ? {} : { fallback: member.value }),
    };
  }
  return undefined;
}
