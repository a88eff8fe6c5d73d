import type { BodySpan } from '../syntax-language.js';

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const FORM_FEED = 12;
const SPACE = 32;
const TAB = 9;
const HASH = 35;
/** As the parser counts it. */
const TAB_WIDTH = 8;
const LETTER_A = 97;
const LETTER_D = 100;

const DEFINITION = /(?:async[ \t]+)?def[ \t]/y;
/** A parse of its own is not worth it for shorter bodies. */
const MIN_BODY = 400;

/** Finds the bodies of functions that are in no other function while the lines of a text go by. */
export class BodyFinder {
  readonly #text: string;
  #found: BodySpan[] = [];
  /** Of the function that is open: how deep its first line is indented, and where it begins; -1 for none. */
  #indent = -1;
  #head = -1;
  #start = -1;
  /** How deep its first statement is indented, and whether a later one is less so. */
  #inner = 0;
  #isOdd = false;
  /** Where code ended in the lines so far, and whether the line that is open has any. */
  #end = 0;
  #hasCode = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** A line that begins a statement, or holds none. Returns where its first code or comment is. */
  startLine(lineStart: number): number {
    const text = this.#text;
    let at = lineStart;
    let indent = 0;
    let code = text.charCodeAt(at);
    for (; code === SPACE || code === TAB || code === FORM_FEED; code = text.charCodeAt(at)) {
      indent = code === FORM_FEED ? 0 : indent + (code === TAB ? TAB_WIDTH : 1);
      at += 1;
    }
    this.#hasCode = code !== NEWLINE && code !== CARRIAGE_RETURN && code !== HASH && at < text.length;
    if (!this.#hasCode) return at;
    if (this.#indent >= 0) {
      if (indent <= this.#indent) this.#close();
      else if (this.#start < 0) {
        this.#start = at;
        this.#inner = indent;
      } else if (indent < this.#inner) this.#isOdd = true;
    }
    if (this.#indent < 0 && (code === LETTER_D || code === LETTER_A)) {
      DEFINITION.lastIndex = at;
      if (DEFINITION.test(text)) {
        this.#indent = indent;
        this.#head = at;
      }
    }
    return at;
  }

  /** A line inside brackets. */
  continueLine(): void {
    this.#hasCode = true;
  }

  /** The end of a line, or the comment at its end. */
  endLine(at: number): void {
    if (this.#hasCode) this.#end = at;
    this.#hasCode = false;
  }

  /** The bodies that were found since the last time, in order. */
  take(): readonly BodySpan[] {
    this.#close();
    const found = this.#found;
    this.#found = [];
    return found;
  }

  #close(): void {
    const start = this.#start;
    let end = this.#end;
    while (end > start && this.#text.charCodeAt(end - 1) <= SPACE) end -= 1;
    if (this.#indent >= 0 && start >= 0 && end - start >= MIN_BODY && !this.#isOdd) {
      this.#found.push({ head: this.#head, start, end });
    }
    this.#indent = -1;
    this.#start = -1;
    this.#isOdd = false;
  }
}
