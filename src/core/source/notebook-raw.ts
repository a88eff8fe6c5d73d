import { lacksLineEnd, type StoredText } from './notebook-text.js';
import type { Span } from './position.js';

/** The JSON strings that make up one stored text. */
export interface RawStrings {
  /** Between the quotes of each string, in order. */
  readonly spans: readonly Span[];
  /** Offset after the `[` of an array; absent for a text that is one string. */
  readonly arrayStart?: number;
}

/** A replacement in raw JSON. */
export interface RawEdit {
  readonly span: Span;
  readonly newText: string;
}

/** One JSON string of a stored text, beside its place in the joined text. */
interface Piece {
  readonly start: number;
  readonly length: number;
  /** True when a line feed that the JSON does not hold follows the piece. */
  readonly hasAddedLineEnd: boolean;
  readonly raw: Span;
}

/** Maps offsets in a stored text, joined as by `joinStoredText`, to the raw JSON that holds it. */
export class RawText {
  readonly #json: string;
  readonly #text: string;
  readonly #pieces: readonly Piece[];
  readonly #arrayStart: number | undefined;

  constructor(json: string, text: string, stored: StoredText, strings: RawStrings, isLines = false) {
    const parts = typeof stored === 'string' ? [stored] : stored;
    const pieces: Piece[] = [];
    let start = 0;
    for (const [index, part] of parts.entries()) {
      const raw = strings.spans[index];
      if (raw === undefined) break;
      const hasAddedLineEnd = index < parts.length - 1 && lacksLineEnd(part, isLines);
      pieces.push({ start, length: part.length, hasAddedLineEnd, raw });
      start += part.length + (hasAddedLineEnd ? 1 : 0);
    }
    this.#json = json;
    this.#text = text;
    this.#pieces = pieces;
    this.#arrayStart = strings.arrayStart;
  }

  /** The raw characters of a span: escapes as a whole, and what stands between two strings when it spans both. */
  locate(span: Span): Span {
    const start = this.#locateBefore(span.start);
    return { start, end: span.end > span.start ? this.#locateAfter(span.end) : start };
  }

  /** The edit in raw JSON after which the joined text is as if `span` had been replaced by `newText`. */
  createEdit(span: Span, newText: string): RawEdit {
    const start = this.#locateBefore(span.start);
    const end = span.end > span.start ? this.#locateBefore(span.end) : start;
    const first = this.#findPiece(span.start);
    const last = this.#findPiece(span.end);
    if (first === undefined || last === undefined) {
      return { span: { start, end }, newText: newText === '' ? '' : `"${this.#escape(newText, true)}"` };
    }
    const endsPiece = end === last.raw.end;
    const before = newText === '' ? this.#text.slice(first.start, span.start) : newText;
    // The line feed that joining adds is only added after a piece without one: write it out where it would vanish.
    const suffix = endsPiece && last.hasAddedLineEnd && before.endsWith('\n') ? '\n' : '';
    return { span: { start, end }, newText: this.#escape(newText + suffix, endsPiece) };
  }

  /** Raw offset of the character at `offset`. */
  #locateBefore(offset: number): number {
    const piece = this.#findPiece(offset);
    if (piece === undefined) return this.#arrayStart ?? 0;
    return skipCharacters(this.#json, piece.raw, offset - piece.start);
  }

  /** Raw offset after the character before `offset`. */
  #locateAfter(offset: number): number {
    const piece = this.#findPiece(offset - 1);
    if (piece === undefined) return this.#arrayStart ?? 0;
    if (offset - piece.start > piece.length) return this.#locateBefore(offset);
    return skipCharacters(this.#json, piece.raw, offset - piece.start);
  }

  /** The piece that holds the character at `offset`; at the end of the text the last piece. */
  #findPiece(offset: number): Piece | undefined {
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pieces[middle]?.start ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return this.#pieces[low];
  }

  /** JSON string content for `text`; in an array each line becomes a string of its own. */
  #escape(text: string, endsPiece: boolean): string {
    const escaped = JSON.stringify(text).slice(1, -1);
    if (this.#arrayStart === undefined || !text.includes('\n')) return escaped;
    const separator = `"${this.#findSeparator(this.#arrayStart)}"`;
    const lines = text.split('\n');
    const hasOpenEnd = endsPiece && lines.at(-1) === '';
    if (hasOpenEnd) lines.pop();
    return lines
      .map((line, index) => {
        const content = JSON.stringify(line).slice(1, -1);
        if (index === lines.length - 1) return hasOpenEnd ? `${content}\\n` : content;
        return `${content}\\n${separator}`;
      })
      .join('');
  }

  /** What stands between two strings of the array. */
  #findSeparator(arrayStart: number): string {
    const [first, second] = this.#pieces;
    if (first === undefined) return ', ';
    if (second !== undefined) return this.#json.slice(first.raw.end + 1, second.raw.start - 1);
    const blanks = this.#json.slice(arrayStart, first.raw.start - 1);
    return blanks === '' ? ', ' : `,${blanks}`;
  }
}

/** Raw offset `count` decoded characters into a JSON string. */
function skipCharacters(json: string, raw: Span, count: number): number {
  const firstEscape = json.indexOf('\\', raw.start);
  if (firstEscape < 0 || firstEscape >= raw.start + count) return Math.min(raw.start + count, raw.end);
  let at = firstEscape;
  for (let left = count - (firstEscape - raw.start); left > 0 && at < raw.end; left -= 1) {
    if (json[at] !== '\\') at += 1;
    else at += json[at + 1] === 'u' ? 6 : 2;
  }
  return at;
}
