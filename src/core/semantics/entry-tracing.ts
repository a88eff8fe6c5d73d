import type { ValueUse } from '../rules/rule.js';
import type { CallExpr, Expr } from '../syntax/ir.js';
import type { Flow } from './flow-path.js';
import type { GuardStrength } from './guard-strength.js';
import type { Site } from './module-model.js';
import type { Binding, BindingSource } from './scope.js';
import type { Trail, ValueTracing } from './trail.js';

type ParameterBinding = Extract<BindingSource, { kind: 'parameter' }>;

/** What the entries of a value need of the other parts of the tracer. */
export interface EntryTracing extends ValueTracing {
  /** A parameter, whose members are followed by the path in its source. */
  parameter(binding: Binding, source: ParameterBinding, trail: Trail): Flow | undefined;
  /** What the functions that a call leads to return, members by a path; `unknown` when it leads to none. */
  returned(call: CallExpr, path: readonly string[], site: Site, trail: Trail): Flow | undefined | 'unknown';
  /** True for members of an expression that do no harm as what they serve as; `path` leads to them. */
  isHarmless(expr: Expr, path: readonly string[], site: Site, trail: Trail): boolean;
  /** The source that an expression is itself. */
  origin(expr: Expr, site: Site, trail: Trail): Flow | undefined;
  /** A flow as far as the checks let it pass that the value has gone through where it is used. */
  guarded(flow: Flow, expr: Expr, site: Site, use: ValueUse | undefined): Flow | undefined;
  /** What the type of a member makes of it, where `type` names a class of the workspace. */
  judgeMember(type: Expr, path: readonly string[], site: Site): GuardStrength | undefined;
  /** True when there is work left for one more expression. */
  spend(): boolean;
}
