import type { Expr } from './ir.js';
import type { RawNode } from './raw-tree.js';

/** The text that was parsed and where it lies in the module. */
export interface Source {
  readonly text: string;
  /** Offset of the parsed text in the module. */
  readonly start: number;
}

/** The child under a field. */
export function childAt(node: RawNode, field: string): RawNode | undefined {
  return node.children.find((child) => child.field === field);
}

/** Source text of a node. */
export function textOf(node: RawNode, source: Source): string {
  return source.text.slice(node.start, node.end);
}

/** Offsets of a node in the module. */
export function place(node: RawNode, source: Source): { start: number; end: number } {
  return { start: source.start + node.start, end: source.start + node.end };
}

/** Lowers one expression; handed to what lowers the parts of expressions. */
export type LowerExpr = (node: RawNode, source: Source) => Expr;

/** Lowers the child under a field; an empty `other` stands where the code lacks it. */
export function lowerField(node: RawNode, field: string, source: Source, lower: LowerExpr): Expr {
  const child = childAt(node, field);
  if (child !== undefined) return lower(child, source);
  return { kind: 'other', start: source.start + node.end, end: source.start + node.end, children: [] };
}
