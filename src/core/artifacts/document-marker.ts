import { hashText } from '../findings/fingerprint.js';

/**
 * The comments that structure a living document. Each stands on a line of its own, except that of an element, which ends
 * the element's line.
 *
 * - `<!-- fairlead:begin ID DIGEST [offered DIGEST] [gone] -->` opens a generated block. The digest is that of the content
 *   as it was generated, so that an edit inside shows; `offered` names the content that was put beside an edited block.
 * - `<!-- fairlead:gone -->` inside a block: below stand lines of elements that are no longer in the code.
 * - `<!-- fairlead:end ID -->` closes a block.
 * - `<!-- fairlead:item ID -->` names the element of a line.
 * - `<!-- fairlead:was ID DIGEST -->` names the element that a line below `gone` was about; the digest is the line's.
 * - `<!-- fairlead:record KIND` to `-->` lists what was ever written, so that what people delete stays deleted.
 */
export interface BeginMarker {
  readonly id: string;
  readonly digest: string;
  readonly offered?: string;
  readonly isGone: boolean;
}

const begin = /^\s*<!-- fairlead:begin (\S+) ([0-9a-f]{16})(?: offered ([0-9a-f]{16}))?( gone)? -->\s*$/;
const end = /^\s*<!-- fairlead:end (\S+) -->\s*$/;
const item = /<!-- fairlead:item (\S+?) -->/;
const was = / ?<!-- fairlead:was (\S+) ([0-9a-f]{16}) -->\s*$/;
const anyMarker = /^\s*<!-- fairlead:(?:begin|end|record|gone)\b/;

const markerWord = /^fairlead:(?:begin|end|item|was|record|gone)\b/;

/** Whether what stands at an offset, from `fairlead:` on, is a comment of a living document. */
export function isDocumentMarker(text: string, offset: number): boolean {
  return markerWord.test(text.slice(offset, offset + 'fairlead:record '.length));
}

export const GONE_MARKER = '<!-- fairlead:gone -->';
export const RECORD_END = '-->';

/** The id that a block with newer content beside an edited one has. */
export function offeredId(id: string): string {
  return `${id}.new`;
}

/** Writes an id so that it has no space and cannot end a comment. */
export function encodeId(id: string): string {
  return id.replace(/[\s%<>|"`\\]|-(?=-)/g, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase();
    return `%${code.padStart(2, '0')}`;
  });
}

/** The marker of a line, or undefined. */
export function readBegin(line: string): BeginMarker | undefined {
  const match = begin.exec(line);
  if (match === null) return undefined;
  const [, id = '', digest = '', offered, gone] = match;
  return { id, digest, ...(offered === undefined ? {} : { offered }), isGone: gone !== undefined };
}

export function formatBegin({ id, digest, offered, isGone }: BeginMarker): string {
  const rest = `${offered === undefined ? '' : ` offered ${offered}`}${isGone ? ' gone' : ''}`;
  return `<!-- fairlead:begin ${id} ${digest}${rest} -->`;
}

/** The id that an end marker names, or undefined. */
export function readEnd(line: string): string | undefined {
  return end.exec(line)?.[1];
}

export function formatEnd(id: string): string {
  return `<!-- fairlead:end ${id} -->`;
}

/** The id of the element that a line is about, or undefined. */
export function readItem(line: string): string | undefined {
  return item.exec(line)?.[1];
}

/** The line without the comment that names its element. */
export function removeItem(line: string): string {
  return line.replace(/ ?<!-- fairlead:item \S+? -->/, '');
}

/** Adds the comment that names an element to its line: inside the last cell of a row, so that the table stays one. */
export function addItem(line: string, id: string): string {
  const comment = `<!-- fairlead:item ${encodeId(id)} -->`;
  const trimmed = line.trimEnd();
  return trimmed.startsWith('|') && trimmed.endsWith('|')
    ? `${trimmed.slice(0, -1).trimEnd()} ${comment} |`
    : `${trimmed} ${comment}`;
}

/** A line of the list of what is gone. */
export interface GoneLine {
  readonly id: string;
  /** The line without its comment. */
  readonly text: string;
  /** Whether a person changed the line. */
  readonly isEdited: boolean;
}

/** Reads a line of the list of what is gone; undefined for other lines. */
export function readGoneLine(line: string): GoneLine | undefined {
  const match = was.exec(line);
  if (match === null) return undefined;
  const text = line.slice(0, match.index);
  return { id: match[1] ?? '', text, isEdited: digestContent([text]) !== match[2] };
}

export function formatGoneLine(id: string, text: string): string {
  return `${text} <!-- fairlead:was ${id} ${digestContent([text])} -->`;
}

/** Whether a line looks like a marker that structures the document, well-formed or not. */
export function isMarkerLine(line: string): boolean {
  return anyMarker.test(line);
}

/** The kind of document that the first line of a record names; empty when it names none. */
export function readRecordKind(line: string): string {
  return /fairlead:record\s+([\w-]+)/.exec(line)?.[1] ?? '';
}

/** True for a line with which Git marks a conflict; `=======` alone is a heading in Markdown. */
export function isConflictMarker(line: string): boolean {
  return /^(?:<{7}|>{7}|\|{7})(?: |$)/.test(line);
}

/** True for the first line of the record. */
export function isRecordStart(line: string): boolean {
  return /^\s*<!-- fairlead:record\b/.test(line);
}

/**
 * Digest of a block's content. White space and the length of a table's rule do not count, so that a formatter that aligns
 * tables does not look like a person who edits; nor do the line numbers of links, which shift with every edit of the code.
 */
export function digestContent(lines: readonly string[]): string {
  return hashText(compactContent(lines).map(removeLineNumbers).join('\n'));
}

/** The content without what a formatter may change. */
export function compactContent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.replace(/\s+/g, '').replace(/-{3,}/g, '---')).filter((line) => line !== '');
}

/** A line without the numbers in its links: `[a.py:12](a.py#L12)`, `[a.ipynb cell 3 line 4](a.ipynb)`. */
function removeLineNumbers(line: string): string {
  return line
    .replace(/(?::\d+)?(\]\([^()\s]*)#L\d+\)/g, '$1)')
    .replace(/ ?cell ?\d+ ?line ?\d+(\]\()/g, '$1');
}
