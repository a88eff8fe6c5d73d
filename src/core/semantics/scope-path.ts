import type { ModuleModel } from './module-model.js';
import type { Scope, ScopeOwner } from './scope.js';

/** Owners of a scope and the scopes around it, outermost first: what tells it in any model of the same syntax. */
export function ownersOf({ owner, parent }: Scope): readonly ScopeOwner[] {
  return owner === undefined || parent === undefined ? [] : [...ownersOf(parent), owner];
}

/** The scope with these owners. */
export function scopeAt(model: ModuleModel, owners: readonly ScopeOwner[]): Scope {
  return owners.reduce((scope, owner) => model.scopeOf(owner, scope), model.root);
}
