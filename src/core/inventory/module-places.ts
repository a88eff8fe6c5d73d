import type { Scope } from '../semantics/scope.js';
import { walkStatements } from '../semantics/walk.js';
import type {
  AssignStmt,
  AttributeExpr,
  ClassStmt,
  Expr,
  FunctionStmt,
  SubscriptExpr,
} from '../syntax/ir.js';
import type { FactBuilder, PlacedCall } from './fact-builder.js';

/** The places of a module that can state a fact, in the order of the text. */
export interface ModulePlaces {
  readonly calls: readonly PlacedCall[];
  readonly functions: readonly { readonly stmt: FunctionStmt; readonly scope: Scope }[];
  readonly classes: readonly { readonly stmt: ClassStmt; readonly scope: Scope }[];
  readonly assigns: readonly { readonly stmt: AssignStmt; readonly scope: Scope }[];
  /** Entries that are read, such as `os.environ["TOKEN"]`. */
  readonly reads: readonly { readonly expr: SubscriptExpr; readonly scope: Scope }[];
  /** Members that are read, such as `cfg.lr`. */
  readonly attributes: readonly { readonly expr: AttributeExpr; readonly scope: Scope }[];
  /** Methods called in each scope, with the first call of each. */
  readonly methods: ReadonlyMap<Scope, ReadonlyMap<string, PlacedCall>>;
}

/** Walks a whole module. */
export function collectPlaces(facts: FactBuilder): ModulePlaces {
  const calls: PlacedCall[] = [];
  const functions: { stmt: FunctionStmt; scope: Scope }[] = [];
  const classes: { stmt: ClassStmt; scope: Scope }[] = [];
  const assigns: { stmt: AssignStmt; scope: Scope }[] = [];
  const reads: { expr: SubscriptExpr; scope: Scope }[] = [];
  const attributes: { expr: AttributeExpr; scope: Scope }[] = [];
  const methods = new Map<Scope, Map<string, PlacedCall>>();
  const written = new Set<Expr>();
  const { model } = facts.module;
  for (const block of model.syntax.blocks) {
    walkStatements(model, model.syntax.read(block), model.root, {
      enters: () => true,
      statement: (stmt, scope) => {
        if (stmt.kind === 'function') functions.push({ stmt, scope });
        else if (stmt.kind === 'class') classes.push({ stmt, scope });
        else if (stmt.kind === 'assign') {
          assigns.push({ stmt, scope });
          for (const target of stmt.targets) written.add(target);
        }
      },
      expression: (expr, scope) => {
        if (expr.kind === 'subscript' && !written.has(expr)) reads.push({ expr, scope });
        if (expr.kind === 'attribute' && !written.has(expr)) attributes.push({ expr, scope });
        if (expr.kind !== 'call') return;
        const placed = facts.place(expr, scope);
        calls.push(placed);
        if (placed.callee.kind !== 'attribute') return;
        let own = methods.get(scope);
        if (own === undefined) {
          own = new Map();
          methods.set(scope, own);
        }
        if (!own.has(placed.callee.name)) own.set(placed.callee.name, placed);
      },
    });
  }
  const byStart = (a: PlacedCall, b: PlacedCall): number => a.call.start - b.call.start;
  return { calls: calls.sort(byStart), functions, classes, assigns, reads, attributes, methods };
}
