import type { Span } from '../source/position.js';
import type { ClassStmt, Expr, FunctionStmt } from '../syntax/ir.js';
import type { Annotations } from './annotations.js';
import { mayAddTo, mayAssign } from './may-assign.js';
import type { Site, ValueAt } from './module-model.js';
import { isLeftOpen } from './overrides.js';
import type { Resolving } from './resolving.js';
import type { BindingSource, Scope } from './scope.js';
import { nameOf, type Target, uniqueTargets } from './target.js';

/** A value that a method gives to a member. */
export interface AssignedMember extends ValueAt {
  /** Where that is written, and what the method calls its object. */
  readonly span: Span;
  readonly self: string;
}

const ASSIGNED = /\bself\.(\w+)[ \t]*=(?!=)/g;

type Field = Extract<BindingSource, { kind: 'value' | 'declared' }>;

/** A value that a method puts into a member. */
export interface AddedToMember extends AssignedMember {
  readonly key?: Expr;
}

/** Calls that stand for a value that comes later. */
const FIELDS: ReadonlySet<string> = new Set(
  ['pydantic.Field', 'dataclasses.field', 'attr.ib', 'attrs.field'].flatMap((name) => [name, `${name}()`]),
);

/** What is kept for a member of the class with a scope, worked out when it is first asked for. */
function answerOnce<T>(kept: Map<Scope, Map<string, T>>, inner: Scope, name: string, find: () => T): T {
  let members = kept.get(inner);
  if (members === undefined) {
    members = new Map();
    kept.set(inner, members);
  }
  let answer = members.get(name);
  if (answer === undefined) {
    answer = find();
    members.set(name, answer);
  }
  return answer;
}

/** Tells what members of the workspace's own classes stand for. */
export class ClassMembers {
  readonly #resolving: Resolving;
  readonly #annotations: Annotations;
  readonly #names = new Map<Scope, ReadonlySet<string>>();
  /** By the scope of the class and the name of the member. */
  readonly #added = new Map<Scope, Map<string, readonly AddedToMember[]>>();
  readonly #assigned = new Map<Scope, Map<string, readonly AssignedMember[]>>();

  constructor(resolving: Resolving, annotations: Annotations) {
    this.#resolving = resolving;
    this.#annotations = annotations;
  }

