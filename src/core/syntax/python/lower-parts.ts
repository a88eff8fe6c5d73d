import type { Argument, ComprehensionClause, DictEntry, Expr } from '../ir.js';
import type { RawNode } from '../raw-tree.js';
import { childAt, type LowerExpr, lowerField, place, type Source, textOf } from '../source.js';

/** Lowers an argument list; a lone generator is one argument. */
export function lowerArguments(list: RawNode, source: Source, lower: LowerExpr): readonly Argument[] {
  if (list.type === 'generator_expression') {
    return [{ kind: 'argument', ...place(list, source), value: lower(list, source) }];
  }
  const args: Argument[] = [];
  for (const child of list.children) {
    if (child.type === '*' || child.type === '**') continue;
    if (child.type === 'keyword_argument') {
      const name = childAt(child, 'name');
      const value = lowerField(child, 'value', source, lower);
      const label = name === undefined ? '' : textOf(name, source);
      args.push({ kind: 'argument', ...place(child, source), name: label, value });
    } else if (child.type === 'list_splat' || child.type === 'dictionary_splat') {
      const lowered = lower(child, source);
      const value = lowered.kind === 'wrap' ? lowered.value : lowered;
      const spread = child.type === 'list_splat' ? '*' : '**';
      args.push({ kind: 'argument', ...place(child, source), spread, value });
    } else {
      args.push({ kind: 'argument', ...place(child, source), value: lower(child, source) });
    }
  }
  return args;
}

/** Lowers the entries of a dict display. */
export function lowerEntries(node: RawNode, source: Source, lower: LowerExpr): readonly DictEntry[] {
  const entries: DictEntry[] = [];
  for (const child of node.children) {
    if (child.type === 'pair') {
      entries.push({
        kind: 'entry',
        ...place(child, source),
        key: lowerField(child, 'key', source, lower),
        value: lowerField(child, 'value', source, lower),
      });
    } else {
      const lowered = lower(child, source);
      entries.push({
        kind: 'entry',
        ...place(child, source),
        value: lowered.kind === 'wrap' ? lowered.value : lowered,
      });
    }
  }
  return entries;
}

/** Lowers a comprehension or generator of any kind. */
export function lowerComprehension(node: RawNode, source: Source, lower: LowerExpr): Expr {
  const elements: Expr[] = [];
  const clauses: ComprehensionClause[] = [];
  const conditions: Expr[] = [];
  for (const child of node.children) {
    if (child.type === 'for_in_clause') {
      clauses.push({
        kind: 'clause',
        ...place(child, source),
        target: lowerField(child, 'left', source, lower),
        iterable: lowerField(child, 'right', source, lower),
      });
    } else if (child.type === 'if_clause') {
      conditions.push(...child.children.map((inner) => lower(inner, source)));
    } else if (child.type === 'pair') {
      elements.push(lowerField(child, 'key', source, lower), lowerField(child, 'value', source, lower));
    } else {
      elements.push(lower(child, source));
    }
  }
  return { kind: 'comprehension', ...place(node, source), elements, clauses, conditions };
}
