import type { CellInput, Location, TextEdit } from './document.js';
import { maskLoneReturns } from './lone-returns.js';
import { type MagicLine, maskAll, maskMagics } from './magics.js';
import type { ModuleText, OutputText } from './module-text.js';
import type { RawText } from './notebook-raw.js';
import { adaptLineEnds } from './notebook-text.js';
import { LineIndex, type Span } from './position.js';

/** Where a notebook module came from, as far as it matters to positions. */
export interface NotebookOrigin {
  readonly path: string;
  readonly languageId: string;
  /** The raw JSON behind the source of a cell; absent for notebooks that came as cells. */
  findRawSource?(cell: number): RawText | undefined;
  /** Lines of the raw JSON; present with `findRawSource`. */
  getRawLines?(): LineIndex;
  listOutputs(): readonly OutputText[];
}

/** A code cell inside the module. */
interface ModuleCell {
  readonly index: number;
  readonly text: string;
  readonly start: number;
}

/** The code cells of a notebook as one text. */
export class NotebookModule implements ModuleText {
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  readonly original: string;
  readonly cellStarts: readonly number[];
  readonly magics: readonly MagicLine[];
  readonly #origin: NotebookOrigin;
  readonly #cells: readonly ModuleCell[];
  readonly #lines = new Map<number, LineIndex>();
  #outputs: readonly OutputText[] | undefined;

  /** `cells` are the code cells in order; those in another language than the kernel's count as masked. */
  constructor(origin: NotebookOrigin, cells: readonly CellInput[]) {
    const placed: ModuleCell[] = [];
    const masked: string[] = [];
    const magics: MagicLine[] = [];
    let start = 0;
    for (const { index, text, languageId } of cells) {
      placed.push({ index, text, start });
      if ((languageId ?? origin.languageId) !== origin.languageId) {
        masked.push(maskAll(text));
      } else if (origin.languageId !== 'python') {
        masked.push(maskLoneReturns(text));
      } else {
        const cell = maskMagics(text, index);
        masked.push(cell.text);
        for (const magic of cell.magics) magics.push(shiftMagic(magic, start));
      }
      start += text.length + 1;
    }
    this.path = origin.path;
    this.languageId = origin.languageId;
    this.text = masked.join('\n');
    this.original = placed.map((cell) => cell.text).join('\n');
    this.cellStarts = placed.map((cell) => cell.start);
    this.magics = magics;
    this.#origin = origin;
    this.#cells = placed;
  }

  get outputs(): readonly OutputText[] {
    this.#outputs ??= this.#origin.listOutputs();
    return this.#outputs;
  }

  locate(span: Span): Location {
    const place = this.#place(span);
    if (place === undefined)
      return { path: this.path, range: new LineIndex('').rangeOf({ start: 0, end: 0 }) };
    const raw = this.#origin.findRawSource?.(place.cell.index);
    return this.#describe(place, raw?.locate(place.span));
  }

  createEdit(span: Span, newText: string): TextEdit {
    const place = this.#place(span);
    if (place === undefined) return { location: this.locate(span), newText };
    const adapted = adaptLineEnds(newText, place.cell.text);
    const edit = this.#origin.findRawSource?.(place.cell.index)?.createEdit(place.span, adapted);
    const location = this.#describe(place, edit?.span);
    if (edit === undefined) return { location, newText: adapted };
    return { location, newText: adapted, rawNewText: edit.newText };
  }

  /** The cell in which a span begins, and the part of the span that lies in it, in offsets of the cell. */
  #place(span: Span): { readonly cell: ModuleCell; readonly span: Span } | undefined {
    let low = 0;
    let high = this.#cells.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#cells[middle]?.start ?? 0) <= span.start) low = middle;
      else high = middle - 1;
    }
    const cell = this.#cells[low];
    if (cell === undefined) return undefined;
    const clamp = (offset: number): number => Math.min(Math.max(offset - cell.start, 0), cell.text.length);
    const start = clamp(span.start);
    return { cell, span: { start, end: Math.max(clamp(span.end), start) } };
  }

  #describe(place: { readonly cell: ModuleCell; readonly span: Span }, raw: Span | undefined): Location {
    const { index, text } = place.cell;
    let lines = this.#lines.get(index);
    if (lines === undefined) {
      lines = new LineIndex(text);
      this.#lines.set(index, lines);
    }
    const location = { path: this.path, range: lines.rangeOf(place.span), cell: index };
    const rawLines = raw === undefined ? undefined : this.#origin.getRawLines?.();
    return raw === undefined || rawLines === undefined
      ? location
      : { ...location, rawRange: rawLines.rangeOf(raw) };
  }
}

function shiftMagic(magic: MagicLine, by: number): MagicLine {
  const span = { start: magic.span.start + by, end: magic.span.end + by };
  if (magic.body === undefined) return { ...magic, span };
  return { ...magic, span, body: { start: magic.body.start + by, end: magic.body.end + by } };
}
