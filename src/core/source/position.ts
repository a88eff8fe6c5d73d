/** Half-open interval of UTF-16 code units in one text. */
export interface Span {
  /** Offset of the first code unit, from 0. */
  readonly start: number;
  /** Offset after the last code unit; at least `start`. */
  readonly end: number;
}

/** A place in a text, counted as editors do: both from 0, `character` in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Half-open range between two positions of the same text. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Converts between offsets and positions of one text. `\n`, `\r\n` and a lone `\r` end a line, as in VS Code. */
export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #length: number;

  constructor(text: string) {
    this.#length = text.length;
    if (!text.includes('\r')) {
      for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
      return;
    }
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) this.#starts.push(at + 1);
    }
  }

  /** Number of lines; an empty text has one. */
  get lineCount(): number {
    return this.#starts.length;
  }

  /** Position of an offset; offsets outside the text are clamped to its ends. */
  positionAt(offset: number): Position {
    const target = Math.min(Math.max(offset, 0), this.#length);
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= target) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: target - (this.#starts[low] ?? 0) };
  }

  /** Offset of a position; a line past the end gives the length of the text. */
  offsetAt(position: Position): number {
    const start = this.#starts[position.line];
    if (start === undefined) return this.#length;
    const next = this.#starts[position.line + 1] ?? this.#length;
    return Math.min(start + position.character, next);
  }

  /** Range of a span. */
  rangeOf(span: Span): Range {
    return { start: this.positionAt(span.start), end: this.positionAt(span.end) };
  }

  /** Offset of the first code unit of a line; the length of the text for a line past the end. */
  lineStart(line: number): number {
    return this.#starts[line] ?? this.#length;
  }
}
