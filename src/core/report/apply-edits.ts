import type { TextEdit } from '../source/document.js';
import { LineIndex } from '../source/position.js';

/** Which text the edits are for: a file's own text (or one cell's), or the raw JSON of a notebook. */
export type EditForm = 'text' | 'raw';

/**
 * Applies edits to one text. Edits are in any order; insertions at one place keep the order given, and come
 * before a replacement that starts there.
 *
 * @param text what the edits' ranges count in: the file, the cell (`text`), or the raw notebook (`raw`)
 * @param edits all for this text; for `raw` each must have `rawRange` and `rawNewText`
 * @returns the new text
 * @throws RangeError when two edits overlap, a range ends before it starts, lies outside the text, or the raw
 *   form is asked for and missing
 */
export function applyEdits(text: string, edits: readonly TextEdit[], form: EditForm): string {
  const lines = new LineIndex(text);
  const replacements = edits.map((edit) => {
    const range = form === 'raw' ? edit.location.rawRange : edit.location.range;
    const newText = form === 'raw' ? edit.rawNewText : edit.newText;
    if (range === undefined || newText === undefined) {
      throw new RangeError(`an edit of ${edit.location.path} has no raw notebook form`);
    }
    const isOutside = range.start.line >= lines.lineCount || range.end.line >= lines.lineCount;
    const start = lines.offsetAt(range.start);
    const end = lines.offsetAt(range.end);
    if (isOutside || end < start) {
      throw new RangeError(`an edit of ${edit.location.path} has a range outside the text`);
    }
    return { start, end, newText };
  });
  replacements.sort((a, b) => a.start - b.start || a.end - b.end);
  const parts: string[] = [];
  let position = 0;
  for (const { start, end, newText } of replacements) {
    if (start < position) throw new RangeError(`two edits overlap at offset ${start}`);
    parts.push(text.slice(position, start), newText);
    position = end;
  }
  parts.push(text.slice(position));
  return parts.join('');
}
