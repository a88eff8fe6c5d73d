import type { Span } from '../source/position.js';

/**
 * Finds the string literals of Python source without parsing it, with their quotes and without prefixes, in order. An
 * f-string counts as a whole. A string that is not closed reaches over the end of its line, a triple-quoted one over the
 * end of the text or to the next barrier.
 *
 * @param barriers offsets, ascending, that no string crosses, such as the starts of cells
 */
function findPythonStrings(text: string, barriers: readonly number[] = []): readonly Span[] {
  const spans: Span[] = [];
  const opening = /["'#]/g;
  let passed = 0;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const start = match.index;
    if (match[0] === '#') {
      opening.lastIndex = findLineEnd(text, start);
      continue;
    }
    while ((barriers[passed] ?? text.length) <= start) passed += 1;
    const end = Math.min(findStringEnd(text, start), barriers[passed] ?? Number.POSITIVE_INFINITY);
    spans.push({ start, end });
    opening.lastIndex = end;
  }
  return spans;
}

/**
 * Tells code from the inside of string literals, for `readSuppressions` and `placeSuppression`. Reads the text at the
 * first question only. Languages other than Python have no strings as far as this knows.
 *
 * @returns a predicate that is false for offsets after the first and before the end of a string literal
 */
export function createCodePredicate(
  text: string,
  languageId: string,
  barriers: readonly number[] = [],
): (offset: number) => boolean {
  if (languageId !== 'python') return () => true;
  let strings: readonly Span[] | undefined;
  return (offset) => {
    strings ??= findPythonStrings(text, barriers);
    let low = 0;
    let high = strings.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((strings[middle]?.end ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    const next = strings[low];
    return next === undefined || next.start >= offset;
  };
}

function findStringEnd(text: string, start: number): number {
  const quote = text.charAt(start);
  const isTriple = text.startsWith(quote.repeat(3), start);
  const closing = isTriple ? quote.repeat(3) : quote;
  let at = start + closing.length;
  while (at < text.length) {
    const char = text[at];
    if (char === '\\') {
      at += text.startsWith('\r\n', at + 1) ? 3 : 2;
    } else if (text.startsWith(closing, at)) {
      return at + closing.length;
    } else if (!isTriple && (char === '\n' || char === '\r')) {
      return at + 1;
    } else {
      at += 1;
    }
  }
  return text.length + 1;
}

function findLineEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return end;
}
