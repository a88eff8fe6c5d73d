import type { Expr, Stmt } from '../ir.js';
import type { RawNode } from '../raw-tree.js';
import type { Source } from '../source.js';

/** A parsed script, with what lowers the parts that lead back to the whole. */
export interface ScriptSource extends Source {
  lowerExpr(node: RawNode): Expr;
  lowerBody(children: readonly RawNode[]): readonly Stmt[];
}

/** Lowers the child under a field; an empty `other` stands where the code lacks it. */
export function lowerChild(node: RawNode, field: string, source: ScriptSource): Expr {
  const child = node.children.find((one) => one.field === field);
  return child === undefined ? nothingAt(source.start + node.end) : source.lowerExpr(child);
}

/** An expression that says nothing. */
export function nothingAt(offset: number): Expr {
  return { kind: 'other', start: offset, end: offset, children: [] };
}
