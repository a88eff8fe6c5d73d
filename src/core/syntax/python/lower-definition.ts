import type { Expr, LazyBody, Stmt } from '../ir.js';
import { lowerExpr } from './lower-expr.js';
import { lowerParameters } from './lower-parameters.js';
import { lowerArguments } from './lower-parts.js';
import type { RawNode } from './raw-tree.js';
import { childAt, place, type Source, textOf } from './source.js';

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

/** Statements of a definition's body, copied out of the parser's memory when first read. */
function deferBody(
  bodyNode: RawNode | undefined,
  owner: RawNode,
  source: Source,
  lowerBody: LowerBody,
): LazyBody {
  let deferred = bodyNode?.deferred;
  let statements: readonly Stmt[] | undefined;
  return {
    start: source.start + (bodyNode?.start ?? owner.end),
    end: source.start + (bodyNode?.end ?? owner.end),
    peek: () => statements,
    read(): readonly Stmt[] {
      if (statements === undefined) {
        statements = [];
        if (deferred !== undefined) {
          const children = deferred.copy();
          deferred = undefined;
          statements = lowerBody(children, source);
        } else if (bodyNode !== undefined) {
          statements = lowerBody(bodyNode.children, source);
        }
      }
      return statements;
    },
  };
}
