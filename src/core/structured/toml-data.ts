import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import type { Span } from '../source/position.js';
import type { DataEntry, DataNode, DataReading, ScalarNode } from './data-node.js';
import { tooLarge } from './yaml-data.js';

const MAX_LENGTH = 1_000_000;

/** A map or list while it grows. */
interface Growing {
  readonly kind: 'map' | 'list';
  span: Span;
  readonly entries: Map<string, { readonly keySpan: Span; readonly value: Growing | DataNode; span: Span }>;
  readonly items: Growing[];
}

/** Reads TOML. Never throws; what is too large or broken is said. */
export function readToml(text: string): DataReading {
  if (text.length > MAX_LENGTH) return tooLarge(text.length, MAX_LENGTH);
  try {
    const [top] = parseTOML(text).body;
    const root = createMap({ start: 0, end: text.length });
    for (const node of top.body) {
      if (node.type === 'TOMLKeyValue') addPair(root, node);
      else
        addTable(
          root,
          node.resolvedKey,
          node.key.keys.map(({ range }) => toSpan(range)),
          node.body,
          toSpan(node.range),
        );
    }
    return { roots: [finish(root)] };
  } catch (error) {
    if (error instanceof ParseError)
      return {
        roots: [],
        problem: { message: `it is not valid TOML: ${error.message}`, offset: error.index },
      };
    if (error instanceof RangeError)
      return { roots: [], problem: { message: 'it is nested too deeply', offset: 0 } };
    throw error;
  }
}

function addTable(
  root: Growing,
  path: readonly (string | number)[],
  keySpans: readonly Span[],
  pairs: readonly AST.TOMLKeyValue[],
  span: Span,
): void {
  let table = root;
  let named = -1;
  for (const step of path) {
    if (typeof step === 'number') {
      let item = table.items[step];
      if (item === undefined) {
        item = createMap(span);
        table.items[step] = item;
      }
      table = item;
      continue;
    }
    named += 1;
    const next = path[path.indexOf(step, named) + 1];
    table = enter(table, step, keySpans[named] ?? span, span, typeof next === 'number' ? 'list' : 'map');
  }
  for (const pair of pairs) addPair(table, pair);
}

function enter(table: Growing, key: string, keySpan: Span, span: Span, kind: Growing['kind']): Growing {
  const known = table.entries.get(key);
  if (known !== undefined && isGrowing(known.value)) {
    known.span = { start: known.span.start, end: Math.max(known.span.end, span.end) };
    known.value.span = known.span;
    return known.value;
  }
  const made: Growing = { kind, span, entries: new Map(), items: [] };
  table.entries.set(key, { keySpan, value: made, span });
  return made;
}

function addPair(table: Growing, { key, value, range }: AST.TOMLKeyValue): void {
  let target = table;
  const span = toSpan(range);
  for (const [index, part] of key.keys.entries()) {
    const name = part.type === 'TOMLBare' ? part.name : part.value;
    const keySpan = toSpan(part.range);
    if (index < key.keys.length - 1) target = enter(target, name, keySpan, span, 'map');
    else target.entries.set(name, { keySpan, value: toData(value), span });
  }
}

function toData(node: AST.TOMLContentNode): DataNode {
  const span = toSpan(node.range);
  if (node.type === 'TOMLArray') {
    const items = node.elements.map(toData);
    return { kind: 'list', span, items, isComplete: true, style: 'flow' };
  }
  if (node.type === 'TOMLInlineTable') {
    const table = createMap(span);
    for (const pair of node.body) addPair(table, pair);
    return { ...finish(table), style: 'flow' };
  }
  const value: ScalarNode['value'] = 'datetime' in node ? node.datetime : node.value;
  const style = node.kind === 'string' ? 'quoted' : 'plain';
  return { kind: 'scalar', span, value, isKnown: true, style };
}

function createMap(span: Span): Growing {
  return { kind: 'map', span, entries: new Map(), items: [] };
}

function isGrowing(value: Growing | DataNode): value is Growing {
  return 'entries' in value && value.entries instanceof Map;
}

function finish({ kind, span, entries, items }: Growing): DataNode & { readonly kind: 'map' | 'list' } {
  if (kind === 'list') {
    return { kind: 'list', span, items: items.map(finish), isComplete: true, style: 'block' };
  }
  const read = [...entries].map(([key, entry]): DataEntry => {
    const value = isGrowing(entry.value) ? finish(entry.value) : entry.value;
    return { key, keySpan: entry.keySpan, value, span: entry.span };
  });
  return { kind: 'map', span, entries: read, isComplete: true, style: 'block' };
}

function toSpan([start, end]: readonly [number, number]): Span {
  return { start, end };
}
