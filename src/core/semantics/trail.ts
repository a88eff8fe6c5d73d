import type { OriginKind, ValueUse } from '../rules/rule.js';
import type { CallExpr, Expr, FunctionStmt } from '../syntax/ir.js';
import type { Flow } from './flow-path.js';
import type { Site } from './module-model.js';

/** A call that led into a function, so that its parameters can be followed back to the arguments. */
export interface Frame {
  readonly stmt: FunctionStmt;
  readonly call: CallExpr;
  readonly site: Site;
  readonly outer: Frame | undefined;
  /** What is being followed in this call of the function. */
  readonly visiting: Set<Expr>;
}

/** What is looked for: values of these kinds, as far as they can do harm as what they serve as. */
export interface Wanted {
  readonly kinds: readonly OriginKind[];
  readonly use: ValueUse | undefined;
}

/** What is looked for, and how far the search has come. */
export interface Trail extends Wanted {
  /** The call through which the function around was entered; undefined when it was not. */
  readonly frame: Frame | undefined;
  readonly depth: number;
}

/** The trail, some steps on. */
export function goDeeper(trail: Trail, steps: number): Trail {
  return { ...trail, depth: trail.depth + steps };
}

/** Follows values; what a part of the tracer needs of the others. */
export interface ValueTracing {
  /** A way on which a value of a wanted kind reaches an expression. */
  trace(expr: Expr, site: Site, trail: Trail): Flow | undefined;
  /** The same of the first of several expressions that has one. */
  first(exprs: readonly Expr[], site: Site, trail: Trail): Flow | undefined;
  /** The same of what the members named by `path` hold, or of the whole value when that is not known. */
  part(value: Expr, path: readonly string[], site: Site, trail: Trail): Flow | undefined;
}
