/** One stretch of a text to replace. Offsets in UTF-16 code units. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** The shortest stretch of whole lines that turns one text into the other, so that what is around it is not touched. */
export function findReplacement(before: string, after: string): Replacement {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  start = start === 0 ? 0 : before.lastIndexOf('\n', start - 1) + 1;
  let common = 0;
  while (common < shorter - start && before.at(-1 - common) === after.at(-1 - common)) common += 1;
  const tail = before.indexOf('\n', before.length - common - 1);
  const end = tail < 0 || common === 0 ? before.length : Math.min(tail + 1, before.length);
  return { start, end, newText: after.slice(start, after.length - (before.length - end)) };
}
