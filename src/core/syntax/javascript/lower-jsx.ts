import type { Argument, Expr } from '../ir.js';
import type { RawNode } from '../raw-tree.js';
import { childAt, place, textOf } from '../source.js';
import { nothingAt, type ScriptSource } from './script-source.js';

/** Lowers a JSX element to a call of its component: attributes are named arguments, children positional ones. */
export function lowerElement(node: RawNode, source: ScriptSource): Expr {
  const opening = childAt(node, 'open_tag') ?? node;
  const name = childAt(opening, 'name');
  const attributes = opening.children.filter(({ field }) => field === 'attribute');
  const inner = node === opening ? [] : node.children.filter(({ field }) => field === '');
  return {
    kind: 'call',
    ...place(node, source),
    callee: name === undefined ? nothingAt(source.start + node.start) : lowerTag(name, source),
    argsStart: source.start + opening.end,
    form: 'element',
    args: [
      ...attributes.flatMap((attribute) => lowerAttribute(attribute, source)),
      ...inner.flatMap((child) => lowerChildren(child, source)),
    ],
  };
}

/** A tag in lower case is one of HTML, whatever the module calls so. */
function lowerTag(name: RawNode, source: ScriptSource): Expr {
  const isHtml = name.type === 'identifier' && /^[a-z]/.test(textOf(name, source));
  return isHtml ? { kind: 'other', ...place(name, source), children: [] } : source.lowerExpr(name);
}

function lowerAttribute(node: RawNode, source: ScriptSource): readonly Argument[] {
  const at = place(node, source);
  if (node.type === 'jsx_expression') {
    const [value] = node.children;
    const spread = value?.type === 'spread_element' ? value.children[0] : undefined;
    return spread === undefined
      ? []
      : [{ kind: 'argument', ...at, spread: '**', value: source.lowerExpr(spread) }];
  }
  const [name, value] = node.children;
  if (name === undefined) return [];
  const given = value?.type === 'jsx_expression' ? value.children[0] : value;
  return [
    {
      kind: 'argument',
      ...at,
      name: textOf(name, source),
      // An attribute without a value is true.
      value:
        given === undefined
          ? { kind: 'constant', type: 'boolean', ...place(name, source), value: true }
          : source.lowerExpr(given),
    },
  ];
}

function lowerChildren(node: RawNode, source: ScriptSource): readonly Argument[] {
  const parts = node.type === 'jsx_expression' ? node.children : [node];
  return parts
    .filter(({ type }) => type !== 'jsx_text' && type !== 'html_character_reference')
    .map((part) => ({ kind: 'argument', ...place(part, source), value: source.lowerExpr(part) }));
}
