const BYTE_ORDER_MARK = 0xfeff;
const SPACE = 32;
const DOT = 46;
const BACKSLASH = 92;

/** True for the code unit of an ASCII letter, digit, underscore, or anything beyond ASCII but a byte order mark. */
export function isWordUnit(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    (code > 127 && code !== BYTE_ORDER_MARK)
  );
}

/**
 * Offset of the next place, from `from` on, at which `word` stands as a whole word; -1 when there is none. An empty
 * word, as the name of a function that nobody has typed yet, stands nowhere.
 */
export function findWord(text: string, word: string, from = 0): number {
  if (word === '') return -1;
  for (let at = text.indexOf(word, from); at !== -1; at = text.indexOf(word, at + 1)) {
    if (isWholeWord(text, at, word.length)) return at;
  }
  return -1;
}

/** True when nothing before or after a stretch of text continues it to a longer word. */
export function isWholeWord(text: string, at: number, length: number): boolean {
  const before = at === 0 ? 0 : text.charCodeAt(at - 1);
  const after = at + length >= text.length ? 0 : text.charCodeAt(at + length);
  return !isWordUnit(before) && !isWordUnit(after);
}

/** True when a dot is before an offset, with nothing but blanks, line breaks and backslashes between. */
export function isAfterDot(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && (text.charCodeAt(before) <= SPACE || text.charCodeAt(before) === BACKSLASH))
    before -= 1;
  return text.charCodeAt(before) === DOT;
}

/** True when `word` stands in `text` as a whole word. */
export function hasWord(text: string, word: string): boolean {
  return findWord(text, word) !== -1;
}
