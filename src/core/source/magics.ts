import { maskLoneReturns } from './lone-returns.js';
import {
  findContinuedEnd,
  findLineEnd,
  type LogicalLine,
  readLogicalLine,
  skipBlanks,
  skipLineEnd,
} from './notebook-lines.js';
import { findBareMagic, findMagicCode, hasPythonBody, takesWholeCell } from './notebook-magic-names.js';
import type { Span } from './position.js';

/** A line of a notebook cell that IPython reads instead of Python. */
export interface MagicLine {
  /**
   * `line`: `%name ...`; `cell`: `%%name ...` with a body; `shell`: `!command`; `help`: `?x` or `x?`;
   * `call`: a line that begins with `/`, `,` or `;`.
   */
  readonly kind: 'line' | 'cell' | 'shell' | 'help' | 'call';
  /** Name of the magic without percent signs, such as `pip`; empty for the other kinds. */
  readonly name: string;
  /** What follows the marker and the name, trimmed; lines that a backslash continues are joined by a space. */
  readonly command: string;
  /** From the marker (`%`, `!`, ...) to the end of the line and of its continuations. */
  readonly span: Span;
  /** The lines below a cell magic, or below a magic that hands the cell to another language; absent for all others. */
  readonly body?: Span;
  /** Index of the cell over all cells of the notebook, from 0. */
  readonly cell: number;
}

/** A cell as Python alone. */
export interface MaskedCell {
  /** As long as the cell, with its line ends in the same places. */
  readonly text: string;
  /** Spans in the cell's own offsets. */
  readonly magics: readonly MagicLine[];
}

/**
 * Masks what is not Python in a cell, as IPython tells it apart: a magic becomes `0` and spaces, the Python that some
 * magics carry stays. What the cell never closes (a bracket, a string, a continuation) is masked too, so that it cannot
 * swallow the next cell. Indentation of the cell as a whole and prompts (`>>> `) are undone by form feeds.
 */
export function maskMagics(text: string, cell: number): MaskedCell {
  const source = maskPrompts(text);
  const ignored = new Set<number>();
  // Taking an open bracket away can bring a magic to light that was inside it, which may open another one.
  for (let round = 0; ; round += 1) {
    const masker = new CellMasker(source, cell, ignored);
    masker.maskCell();
    const open = masker.openBrackets;
    for (const at of open) ignored.add(at);
    if (open.length === 0 || round === 3) return masker.finish();
  }
}

/** Masks a whole cell: one harmless expression in its place. */
export function maskAll(text: string): string {
  const blank = maskLoneReturns(text).replace(/[^\r\n]/g, ' ');
  const at = /\S/.exec(text)?.index;
  return at === undefined ? blank : `${blank.slice(0, at)}0${blank.slice(at + 1)}`;
}

/** Magics that carry magics on one line are followed this deep. */
const MAX_NESTING = 4;

class CellMasker {
  openBrackets: readonly number[] = [];
  readonly #text: string;
  readonly #cell: number;
  readonly #ignored: ReadonlySet<number>;
  readonly #magics: MagicLine[] = [];
  #units: Uint16Array | undefined;

  constructor(text: string, cell: number, ignored: ReadonlySet<number>) {
    this.#text = text;
    this.#cell = cell;
    this.#ignored = ignored;
  }

