import type { ModuleRef } from '../modules/module-index.js';
import type { ClassStmt, FunctionStmt } from '../syntax/ir.js';
import type { Scope } from './scope.js';

/** What an expression stands for, as far as names tell. */
export type Target =
  /** Something imported or built in: `torch.load`. */
  | { readonly kind: 'global'; readonly name: string }
  /** An instance of a class from elsewhere; `name` is the class. */
  | { readonly kind: 'instance'; readonly name: string }
  /** What calling `name` gives back, when nothing is known about it. */
  | { readonly kind: 'result'; readonly name: string }
  /** A module of the workspace, by the name that imports give it. */
  | { readonly kind: 'module'; readonly name: string; readonly ref: ModuleRef }
  | { readonly kind: 'function'; readonly stmt: FunctionStmt; readonly scope: Scope }
  | { readonly kind: 'class'; readonly stmt: ClassStmt; readonly scope: Scope }
  /** An instance of a class of this workspace. */
  | { readonly kind: 'object'; readonly stmt: ClassStmt; readonly scope: Scope };

/** Qualified name of a target, that of a result with `()`; undefined for what the workspace defines itself. */
export function nameOf(target: Target): string | undefined {
  switch (target.kind) {
    case 'global':
    case 'instance':
    case 'module':
      return target.name;
    case 'result':
      return `${target.name}()`;
    default:
      return undefined;
  }
}

/** By convention a capitalised last segment is a class. */
export function isClassName(name: string): boolean {
  const code = name.charCodeAt(name.lastIndexOf('.') + 1);
  return code >= 65 && code <= 90;
}

/** What is in targets that are several of something: instances whose class ends in `[]`. */
export function itemsOf(targets: readonly Target[]): readonly Target[] {
  return targets.flatMap((target): readonly Target[] =>
    target.kind === 'instance' && target.name.endsWith('[]')
      ? [{ kind: 'instance', name: target.name.slice(0, -2) }]
      : [],
  );
}

/** Targets without repetitions. */
export function uniqueTargets(targets: readonly Target[]): readonly Target[] {
  if (targets.length < 2) return targets;
  return targets.filter(
    (target, index) => targets.findIndex((other) => other === target || isEqual(other, target)) === index,
  );
}

function isEqual(a: Target, b: Target): boolean {
  if ('name' in a && 'name' in b) return a.kind === b.kind && a.name === b.name;
  return 'stmt' in a && 'stmt' in b && a.kind === b.kind && a.stmt === b.stmt;
}
