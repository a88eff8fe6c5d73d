import { type ByteSource, MAX_READ } from './model-file.js';

const FIRST_READ = 4096;
const NEXT_READ = 1 << 16;
/** Read ahead at once, unless more is asked for. */
const MAX_AHEAD = 1 << 18;

/** Goes through a source once, forwards; reads ahead in pieces that grow, so that a short content costs one small read. */
export class ByteCursor {
  readonly #source: ByteSource;
  #bytes: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#bytes.buffer);
  /** Of the buffered bytes in the source. */
  #base: number;
  #at = 0;
  #size = FIRST_READ;

  constructor(source: ByteSource, offset = 0) {
    this.#source = source;
    this.#base = offset;
  }

  /** Of the next byte, from the start of the source. */
  get offset(): number {
    return this.#base + this.#at;
  }

  /** Bytes that can be taken without waiting. */
  get available(): number {
    return this.#bytes.length - this.#at;
  }

  /** Bytes from here to the end of the source. */
  get remaining(): number {
    return this.#source.size - this.offset;
  }

  /** Makes at least `count` bytes available, at most {@link MAX_READ}; false when the source ends before. */
  async fill(count: number): Promise<boolean> {
    if (this.available >= count) return true;
    const kept = this.#bytes.subarray(this.#at);
    const wanted = Math.min(MAX_READ, Math.max(this.#size, count)) - kept.length;
    this.#size = Math.min(MAX_AHEAD, Math.max(NEXT_READ, this.#size * 2));
    const start = this.offset;
    const more = await this.#source.read(start + kept.length, Math.max(0, wanted));
    if (kept.length === 0) this.#bytes = more;
    else {
      const joined = new Uint8Array(kept.length + more.length);
      joined.set(kept);
      joined.set(more, kept.length);
      this.#bytes = joined;
    }
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
    this.#base = start;
    this.#at = 0;
    return this.available >= count;
  }

  /** Moves on, over bytes that need not be buffered; never past the end. */
  skip(count: number): void {
    const step = Math.min(count, this.remaining);
    if (step <= this.available) {
      this.#at += step;
      return;
    }
    this.#base = this.offset + step;
    this.#bytes = new Uint8Array(0);
    this.#view = new DataView(this.#bytes.buffer);
    this.#at = 0;
  }

  /** Goes back over bytes that were taken since the last {@link fill}. */
  rewind(offset: number): void {
    this.#at = offset - this.#base;
  }

  /** The next byte; it must be available. */
  takeByte(): number {
    const value = this.#view.getUint8(this.#at);
    this.#at += 1;
    return value;
  }

  /** The next bytes, which must be available; a view that later reads do not change. */
  takeBytes(count: number): Uint8Array {
    const part = this.#bytes.subarray(this.#at, this.#at + count);
    this.#at += count;
    return part;
  }

  /** Little endian, unsigned, of 1, 2, 4 or 8 bytes; 8-byte values over 2^53 lose precision but stay huge. */
  takeUnsigned(width: 1 | 2 | 4 | 8): number {
    const at = this.#at;
    this.#at += width;
    if (width === 1) return this.#view.getUint8(at);
    if (width === 2) return this.#view.getUint16(at, true);
    if (width === 4) return this.#view.getUint32(at, true);
    return this.#view.getUint32(at, true) + this.#view.getUint32(at + 4, true) * 2 ** 32;
  }

  /** Little endian, signed, of 4 bytes. */
  takeSigned(): number {
    const value = this.#view.getInt32(this.#at, true);
    this.#at += 4;
    return value;
  }

  /** Distance to the next `byte` among the available bytes; -1 when it is not among them. */
  find(byte: number): number {
    const found = this.#bytes.indexOf(byte, this.#at);
    return found < 0 ? -1 : found - this.#at;
  }
}
