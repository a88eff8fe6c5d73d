import type { Excerpt } from './excerpt.js';
import { makePrintable, measureWidth } from './printable.js';

/** Two lines of equal alignment: the source, and marks below its range. */
export interface DrawnExcerpt {
  readonly source: string;
  readonly underline: string;
}

const tab = '    ';
const ellipsis = '...';
/** Columns shown before the range when the line has to be cut. */
const leadWidth = 12;

interface Cell {
  readonly text: string;
  readonly width: number;
  readonly isMarked: boolean;
}

/**
 * Draws a source line with its range underlined, at least one mark. Tabs become four spaces and unprintable
 * characters escapes; both count in the columns of the marks, as do wide characters.
 *
 * @param width columns to stay within; the line is cut around the range. Absent or below 20: the whole line
 */
export function drawExcerpt(excerpt: Excerpt, width: number | undefined): DrawnExcerpt {
  const cells = layOut(excerpt);
  const total = cells.reduce((sum, cell) => sum + cell.width, 0);
  if (width === undefined || width < 20 || total <= width) return draw(cells, '', '');
  const firstMarked = cells.findIndex((cell) => cell.isMarked);
  let from = 0;
  if (measure(cells.slice(0, firstMarked + 1)) > width - leadWidth) {
    from = firstMarked;
    let lead = 0;
    while (from > 0 && lead < leadWidth) {
      from -= 1;
      lead += cells[from]?.width ?? 0;
    }
  }
  const before = from === 0 ? '' : ellipsis;
  let to = from;
  let used = before.length;
  while (to < cells.length && used + (cells[to]?.width ?? 0) <= width - ellipsis.length) {
    used += cells[to]?.width ?? 0;
    to += 1;
  }
  return draw(cells.slice(from, to), before, to === cells.length ? '' : ellipsis);
}

function layOut({ text, start, end }: Excerpt): readonly Cell[] {
  const cells: Cell[] = [];
  let offset = 0;
  for (const character of text) {
    const shown = character === '\t' ? tab : makePrintable(character);
    const isMarked = offset >= start && offset < Math.max(end, start + 1);
    cells.push({ text: shown, width: measureWidth(shown), isMarked });
    offset += character.length;
  }
  if (!cells.some((cell) => cell.isMarked)) cells.push({ text: ' ', width: 1, isMarked: true });
  return cells;
}

function measure(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

function draw(cells: readonly Cell[], before: string, after: string): DrawnExcerpt {
  const source = before + cells.map((cell) => cell.text).join('') + after;
  const marks = cells.map((cell) => (cell.isMarked ? '^' : ' ').repeat(cell.width)).join('');
  return { source: source.trimEnd(), underline: (' '.repeat(before.length) + marks).trimEnd() };
}
