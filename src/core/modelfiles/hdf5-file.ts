import { decodeUtf8 } from './decode-text.js';
import { BrokenContent, type PagedCursor } from './paged-cursor.js';

/** An address that HDF5 writes for "nowhere": all bits set. */
const UNDEFINED = 2 ** 63;
const MAX_MESSAGES = 20_000;

/** A message of an object header: a kind by the number of the specification, and where its bytes are. */
export interface Hdf5Message {
  readonly kind: number;
  readonly flags: number;
  readonly offset: number;
  readonly size: number;
}

/** Numbers, texts and object headers of an HDF5 file, by the HDF5 file format specification. */
export class Hdf5File {
  readonly cursor: PagedCursor;
  /** Where addresses count from. */
  readonly base: number;
  readonly addressSize: number;
  readonly lengthSize: number;

  constructor(cursor: PagedCursor, base: number, addressSize: number, lengthSize: number) {
    this.cursor = cursor;
    this.base = base;
    this.addressSize = addressSize;
    this.lengthSize = lengthSize;
  }

  /** An absolute position; undefined for the address that means nowhere. */
  async readAddress(): Promise<number | undefined> {
    const address = await this.cursor.uint(this.addressSize);
    const limit = this.addressSize >= 8 ? UNDEFINED : 256 ** this.addressSize - 1;
    return address >= limit ? undefined : address + this.base;
  }

  readLength(): Promise<number> {
    return this.cursor.uint(this.lengthSize);
  }

  async hasSignature(text: string): Promise<boolean> {
    if (this.cursor.remaining < 4) return false;
    const bytes = await this.cursor.bytes(4);
    return [...text].every((letter, index) => letter.charCodeAt(0) === bytes[index]);
  }

  /** A text that ends at a zero byte, of at most `limit` bytes. */
  async readZeroText(limit = 4096): Promise<string> {
    const bytes: number[] = [];
    while (bytes.length < limit) {
      const byte = await this.cursor.u8();
      if (byte === 0) break;
      bytes.push(byte);
    }
    return decodeUtf8(Uint8Array.from(bytes));
  }

  /** The messages of the object header at `position`, continuations included. */
  async readMessages(position: number): Promise<readonly Hdf5Message[]> {
    this.cursor.seek(position);
    const first = await this.cursor.u8();
    this.cursor.seek(position);
    return first === 1 ? this.readOldHeader() : this.readNewHeader();
  }

  private async readOldHeader(): Promise<readonly Hdf5Message[]> {
    const { cursor } = this;
    cursor.skip(8);
    const size = await cursor.u32();
    cursor.skip(4);
    const messages: Hdf5Message[] = [];
    const blocks = [{ offset: cursor.position, size }];
    for (let index = 0; index < blocks.length && index < 1000; index += 1) {
      const block = blocks[index] ?? { offset: 0, size: 0 };
      cursor.seek(block.offset);
      while (cursor.position + 8 <= block.offset + block.size && messages.length < MAX_MESSAGES) {
        const kind = await cursor.u16();
        const length = await cursor.u16();
        const flags = await cursor.u8();
        cursor.skip(3);
        const offset = cursor.position;
        messages.push({ kind, flags, offset, size: length });
        if (kind === 16) blocks.push(await this.readContinuation());
        cursor.seek(offset + length);
      }
    }
    return messages;
  }

  private async readNewHeader(): Promise<readonly Hdf5Message[]> {
    const { cursor } = this;
    const start = cursor.position;
    if (!(await this.hasSignature('OHDR'))) throw new BrokenContent(`there is no object header at ${start}`);
    cursor.skip(1);
    const flags = await cursor.u8();
    if ((flags & 32) !== 0) cursor.skip(16);
    if ((flags & 16) !== 0) cursor.skip(4);
    const size = await cursor.uint(2 ** (flags & 3));
    const messages: Hdf5Message[] = [];
    const blocks = [{ offset: cursor.position, size }];
    for (let index = 0; index < blocks.length && index < 1000; index += 1) {
      const block = blocks[index] ?? { offset: 0, size: 0 };
      cursor.seek(block.offset);
      // Continuation blocks begin with a signature and end with a checksum.
      let end = block.offset + block.size;
      if (index > 0) {
        if (!(await this.hasSignature('OCHK'))) throw new BrokenContent(`no continuation at ${block.offset}`);
        end -= 4;
      }
      while (cursor.position + 4 <= end && messages.length < MAX_MESSAGES) {
        const kind = await cursor.u8();
        const length = await cursor.u16();
        const messageFlags = await cursor.u8();
        if ((flags & 4) !== 0) cursor.skip(2);
        const offset = cursor.position;
        messages.push({ kind, flags: messageFlags, offset, size: length });
        if (kind === 16) blocks.push(await this.readContinuation());
        cursor.seek(offset + length);
      }
    }
    return messages;
  }

  private async readContinuation(): Promise<{ readonly offset: number; readonly size: number }> {
    const offset = await this.readAddress();
    const size = await this.readLength();
    if (offset === undefined)
      throw new BrokenContent(`a continuation leads nowhere at ${this.cursor.position}`);
    return { offset, size };
  }
}

/**
 * Finds the superblock, of version 0 to 3, and the root group's object header.
 *
 * @throws BrokenContent when there is none that is known
 */
export async function openHdf5(
  cursor: PagedCursor,
): Promise<{ readonly file: Hdf5File; readonly root: number; readonly version: number }> {
  const start = await findSignature(cursor);
  cursor.seek(start + 8);
  const version = await cursor.u8();
  if (version > 3) throw new BrokenContent(`HDF5 superblock version ${version} is not known`);
  if (version <= 1) cursor.skip(4);
  const addressSize = await cursor.u8();
  const lengthSize = await cursor.u8();
  if (![2, 4, 8].includes(addressSize) || ![2, 4, 8].includes(lengthSize)) {
    throw new BrokenContent(
      `addresses of ${addressSize} and lengths of ${lengthSize} bytes are not possible`,
    );
  }
  if (version >= 2) {
    cursor.skip(1 + addressSize * 3);
    const file = new Hdf5File(cursor, start, addressSize, lengthSize);
    return { file, root: (await file.readAddress()) ?? 0, version };
  }
  cursor.skip(1 + 4 + 4 + (version === 1 ? 4 : 0) + addressSize * 4);
  const file = new Hdf5File(cursor, start, addressSize, lengthSize);
  cursor.skip(lengthSize);
  return { file, root: (await file.readAddress()) ?? 0, version };
}

/** The signature stands at 0, or behind a user block at 512, 1024, 2048, ... */
async function findSignature(cursor: PagedCursor): Promise<number> {
  for (let at = 0; at + 8 <= cursor.size && at <= 1 << 30; at = at === 0 ? 512 : at * 2) {
    cursor.seek(at);
    const bytes = await cursor.bytes(8);
    if ([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a].every((byte, index) => byte === bytes[index]))
      return at;
  }
  throw new BrokenContent('there is no HDF5 superblock');
}
