import type { ByteCursor } from './byte-cursor.js';
import { decodeLatin1, decodeUtf8 } from './decode-text.js';
import { PICKLE_OPCODES } from './pickle-opcodes.js';
import { type ByteSpan, MAX_TEXT } from './pickle-values.js';

/** One opcode of a stream with its argument. */
export interface Instruction {
  readonly name: string;
  /** Of the opcode byte in the stream. */
  readonly offset: number;
  /** Fixed-width arguments, unsigned. */
  readonly number: number;
  /** Lines and counted texts, undecoded and at most {@link MAX_TEXT} bytes of each. */
  readonly raw: readonly Uint8Array[];
  /** Where a counted argument lies. */
  readonly span: ByteSpan;
}

/** Why a stream cannot be followed any further; Python stops there too. */
export class BrokenStream extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.name = 'BrokenStream';
    this.offset = offset;
  }
}

const NO_BYTES: readonly Uint8Array[] = [];
const MAX_LINE = 1 << 16;

/**
 * Takes the next opcode; its argument is skipped, not read, where it is long.
 *
 * @throws BrokenStream at the end of the content, at a byte that is no opcode, at an argument that is cut off
 */
export async function takeInstruction(cursor: ByteCursor): Promise<Instruction> {
  if (cursor.available < 1 && !(await cursor.fill(1))) {
    throw new BrokenStream('the stream ends without STOP', cursor.offset);
  }
  const offset = cursor.offset;
  const byte = cursor.takeByte();
  const opcode = PICKLE_OPCODES[byte];
  if (!opcode) throw new BrokenStream(`byte 0x${byte.toString(16)} is no opcode`, offset);
  const { name, argument } = opcode;
  const span = { offset: cursor.offset, length: 0 };
  if (argument === 'none') return { name, offset, number: 0, raw: NO_BYTES, span };
  if ('fixed' in argument) {
    if (cursor.available < argument.fixed) await demand(cursor, argument.fixed, offset);
    return { name, offset, number: cursor.takeUnsigned(argument.fixed), raw: NO_BYTES, span };
  }
  if ('lines' in argument) {
    const raw: Uint8Array[] = [];
    for (let line = 0; line < argument.lines; line += 1) raw.push(await takeLine(cursor, offset));
    return { name, offset, number: 0, raw, span };
  }
  if (cursor.available < argument.counted) await demand(cursor, argument.counted, offset);
  const length = argument.isSigned ? cursor.takeSigned() : cursor.takeUnsigned(argument.counted);
  if (length < 0) throw new BrokenStream(`${name} has the length ${length}`, offset);
  const start = cursor.offset;
  if (length > cursor.remaining) {
    throw new BrokenStream(`${name} is cut off: ${length} bytes announced, ${cursor.remaining} left`, offset);
  }
  const kept = Math.min(length, MAX_TEXT + 1);
  if (cursor.available < kept) await demand(cursor, kept, offset);
  const raw = [cursor.takeBytes(kept)];
  cursor.skip(length - kept);
  return { name, offset, number: length, raw, span: { offset: start, length } };
}

async function demand(cursor: ByteCursor, count: number, offset: number): Promise<void> {
  if (cursor.available < count && !(await cursor.fill(count))) {
    throw new BrokenStream('the stream ends inside an opcode', offset);
  }
}

async function takeLine(cursor: ByteCursor, offset: number): Promise<Uint8Array> {
  let end = cursor.find(0x0a);
  for (let wanted = 256; end < 0; wanted *= 4) {
    const isFilled = await cursor.fill(Math.min(wanted, MAX_LINE));
    end = cursor.find(0x0a);
    if (end < 0 && (!isFilled || wanted >= MAX_LINE)) {
      throw new BrokenStream('a line of the stream does not end', offset);
    }
  }
  const line = cursor.takeBytes(end);
  cursor.takeByte();
  return line;
}

/** A line or counted argument as the text that Python makes of it, by the opcode's own rules. */
export function decodeArgument(name: string, raw: Uint8Array): string {
  if (name === 'STRING')
    return decodeEscapes(
      stripQuotes(decodeLatin1(raw).trim()),
      /\\(?:x([\da-f]{2})|([0-7]{1,3})|([\\'"abfnrtv]))/gi,
    );
  if (name === 'UNICODE') return decodeEscapes(decodeLatin1(raw), /\\(?:u([\da-f]{4})|U([\da-f]{8}))/g, 16);
  if (name.endsWith('BINSTRING')) return decodeLatin1(raw);
  return decodeUtf8(raw);
}

function stripQuotes(text: string): string {
  return /^(['"]).*\1$/s.test(text) ? text.slice(1, -1) : text;
}

const LETTERS: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function decodeEscapes(text: string, pattern: RegExp, second = 8): string {
  return text.replace(
    pattern,
    (whole, hex: string | undefined, other: string | undefined, letter: string | undefined) => {
      if (letter !== undefined) return LETTERS[letter] ?? letter;
      const point = hex === undefined ? Number.parseInt(other ?? '', second) : Number.parseInt(hex, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    },
  );
}
