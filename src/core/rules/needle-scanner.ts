import { findChange, splitOffsets, type TextChange, wholeLines } from '../source/text-change.js';
import { isWholeWord, isWordUnit } from '../syntax/words.js';

/** Code units with a class of their own; all others count as one that no needle holds. */
const ASCII = 128;
/** Code units that count as one where only their kind matters: few enough to tell punctuation from what is invisible. */
const BLOCK_BITS = 3;
const NO_OFFSETS: readonly number[] = [];
/** Whether a needle ends in a state, and whether all that do are words, which go on in the text where a word does. */
const ENDS = 1;
const WORDS = 2;
const FLAGS = 2;

/**
 * Finds many literals in one pass over a text (Aho and Corasick, 1975). Transitions are worked out when a text first
 * takes them, so that a scanner is cheap to make.
 */
export class NeedleScanner {
  readonly #ids = new Map<string, number>();
  readonly #needles: readonly string[];
  readonly #hasLines: boolean;
  /** Needles that are not plain ASCII, searched one by one. */
  readonly #others: readonly string[];
  /** Needles that count only where they stand as whole words, by id. */
  readonly #isWord: readonly boolean[];
  readonly #classes = new Uint8Array(ASCII);
  readonly #width: number;
  /** By row and class: the next state's row times four, plus {@link ENDS} and {@link WORDS}; -1 when not known yet. */
  readonly #next: Int32Array;
  /** Row of the longest other beginning of a needle that a state ends with. */
  readonly #fallback: Int32Array;
  /** Needles that end in a state, by state. */
  readonly #ends: readonly (readonly number[])[];

  /** Empty needles are in every text. Those of `words` are found only where they stand as whole words. */
  constructor(needles: Iterable<string>, words: ReadonlySet<string> = new Set()) {
    this.#needles = [...new Set(needles)].filter((needle) => needle !== '');
    for (const [id, needle] of this.#needles.entries()) this.#ids.set(needle, id);
    this.#isWord = this.#needles.map((needle) => words.has(needle));
    this.#hasLines = this.#needles.some((needle) => needle.includes('\n'));
    const plain = this.#needles.filter(isAscii);
    this.#others = this.#needles.filter((needle) => !isAscii(needle));
    let width = 1;
    let size = 1;
    for (const needle of plain) {
      size += needle.length;
      for (let at = 0; at < needle.length; at += 1) {
        const code = needle.charCodeAt(at);
        if (this.#classes[code] === 0) {
          this.#classes[code] = width;
          width += 1;
        }
      }
    }
    this.#width = width;
    const trie = buildTrie(plain, this.#ids, this.#isWord, this.#classes, width, size);
    this.#next = trie.next;
    this.#fallback = trie.fallback;
    this.#ends = trie.ends;
  }

  /** True when the bits say that a needle is there, or nothing is known about it. */
  isIn(bits: readonly number[], needle: string): boolean {
    const id = this.#ids.get(needle);
    return id === undefined || ((bits[id >> 5] ?? 0) & (1 << (id & 31))) !== 0;
  }

  /** Where the needles stand in a text; `earlier` are those of its version before. */
  scan(text: string, earlier?: NeedleHits): NeedleHits {
    return (earlier && this.#update(text, earlier)) ?? this.#scan(text);
  }

  /** Looks through the lines that changed; undefined where that does not do. */
  #update(text: string, earlier: NeedleHits): NeedleHits | undefined {
    if (this.#hasLines) return undefined;
    if (earlier.text === text) return earlier;
    const change = wholeLines(findChange(earlier.text, text), text);
    const gone = this.#scan(earlier.text.slice(change.start, change.oldEnd));
    // Which lines code units beyond ASCII stand in is not kept.
    if (gone.blocks.size > 0) return undefined;
    const come = this.#scan(text.slice(change.start, change.newEnd));
    return earlier.replace(text, change, come);
  }

  #scan(text: string): NeedleHits {
    const found = new Map<number, number[]>();
    const next = this.#next;
    const classes = this.#classes;
    let row = 0;
    const blocks = new Set<number>();
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code >= ASCII) {
        blocks.add(code >> BLOCK_BITS);
        row = 0;
        continue;
      }
      const kind = classes[code] ?? 0;
      let step = next[row + kind] ?? -1;
      if (step < 0) step = this.#learn(row, kind);
      row = step >> FLAGS;
      if ((step & ENDS) === 0) continue;
      if ((step & WORDS) !== 0 && isWordUnit(text.charCodeAt(at + 1))) continue;
      this.#note(found, text, row, at);
    }
    for (const needle of this.#others) {
      const id = this.#ids.get(needle) ?? 0;
      const offsets: number[] = [];
      for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) {
        if (this.#isWord[id] !== true || isWholeWord(text, at, needle.length)) offsets.push(at);
      }
      if (offsets.length > 0) found.set(id, offsets);
    }
    return new NeedleHits(text, this.#ids, this.#needles, found, blocks);
  }

  #note(found: Map<number, number[]>, text: string, row: number, at: number): void {
    for (const id of this.#ends[row / this.#width] ?? NO_OFFSETS) {
      const length = this.#needles[id]?.length ?? 0;
      const offset = at + 1 - length;
      if (this.#isWord[id] === true && !isWholeWord(text, offset, length)) continue;
      const offsets = found.get(id);
      if (offsets === undefined) found.set(id, [offset]);
      else offsets.push(offset);
    }
  }

  #learn(row: number, kind: number): number {
    let from = row;
    let step = -1;
    while (step < 0 && from !== 0) {
      from = this.#fallback[from / this.#width] ?? 0;
      step = this.#next[from + kind] ?? -1;
    }
    if (step < 0) step = 0;
    this.#next[row + kind] = step;
    return step;
  }
}

