import type { Span } from './position.js';

/** Code units that are compared at once. */
const STEP = 4096;

/** How one text differs from another: a stretch of it stands in place of one of the other. */
export interface TextChange {
  /** Where both begin. */
  readonly start: number;
  /** Where the stretch ends in the text before, and in the one after. */
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** The smallest stretch in which a text differs from its version before; an empty one at the end where it is the same. */
export function findChange(before: string, after: string): TextChange {
  const limit = Math.min(before.length, after.length);
  let start = 0;
  while (start + STEP <= limit && before.slice(start, start + STEP) === after.slice(start, start + STEP))
    start += STEP;
  while (start < limit && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  const rest = limit - start;
  let tail = 0;
  while (
    tail + STEP <= rest &&
    before.slice(before.length - tail - STEP, before.length - tail) ===
      after.slice(after.length - tail - STEP, after.length - tail)
  ) {
    tail += STEP;
  }
  while (
    tail < rest &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail += 1;
  }
  return { start, oldEnd: before.length - tail, newEnd: after.length - tail };
}

/** The change with all of the lines that it touches; `after` is the text after it. Only `\n` counts as the end of a line. */
export function wholeLines({ start, oldEnd, newEnd }: TextChange, after: string): TextChange {
  const end = after.indexOf('\n', newEnd);
  const more = (end === -1 ? after.length : end + 1) - newEnd;
  return {
    start: start === 0 ? 0 : after.lastIndexOf('\n', start - 1) + 1,
    oldEnd: oldEnd + more,
    newEnd: newEnd + more,
  };
}

/** What stands before the change and after it, moved to where it stands now. `offsets` ascend. */
export function splitOffsets(
  offsets: readonly number[],
  { start, oldEnd, newEnd }: TextChange,
): readonly [before: readonly number[], after: readonly number[]] {
  const first = lowerBound(offsets, start);
  const last = lowerBound(offsets, oldEnd);
  const by = newEnd - oldEnd;
  const after = offsets.slice(last);
  return [offsets.slice(0, first), by === 0 ? after : after.map((at) => at + by)];
}

/** Index of the first number that is not below a limit. */
export function lowerBound(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A change that covers spans as well that it touches: `olds` of the text before, `news` of the one after. */
export function coverSpans(change: TextChange, olds: readonly Span[], news: readonly Span[]): TextChange {
  let { start, oldEnd, newEnd } = change;
  for (let isWider = true; isWider; ) {
    isWider = false;
    const cover = (from: number, to: number, end: number): void => {
      if (to < start || end < from || (start <= from && to <= end)) return;
      isWider = true;
      start = Math.min(start, from);
      const more = Math.max(0, to - end);
      oldEnd += more;
      newEnd += more;
    };
    for (const span of olds) cover(span.start, span.end, oldEnd);
    for (const span of news) cover(span.start, span.end, newEnd);
  }
  return { start, oldEnd, newEnd };
}
