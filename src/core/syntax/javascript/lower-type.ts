import type { Expr } from '../ir.js';
import type { RawNode } from '../raw-tree.js';
import { childAt, place, textOf } from '../source.js';
import type { ScriptSource } from './script-source.js';

/** Types that stand for what their argument names, as far as names go. */
const TRANSPARENT: ReadonlySet<string> = new Set([
  'Promise',
  'Awaited',
  'Readonly',
  'Partial',
  'Required',
  'NonNullable',
]);

/** The class that a type names, as an expression; undefined for a type that names none. */
export function lowerType(node: RawNode | undefined, source: ScriptSource): Expr | undefined {
  switch (node?.type) {
    case 'type_annotation':
    case 'parenthesized_type':
      return lowerType(node.children[0], source);
    case 'type_identifier':
    case 'identifier':
      return { kind: 'name', ...place(node, source), name: textOf(node, source) };
    case 'nested_type_identifier':
    case 'nested_identifier': {
      const name = childAt(node, 'name') ?? childAt(node, 'property');
      const object = lowerType(childAt(node, 'module') ?? childAt(node, 'object'), source);
      if (name === undefined || object === undefined) return undefined;
      return {
        kind: 'attribute',
        ...place(node, source),
        object,
        name: textOf(name, source),
        nameStart: source.start + name.start,
      };
    }
    case 'generic_type': {
      const name = childAt(node, 'name');
      if (name !== undefined && TRANSPARENT.has(textOf(name, source))) {
        return lowerType(childAt(node, 'type_arguments')?.children[0], source);
      }
      return lowerType(name, source);
    }
    case 'union_type':
    case 'intersection_type': {
      const [first, ...rest] = node.children.flatMap((child) => lowerType(child, source) ?? []);
      return rest.reduce<Expr | undefined>(
        (left, right) =>
          left === undefined
            ? right
            : { kind: 'binary', start: left.start, end: right.end, operator: '|', left, right },
        first,
      );
    }
    default:
      return undefined;
  }
}