  /** What a class, its methods or its bases say a member is; its qualified name when another module defines it. */
  find(stmt: ClassStmt, scope: Scope, name: string, depth: number): readonly Target[] {
    const found = this.#find(stmt, scope, name, depth);
    const holder = found.length > 0 ? undefined : this.foreignName(stmt.name, scope);
    return holder === undefined ? found : [this.#resolving.global(`${holder}.${name}`)];
  }

  #find(stmt: ClassStmt, scope: Scope, name: string, depth: number): readonly Target[] {
    const { model } = this.#resolving;
    const inner = model.scopeOf(stmt, scope);
    const property = findProperty(inner, name);
    if (property !== undefined) return this.#resolving.returned(property, inner, depth);
    const member = inner.bindingsOf(name).at(-1)?.source;
    if (member?.kind === 'function') return this.#ofMethod(member.stmt, stmt, inner, depth);
    if (member?.kind === 'value' || member?.kind === 'declared') {
      const found = this.#ofField(member, inner, depth);
      if (found.length > 0) return found;
    }
    const assigned = this.#ofAssigned(stmt, inner, name, depth);
    if (assigned.length > 0) return assigned;
    const site: Site = { scope, offset: stmt.start };
    return uniqueTargets(
      stmt.bases
        .filter((base) => base.name === undefined)
        .flatMap(({ value }) =>
          this.#resolving.at(value.kind === 'subscript' ? value.object : value, site, depth),
        )
        .flatMap((base) => this.#resolving.member(base, name, depth + 1)),
    );
  }

  /** A method; and what is assigned to it where it does nothing itself. */
  #ofMethod(method: FunctionStmt, stmt: ClassStmt, inner: Scope, depth: number): readonly Target[] {
    const own: Target = { kind: 'function', stmt: method, scope: inner };
    if (!this.#namesAssigned(stmt, inner).has(method.name) || !isLeftOpen(method)) return [own];
    return uniqueTargets([own, ...this.#ofAssigned(stmt, inner, method.name, depth)]);
  }

  #ofAssigned(stmt: ClassStmt, inner: Scope, name: string, depth: number): readonly Target[] {
    const assigned = this.assignedBySelf(stmt, inner, name);
    return uniqueTargets(assigned.flatMap(({ value, site }) => this.#resolving.at(value, site, depth)));
  }

  /** Names of members that the text of a class gives something to, in one look at it. */
  #namesAssigned({ body }: ClassStmt, inner: Scope): ReadonlySet<string> {
    let names = this.#names.get(inner);
    if (names === undefined) {
      const code = inner.model.syntax.code.slice(body.start, body.end);
      names = new Set(Array.from(code.matchAll(ASSIGNED), ([, name = '']) => name));
      this.#names.set(inner, names);
    }
    return names;
  }

  /** `client: Client = Field(...)` is what the annotation promises, unless the value tells more. */
  #ofField(member: Field, scope: Scope, depth: number): readonly Target[] {
    const { annotation } = member;
    const { value } = member.kind === 'value' ? member : {};
    const given = value === undefined ? [] : this.#resolving.at(value, { scope, offset: value.start }, depth);
    const told = given.filter((target) => !FIELDS.has(nameOf(target) ?? ''));
    if (told.length > 0 || annotation === undefined) return given;
    return this.#annotations.read(annotation, { scope, offset: annotation.start }, depth);
  }

  /** Qualified name of what another module defines; undefined for what this one does. */
  foreignName(name: string, { model }: Scope): string | undefined {
    if (model === this.#resolving.model || model.source === undefined) return undefined;
    const module = model.source.path.replace(/(?:\/__init__)?\.py$/, '').replace(/^src\//, '');
    return `${module.replaceAll('/', '.')}.${name}`;
  }

  /** What the methods of a class assign to `self.<name>`; `inner` is the scope of the class. */
  assignedBySelf(stmt: ClassStmt, inner: Scope, name: string): readonly AssignedMember[] {
    return answerOnce(this.#assigned, inner, name, () => this.#findAssigned(stmt, inner, name));
  }

  /** What the methods of a class put into what `self.<name>` holds, by key where there is one. Answers are kept. */
  addedBySelf(stmt: ClassStmt, inner: Scope, name: string): readonly AddedToMember[] {
    return answerOnce(this.#added, inner, name, () => this.#findAdded(stmt, inner, name));
  }

  #findAdded(stmt: ClassStmt, inner: Scope, name: string): readonly AddedToMember[] {
    return stmt.body.read().flatMap((method) => {
      const self = method.kind === 'function' ? method.parameters[0]?.name : undefined;
      if (method.kind !== 'function' || self === undefined || method.receiver !== undefined) return [];
      if (!mayAddTo(inner.model.syntax.code, method, self, name)) return [];
      const scope = this.#resolving.model.scopeOf(method, inner);
      return scope.bindingsOf(self).flatMap(({ source, span }) => {
        if (source.kind !== 'addition' || source.attribute !== name || source.isInside !== true) return [];
        const site: Site = { scope, offset: span.start };
        return [
          {
            value: source.value,
            site,
            span,
            self,
            ...(source.key === undefined ? {} : { key: source.key }),
          },
        ];
      });
    });
  }

  #findAssigned(stmt: ClassStmt, inner: Scope, name: string): readonly AssignedMember[] {
    const assigned: AssignedMember[] = [];
    for (const method of stmt.body.read()) {
      if (method.kind !== 'function') continue;
      const self = assignedSelf(method, inner, name);
      if (self === undefined) continue;
      const scope = this.#resolving.model.scopeOf(method, inner);
      for (const { source, span } of scope.bindingsOf(self)) {
        if (source.kind !== 'addition' || source.attribute !== name || source.isInside === true) continue;
        assigned.push({ value: source.value, site: { scope, offset: span.start }, span, self });
      }
    }
    return assigned;
  }
}

/** The method of a class that is read as a member by that name: one with `@property` or its kin; `inner`: its scope. */
export function findProperty(inner: Scope, name: string): FunctionStmt | undefined {
  for (const { source } of inner.bindingsOf(name)) {
    if (source.kind !== 'function') continue;
    const isRead = source.stmt.decorators.some(
      (decorator) =>
        (decorator.kind === 'name' || decorator.kind === 'attribute') &&
        /(?:^|_)property$/.test(decorator.name),
    );
    if (isRead) return source.stmt;
  }
  return undefined;
}

/** What a method calls its object, when it may assign to that member of it; `inner` is the scope of the class. */
function assignedSelf(method: FunctionStmt, inner: Scope, member: string): string | undefined {
  const { code } = inner.model.syntax;
  // Constructors of scripts keep parameters in members without saying so.
  if (method.receiver !== undefined) {
    return code.slice(method.start, method.end).includes(member) ? method.receiver : undefined;
  }
  const self = method.parameters[0]?.name;
  return self !== undefined && mayAssign(code, method, self, member) ? self : undefined;
}

/** `this` of a method, also in the arrow functions of it: an object of the class around. */
export function thisTarget(scope: Scope): readonly Target[] {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const { owner, parent } = at;
    if (owner?.kind === 'class' && parent !== undefined)
      return [{ kind: 'object', stmt: owner, scope: parent }];
    if (owner?.kind === 'function' && owner.receiver === undefined) return [];
  }
  return [];
}

/** `self` of a method: an object of the class around it. */
export function selfTarget(scope: Scope): Target | undefined {
  const owner = scope.owner;
  const holder = scope.parent?.owner;
  if (
    owner?.kind !== 'function' ||
    owner.receiver !== undefined ||
    holder?.kind !== 'class' ||
    scope.parent?.parent === undefined
  )
    return undefined;
  return { kind: 'object', stmt: holder, scope: scope.parent.parent };
}
