import type { PickleValue } from './pickle-values.js';

/** Values that are kept whole; of later ones only what may still matter. */
const KEPT_WHOLE = 50_000;
/** Longest text that is kept of later ones: longer than the names of modules and classes, in UTF-16 code units. */
const KEPT_TEXT = 200;
/** Entries of one page. */
const PAGE = 4096;
const NOT_KEPT: PickleValue = { kind: 'opaque', op: 'GET of a plain value, too many to keep' };

/**
 * What a pickle stream remembers by number. Streams with hundreds of thousands of plain values would fill memory with what is
 * hardly ever asked for again: of those, tuples of plain values and long texts are forgotten, short texts keep their
 * characters only. What could lead to a call, or be changed later, is always kept.
 */
export class PickleMemo {
  /** Entries 0 to `#count` - 1, in pages, so that nothing large is copied as they grow. A text stands for a short text value. */
  readonly #pages: (PickleValue | string)[][] = [];
  #count = 0;
  /** Entries with numbers beyond the next one. */
  readonly #sparse = new Map<number, PickleValue | string>();

  /** How many entries there are. */
  get size(): number {
    return this.#count + this.#sparse.size;
  }

  put(index: number, value: PickleValue): void {
    const kept = this.size < KEPT_WHOLE ? value : shorten(value);
    const isNext = index === this.#count && !this.#sparse.has(index);
    if (!isNext && !(Number.isInteger(index) && index >= 0 && index < this.#count)) {
      this.#sparse.set(index, kept);
      return;
    }
    if (isNext) {
      if (index % PAGE === 0) this.#pages.push([]);
      this.#count += 1;
    }
    const page = this.#pages[Math.floor(index / PAGE)];
    if (page) page[index % PAGE] = kept;
  }

  /** Undefined when nothing was put there. */
  get(index: number): PickleValue | undefined {
    const kept = this.#pages[Math.floor(index / PAGE)]?.[index % PAGE] ?? this.#sparse.get(index);
    if (typeof kept !== 'string') return kept;
    return {
      kind: 'text',
      op: 'UNICODE from the memo',
      text: kept,
      start: 0,
      length: kept.length,
      isCut: false,
    };
  }
}

function shorten(value: PickleValue): PickleValue | string {
  switch (value.kind) {
    case 'text':
      return value.isCut || value.text.length > KEPT_TEXT ? NOT_KEPT : value.text;
    case 'bytes':
    case 'number':
      return NOT_KEPT;
    case 'sequence':
      return value.op.startsWith('TUPLE') && value.items.every(isPlain) ? NOT_KEPT : value;
    default:
      return value;
  }
}

/** Neither leads to a call nor names anything. */
function isPlain({ kind }: PickleValue): boolean {
  return kind === 'text' || kind === 'bytes' || kind === 'number' || kind === 'constant' || kind === 'opaque';
}
