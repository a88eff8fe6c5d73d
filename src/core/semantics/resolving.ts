import type { Expr, FunctionStmt } from '../syntax/ir.js';
import type { ModuleModel, Site } from './module-model.js';
import type { Scope } from './scope.js';
import type { Target } from './target.js';

/** What a part of the resolver needs of the others. */
export interface Resolving {
  readonly model: ModuleModel;
  /** What an expression may stand for, asked at a depth. */
  at(expr: Expr, site: Site, depth: number): readonly Target[];
  /** What a member of an expression may stand for. */
  attribute(object: Expr, name: string, site: Site, depth: number): readonly Target[];
  /** What a member of a target may stand for. */
  member(target: Target, name: string, depth: number): readonly Target[];
  /** What a function gives back that is defined in `scope`. */
  returned(stmt: FunctionStmt, scope: Scope, depth: number): readonly Target[];
  /** Whether something may be worked out at this depth. */
  allows(depth: number): boolean;
  /** Something known by its qualified name alone. */
  global(name: string): Target;
}
