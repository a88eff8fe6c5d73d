import type { ClassStmt, Expr, FunctionStmt } from '../syntax/ir.js';
import { mayAssign } from './may-assign.js';
import { findMember, type Site } from './module-model.js';
import type { Resolving } from './resolving.js';
import type { Scope } from './scope.js';
import { type Target, uniqueTargets } from './target.js';

/** A value that a method gives to a member. */
interface AssignedMember {
  readonly value: Expr;
  readonly site: Site;
}

/** Tells what members of the workspace's own classes stand for. */
export class ClassMembers {
  readonly #resolving: Resolving;
  /** By the scope of the class and the name of the member. */
  readonly #assigned = new Map<Scope, Map<string, readonly AssignedMember[]>>();

  constructor(resolving: Resolving) {
    this.#resolving = resolving;
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
    const member = findMember(model, stmt, scope, name);
    const property = findProperty(inner, name);
    if (property !== undefined) return this.#resolving.returned(property, inner, depth);
    if (member?.kind === 'function') return [{ kind: 'function', stmt: member, scope: inner }];
    if (member !== undefined)
      return this.#resolving.at(member, { scope: inner, offset: member.start }, depth);
    const assigned = uniqueTargets(
      this.assignedBySelf(stmt, inner, name).flatMap(({ value, site }) =>
        this.#resolving.at(value, site, depth),
      ),
    );
    if (assigned.length > 0) return assigned;
    const site: Site = { scope, offset: stmt.start };
    return uniqueTargets(
      stmt.bases
        .filter((base) => base.name === undefined)
        .flatMap((base) => this.#resolving.at(base.value, site, depth))
        .flatMap((base) => this.#resolving.member(base, name, depth + 1)),
    );
  }

  /** Qualified name of what another module defines; undefined for what this one does. */
  foreignName(name: string, { model }: Scope): string | undefined {
    if (model === this.#resolving.model || model.source === undefined) return undefined;
    const module = model.source.path.replace(/(?:\/__init__)?\.py$/, '').replace(/^src\//, '');
    return `${module.replaceAll('/', '.')}.${name}`;
  }

  /** What the methods of a class assign to `self.<name>`; `inner` is the scope of the class. */
  assignedBySelf(stmt: ClassStmt, inner: Scope, name: string): readonly AssignedMember[] {
    let members = this.#assigned.get(inner);
    if (members === undefined) {
      members = new Map();
      this.#assigned.set(inner, members);
    }
    let assigned = members.get(name);
    if (assigned === undefined) {
      assigned = this.#findAssigned(stmt, inner, name);
      members.set(name, assigned);
    }
    return assigned;
  }

  #findAssigned(stmt: ClassStmt, inner: Scope, name: string): readonly AssignedMember[] {
    const assigned: AssignedMember[] = [];
    for (const method of stmt.body.read()) {
      if (method.kind !== 'function') continue;
      const self = assignedSelf(method, inner, name);
      if (self === undefined) continue;
      const scope = this.#resolving.model.scopeOf(method, inner);
      for (const { source, span } of scope.bindingsOf(self)) {
        if (source.kind !== 'addition' || source.attribute !== name) continue;
        assigned.push({ value: source.value, site: { scope, offset: span.start } });
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
export function assignedSelf(method: FunctionStmt, inner: Scope, member: string): string | undefined {
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
