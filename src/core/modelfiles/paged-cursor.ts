import type { InspectionBudget } from './inspection-budget.js';
import type { ByteSource } from './model-file.js';

/** Bytes of one page of the cache. */
const PAGE = 1 << 16;

/** Pages that are kept. */
const MAX_PAGES = 48;

/** Most bytes that are read in one piece. */
const MAX_PIECE = 64 << 20;

/** Thrown by readers for bytes that the format does not allow, or that are missing; the message says what and where. */
export class BrokenContent extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BrokenContent';
  }
}

/**
 * Reads numbers and bytes of a source at a movable position, through a small cache of pages. Every method that reads rejects
 * with {@link BrokenContent} at the end of the file and takes a step of the budget, so that a hostile file costs a bounded time.
 */
export class PagedCursor {
  /** Bytes from the start of the source. */
  position = 0;
  readonly size: number;
  isLittleEndian = true;
  private readonly source: ByteSource;
  private readonly budget: InspectionBudget;
  private readonly pages = new Map<number, Uint8Array>();
  private page: Uint8Array = new Uint8Array();
  private pageStart = 0;

  constructor(source: ByteSource, budget: InspectionBudget) {
    this.source = source;
    this.size = source.size;
    this.budget = budget;
  }

  /** Bytes from the position to the end. */
  get remaining(): number {
    return this.size - this.position;
  }

  /** Moves to an absolute position, which may be the end of the file but not beyond. */
  seek(position: number): void {
    if (!Number.isSafeInteger(position) || position < 0 || position > this.size) {
      throw new BrokenContent(`offset ${position} lies outside the ${this.size} bytes`);
    }
    this.position = position;
  }

  skip(length: number): void {
    this.seek(this.position + length);
  }

  async u8(): Promise<number> {
    if (!this.hasPage(1)) await this.load(1);
    const at = this.position - this.pageStart;
    this.position += 1;
    return this.page[at] ?? 0;
  }

  async u16(): Promise<number> {
    return this.uint(2);
  }

  async u32(): Promise<number> {
    return this.uint(4);
  }

  /** An unsigned 64-bit number; above 2^53 only its magnitude is right. */
  async u64(): Promise<number> {
    return this.uint(8);
  }

  async i32(): Promise<number> {
    return (await this.uint(4)) | 0;
  }

  async i64(): Promise<number> {
    const view = await this.view(8);
    return Number(view.getBigInt64(0, this.isLittleEndian));
  }

  async f32(): Promise<number> {
    return (await this.view(4)).getFloat32(0, this.isLittleEndian);
  }

  async f64(): Promise<number> {
    return (await this.view(8)).getFloat64(0, this.isLittleEndian);
  }

  /** A number of 1 to 8 bytes in the cursor's byte order. */
  async uint(width: number): Promise<number> {
    if (!this.hasPage(width)) await this.load(width);
    const at = this.position - this.pageStart;
    let value = 0;
    for (let index = 0; index < width; index += 1) {
      const step = this.isLittleEndian ? width - 1 - index : index;
      value = value * 256 + (this.page[at + step] ?? 0);
    }
    this.position += width;
    return value;
  }

  /** The next `length` bytes, at most 64 MiB. Not to be changed, and not to be kept beyond the next read. */
  async bytes(length: number): Promise<Uint8Array> {
    if (!Number.isSafeInteger(length) || length < 0 || length > this.remaining) {
      throw new BrokenContent(`${length} bytes are wanted at ${this.position}, ${this.remaining} are left`);
    }
    if (length > MAX_PIECE) {
      throw new BrokenContent(`${length} bytes in one piece at ${this.position}, more than is read`);
    }
    if (length === 0) return new Uint8Array();
    if (!this.hasPage(length)) await this.load(length);
    const at = this.position - this.pageStart;
    this.position += length;
    return this.page.subarray(at, at + length);
  }

  private async view(length: number): Promise<DataView> {
    const bytes = await this.bytes(length);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Whether the current page holds the next `length` bytes; takes a step. */
  private hasPage(length: number): boolean {
    this.budget.takeSteps();
    return this.position >= this.pageStart && this.position + length <= this.pageStart + this.page.length;
  }

  private async load(length: number): Promise<void> {
    const { position } = this;
    if (position + length > this.size) {
      throw new BrokenContent(`the content ends at ${this.size}, ${length} bytes are wanted at ${position}`);
    }
    const first = Math.floor(position / PAGE);
    const last = Math.floor((position + length - 1) / PAGE);
    if (first === last) {
      this.page = await this.fetch(first);
    } else {
      const whole = new Uint8Array(Math.min(this.size, (last + 1) * PAGE) - first * PAGE);
      for (let index = first; index <= last; index += 1) {
        whole.set(await this.fetch(index), (index - first) * PAGE);
      }
      this.page = whole;
    }
    this.pageStart = first * PAGE;
  }

  private async fetch(index: number): Promise<Uint8Array> {
    const known = this.pages.get(index);
    if (known !== undefined) {
      this.pages.delete(index);
      this.pages.set(index, known);
      return known;
    }
    const wanted = Math.min(PAGE, this.size - index * PAGE);
    const bytes = await this.source.read(index * PAGE, wanted);
    if (bytes.length < wanted) {
      throw new BrokenContent(`the content ends at ${index * PAGE + bytes.length}, not at ${this.size}`);
    }
    const [oldest] = this.pages.keys();
    if (this.pages.size >= MAX_PAGES && oldest !== undefined) this.pages.delete(oldest);
    this.pages.set(index, bytes);
    return bytes;
  }
}
