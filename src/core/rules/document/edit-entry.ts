import type { DataEntry, MapNode } from '../../structured/data-node.js';
import { findStart, parseRelativePath } from '../../structured/relative-path.js';
import type { Replacement } from '../create-fixes.js';
import type { DocumentHit } from './document-hit.js';

const PLAIN_PATH = /^[^.[\]"*|]+(?:\.[^.[\]"*|]+)*$/;

/** Sets an entry; adds it, with the maps around it, in YAML and JSON. Undefined where that cannot be done safely. */
export function setEntry(path: string, value: string, hit: DocumentHit): readonly Replacement[] | undefined {
  const { place, document, missing } = hit;
  const relative = parseRelativePath(path);
  if (place === undefined || !PLAIN_PATH.test(relative.text)) return undefined;
  const { from } = relative;
  const isAbove = missing !== undefined && typeof from === 'number';
  let node = findStart(isAbove ? { ...relative, from: Math.max(0, from - 1) } : relative, place)?.node;
  const keys = relative.text.split('.');
  for (const [index, key] of keys.entries()) {
    if (node?.kind !== 'map') return undefined;
    const entry: DataEntry | undefined = node.entries.findLast((one) => one.key === key);
    if (entry === undefined) return addEntry(node, keys.slice(index), value, document.text, hit);
    node = entry.value;
  }
  if (node?.kind !== 'scalar' || !node.isKnown || node.span.end === node.span.start) return undefined;
  return [{ span: node.span, text: value }];
}

function addEntry(
  map: MapNode,
  keys: readonly string[],
  value: string,
  text: string,
  { document }: DocumentHit,
): readonly Replacement[] | undefined {
  const { syntax } = document.recognised.kind;
  const [first] = map.entries;
  if (first === undefined || (syntax !== 'yaml' && syntax !== 'json')) return undefined;
  const at = first.keySpan.start;
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const before = text.slice(lineStart, at);
  if (syntax === 'json' || map.style === 'flow') {
    if (keys.length > 1) return undefined;
    const key = syntax === 'json' ? JSON.stringify(keys[0]) : keys[0];
    const gap = /^\s*$/.test(before) ? `\n${before}` : ' ';
    return [{ span: { start: at, end: at }, text: `${key}: ${value},${gap}` }];
  }
  // The first key of a block stands behind blanks or the dashes of lists.
  if (!/^[ \t]*(?:-[ \t]+)*$/.test(before)) return undefined;
  const indent = before.replace(/[^ \t]/g, ' ');
  const lines = keys.map((key, level) => {
    const own = `${indent}${'  '.repeat(level)}${key}:`;
    return level === keys.length - 1 ? `${own} ${value}` : own;
  });
  const lineEnd = endOfLine(text, first.span.end);
  const isShort = first.value.kind === 'scalar' && first.value.style !== 'block' && first.value.isKnown;
  const rest = text.slice(first.span.end, lineEnd);
  if (isShort && /^\s*(?:#[^\n]*)?$/.test(rest)) {
    const end = text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
    return [{ span: { start: end, end }, text: `\n${lines.join('\n')}` }];
  }
  return [{ span: { start: at, end: at }, text: `${lines.join('\n').trimStart()}\n${indent}` }];
}

/** Removes the entry or item found, with its line or its comma. Undefined where that would leave something broken. */
export function removeEntry({ place, missing, document }: DocumentHit): readonly Replacement[] | undefined {
  if (place?.parent === undefined || missing !== undefined) return undefined;
  const { text } = document;
  const { node: holder } = place.parent;
  const extents =
    holder.kind === 'map' ? holder.entries.map(({ span }) => span) : holder.items.map(({ span }) => span);
  const own = place.entry?.span ?? place.node.span;
  const index = extents.findIndex(({ start, end }) => start === own.start && end === own.end);
  if (index < 0) return undefined;
  const previous = extents[index - 1];
  const next = extents[index + 1];
  if (holder.style === 'flow') {
    const span =
      next !== undefined
        ? { start: own.start, end: next.start }
        : previous !== undefined
          ? { start: previous.end, end: own.end }
          : own;
    const around = [text.slice(span.start, own.start), text.slice(own.end, span.end)].join('');
    return /^[\s,]*$/.test(around) ? [{ span, text: '' }] : undefined;
  }
  const { syntax } = document.recognised.kind;
  if (syntax === 'yaml' && extents.length === 1) return undefined;
  const lineStart = text.lastIndexOf('\n', own.start - 1) + 1;
  const before = text.slice(lineStart, own.start);
  const isFirst =
    place.entry === undefined ? /^[ \t]*-[ \t]+$/.test(before) : /^[ \t]*(?:export[ \t]+)?$/.test(before);
  const end = endOfLine(text, own.end);
  if (!isFirst || !/^\s*(?:#[^\n]*)?$/.test(text.slice(own.end, end))) return undefined;
  return [{ span: { start: lineStart, end: Math.min(end + 1, text.length) }, text: '' }];
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
