import { deferBody } from '../defer-body.js';
import type { Expr, Stmt } from '../ir.js';
import type { RawNode } from '../raw-tree.js';
import { childAt, place, type Source, textOf } from '../source.js';
import { lowerExpr } from './lower-expr.js';
import { lowerParameters } from './lower-parameters.js';
import { lowerArguments } from './lower-parts.js';

/** Lowers the statements among the children of a node. */
export type LowerBody = (children: readonly RawNode[], source: Source) => readonly Stmt[];

/**
 * Lowers a function or class. `outer` is the node with its decorators, or the same node; `lowerBody` lowers the body
 * when it is first read.
 */
export function lowerDefinition(
  node: RawNode,
  source: Source,
  decorators: readonly Expr[],
  outer: RawNode,
  lowerBody: LowerBody,
): Stmt {
  const nameNode = childAt(node, 'name');
  const name = nameNode === undefined ? '' : textOf(nameNode, source);
  const nameStart = source.start + (nameNode?.start ?? node.start);
  const bodyNode = childAt(node, 'body');
  const body = deferBody(bodyNode, node, source, lowerBody);
  if (node.type === 'class_definition') {
    const bases = childAt(node, 'superclasses');
    return {
      kind: 'class',
      ...place(outer, source),
      name,
      nameStart,
      bases: bases === undefined ? [] : lowerArguments(bases, source, lowerExpr),
      decorators,
      body,
    };
  }
  const returns = childAt(node, 'return_type');
  return {
    kind: 'function',
    ...place(outer, source),
    name,
    nameStart,
    parameters: lowerParameters(childAt(node, 'parameters'), source, lowerExpr),
    ...(returns === undefined ? {} : { returns: lowerExpr(returns, source) }),
    decorators,
    isAsync: node.children.some((child) => child.type === 'async'),
    body,
  };
}
