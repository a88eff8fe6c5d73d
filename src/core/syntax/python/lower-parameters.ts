import type { NameExpr, Parameter } from '../ir.js';
import type { RawNode } from '../raw-tree.js';
import { childAt, type LowerExpr, place, type Source, textOf } from '../source.js';

/** Lowers the parameters of a function or lambda; separators are left out. */
export function lowerParameters(
  list: RawNode | undefined,
  source: Source,
  lower: LowerExpr,
): readonly Parameter[] {
  const parameters: Parameter[] = [];
  for (const child of list?.children ?? []) {
    const parameter = lowerParameter(child, source, lower);
    if (parameter !== undefined) parameters.push(parameter);
  }
  return parameters;
}

function lowerParameter(node: RawNode, source: Source, lower: LowerExpr): Parameter | undefined {
  const annotationNode = childAt(node, 'type');
  const fallbackNode = childAt(node, 'value');
  const isBare = node.type === 'identifier' || node.type.includes('splat');
  const nameNode = isBare ? node : (childAt(node, 'name') ?? node.children[0]);
  if (nameNode === undefined || node.type.endsWith('_separator')) return undefined;
  const name = findName(nameNode, source);
  if (name === undefined) return undefined;
  const splat = nameNode.type.includes('splat') ? nameNode.type : node.type;
  return {
    kind: 'parameter',
    ...place(node, source),
    name: name.name,
    ...(splat === 'list_splat_pattern' ? { spread: '*' as const } : {}),
    ...(splat === 'dictionary_splat_pattern' ? { spread: '**' as const } : {}),
    ...(annotationNode === undefined ? {} : { annotation: lower(annotationNode, source) }),
    ...(fallbackNode === undefined ? {} : { fallback: lower(fallbackNode, source) }),
  };
}

function findName(node: RawNode, source: Source): NameExpr | undefined {
  if (node.type === 'identifier') return { kind: 'name', ...place(node, source), name: textOf(node, source) };
  for (const child of node.children) {
    const name = findName(child, source);
    if (name !== undefined) return name;
  }
  return undefined;
}
