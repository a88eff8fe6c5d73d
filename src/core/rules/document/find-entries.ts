import { findEntry } from '../../structured/data-node.js';
import type { PathPattern, Place } from '../../structured/path-pattern.js';
import type { StructuredDocument } from '../../structured/read-document.js';
import type { EntryMatch } from '../document-match.js';
import { toValue } from './data-value.js';
import type { DocumentHit } from './document-hit.js';
import type { ValueJudge } from './judge-value.js';

/** Entries that the paths of a rule lead to and whose value passes, and those that are missing where that passes. */
export function findEntries(
  match: EntryMatch,
  patterns: readonly PathPattern[],
  document: StructuredDocument,
  judge: ValueJudge,
): readonly DocumentHit[] {
  const hits: DocumentHit[] = [];
  const seen = new Set<unknown>();
  const wantsMissing = match.value !== undefined && judge.passesMissing(match.value);
  for (const root of document.roots) {
    for (const pattern of patterns) {
      for (const place of pattern.find(root)) {
        const identity = place.entry ?? place.node;
        if (seen.has(identity) || !isSpelledOut(place, document.text)) continue;
        const value = toValue(place.node, document.unknown);
        if (match.value !== undefined && !judge.judge(match.value, value)) continue;
        seen.add(identity);
        hits.push({
          span: spanOf(place, match),
          place,
          value,
          name: nameOf(place),
          symbol: place.path,
          document,
        });
      }
      if (!wantsMissing) continue;
      for (const { place, keys, isKnown } of pattern.findMissing(root)) {
        const key = keys.join('.');
        const identity = `${place.path} ${key} ${place.node.span.start}`;
        if (!isKnown || seen.has(identity)) continue;
        seen.add(identity);
        const symbol = place.path === '' ? key : `${place.path}.${key}`;
        hits.push({ span: holderSpan(place), place, missing: keys, name: key, symbol, document });
      }
    }
  }
  return hits;
}

/** False for a key in escapes: what a rule is needed for is told by the words of a text. */
function isSpelledOut({ entry, parent }: Place, text: string): boolean {
  for (let at: Place | undefined = parent, own = entry; ; own = at.entry, at = at.parent) {
    if (
      own !== undefined &&
      !text.startsWith(own.key, own.keySpan.start + (text.startsWith(own.key, own.keySpan.start) ? 0 : 1))
    )
      return false;
    if (at === undefined) return true;
  }
}

function spanOf({ node, entry }: Place, { at }: EntryMatch): DocumentHit['span'] {
  if (entry === undefined || at === 'value')
    return node.kind === 'scalar' ? node.span : firstLine(node.span.start, node);
  if (at === 'key' || node.kind !== 'scalar' || node.style === 'block') return entry.keySpan;
  return entry.span;
}

/** A map or list is shown by its first entry or item. */
function firstLine(start: number, node: Place['node']): DocumentHit['span'] {
  const [entry] = node.kind === 'map' ? node.entries : [];
  if (entry !== undefined) return entry.keySpan;
  const [item] = node.kind === 'list' ? node.items : [];
  return item?.kind === 'scalar' ? item.span : { start, end: Math.min(node.span.end, start + 1) };
}

/** Where a missing entry is shown: at what names its holder. */
function holderSpan({ node, entry }: Place): DocumentHit['span'] {
  if (entry !== undefined) return entry.keySpan;
  const name = findEntry(node, 'name') ?? findEntry(node, 'kind');
  return name?.value.kind === 'scalar' ? name.span : firstLine(node.span.start, node);
}

function nameOf({ entry, path }: Place): string {
  return entry?.key ?? path.slice(path.lastIndexOf('.') + 1);
}
