import { decodeUtf8 } from './decode-text.js';
import { BrokenContent, type PagedCursor } from './paged-cursor.js';
import { type JsonValue, readJson } from './strict-json.js';

/** Bytes of the text that are asked for at once. */
const PIECE = 1 << 15;

/** Longest entry that is read, in bytes. */
const MAX_ENTRY = 16 << 20;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

/** One entry of the outermost object of a JSON text. */
export interface JsonEntry {
  readonly key: string;
  readonly value: JsonValue;
  /** Keys that an object inside the value has twice. */
  readonly duplicateKeys: readonly string[];
}

/**
 * Reads the entries of a JSON object one by one, so that a text of any length costs little memory.
 *
 * @param length of the text, in bytes from the cursor's position
 * @throws BrokenContent when it is no JSON object; the message says where
 */
export async function* readJsonEntries(cursor: PagedCursor, length: number): AsyncGenerator<JsonEntry> {
  const scanner = new EntryScanner();
  for (let left = length; left > 0; ) {
    const piece = await cursor.bytes(Math.min(PIECE, left));
    left -= piece.length;
    for (const { text, offset, isLast } of scanner.scan(piece)) {
      if (isLast && !scanner.hasEntries && text.trim() === '') continue;
      yield readEntry(text, offset);
    }
  }
  scanner.finish();
}

function readEntry(text: string, offset: number): JsonEntry {
  const { value, duplicateKeys } = readOrExplain(`{${text}}`, offset);
  const [entry, ...more] = value instanceof Map ? value : [];
  if (entry === undefined || more.length > 0)
    throw new BrokenContent(`an entry is expected at byte ${offset}`);
  const [key, inner] = entry;
  return { key: copyText(key), value: inner, duplicateKeys };
}

/** An equal text of its own: a part of a text keeps the whole of it in memory. */
function copyText(text: string): string {
  if (text.length > 1024) return text;
  const codes: number[] = [];
  for (let at = 0; at < text.length; at += 1) codes.push(text.charCodeAt(at));
  return String.fromCharCode(...codes);
}

function readOrExplain(text: string, offset: number) {
  try {
    return readJson(text);
  } catch (error) {
    const problem = error instanceof Error ? error.message : 'no JSON';
    throw new BrokenContent(`${problem} of the entry at byte ${offset}`);
  }
}

/** The text of one entry, without the comma or brace behind it. */
interface EntryText {
  readonly text: string;
  /** In bytes from the start of the JSON text. */
  readonly offset: number;
  /** Whether the object ends behind it. */
  readonly isLast: boolean;
}

/** Finds where the entries of an object begin and end in bytes that come in pieces. */
class EntryScanner {
  /** Bytes of the entry so far that came in earlier pieces. */
  #kept: Uint8Array[] = [];
  #offset = 0;
  #entryStart = 0;
  #depth = 0;
  #isText = false;
  #isEscaped = false;
  #isEnded = false;
  /** Whether an entry was found. */
  hasEntries = false;

  *scan(piece: Uint8Array): Generator<EntryText> {
    let start = 0;
    for (let at = 0; at < piece.length; at += 1) {
      const byte = piece[at] ?? 0;
      if (this.#isEscaped) this.#isEscaped = false;
      else if (this.#isText) {
        if (byte === QUOTE) this.#isText = false;
        else if (byte === BACKSLASH) this.#isEscaped = true;
      } else if (this.#depth === 0) {
        this.#checkOutside(byte, at);
        if (byte === 0x7b) {
          this.#depth = 1;
          start = at + 1;
          this.#entryStart = this.#offset + start;
        }
      } else if (byte === QUOTE) this.#isText = true;
      else if (byte === 0x7b || byte === 0x5b) this.#depth += 1;
      else if ((byte === COMMA && this.#depth === 1) || byte === 0x7d || byte === 0x5d) {
        if (byte !== COMMA) this.#depth -= 1;
        if (byte === COMMA || this.#depth === 0) {
          this.#isEnded = byte !== COMMA;
          yield this.#takeEntry(piece.subarray(start, at));
          this.hasEntries = true;
          start = at + 1;
          this.#entryStart = this.#offset + start;
        }
      }
    }
    this.#offset += piece.length;
    if (this.#depth === 0) return;
    if (this.#offset - this.#entryStart > MAX_ENTRY) {
      throw new BrokenContent(
        `the entry at byte ${this.#entryStart} is longer than the ${MAX_ENTRY} bytes that are read`,
      );
    }
    this.#kept.push(piece.slice(start));
  }

  /** @throws BrokenContent when the object did not end */
  finish(): void {
    if (!this.#isEnded) throw new BrokenContent('the JSON text ends before its object does');
  }

  #checkOutside(byte: number, at: number): void {
    const isBlank = byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
    if (isBlank || (byte === 0x7b && !this.#isEnded)) return;
    const what = this.#isEnded ? 'text after the end' : 'no object begins';
    throw new BrokenContent(`${what} at byte ${this.#offset + at}`);
  }

  #takeEntry(rest: Uint8Array): EntryText {
    const entry = { offset: this.#entryStart, isLast: this.#isEnded };
    if (this.#kept.length === 0) return { ...entry, text: decodeUtf8(rest) };
    const parts = [...this.#kept, rest];
    this.#kept = [];
    const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return { ...entry, text: decodeUtf8(bytes) };
  }
}
