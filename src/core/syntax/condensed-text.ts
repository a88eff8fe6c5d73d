import type { BodySpan } from './syntax-language.js';

const HASH = 35;
/** Less is not worth a gap. */
const MIN_GAP = 8;
/** What stands in a gap, so that no token begins or ends otherwise than before. */
const FILLER = '_';

/** Stretches of a text that are left out, all of them before `end`: how much was lost up to and with the last of them. */
interface Gap {
  /** Offset in the condensed text from which the loss counts. */
  readonly end: number;
  readonly lost: number;
}

/**
 * Code without what says nothing of its structure: the words of comments and texts, and bodies that are parsed by
 * themselves. Its tokens are those of the code.
 */
export class CondensedText {
  readonly text: string;
  readonly #gaps: readonly Gap[];
  #last = 0;

  constructor(text: string, gaps: readonly Gap[] = []) {
    this.text = text;
    this.#gaps = gaps;
  }

  /** Offset in the code of an offset in the condensed text. */
  locate(offset: number): number {
    const gaps = this.#gaps;
    if (gaps.length === 0) return offset;
    // Whoever reads a tree asks for one place after the other.
    let at = this.#last;
    if ((gaps[at - 1]?.end ?? 0) > offset || (gaps[at]?.end ?? offset + 1) <= offset) {
      at = countUntil(gaps, offset);
      this.#last = at;
    }
    return offset + (gaps[at - 1]?.lost ?? 0);
  }
}

/**
 * Condenses the part of `text` from `start` to `end`. `prose` are offsets of comments and texts as a {@link BlockSpan} has
 * them, and `bodies` what is left out as a whole, both relative to `text`.
 */
export function condense(
  text: string,
  start: number,
  end: number,
  prose: readonly number[],
  bodies: Iterable<BodySpan>,
): CondensedText {
  const parts: string[] = [];
  const gaps: Gap[] = [];
  let done = start;
  let lost = 0;
  let length = 0;
  const leaveOut = (from: number, to: number, filler: string): void => {
    parts.push(text.slice(done, from), filler);
    length += from - done + filler.length;
    lost += to - from - filler.length;
    gaps.push({ end: length, lost });
    done = to;
  };
  let index = firstFrom(prose, start);
  const leaveOutProse = (limit: number): void => {
    for (; index + 1 < prose.length && (prose[index] ?? 0) < limit; index += 2) {
      const from = prose[index] ?? 0;
      const to = prose[index + 1] ?? 0;
      if (from < done) continue;
      if (text.charCodeAt(from) === HASH) {
        if (to - from > MIN_GAP) leaveOut(from + 1, to, '');
        continue;
      }
      const quote = text.charAt(from);
      const marks = text.startsWith(quote.repeat(3), from) ? 3 : 1;
      if (to - from - 2 * marks > MIN_GAP) leaveOut(from + marks, to - marks, FILLER);
    }
  };
  for (const body of bodies) {
    leaveOutProse(body.start);
    leaveOut(body.start, body.end, FILLER);
  }
  leaveOutProse(end);
  if (gaps.length === 0) return new CondensedText(text.slice(start, end));
  parts.push(text.slice(done, end));
  return new CondensedText(parts.join(''), gaps);
}

/** How many gaps end at an offset or before it. */
function countUntil(gaps: readonly Gap[], offset: number): number {
  let low = 0;
  let high = gaps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((gaps[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the first stretch that begins at an offset or later. */
function firstFrom(prose: readonly number[], start: number): number {
  let low = 0;
  let high = prose.length >> 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((prose[2 * middle] ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return 2 * low;
}