/** The block of eight code units that a code unit belongs to. */
export function blockOf(code: number): number {
  return code >> BLOCK_BITS;
}

/** The needles that a text holds. */
export class NeedleHits {
  /** Blocks of the code units beyond ASCII in the text, see {@link blockOf}. */
  readonly blocks: ReadonlySet<number>;
  readonly text: string;
  readonly #ids: ReadonlyMap<string, number>;
  readonly #needles: readonly string[];
  /** By id. */
  readonly #found: ReadonlyMap<number, readonly number[]>;

  constructor(
    text: string,
    ids: ReadonlyMap<string, number>,
    needles: readonly string[],
    found: ReadonlyMap<number, readonly number[]>,
    blocks: ReadonlySet<number>,
  ) {
    this.text = text;
    this.#ids = ids;
    this.#needles = needles;
    this.#found = found;
    this.blocks = blocks;
  }

  /** The hits in the next version of the text; `come` are those in the stretch that the change brought. */
  replace(text: string, change: TextChange, come: NeedleHits): NeedleHits {
    const found = new Map<number, readonly number[]>();
    for (const id of new Set([...this.#found.keys(), ...come.#found.keys()])) {
      const [before, after] = splitOffsets(this.#found.get(id) ?? NO_OFFSETS, change);
      const added = (come.#found.get(id) ?? NO_OFFSETS).map((at) => change.start + at);
      const all = [...before, ...added, ...after];
      if (all.length > 0) found.set(id, all);
    }
    return new NeedleHits(text, this.#ids, this.#needles, found, new Set([...this.blocks, ...come.blocks]));
  }

  /** Which needles are there: bit `n % 32` of number `n / 32` for the n-th. */
  get bits(): readonly number[] {
    return this.bitsWhere(() => true);
  }

  /** As {@link bits}, of the needles that stand at one place at least that passes. */
  bitsWhere(passes: (needle: string, offset: number) => boolean): readonly number[] {
    const bits = new Array<number>(Math.ceil(this.#ids.size / 32)).fill(0);
    for (const [id, offsets] of this.#found) {
      const needle = this.#needles[id] ?? '';
      if (!offsets.some((offset) => passes(needle, offset))) continue;
      bits[id >> 5] = (bits[id >> 5] ?? 0) | (1 << (id & 31));
    }
    return bits;
  }

  /** The needles that are there, in no order that means anything. */
  get found(): readonly string[] {
    return [...this.#found.keys()].map((id) => this.#needles[id] ?? '');
  }

  /** Offsets of a needle, ascending and overlaps included; empty when it is not there, undefined when it is not known. */
  offsetsOf(needle: string): readonly number[] | undefined {
    const id = this.#ids.get(needle);
    return id === undefined ? undefined : (this.#found.get(id) ?? NO_OFFSETS);
  }
}

interface Trie {
  readonly next: Int32Array;
  readonly fallback: Int32Array;
  readonly ends: readonly (readonly number[])[];
}

function buildTrie(
  needles: readonly string[],
  ids: ReadonlyMap<string, number>,
  isWord: readonly boolean[],
  classes: Uint8Array,
  width: number,
  size: number,
): Trie {
  const next = new Int32Array(size * width).fill(-1);
  const fallback = new Int32Array(size);
  const ends: number[][] = [[]];
  const edges: { readonly from: number; readonly kind: number; readonly to: number }[][] = [];
  for (const needle of needles) {
    let state = 0;
    for (let at = 0; at < needle.length; at += 1) {
      const kind = classes[needle.charCodeAt(at)] ?? 0;
      const known = next[state * width + kind] ?? -1;
      if (known >= 0) {
        state = (known >> FLAGS) / width;
        continue;
      }
      const to = ends.length;
      ends.push([]);
      next[state * width + kind] = (to * width) << FLAGS;
      const level = edges[at];
      if (level === undefined) edges[at] = [{ from: state, kind, to }];
      else level.push({ from: state, kind, to });
      state = to;
    }
    ends[state]?.push(ids.get(needle) ?? 0);
  }
  // Level by level, so that the fallback of a state is complete before that of a longer one.
  for (const level of edges) {
    for (const { from, kind, to } of level) {
      let other = from;
      let step = -1;
      while (step < 0 && other !== 0) {
        other = (fallback[other] ?? 0) / width;
        step = next[other * width + kind] ?? -1;
      }
      const row = step < 0 ? 0 : step >> FLAGS;
      fallback[to] = row;
      ends[to]?.push(...(ends[row / width] ?? []));
      const own = ends[to] ?? [];
      if (own.length === 0) continue;
      const flags = own.every((id) => isWord[id] === true) ? ENDS | WORDS : ENDS;
      next[from * width + kind] = ((to * width) << FLAGS) | flags;
    }
  }
  return { next, fallback, ends };
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) >= ASCII) return false;
  return true;
}
