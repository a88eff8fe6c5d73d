import { decodeUtf8 } from './decode-text.js';
import { BrokenContent, type PagedCursor } from './paged-cursor.js';

/** Longest text value that is kept, in bytes; chat templates are some 10,000 long. */
const MAX_TEXT = 1 << 20;
/** Values of an array that are kept; the others are only passed over. */
const MAX_SHOWN = 8;
const MAX_DEPTH = 4;

/** Widths of the fixed-size types, in bytes, by the number that GGUF stores. */
const WIDTHS: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 4],
  [5, 4],
  [6, 4],
  [7, 1],
  [10, 8],
  [11, 8],
  [12, 8],
]);
const STRING = 8;
const ARRAY = 9;

export interface GgufText {
  readonly text: string;
  /** False when the file has more of it than was kept. */
  readonly isWhole: boolean;
}

export interface GgufArray {
  readonly count: number;
  readonly first: readonly GgufValue[];
}

/** A metadata value. */
export type GgufValue = number | boolean | GgufText | GgufArray;

/** Reads GGUF's values at the cursor; version 1 counts with 32 bits, later ones with 64. */
export class GgufCursor {
  readonly bytes: PagedCursor;
  private readonly version: number;

  constructor(bytes: PagedCursor, version: number) {
    this.bytes = bytes;
    this.version = version;
  }

  readCount(): Promise<number> {
    return this.version === 1 ? this.bytes.u32() : this.bytes.u64();
  }

  /** A text of which at most `limit` bytes are kept; the cursor stands behind the whole of it. */
  async readText(limit = MAX_TEXT): Promise<GgufText> {
    const length = await this.readCount();
    const end = this.bytes.position + length;
    if (end > this.bytes.size) {
      throw new BrokenContent(`a text of ${length} bytes at ${this.bytes.position} goes beyond the file`);
    }
    const kept = await this.bytes.bytes(Math.min(length, limit));
    const text = decodeUtf8(kept);
    this.bytes.seek(end);
    return { text, isWhole: length <= limit };
  }

  readValue(): Promise<GgufValue> {
    return this.bytes.u32().then((type) => this.readTyped(type, 0));
  }

  private async readTyped(type: number, depth: number): Promise<GgufValue> {
    if (type === STRING) return this.readText();
    if (type === ARRAY) return this.readArray(depth);
    const { bytes } = this;
    switch (type) {
      case 0:
        return bytes.u8();
      case 1:
        return ((await bytes.u8()) << 24) >> 24;
      case 2:
        return bytes.u16();
      case 3:
        return ((await bytes.u16()) << 16) >> 16;
      case 4:
        return bytes.u32();
      case 5:
        return bytes.i32();
      case 6:
        return bytes.f32();
      case 7:
        return (await bytes.u8()) !== 0;
      case 10:
        return bytes.u64();
      case 11:
        return bytes.i64();
      case 12:
        return bytes.f64();
      default:
        throw new BrokenContent(`value type ${type} at ${bytes.position} is not known`);
    }
  }

  private async readArray(depth: number): Promise<GgufArray> {
    if (depth >= MAX_DEPTH) throw new BrokenContent(`arrays nest too deep at ${this.bytes.position}`);
    const type = await this.bytes.u32();
    const count = await this.readCount();
    const first: GgufValue[] = [];
    const shown = Math.min(count, MAX_SHOWN);
    for (let index = 0; index < shown; index += 1) first.push(await this.readTyped(type, depth + 1));
    const width = WIDTHS.get(type);
    if (width !== undefined) {
      this.bytes.skip((count - shown) * width);
      return { count, first };
    }
    for (let index = shown; index < count; index += 1) {
      if (type === STRING) this.bytes.skip(await this.readCount());
      else await this.readTyped(type, depth + 1);
    }
    return { count, first };
  }
}
