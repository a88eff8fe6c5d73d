import { decodeUtf8 } from './decode-text.js';
import { BrokenContent, type PagedCursor } from './paged-cursor.js';

const MAX_ITEMS = 300_000;

/** Reads FlatBuffers tables at absolute positions. */
export class Flatbuffer {
  private readonly cursor: PagedCursor;

  constructor(cursor: PagedCursor) {
    this.cursor = cursor;
  }

  /** The table that the offset at `position` leads to. */
  async follow(position: number): Promise<number> {
    this.cursor.seek(position);
    return position + (await this.cursor.u32());
  }

  /** Where field `index` of a table is; undefined when it is left out. */
  async field(table: number, index: number): Promise<number | undefined> {
    const { cursor } = this;
    cursor.seek(table);
    const virtual = table - (await cursor.i32());
    cursor.seek(virtual);
    const size = await cursor.u16();
    if (4 + index * 2 + 2 > size) return undefined;
    cursor.seek(virtual + 4 + index * 2);
    const offset = await cursor.u16();
    return offset === 0 ? undefined : table + offset;
  }

  /** A number of `width` bytes in field `index`; `absent` when it is left out. */
  async number(table: number, index: number, width: number, absent = 0): Promise<number> {
    const at = await this.field(table, index);
    if (at === undefined) return absent;
    this.cursor.seek(at);
    return this.cursor.uint(width);
  }

  /** The text of field `index`, cut at 64 KiB; undefined when it is left out. */
  async text(table: number, index: number): Promise<string | undefined> {
    const at = await this.field(table, index);
    if (at === undefined) return undefined;
    this.cursor.seek(await this.follow(at));
    const length = await this.cursor.u32();
    return decodeUtf8(await this.cursor.bytes(Math.min(length, 1 << 16)));
  }

  /** First item and number of items of the vector in field `index`; none when it is left out. */
  async vector(table: number, index: number): Promise<{ readonly start: number; readonly count: number }> {
    const at = await this.field(table, index);
    if (at === undefined) return { start: 0, count: 0 };
    const vector = await this.follow(at);
    this.cursor.seek(vector);
    return { start: vector + 4, count: await this.cursor.u32() };
  }

  /** The tables of the vector in field `index`. */
  async tables(table: number, index: number): Promise<readonly number[]> {
    const { start, count } = await this.vector(table, index);
    if (count > MAX_ITEMS || start + count * 4 > this.cursor.size) {
      throw new BrokenContent(`${count} entries at ${start}: more than there can be`);
    }
    const tables: number[] = [];
    for (let item = 0; item < count; item += 1) tables.push(await this.follow(start + item * 4));
    return tables;
  }

  /** The 32-bit numbers of the vector in field `index`, at most 64. */
  async integers(table: number, index: number): Promise<readonly number[]> {
    const { start, count } = await this.vector(table, index);
    const numbers: number[] = [];
    for (let item = 0; item < Math.min(count, 64); item += 1) {
      this.cursor.seek(start + item * 4);
      numbers.push(await this.cursor.i32());
    }
    return numbers;
  }
}
