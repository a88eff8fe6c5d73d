import type { Expr, Parameter } from '../syntax/ir.js';

/** The names in `Annotated[str, Form()]` or `int | None`. */
export function partsOfAnnotation(annotation: Expr | undefined): readonly (Expr | undefined)[] {
  if (annotation?.kind === 'subscript') return [annotation.object, ...annotation.indices];
  if (annotation?.kind === 'binary') return [annotation.left, annotation.right];
  return [annotation];
}

/** Every name in an annotation such as `list[UploadFile] | None`. */
export function namedIn(annotation: Expr | undefined): readonly Expr[] {
  const parts = partsOfAnnotation(annotation);
  if (annotation === undefined || parts.length === 1) return annotation === undefined ? [] : [annotation];
  return parts.flatMap((part) => namedIn(part));
}

/** The function that fills a parameter in for each request, as `query` in `q: str = Depends(query)`. */
export function providerOf(
  { annotation, fallback }: Parameter,
  isProvider: (callee: Expr) => boolean,
): Expr | undefined {
  for (const mark of [fallback, ...partsOfAnnotation(annotation)]) {
    if (mark?.kind === 'call' && isProvider(mark.callee)) return mark.args[0]?.value;
  }
  return undefined;
}
