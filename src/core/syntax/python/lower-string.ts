import type { Expr } from '../ir.js';
import type { RawNode } from '../raw-tree.js';
import { type LowerExpr, lowerField, place, type Source, textOf } from '../source.js';
import { decodeEscapes, readOpening } from './literals.js';

/** Lowers one string literal: a constant, or a template when values are put in. */
export function lowerString(node: RawNode, source: Source, lower: LowerExpr): Expr {
  const [first] = node.children;
  if (first === undefined || first.type !== 'string_start') {
    return {
      kind: 'other',
      ...place(node, source),
      children: node.children.map((child) => lower(child, source)),
    };
  }
  const opening = readOpening(textOf(first, source));
  const parts: (string | Expr)[] = [];
  let cursor = first.end;
  const flush = (until: number): void => {
    if (until <= cursor) return;
    let content = source.text.slice(cursor, until);
    if (opening.isTemplate) content = content.replaceAll('{{', '{').replaceAll('}}', '}');
    parts.push(decodeEscapes(content, opening));
  };
  for (const child of node.children) {
    if (child.type === 'interpolation') {
      flush(child.start);
      parts.push(lowerInterpolation(child, source, lower));
      cursor = child.end;
    } else if (child.type === 'string_end') {
      flush(child.start);
      cursor = child.end;
    }
  }
  if (parts.every((part) => typeof part === 'string')) {
    const type = opening.isBytes ? 'bytes' : 'string';
    return { kind: 'constant', ...place(node, source), type, value: parts.join('') };
  }
  return { kind: 'template', ...place(node, source), parts };
}

/** `{value}` is the value; with `!r`, `=` or a format it is something made of the value and the format's own values. */
function lowerInterpolation(node: RawNode, source: Source, lower: LowerExpr): Expr {
  const value = lowerField(node, 'expression', source, lower);
  const format = node.children.filter((child) => child.field !== 'expression');
  if (format.length === 0) return value;
  const nested = format.flatMap((child) => child.children.filter(({ type }) => type === 'format_expression'));
  const details: Expr = {
    kind: 'other',
    start: value.end,
    end: source.start + node.end,
    children: nested.map((child) => lowerField(child, 'expression', source, lower)),
  };
  return { kind: 'other', ...place(node, source), children: [value, details] };
}

/** Lowers literals that stand side by side to one. */
export function joinStrings(node: RawNode, source: Source, lower: LowerExpr): Expr {
  const parts: (string | Expr)[] = [];
  let isBytes = false;
  for (const child of node.children) {
    const lowered = lower(child, source);
    if (lowered.kind === 'constant' && typeof lowered.value === 'string') {
      parts.push(lowered.value);
      isBytes ||= lowered.type === 'bytes';
    } else if (lowered.kind === 'template') parts.push(...lowered.parts);
    else parts.push(lowered);
  }
  if (parts.every((part) => typeof part === 'string')) {
    return {
      kind: 'constant',
      ...place(node, source),
      type: isBytes ? 'bytes' : 'string',
      value: parts.join(''),
    };
  }
  return { kind: 'template', ...place(node, source), parts };
}
