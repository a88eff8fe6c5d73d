import type { Span } from '../source/position.js';
import { TEMPLATE_MARK } from './mask-templates.js';

/** A word of a shell script with the places of its characters in it. */
export interface RawWord {
  /** Without quotes; expansions as written. */
  readonly text: string;
  /** Offset of each character of the text. */
  readonly places: readonly number[];
  /** False where an expansion stands in it. */
  readonly isKnown: boolean;
  /** Where scripts in it stand: substitutions. */
  readonly scripts: readonly Span[];
  /** Offset after the word. */
  readonly end: number;
}

/** Reads the word at an offset; an empty one where none begins. Unclosed quotes and expansions end with the text. */
export function readShellWord(text: string, from: number): RawWord {
  const reader = new WordReader(text, from);
  reader.read();
  return reader;
}

class WordReader implements RawWord {
  text = '';
  readonly places: number[] = [];
  isKnown = true;
  readonly scripts: Span[] = [];
  end: number;
  readonly #all: string;

  constructor(all: string, from: number) {
    this.#all = all;
    this.end = from;
  }

  read(): void {
    const text = this.#all;
    let quote = '';
    while (this.end < text.length) {
      const char = text[this.end] ?? '';
      if (quote === "'") {
        if (char === "'") quote = '';
        else this.#take(char);
        this.end += 1;
        continue;
      }
      if (char === '\\') {
        const next = text[this.end + 1] ?? '';
        const isBreak = next === '\n' || next === '\r';
        if (!isBreak && quote === '"' && !'"\\$`'.includes(next)) this.#take(char);
        this.end += 1;
        if (isBreak) this.end += text.startsWith('\r\n', this.end) ? 2 : 1;
        else if (next !== '') {
          this.#take(next);
          this.end += 1;
        }
      } else if (char === '"' || (char === "'" && quote === '')) {
        quote = quote === char ? '' : char;
        this.end += 1;
      } else if (char === '$' || char === '`') this.#readExpansion();
      else if (quote === '' && /[<>]/.test(char) && text[this.end + 1] === '(') this.#readExpansion();
      else if (quote === '' && /[ \t\r\n;&|()<>]/.test(char)) break;
      else {
        if (char === TEMPLATE_MARK) this.isKnown = false;
        this.#take(char);
        this.end += 1;
      }
    }
  }

  #take(char: string): void {
    this.text += char;
    this.places.push(this.end);
  }

  /** Reads `$x`, `${x}`, `$(...)`, `` `...` ``, `<(...)` and `${{ ... }}` as written, and where the commands in them stand. */
  #readExpansion(): void {
    const text = this.#all;
    const start = this.end;
    const two = text.slice(start, start + 2);
    let end = start + 1;
    let inner: Span | undefined;
    if (text.startsWith('${{', start)) end = endAfter(text, '}}', start + 3);
    else if (two === '${') end = findClosingBrace(text, start + 2) + 1;
    else if (two === '$(' || two === '<(' || two === '>(') {
      const close = findClosingParen(text, start + 2);
      inner = { start: start + 2, end: close };
      end = close + 1;
    } else if (text[start] === '`') {
      end = endAfter(text, '`', start + 1);
      inner = { start: start + 1, end: end - 1 };
    } else {
      const name = /^\$(?:[A-Za-z_]\w*|[\d@*#?$!-])/.exec(text.slice(start, start + 80))?.[0];
      if (name === undefined) {
        this.#take('$');
        this.end += 1;
        return;
      }
      end = start + name.length;
    }
    this.isKnown = false;
    end = Math.min(end, text.length);
    for (this.end = start; this.end < end; this.end += 1) this.#take(text[this.end] ?? '');
    if (inner !== undefined && !text.startsWith('$((', start)) this.scripts.push(inner);
  }
}

/** Offset of the end of a line, or of the text. */
export function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function endAfter(text: string, closing: string, from: number): number {
  const at = text.indexOf(closing, from);
  return at < 0 ? text.length : at + closing.length;
}

/** Offset of the brace that closes a variable, which others may stand in: `${a["${i}"]}`. */
function findClosingBrace(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    const char = text[at];
    if (char === '\\') at += 1;
    else if (char === '$' && text[at + 1] === '{') {
      depth += 1;
      at += 1;
    } else if (char === '}') {
      depth -= 1;
      if (depth === 0) return at;
    } else if (char === '\n' && depth === 1) return at - 1;
  }
  return text.length;
}

/** Offset of the parenthesis that closes what begins before `from`; quotes are left out. */
function findClosingParen(text: string, from: number): number {
  let depth = 1;
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '\\' && quote !== "'") at += 1;
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '(') depth += 1;
    else if (char === ')') {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return text.length;
}
