import { decodeUtf8 } from './decode-text.js';
import type { Hdf5File, Hdf5Message } from './hdf5-file.js';
import { BrokenContent } from './paged-cursor.js';
import { quoteText } from './text-bytes.js';

/** Longest attribute text that is kept, in bytes; a configuration of a large model has some 1 MB. */
const MAX_TEXT = 16 << 20;
const MAX_STRINGS = 100_000;

/** A datatype message as far as it is used. */
export interface Hdf5Type {
  readonly kind: 'number' | 'string' | 'variable-string' | 'other';
  /** As NumPy would call it, such as `float32`. */
  readonly name: string;
  /** Of one element, in bytes. */
  readonly size: number;
}

/** An attribute of a group or data set; texts only when it holds texts. */
export interface Hdf5Attribute {
  readonly name: string;
  readonly texts: readonly string[] | undefined;
}

/** Reads the datatype message at the cursor. */
export async function readHdf5Type(file: Hdf5File): Promise<Hdf5Type> {
  const { cursor } = file;
  const classAndVersion = await cursor.u8();
  const bits = await cursor.uint(3);
  const size = await cursor.u32();
  const kind = classAndVersion & 15;
  if (kind === 0) return { kind: 'number', name: `${(bits & 8) === 0 ? 'u' : ''}int${size * 8}`, size };
  if (kind === 1) return { kind: 'number', name: `float${size * 8}`, size };
  if (kind === 3) return { kind: 'string', name: `S${size}`, size };
  if (kind === 9) {
    const isText = (bits & 15) === 1;
    return { kind: isText ? 'variable-string' : 'other', name: isText ? 'text' : 'sequence', size };
  }
  if (kind === 8) return { kind: 'number', name: 'enum', size };
  const names = ['', '', 'time', '', 'bit field', 'opaque', 'compound', 'reference', '', '', 'array'];
  return { kind: 'other', name: names[kind] ?? `class ${kind}`, size };
}

/** Reads the dataspace message at the cursor: its sides. */
export async function readHdf5Shape(file: Hdf5File): Promise<readonly number[]> {
  const { cursor } = file;
  const version = await cursor.u8();
  const rank = await cursor.u8();
  if (rank > 32) throw new BrokenContent(`a shape of ${rank} sides at ${cursor.position}`);
  cursor.skip(version === 1 ? 6 : 2);
  const shape: number[] = [];
  for (let side = 0; side < rank; side += 1) shape.push(await file.readLength());
  return shape;
}

/** Reads an attribute message (kind 12). */
export async function readHdf5Attribute(file: Hdf5File, message: Hdf5Message): Promise<Hdf5Attribute> {
  const { cursor } = file;
  cursor.seek(message.offset);
  const version = await cursor.u8();
  const flags = await cursor.u8();
  const nameSize = await cursor.u16();
  const typeSize = await cursor.u16();
  const spaceSize = await cursor.u16();
  if (version === 3) cursor.skip(1);
  const pad = (size: number) => (version === 1 ? Math.ceil(size / 8) * 8 : size);
  const start = cursor.position;
  const name = decodeUtf8(await cursor.bytes(nameSize)).replace(/\0[\s\S]*$/, '');
  if (version < 1 || version > 3 || (flags & 3) !== 0) return { name, texts: undefined };
  cursor.seek(start + pad(nameSize));
  const type = await readHdf5Type(file);
  cursor.seek(start + pad(nameSize) + pad(typeSize));
  const shape = await readHdf5Shape(file);
  cursor.seek(start + pad(nameSize) + pad(typeSize) + pad(spaceSize));
  const count = shape.reduce((product, side) => product * side, 1);
  if (type.kind !== 'string' && type.kind !== 'variable-string') return { name, texts: undefined };
  if (count > MAX_STRINGS) throw new BrokenContent(`attribute ${quoteText(name)} has ${count} texts`);
  const texts: string[] = [];
  for (let index = 0; index < count; index += 1) {
    if (type.kind === 'string') {
      const bytes = await cursor.bytes(Math.min(type.size, MAX_TEXT));
      texts.push(decodeUtf8(bytes).replace(/\0+$/, ''));
    } else texts.push(await readHeapText(file));
  }
  return { name, texts };
}

/** A variable-length text: length, then the place in a global heap. Leaves the cursor behind the reference. */
async function readHeapText(file: Hdf5File): Promise<string> {
  const { cursor } = file;
  const length = await cursor.u32();
  const heap = await file.readAddress();
  const wanted = await cursor.u32();
  const back = cursor.position;
  if (heap === undefined || wanted === 0) return '';
  if (length > MAX_TEXT) throw new BrokenContent(`a text of ${length} bytes is more than is read`);
  cursor.seek(heap);
  if (!(await file.hasSignature('GCOL'))) throw new BrokenContent(`there is no global heap at ${heap}`);
  cursor.skip(4);
  const end = heap + (await file.readLength());
  while (cursor.position + 8 + file.lengthSize <= end) {
    const index = await cursor.u16();
    cursor.skip(6);
    const size = await file.readLength();
    if (index === 0) break;
    if (index === wanted) {
      const text = decodeUtf8(await cursor.bytes(Math.min(size, length)));
      cursor.seek(back);
      return text.replace(/\0+$/, '');
    }
    cursor.skip(Math.ceil(size / 8) * 8);
  }
  throw new BrokenContent(`the global heap at ${heap} lacks object ${wanted}`);
}
