import type { Expr, Parameter } from '../syntax/ir.js';

/** Calls in the default and in the annotation of a parameter. */
export function dependencyCalls({ fallback, annotation }: Parameter): readonly Expr[] {
  const inside = annotation?.kind === 'subscript' ? annotation.indices.flatMap(itemsOf) : [];
  return [...(fallback === undefined ? [] : [fallback]), ...inside].filter(({ kind }) => kind === 'call');
}

/**
 * The type that is sent for a parameter: that inside `Annotated[...]` or `Optional[...]`. Undefined without an annotation,
 * and for what a dependency gives.
 */
export function sentType(parameter: Parameter): Expr | undefined {
  const isGiven = dependencyCalls(parameter).some(
    (each) => each.kind === 'call' && /^(?:Depends|Security)$/.test(lastNameOf(each.callee)),
  );
  const { annotation } = parameter;
  if (isGiven || annotation?.kind !== 'subscript') return isGiven ? undefined : annotation;
  return /^(?:Annotated|Optional)$/.test(lastNameOf(annotation.object))
    ? annotation.indices.flatMap(itemsOf)[0]
    : annotation;
}

function itemsOf(expr: Expr): readonly Expr[] {
  return expr.kind === 'sequence' ? expr.items : expr.kind === 'other' ? expr.children : [expr];
}

function lastNameOf(expr: Expr): string {
  return expr.kind === 'name' || expr.kind === 'attribute' ? expr.name : '';
}
