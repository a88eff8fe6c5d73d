import { findChange, type TextChange } from '../source/text-change.js';
import { Block } from './block.js';
import type { BlockSpan, SyntaxLanguage } from './syntax-language.js';

/** How the blocks of a module differ from those of its version before. Those that stayed are in the same order. */
export interface SyntaxChange {
  readonly removed: ReadonlySet<Block>;
  readonly added: ReadonlySet<Block>;
  /** The first one that stayed after those; undefined when there is none. */
  readonly next: Block | undefined;
}

/** A text that is split into blocks. */
export interface SplitText {
  readonly text: string;
  /** The text with comments and prose masked by blanks at equal length. */
  readonly code: string;
  readonly blocks: readonly Block[];
  /** Where the blocks began when the text was split; they may have moved since. */
  readonly starts: readonly number[];
  readonly barriers: readonly number[];
}

/** What became of a text after an edit. */
export interface ResplitText extends SplitText {
  readonly change: SyntaxChange;
  /** For blocks that were added, the ones that stood in their places. */
  readonly previous: ReadonlyMap<Block, Block>;
}

/** Splits a text into blocks. */
export function splitText(text: string, barriers: readonly number[], language: SyntaxLanguage): SplitText {
  const spans = language.split(text, barriers);
  const code = maskProse(text, spans, 0, text.length);
  const blocks = spans.map((span) => createBlock(span, text, code, 0, language));
  return { text, code, blocks, starts: spans.map(({ start }) => start), barriers };
}

/** Splits the next version of a text: only around what changed, and equal blocks are taken over. */
export function splitAgain(
  before: SplitText,
  text: string,
  barriers: readonly number[],
  language: SyntaxLanguage,
): ResplitText {
  const { head, from, spans, tail } = splitChange(before, text, barriers, language);
  const old = before.blocks.slice(head, before.blocks.length - tail);
  const rest = before.blocks.slice(before.blocks.length - tail);
  const by = text.length - before.text.length;
  const end = tail === 0 ? text.length : (before.starts[before.blocks.length - tail] ?? 0) + by;
  const middleCode = maskProse(text, spans, from, end);
  const middle = takeOver(text, middleCode, from, spans, old, language);
  for (const [index, block] of rest.entries())
    block.moveTo((before.starts[head + old.length + index] ?? 0) + by);
  const blocks = [...before.blocks.slice(0, head), ...middle.blocks, ...rest];
  const kept = new Set(middle.blocks);
  const known = new Set(old);
  return {
    text,
    code: before.code.slice(0, from) + middleCode + before.code.slice(end - by),
    blocks,
    starts: blocks.map(({ start }) => start),
    barriers,
    previous: middle.previous,
    change: {
      removed: new Set(old.filter((block) => !kept.has(block))),
      added: new Set(middle.blocks.filter((block) => !known.has(block))),
      next: middle.next ?? rest[0],
    },
  };
}

/** What of a text is split again: all but so many blocks at its beginning and at its end, from an offset on. */
interface SplitChange {
  readonly head: number;
  readonly from: number;
  readonly spans: readonly BlockSpan[];
  readonly tail: number;
}

function splitChange(
  { text: old, starts, barriers: oldBarriers }: SplitText,
  text: string,
  barriers: readonly number[],
  language: SyntaxLanguage,
): SplitChange {
  const change = findChange(old, text);
  // What a line continues is told by the statement before it.
  const head = Math.max(0, lastAt(starts, change.start) - 1);
  const from = starts[head] ?? 0;
  if (!areMoved(oldBarriers, barriers, change))
    return { head: 0, from: 0, spans: language.split(text, barriers), tail: 0 };
  const by = change.newEnd - change.oldEnd;
  const ends = new Map<number, number>();
  for (let index = starts.length - 1; index > head && (starts[index] ?? 0) >= change.oldEnd; index -= 1)
    ends.set((starts[index] ?? 0) + by, starts.length - index);
  const isKnown = (end: number): boolean => ends.has(end);
  const spans = language.split(text, barriers, from, isKnown);
  return { head, from, spans, tail: ends.get(spans.at(-1)?.end ?? 0) ?? 0 };
}

/** Index of the last number that is not above a limit. */
function lastAt(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Whether there are the same barriers as before, those behind a change moved with the text. */
function areMoved(before: readonly number[], after: readonly number[], change: TextChange): boolean {
  const by = change.newEnd - change.oldEnd;
  return (
    before.length === after.length &&
    before.every((at, index) => {
      const now = after[index] ?? 0;
      return at < change.start ? now === at : at >= change.oldEnd && now === at + by;
    })
  );
}

/** Reuses equal blocks, and pairs each changed one with the block that stood in its place. `code` begins at an offset. */
function takeOver(
  text: string,
  code: string,
  from: number,
  spans: readonly BlockSpan[],
  earlier: readonly Block[],
  language: SyntaxLanguage,
): { blocks: readonly Block[]; previous: ReadonlyMap<Block, Block>; next: Block | undefined } {
  const texts = spans.map((span) => text.slice(span.start, span.end));
  const previous = new Map<Block, Block>();
  let head = 0;
  while (head < texts.length && head < earlier.length && earlier[head]?.text === texts[head]) head += 1;
  let tail = 0;
  const limit = Math.min(texts.length, earlier.length) - head;
  while (tail < limit && earlier[earlier.length - 1 - tail]?.text === texts[texts.length - 1 - tail])
    tail += 1;
  const blocks: Block[] = [];
  for (const [index, span] of spans.entries()) {
    const fromEnd = texts.length - 1 - index;
    const old =
      index < head ? earlier[index] : fromEnd < tail ? earlier[earlier.length - 1 - fromEnd] : undefined;
    if (old !== undefined) {
      old.moveTo(span.start);
      blocks.push(old);
      continue;
    }
    const block = createBlock(span, text, code, from, language);
    const before = earlier[index];
    if (before !== undefined && index < earlier.length - tail) previous.set(block, before);
    blocks.push(block);
  }
  return { blocks, previous, next: blocks[blocks.length - tail] };
}

function createBlock(
  span: BlockSpan,
  text: string,
  code: string,
  from: number,
  language: SyntaxLanguage,
): Block {
  const { start, end } = span;
  return new Block(span, text.slice(start, end), code.slice(start - from, end - from), language);
}

/** The text between two offsets with the comments and prose of the spans there masked. */
function maskProse(text: string, spans: readonly BlockSpan[], from: number, end: number): string {
  const parts: string[] = [];
  let done = from;
  for (const { prose } of spans) {
    for (let index = 0; index + 1 < prose.length; index += 2) {
      const start = prose[index] ?? 0;
      const stop = prose[index + 1] ?? 0;
      parts.push(text.slice(done, start), ' '.repeat(stop - start));
      done = stop;
    }
  }
  parts.push(text.slice(done, end));
  return parts.length === 1 ? (parts[0] ?? '') : parts.join('');
}
