import {
  compactContent,
  digestContent,
  formatBegin,
  formatEnd,
  formatGoneLine,
  GONE_MARKER,
  offeredId,
  readGoneLine,
  readItem,
  removeItem,
} from './document-marker.js';
import type { DocumentBlock } from './read-document.js';
import { frameBlock, type RenderedBlock } from './render-block.js';

/** What a merge did to a block, or found. */
export type BlockChangeKind =
  | 'added'
  | 'refreshed'
  | 'moved-lines'
  | 'marked-gone'
  | 'returned'
  | 'offered'
  | 'kept-edited'
  | 'kept-deleted'
  | 'restored';

export interface BlockChange {
  readonly kind: BlockChangeKind;
  /** What was no longer found or is back, as it stood in the document. */
  readonly what?: string;
  /** Encoded id of that element. */
  readonly element?: string;
}

export interface BlockMerge {
  /** The lines that take the block's place, markers included. */
  readonly lines: readonly string[];
  /** The lines that take the place of the block with newer content beside it, or are put there; undefined to leave it. */
  readonly beside?: readonly string[];
  readonly changes: readonly BlockChange[];
  /** True when a person edited the block and the code now says something else. */
  readonly isConflict: boolean;
}

const goneNote =
  '> **No longer found in the code.** What it was stays below until somebody deletes this block.';
const goneHeading = 'No longer found in the code (delete a line once it has been dealt with):';
const offerNote =
  '> The block above was edited by hand and is kept. The code now asks for what follows; take over what is right, then delete this block.';

/** Whether a person changed the generated content of a block. */
function isEditedBlock(block: DocumentBlock): boolean {
  return digestContent(withoutNote(block)) !== block.marker.digest;
}

/** The block's content without the note that it is gone. */
function withoutNote({ content, marker }: DocumentBlock): readonly string[] {
  if (!marker.isGone) return content;
  const at = content.indexOf(goneNote);
  if (at < 0) return content;
  return [...content.slice(0, at), ...content.slice(content[at + 1] === '' ? at + 2 : at + 1)];
}

/** Marks a block whose subject left the code. */
export function mergeGoneBlock(block: DocumentBlock, lines: readonly string[]): BlockMerge {
  if (block.marker.isGone) return { lines, changes: [], isConflict: false };
  const what = describeLine(block.content.find((line) => line.trim() !== '') ?? block.marker.id);
  return {
    lines: [formatBegin({ ...block.marker, isGone: true }), '', goneNote, ...lines.slice(1)],
    changes: [{ kind: 'marked-gone', what }],
    isConflict: false,
  };
}

/**
 * Brings a block up to date. An edited block keeps its content; what the code asks for is put beside it once.
 *
 * @param block as it stands in the document
 * @param lines its lines with the markers
 * @param beside the block with newer content that an earlier merge put beside it, if it is still there
 */
export function mergeBlock(
  block: DocumentBlock,
  lines: readonly string[],
  rendered: RenderedBlock,
  beside: DocumentBlock | undefined,
): BlockMerge {
  const current = withoutNote(block);
  const { marker } = block;
  const changes: BlockChange[] = marker.isGone ? [{ kind: 'returned', what: rendered.id }] : [];
  const isEdited = digestContent(current) !== marker.digest;
  const removable = beside !== undefined && !isEditedBlock(beside) ? { beside: [] } : {};
  const gone = mergeGoneLines(block, rendered, changes);
  if (!isEdited || digestContent(current) === rendered.digest) {
    const isSame = compactContent(current).join('\n') === compactContent(rendered.lines).join('\n');
    if (!isSame) {
      changes.unshift({ kind: marker.digest === rendered.digest ? 'moved-lines' : 'refreshed' });
    }
    const content = isSame ? current : rendered.lines;
    const begin = { id: marker.id, digest: rendered.digest, isGone: false };
    return { lines: rebuild(lines, begin, content, gone, marker), ...removable, changes, isConflict: false };
  }
  if (rendered.digest === marker.digest) {
    const begin = { id: marker.id, digest: marker.digest, isGone: false };
    return { lines: rebuild(lines, begin, current, gone, marker), ...removable, changes, isConflict: false };
  }
  const begin = { id: marker.id, digest: marker.digest, offered: rendered.digest, isGone: false };
  const kept = rebuild(lines, begin, current, gone, marker);
  changes.push({ kind: 'kept-edited' });
  if (marker.offered === rendered.digest) {
    return { lines: kept, changes, isConflict: beside !== undefined };
  }
  if (beside !== undefined && isEditedBlock(beside)) return { lines: kept, changes, isConflict: true };
  const offer = ['', offerNote, ...rendered.lines];
  const framed = frameBlock({ id: offeredId(marker.id), lines: offer, digest: digestContent(offer) });
  return { lines: kept, beside: framed, changes: [...changes, { kind: 'offered' }], isConflict: true };
}

/** The block's lines; the very lines of the document where nothing changes. */
function rebuild(
  lines: readonly string[],
  begin: Parameters<typeof formatBegin>[0],
  content: readonly string[],
  gone: readonly string[] | undefined,
  marker: DocumentBlock['marker'],
): readonly string[] {
  const isSameMarker = formatBegin(begin) === formatBegin(marker);
  const first = isSameMarker ? (lines[0] ?? formatBegin(begin)) : formatBegin(begin);
  const tail = gone === undefined ? [] : [GONE_MARKER, ...gone];
  const gap = gone === undefined || content.at(-1)?.trim() === '' || content.length === 0 ? [] : [''];
  return [first, ...content, ...gap, ...tail, lines.at(-1) ?? formatEnd(begin.id)];
}

/** The list of what is gone: earlier lines stay, those of what is back go unless a person changed them. */
function mergeGoneLines(
  block: DocumentBlock,
  rendered: RenderedBlock,
  changes: BlockChange[],
): readonly string[] | undefined {
  const listed = new Set<string>();
  const lines = (block.gone ?? []).flatMap((line) => {
    const entry = readGoneLine(line);
    if (entry === undefined) return [line];
    if (!rendered.elements.has(entry.id)) {
      listed.add(entry.id);
      return [line];
    }
    changes.push({ kind: 'returned', what: describeLine(entry.text), element: entry.id });
    return entry.isEdited ? [`${entry.text} (found again)`] : [];
  });
  const added = block.content.flatMap((line) => {
    const id = readItem(line);
    if (id === undefined || rendered.elements.has(id) || listed.has(id)) return [];
    listed.add(id);
    const what = describeLine(line);
    changes.push({ kind: 'marked-gone', what, element: id });
    return [formatGoneLine(id, `- ${what}`)];
  });
  if (block.gone === undefined) return added.length === 0 ? undefined : [goneHeading, '', ...added];
  const isOnlyHeading = lines.every((line) => line.trim() === '' || line === goneHeading);
  if (isOnlyHeading && added.length === 0) {
    return listed.size === 0 && block.gone.some((line) => readGoneLine(line) !== undefined)
      ? undefined
      : lines;
  }
  while (added.length > 0 && lines.at(-1)?.trim() === '' && lines.length > 2) lines.pop();
  return [...lines, ...added];
}

/** A row or list item as one phrase. */
function describeLine(line: string): string {
  const text = removeItem(line).trim();
  if (!text.startsWith('|')) return text.replace(/^(?:[-*+]|#{1,6}|\d+[.)])\s+/, '');
  const cells = text
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split(/(?<!\\)\|/);
  return cells
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '')
    .join('; ');
}
