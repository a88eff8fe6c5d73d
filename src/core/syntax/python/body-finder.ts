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
/** A parse of its own is not worth it for shorter bodies; of methods it is, where an edit leaves the others as they are. */
const MIN_BODY = 400;
const MIN_METHOD_BODY = 40;

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
  #isBroken = false;
  /**
   * Whether a line in brackets was indented no deeper than the function, so that it may stand outside where a template made
   * us see a bracket that is none.
   */
  #isDoubtful = false;
  #hasTemplate = false;
  /** Whether a broken body was found that cannot be parsed by itself. */
  #isLost = false;
  /** Where code ended in the lines so far, and whether the line that is open has any. */
  #end = 0;
  #hasCode = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** A line that begins a statement, or holds none. Returns where its first code or comment is. */
  startLine(lineStart: number): number {
    const text = this.#text;
    const { at, indent } = this.#indentAt(lineStart);
    const code = text.charCodeAt(at);
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

  /**
   * Whether a line that begins inside brackets is indented no deeper than the function that is open. What may only begin a
   * statement there shows that a bracket was not closed.
   */
  isOutside(lineStart: number): boolean {
    return this.#start >= 0 && this.#indentAt(lineStart).indent <= this.#indent;
  }

  /** A template string, whose expressions may hold quotes and brackets. */
  seeTemplate(): void {
    this.#hasTemplate = true;
  }

  /** A line inside brackets that is indented no deeper than the function, and may continue an expression. */
  doubt(lineStart: number): void {
    const code = this.#text.charCodeAt(this.#indentAt(lineStart).at);
    if (code !== NEWLINE && code !== CARRIAGE_RETURN && code !== HASH) this.#isDoubtful = true;
  }

  /** Something in the code so far is not closed, or closes nothing. True where that concerns no more than an open body. */
  breakOpen(): boolean {
    if (this.#start < 0 || this.#isOdd) return false;
    this.#isBroken = true;
    return true;
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

  /** The bodies that were found since the last time, in order; undefined where something broken is in none of them. */
  take(): readonly BodySpan[] | undefined {
    this.#close();
    const found = this.#isLost ? undefined : this.#found;
    this.#found = [];
    this.#isLost = false;
    return found;
  }

  /** How deep a line is indented, and where what stands in it begins. */
  #indentAt(lineStart: number): { readonly at: number; readonly indent: number } {
    const text = this.#text;
    let at = lineStart;
    let indent = 0;
    let code = text.charCodeAt(at);
    for (; code === SPACE || code === TAB || code === FORM_FEED; code = text.charCodeAt(at)) {
      indent = code === FORM_FEED ? 0 : indent + (code === TAB ? TAB_WIDTH : 1);
      at += 1;
    }
    return { at, indent };
  }

  #close(): void {
    const start = this.#start;
    let end = this.#end;
    while (end > start && this.#text.charCodeAt(end - 1) <= SPACE) end -= 1;
    const isBroken = this.#isBroken;
    const minimum = isBroken ? 1 : this.#indent > 0 ? MIN_METHOD_BODY : MIN_BODY;
    if (
      this.#indent >= 0 &&
      start >= 0 &&
      end - start >= minimum &&
      !this.#isOdd &&
      !(isBroken && this.#isDoubtful && this.#hasTemplate)
    ) {
      this.#found.push({ head: this.#head, start, end, isBroken });
    } else this.#isLost ||= isBroken;
    this.#indent = -1;
    this.#start = -1;
    this.#isOdd = false;
    this.#isBroken = false;
    this.#isDoubtful = false;
    this.#hasTemplate = false;
  }
}