  maskCell(): void {
    let first = 0;
    for (;;) {
      first = skipBlankLines(this.#text, first);
      const body = this.#maskFirstLine(skipBlanks(this.#text, first));
      if (body < 0) break;
      first = body;
    }
    const indent = this.#text.slice(first, skipBlanks(this.#text, first));
    let at = first;
    while (at < this.#text.length) {
      if (indent !== '' && this.#text.startsWith(indent, at)) this.#put(at + indent.length - 1, '\f');
      const code = this.#findCode(at);
      const ownIndent = this.#text.slice(at, code).replace(/[([{]/g, ' ').slice(indent.length);
      const end = this.#maskLine(code, ownIndent);
      at = Math.max(skipLineEnd(this.#text, end), code);
    }
  }

  /** Offset of what stands first on the line at `start`, after brackets that count as spaces. */
  #findCode(start: number): number {
    let code = skipBlanks(this.#text, start);
    while (this.#ignored.has(code)) code = skipBlanks(this.#text, code + 1);
    return code;
  }

  finish(): MaskedCell {
    for (const at of this.#ignored) if (this.#get(at) === this.#text.charCodeAt(at)) this.#put(at, ' ');
    for (const match of this.#text.matchAll(/\r(?!\n)/g)) this.#put(match.index, '\n');
    return { text: this.#units === undefined ? this.#text : joinUnits(this.#units), magics: this.#magics };
  }

  /**
   * Handles what may stand on the first line of a cell only. Returns where the cell below it begins (the end of the text
   * when nothing is left to mask), or -1 when the line is an ordinary one.
   */
  #maskFirstLine(start: number): number {
    const end = findLineEnd(this.#text, start);
    const line = this.#text.slice(start, end);
    const match = /^(%{1,2})([^\s%?]\S*)/.exec(line);
    const name = match?.[2] ?? findBareMagic(line);
    if (name === undefined || isHelpRequest(line)) return -1;
    const bodyStart = skipLineEnd(this.#text, end);
    if (match === null && skipBlankLines(this.#text, bodyStart) < this.#text.length) return -1;
    const nameEnd = start + (match?.[0].length ?? name.length);
    const command = this.#text.slice(nameEnd, end).trim();
    const isCellMagic = match?.[1] === '%%';
    if (match !== null && !isCellMagic && !takesWholeCell(name, command)) return -1;
    const entry = { name, command, span: { start, end }, cell: this.#cell };
    if (match === null) this.#magics.push({ kind: 'line', ...entry });
    else {
      const body = { start: bodyStart, end: this.#text.length };
      this.#magics.push({ kind: isCellMagic ? 'cell' : 'line', ...entry, body });
      if (!isCellMagic || !hasPythonBody(name)) {
        this.#blank(start, this.#text.length, '0');
        return this.#text.length;
      }
    }
    const code = findMagicCode(name, this.#text, nameEnd, end);
    if (!this.#maskPrefix(start, end, code, '')) return bodyStart;
    return skipLineEnd(this.#text, this.#maskLine(code ?? end, undefined));
  }

  /**
   * Masks one logical line that begins at `start`. Returns its end. `indent` is the line's own indentation, absent when
   * something stands before `start`.
   */
  #maskLine(start: number, indent: string | undefined): number {
    let at = start;
    for (let depth = 0; ; depth += 1) {
      const isEscaped = '!?%,;/'.includes(this.#text[at] ?? ' ');
      const line = isEscaped ? undefined : readLogicalLine(this.#text, at, this.#ignored);
      if (line !== undefined && line.assigned < 0) return this.#maskPython(line, at);
      const marker = line?.assigned ?? at;
      const end = findContinuedEnd(this.#text, marker);
      const code = depth < MAX_NESTING ? this.#readMagic(marker, end) : undefined;
      if (code === undefined) {
        this.#blank(marker, end, '0');
        return end;
      }
      if (line !== undefined) {
        this.#blank(marker, code, ' ');
      } else if (!this.#maskPrefix(marker, end, code, at === start ? indent : undefined)) {
        return end;
      }
      at = code;
    }
  }

  #maskPython(line: LogicalLine, start: number): number {
    if (this.#text[line.last] === '?') {
      const end = this.#text[line.last - 1] === '?' ? line.last - 1 : line.last;
      this.#blank(start, line.end, '0');
      this.#push('help', '', start, line.end, this.#text.slice(start, end));
      return line.end;
    }
    this.openBrackets = line.openBrackets;
    if (line.openContinuation >= 0) this.#put(line.openContinuation, ' ');
    if (line.openString >= 0) {
      let at = line.openString;
      while (at > start && line.openString - at < 2 && /[a-z]/i.test(this.#text.charAt(at - 1))) at -= 1;
      this.#blank(at, this.#text.length, '0');
    }
    return line.end;
  }

  /** Records the magic at `marker`. Returns the offset of the Python it carries, if any. */
  #readMagic(marker: number, end: number): number | undefined {
    const text = this.#text.slice(marker, end);
    const marked = text.charAt(0);
    if (marked === '!') {
      this.#push('shell', '', marker, end, text.replace(/^!{1,2}/, ''));
    } else if (marked === '?' || isHelpRequest(text)) {
      this.#push('help', '', marker, end, text.replace(/^\?{1,2}|\?{1,2}\s*$/g, ''));
    } else if (marked === '%') {
      const head = /^%+[ \t]*([^\s%]*)/.exec(text);
      const name = head?.[1] ?? '';
      const nameEnd = marker + (head?.[0].length ?? 1);
      this.#push('line', name, marker, end, this.#text.slice(nameEnd, end));
      return findMagicCode(name, this.#text, nameEnd, findLineEnd(this.#text, marker));
    } else {
      this.#push('call', '', marker, end, text.slice(1));
    }
    return undefined;
  }

  /**
   * Masks from a magic's marker to the Python at `code`: `%time f(x)` becomes `0    ;f(x)`. A compound statement cannot
   * follow a semicolon, so there the prefix becomes blanks, a form feed, and the indentation once more; `ownIndent` is
   * that indentation, absent when the magic is not the first thing on its line. False when the line could not be kept.
   */
  #maskPrefix(marker: number, end: number, code: number | undefined, ownIndent: string | undefined): boolean {
    if (code === undefined) {
      this.#blank(marker, end, '0');
      return false;
    }
    if (!/^(?:(?:for|while|if|with|def|class|try|async)\b|@)/.test(this.#text.slice(code, code + 8))) {
      this.#blank(marker, code, '0');
      this.#put(code - 1, ';');
      return true;
    }
    if (ownIndent === undefined) {
      this.#blank(marker, end, '0');
      return false;
    }
    this.#blank(marker, code, ' ');
    this.#put(code - ownIndent.length - 1, '\f');
    for (let at = 0; at < ownIndent.length; at += 1) {
      this.#put(code - ownIndent.length + at, ownIndent.charAt(at));
    }
    return true;
  }

  #push(kind: MagicLine['kind'], name: string, start: number, end: number, command: string): void {
    const joined = command.replace(/\\(?:\r\n?|\n)/g, ' ').trim();
    this.#magics.push({ kind, name, command: joined, span: { start, end }, cell: this.#cell });
  }

  #blank(start: number, end: number, first: string): void {
    for (let at = start; at < end; at += 1) {
      const char = this.#text[at];
      if (char !== '\n' && char !== '\r') this.#put(at, at === start ? first : ' ');
    }
  }

  #get(at: number): number {
    return this.#units?.[at] ?? this.#text.charCodeAt(at);
  }

  #put(at: number, unit: string): void {
    this.#units ??= splitUnits(this.#text);
    this.#units[at] = unit.charCodeAt(0);
  }
}

/** `%name?` and `%%name??` ask for help on a magic. */
function isHelpRequest(text: string): boolean {
  return /^%{1,2}\S*\?\s*$/.test(text);
}

/** Masks the prompts of a pasted session. Python counts the indentation of a line from its last form feed. */
function maskPrompts(text: string): string {
  if (!/^\s*(?:>>>|In \[\d+\]:)(?: |[\r\n]|$)/.test(text)) return text;
  return text.replace(
    /^(?:>>> ?|\.\.\. ?|In \[\d+\]: ?| *\.{3,}: ?)/gm,
    (prompt) => `${' '.repeat(prompt.length - 1)}\f`,
  );
}

/** Offset of the first line from `start` on that holds something, or the length of the text. */
function skipBlankLines(text: string, start: number): number {
  let first = start;
  for (;;) {
    const end = skipBlanks(text, first);
    if (end >= text.length) return text.length;
    const next = skipLineEnd(text, end);
    if (next === end) return first;
    first = next;
  }
}

function splitUnits(text: string): Uint16Array {
  const units = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at += 1) units[at] = text.charCodeAt(at);
  return units;
}

function joinUnits(units: Uint16Array): string {
  let text = '';
  for (let at = 0; at < units.length; at += 8192) {
    text += String.fromCharCode(...units.subarray(at, at + 8192));
  }
  return text;
}
