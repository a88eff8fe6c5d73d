import type { DictEntry, Expr } from '../ir.js';
import type { RawNode } from '../raw-tree.js';
import { childAt, place, textOf } from '../source.js';
import { nothingAt, type ScriptSource } from './script-source.js';

/** Lowers what an assignment or parameter binds: objects become dicts of targets, arrays sequences. */
export function lowerPattern(node: RawNode, source: ScriptSource): Expr {
  switch (node.type) {
    case 'object_pattern':
    case 'object':
      return {
        kind: 'dict',
        ...place(node, source),
        entries: node.children.flatMap((child) => lowerEntry(child, source)),
      };
    case 'array_pattern':
    case 'array':
      return {
        kind: 'sequence',
        ...place(node, source),
        type: 'list',
        items: lowerItems(node, source),
      };
    case 'assignment_pattern':
    case 'object_assignment_pattern':
    case 'assignment_expression': {
      const left = childAt(node, 'left');
      const right = childAt(node, 'right');
      const target = left === undefined ? nothingAt(source.start + node.start) : lowerPattern(left, source);
      if (right === undefined || target.kind !== 'name') return target;
      return { kind: 'named', ...place(node, source), target, value: source.lowerExpr(right) };
    }
    case 'rest_pattern':
    case 'spread_element': {
      const [inner] = node.children;
      const value = inner === undefined ? nothingAt(source.start + node.end) : lowerPattern(inner, source);
      return { kind: 'wrap', ...place(node, source), operator: 'spread', value };
    }
    case 'identifier':
    case 'shorthand_property_identifier_pattern':
    case 'shorthand_property_identifier':
      return { kind: 'name', ...place(node, source), name: textOf(node, source) };
    default:
      return source.lowerExpr(node);
  }
}

/** Items with a gap for each one that is left out: `[, b]`. */
function lowerItems(node: RawNode, source: ScriptSource): readonly Expr[] {
  const items: Expr[] = [];
  let isExpected = true;
  for (const child of node.children) {
    if (child.type === ',') {
      if (isExpected) items.push(nothingAt(source.start + child.start));
      isExpected = true;
    } else {
      items.push(lowerPattern(child, source));
      isExpected = false;
    }
  }
  return items;
}

function lowerEntry(node: RawNode, source: ScriptSource): readonly DictEntry[] {
  const at = place(node, source);
  switch (node.type) {
    case 'pair_pattern':
    case 'pair': {
      const key = childAt(node, 'key');
      const value = childAt(node, 'value');
      if (key === undefined || value === undefined) return [];
      return [{ kind: 'entry', ...at, key: lowerKey(key, source), value: lowerPattern(value, source) }];
    }
    case 'rest_pattern':
    case 'spread_element': {
      const [inner] = node.children;
      return inner === undefined ? [] : [{ kind: 'entry', ...at, value: lowerPattern(inner, source) }];
    }
    case 'object_assignment_pattern':
    case 'shorthand_property_identifier_pattern':
    case 'shorthand_property_identifier': {
      const value = lowerPattern(node, source);
      const name = value.kind === 'name' ? value : value.kind === 'named' ? value.target : undefined;
      if (name === undefined) return [];
      const key: Expr = {
        kind: 'constant',
        type: 'string',
        start: name.start,
        end: name.end,
        value: name.name,
      };
      return [{ kind: 'entry', ...at, key, value }];
    }
    default:
      return [];
  }
}

/** The key of an entry or member: a name stands for its text. */
export function lowerKey(node: RawNode, source: ScriptSource): Expr {
  switch (node.type) {
    case 'property_identifier':
    case 'private_property_identifier':
    case 'shorthand_property_identifier':
    case 'shorthand_property_identifier_pattern':
      return { kind: 'constant', type: 'string', ...place(node, source), value: textOf(node, source) };
    case 'computed_property_name': {
      const [inner] = node.children;
      return inner === undefined ? nothingAt(source.start + node.end) : source.lowerExpr(inner);
    }
    default:
      return source.lowerExpr(node);
  }
}
