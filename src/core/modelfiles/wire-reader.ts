import { decodeUtf8 } from './decode-text.js';
import { BrokenContent, type PagedCursor } from './paged-cursor.js';

/** A field of a protobuf message, with the cursor standing at its value. */
export interface WireField {
  readonly number: number;
  readonly wireType: number;
  /** Where the field begins, in bytes from the start of the file. */
  readonly offset: number;
  /** The value of a varint field; above 2^53 only its magnitude is right. Length in bytes of a length-delimited one. */
  readonly value: number;
  /** Where the value ends. */
  readonly end: number;
}

const VARINT = 0;
const BYTES = 2;

/** Reads a protobuf varint at the cursor. */
async function readVarint(cursor: PagedCursor): Promise<number> {
  let value = 0;
  let factor = 1;
  for (let count = 0; count < 10; count += 1) {
    const byte = await cursor.u8();
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return value;
    factor *= 128;
  }
  throw new BrokenContent(`a number at ${cursor.position} does not end`);
}

/**
 * The next field before `end`, or undefined there. The caller reads the value, or not, and calls again with the cursor set to
 * the end of the field by {@link skipField}.
 */
export async function readField(cursor: PagedCursor, end: number): Promise<WireField | undefined> {
  if (cursor.position >= end) return undefined;
  const offset = cursor.position;
  const tag = await readVarint(cursor);
  const number = Math.floor(tag / 8);
  const wireType = tag % 8;
  if (number < 1 || number > 536_870_911)
    throw new BrokenContent(`field ${number} at ${offset} is not possible`);
  let value = 0;
  let valueEnd: number;
  if (wireType === 0) {
    value = await readVarint(cursor);
    valueEnd = cursor.position;
  } else if (wireType === 1) valueEnd = cursor.position + 8;
  else if (wireType === 5) valueEnd = cursor.position + 4;
  else if (wireType === 2) {
    value = await readVarint(cursor);
    valueEnd = cursor.position + value;
  } else throw new BrokenContent(`wire type ${wireType} at ${offset} is not known`);
  if (valueEnd > end) throw new BrokenContent(`field ${number} at ${offset} goes beyond its message`);
  return { number, wireType, offset, value, end: valueEnd };
}

/** Calls `visit` for each field up to `end`; sub-messages are read by a nested call inside it. */
export async function visitFields(
  cursor: PagedCursor,
  end: number,
  visit: (field: WireField) => Promise<void> | void,
): Promise<void> {
  for (;;) {
    const field = await readField(cursor, end);
    if (field === undefined) return;
    const work = visit(field);
    if (work !== undefined) await work;
    cursor.seek(field.end);
  }
}

/** The text of a length-delimited field, cut at `limit` bytes. */
export async function readText(cursor: PagedCursor, field: WireField, limit = 1 << 16): Promise<string> {
  if (field.wireType !== BYTES) return '';
  return decodeUtf8(await cursor.bytes(Math.min(field.value, limit)));
}

/** The numbers of a repeated field, packed or not; at most `limit`. */
export async function readNumbers(
  cursor: PagedCursor,
  field: WireField,
  limit = 64,
): Promise<readonly number[]> {
  if (field.wireType === VARINT) return [field.value];
  const numbers: number[] = [];
  if (field.wireType !== BYTES) return numbers;
  while (cursor.position < field.end && numbers.length < limit) numbers.push(await readVarint(cursor));
  return numbers;
}

/** Key and value of a map entry or of a pair message with the fields 1 and 2, both texts. */
export async function readPair(cursor: PagedCursor, end: number): Promise<readonly [string, string]> {
  let key = '';
  let value = '';
  await visitFields(cursor, end, async (field) => {
    if (field.number === 1) key = await readText(cursor, field);
    if (field.number === 2) value = await readText(cursor, field);
  });
  return [key, value];
}
