import type { ByteCursor } from './byte-cursor.js';
import { decodeLatin1, decodeUtf8 } from './decode-text.js';
import { type ArgumentShape, PICKLE_OPCODES } from './pickle-opcodes.js';
import { MAX_TEXT } from './pickle-values.js';

/** One opcode of a stream with its argument. */
export interface Instruction {
  readonly name: string;
  /** Of the opcode byte in the stream. */
  readonly offset: number;
  /** Fixed-width arguments, unsigned. */
  readonly number: number;
  /** Lines and counted texts, undecoded and at most {@link MAX_TEXT} bytes of each. */
  readonly raw: readonly Uint8Array[];
  /** Where the argument begins, in bytes from the start of the stream. */
  readonly start: number;
  /** Of a counted argument, in bytes. */
  readonly length: number;
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

/** Bytes that are at hand where any opcode with a short argument can be taken at once. */
const SHORT = 320;

/**
 * Takes the next opcode as {@link takeInstruction} does, without waiting; undefined where more has to be read first, and then
 * nothing was taken.
 *
 * @throws BrokenStream at a byte that is no opcode, at an argument that is cut off
 */
export function takeBuffered(cursor: ByteCursor): Instruction | undefined {
  if (cursor.available < SHORT) return undefined;
  const offset = cursor.offset;
  const byte = cursor.takeByte();
  const opcode = PICKLE_OPCODES[byte];
  if (!opcode) throw new BrokenStream(`byte 0x${byte.toString(16)} is no opcode`, offset);
  const { name, argument } = opcode;
  const start = cursor.offset;
  if (argument === 'none') return { name, offset, number: 0, raw: NO_BYTES, start, length: 0 };
  if ('fixed' in argument) {
    return { name, offset, number: cursor.takeUnsigned(argument.fixed), raw: NO_BYTES, start, length: 0 };
  }
  if ('counted' in argument) {
    const length = takeLength(cursor, name, argument, offset);
    if (Math.min(length, MAX_TEXT + 1) <= cursor.available) return takeCounted(cursor, name, length, offset);
  }
  cursor.rewind(offset);
  return undefined;
}

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
  const start = cursor.offset;
  if (argument === 'none') return { name, offset, number: 0, raw: NO_BYTES, start, length: 0 };
  if ('fixed' in argument) {
    if (cursor.available < argument.fixed) await demand(cursor, argument.fixed, offset);
    return { name, offset, number: cursor.takeUnsigned(argument.fixed), raw: NO_BYTES, start, length: 0 };
  }
  if ('lines' in argument) {
    const raw: Uint8Array[] = [];
    for (let line = 0; line < argument.lines; line += 1) raw.push(await takeLine(cursor, offset));
    return { name, offset, number: 0, raw, start, length: 0 };
  }
  if (cursor.available < argument.counted) await demand(cursor, argument.counted, offset);
  const length = takeLength(cursor, name, argument, offset);
  const kept = Math.min(length, MAX_TEXT + 1);
  if (cursor.available < kept) await demand(cursor, kept, offset);
  return takeCounted(cursor, name, length, offset);
}

type CountedShape = Extract<ArgumentShape, { readonly counted: unknown }>;

function takeLength(cursor: ByteCursor, name: string, argument: CountedShape, offset: number): number {
  const length = argument.isSigned ? cursor.takeSigned() : cursor.takeUnsigned(argument.counted);
  if (length < 0) throw new BrokenStream(`${name} has the length ${length}`, offset);
  if (length > cursor.remaining) {
    throw new BrokenStream(`${name} is cut off: ${length} bytes announced, ${cursor.remaining} left`, offset);
  }
  return length;
}

/** The argument itself, as far as it is kept; that much must be available. */
function takeCounted(cursor: ByteCursor, name: string, length: number, offset: number): Instruction {
  const start = cursor.offset;
  const kept = Math.min(length, MAX_TEXT + 1);
  const raw = [cursor.takeBytes(kept)];
  cursor.skip(length - kept);
  return { name, offset, number: length, raw, start, length };
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
