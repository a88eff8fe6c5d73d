/** A value of a JSON text; objects as maps, so that no key is special. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | ReadonlyMap<string, JsonValue>;

/** What a JSON text holds, and what a forgiving parser would have hidden. */
export interface JsonReading {
  readonly value: JsonValue;
  /** Keys that an object has twice; the last one wins in most parsers. At most 100. */
  readonly duplicateKeys: readonly string[];
}

/** Thrown by {@link readJson}; the message says what is wrong, at which UTF-16 offset. */
export class JsonProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'JsonProblem';
  }
}

const MAX_DEPTH = 200;
const MAX_VALUES = 4_000_000;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const PLAIN = /[^"\\]*/y;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);
const WORDS: readonly (readonly [string, JsonValue])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
];

/**
 * Reads a JSON text, at most 200 levels deep. Python's `NaN` and `Infinity` are taken, since Python writes them.
 *
 * @throws JsonProblem when it is not JSON, or deeper or longer than the bounds
 */
export function readJson(text: string): JsonReading {
  const reader = new JsonReader(text);
  return { value: reader.readAll(), duplicateKeys: reader.duplicateKeys };
}

class JsonReader {
  readonly duplicateKeys: string[] = [];
  private readonly text: string;
  private at = 0;
  private values = 0;

  constructor(text: string) {
    this.text = text;
  }

  readAll(): JsonValue {
    const value = this.readValue(0);
    this.skipBlanks();
    if (this.at < this.text.length) throw this.fail('text after the end');
    return value;
  }

  private readValue(depth: number): JsonValue {
    this.values += 1;
    if (depth > MAX_DEPTH) throw this.fail(`deeper than ${MAX_DEPTH} levels`);
    if (this.values > MAX_VALUES) throw this.fail(`more than ${MAX_VALUES} values`);
    this.skipBlanks();
    const first = this.text[this.at];
    if (first === '"') return this.readString();
    if (first === '{') return this.readObject(depth);
    if (first === '[') return this.readArray(depth);
    if (first === undefined || !'0123456789'.includes(first)) {
      for (const [word, value] of WORDS) {
        if (!this.text.startsWith(word, this.at)) continue;
        this.at += word.length;
        return value;
      }
    }
    NUMBER.lastIndex = this.at;
    const digits = NUMBER.exec(this.text)?.[0];
    if (digits === undefined) throw this.fail('a value is expected');
    this.at += digits.length;
    return Number(digits);
  }

  private readObject(depth: number): JsonValue {
    const found = new Map<string, JsonValue>();
    this.at += 1;
    if (this.takes('}')) return found;
    do {
      this.skipBlanks();
      const key = this.readString();
      if (found.has(key) && this.duplicateKeys.length < 100) this.duplicateKeys.push(key);
      if (!this.takes(':')) throw this.fail('a colon is expected');
      found.set(key, this.readValue(depth + 1));
    } while (this.takes(','));
    if (!this.takes('}')) throw this.fail('a comma or a closing brace is expected');
    return found;
  }

  private readArray(depth: number): JsonValue {
    const found: JsonValue[] = [];
    this.at += 1;
    if (this.takes(']')) return found;
    do found.push(this.readValue(depth + 1));
    while (this.takes(','));
    if (!this.takes(']')) throw this.fail('a comma or a closing bracket is expected');
    return found;
  }

  private readString(): string {
    if (this.text[this.at] !== '"') throw this.fail('a text in double quotes is expected');
    this.at += 1;
    let read = '';
    for (;;) {
      PLAIN.lastIndex = this.at;
      const start = this.at;
      PLAIN.test(this.text);
      this.at = Math.max(start, PLAIN.lastIndex);
      read += this.text.slice(start, this.at);
      const next = this.text[this.at];
      if (next === '"') {
        this.at += 1;
        return read;
      }
      if (next !== '\\') throw this.fail('a text that does not end');
      read += this.readEscape();
    }
  }

  private readEscape(): string {
    const letter = this.text[this.at + 1] ?? '';
    if (letter === 'u') {
      const digits = this.text.slice(this.at + 2, this.at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.fail('four hexadecimal digits are expected');
      this.at += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const plain = ESCAPES.get(letter);
    if (plain === undefined) throw this.fail('an unknown escape');
    this.at += 2;
    return plain;
  }

  private takes(mark: string): boolean {
    this.skipBlanks();
    if (this.text[this.at] !== mark) return false;
    this.at += 1;
    return true;
  }

  private skipBlanks(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.at += 1;
    }
  }

  private fail(problem: string): JsonProblem {
    return new JsonProblem(`${problem} at character ${this.at}`);
  }
}
