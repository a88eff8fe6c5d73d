import type { Location } from '../source/document.js';
import { LineIndex } from '../source/position.js';

/** The part of a source line that a text report shows for one location. Plain data. */
export interface Excerpt {
  /** The line, or a stretch of it when it is very long; without its line end. */
  readonly text: string;
  /** Where the location starts in `text`, in UTF-16 code units from 0. */
  readonly start: number;
  /** Where it ends in `text`; the end of `text` when it goes on on further lines. At least `start`. */
  readonly end: number;
}

/** Longest excerpt, in UTF-16 code units; a minified line is not copied into a report. */
const maxLength = 400;
/** What of a long line is shown before the location. */
const leadLength = 80;

/** What {@link takeExcerpts} files an excerpt under; equal for equal places. */
export function excerptKey({ path, cell, range }: Location): string {
  const { start, end } = range;
  return `${path}\n${cell ?? ''}\n${start.line}:${start.character}-${end.line}:${end.character}`;
}

/**
 * Cuts out what a text report shows of one file, so that the file's text need not be kept.
 *
 * @param text the file's text; for a notebook its raw JSON
 * @param locations places in that file
 * @returns excerpts by {@link excerptKey}; a place that is not in the text, or in a notebook that is not valid
 *   JSON, has none
 */
export function takeExcerpts(text: string, locations: readonly Location[]): Map<string, Excerpt> {
  const excerpts = new Map<string, Excerpt>();
  const indexes = new Map<number | undefined, { text: string; lines: LineIndex }>();
  let cells: readonly string[] | undefined;
  for (const location of locations) {
    let source = indexes.get(location.cell);
    if (source === undefined) {
      if (location.cell !== undefined) cells ??= readCells(text);
      const sourceText = location.cell === undefined ? text : cells?.[location.cell];
      if (sourceText === undefined) continue;
      source = { text: sourceText, lines: new LineIndex(sourceText) };
      indexes.set(location.cell, source);
    }
    const excerpt = cutLine(source.text, source.lines, location);
    if (excerpt !== undefined) excerpts.set(excerptKey(location), excerpt);
  }
  return excerpts;
}

function cutLine(text: string, lines: LineIndex, { range }: Location): Excerpt | undefined {
  if (range.start.line >= lines.lineCount) return undefined;
  const from = lines.lineStart(range.start.line);
  const line = text.slice(from, lines.lineStart(range.start.line + 1)).replace(/[\r\n]+$/, '');
  const start = Math.min(range.start.character, line.length);
  const end = range.end.line === range.start.line ? Math.min(range.end.character, line.length) : line.length;
  const cut = line.length > maxLength ? Math.max(0, start - leadLength) : 0;
  const shown = line.slice(cut, cut + maxLength);
  return { text: shown, start: start - cut, end: Math.max(start - cut, Math.min(end - cut, shown.length)) };
}

/** Texts of all cells of a notebook, format 4; empty when the text is no such notebook. */
function readCells(text: string): readonly string[] {
  let notebook: unknown;
  try {
    notebook = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return [];
  }
  const cells = readProperty(notebook, 'cells');
  if (!Array.isArray(cells)) return [];
  return cells.map((cell: unknown) => {
    const source = readProperty(cell, 'source');
    if (typeof source === 'string') return source;
    return Array.isArray(source) ? source.filter((line) => typeof line === 'string').join('') : '';
  });
}

function readProperty(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
