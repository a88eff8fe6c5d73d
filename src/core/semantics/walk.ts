import type { Span } from '../source/position.js';
import type { Block } from '../syntax/block.js';
import type { Expr, Stmt } from '../syntax/ir.js';
import { childExprs, ownBodies, ownExprs } from '../syntax/visit.js';
import { findWord } from '../syntax/words.js';
import type { ModuleModel } from './module-model.js';
import type { Scope } from './scope.js';

/** Called for what a walk meets, outer before inner. */
export interface WalkVisitor {
  /** False skips the inside of a function or class body that spans `body`. */
  enters(body: Span): boolean;
  /** False skips an expression with all that is in it; absent where all are visited. */
  holds?(expr: Span): boolean;
  statement?(statement: Stmt, scope: Scope): void;
  expression(expr: Expr, scope: Scope): void;
}

/** Walks statements with the scope that holds at each place. */
export function walkStatements(
  model: ModuleModel,
  statements: readonly Stmt[],
  scope: Scope,
  visitor: WalkVisitor,
): void {
  for (const statement of statements) {
    visitor.statement?.(statement, scope);
    for (const expr of ownExprs(statement)) walkExpr(model, expr, scope, visitor);
    for (const body of ownBodies(statement)) walkStatements(model, body, scope, visitor);
    if ((statement.kind === 'function' || statement.kind === 'class') && visitor.enters(statement.body)) {
      walkStatements(model, statement.body.read(), model.scopeOf(statement, scope), visitor);
    }
  }
}

/** Walks an expression with the scope that holds at each place. */
function walkExpr(model: ModuleModel, expr: Expr, scope: Scope, visitor: WalkVisitor): void {
  if (visitor.holds?.(expr) === false) return;
  visitor.expression(expr, scope);
  if (expr.kind === 'function-expr') {
    const { stmt } = expr;
    for (const own of ownExprs(stmt)) walkExpr(model, own, scope, visitor);
    if (visitor.enters(stmt.body)) {
      walkStatements(model, stmt.body.read(), model.scopeOf(stmt, scope), visitor);
    }
    return;
  }
  const inner = expr.kind === 'comprehension' ? model.scopeOf(expr, scope) : scope;
  // The first iterable of a comprehension is worked out in the scope around it.
  const outside = expr.kind === 'comprehension' ? expr.clauses[0]?.iterable : undefined;
  for (const child of childExprs(expr)) walkExpr(model, child, child === outside ? scope : inner, visitor);
}

/** Skips, on a walk through a block, what a word does not stand in. */
export function holdingWord(
  { start, code }: Block,
  word: string,
): Required<Pick<WalkVisitor, 'enters' | 'holds'>> {
  const places: number[] = [];
  for (let at = findWord(code, word); at !== -1; at = findWord(code, word, at + word.length))
    places.push(start + at);
  const holds = (span: Span): boolean => places.some((at) => span.start <= at && at < span.end);
  return { enters: holds, holds };
}
