import type { Expr, Stmt } from '../ir.js';
import type { RawNode } from '../raw-tree.js';
import { childAt, lowerField, place, type Source, textOf } from '../source.js';
import { lowerExpr, lowerLambda } from './lower-expr.js';

/** Lowers what stands in an expression statement: an assignment of any form, or an expression. */
export function lowerExpressionStatement(node: RawNode, source: Source, into: Stmt[]): void {
  if (node.type === 'assignment') {
    const targets: Expr[] = [];
    let current: RawNode | undefined = node;
    let value: RawNode | undefined;
    let annotation: RawNode | undefined;
    while (current !== undefined && current.type === 'assignment') {
      const left = childAt(current, 'left');
      if (left !== undefined) targets.push(lowerExpr(left, source));
      annotation ??= childAt(current, 'type');
      const right: RawNode | undefined = childAt(current, 'right');
      if (right?.type === 'assignment') current = right;
      else {
        value = right;
        current = undefined;
      }
    }
    into.push({
      kind: 'assign',
      ...place(node, source),
      targets,
      operator: '=',
      ...(value === undefined ? {} : { value: lowerHeld(value, source, targets[0]) }),
      ...(annotation === undefined ? {} : { annotation: lowerExpr(annotation, source) }),
    });
    return;
  }
  if (node.type === 'augmented_assignment') {
    const operator = childAt(node, 'operator');
    into.push({
      kind: 'assign',
      ...place(node, source),
      targets: [lowerField(node, 'left', source, lowerExpr)],
      operator: operator === undefined ? '+=' : textOf(operator, source),
      value: lowerField(node, 'right', source, lowerExpr),
    });
    return;
  }
  into.push({ kind: 'expr', ...place(node, source), value: lowerExpr(node, source) });
}

/** Lowers a value that something holds: a function is called by the name of that. */
function lowerHeld(node: RawNode, source: Source, holder: Expr | undefined): Expr {
  const isNamed = holder?.kind === 'name' || holder?.kind === 'attribute';
  return isNamed && node.type === 'lambda' ? lowerLambda(node, source, holder.name) : lowerExpr(node, source);
}

/** `type Name = value` binds the name as an assignment does. */
export function lowerTypeAlias(node: RawNode, source: Source, into: Stmt[]): void {
  const written = lowerField(node, 'left', source, lowerExpr);
  const target = written.kind === 'subscript' ? written.object : written;
  const value = lowerField(node, 'right', source, lowerExpr);
  into.push({ kind: 'assign', ...place(node, source), targets: [target], operator: '=', value });
}
