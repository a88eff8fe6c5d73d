/** One logical line of Python: a statement with its brackets, triple-quoted strings and continuations. */
export interface LogicalLine {
  /** Offset of the line end that closes it, or the length of the text. */
  readonly end: number;
  /** Offset of `!` or `%` right after the first `=` outside brackets; the scan stopped there. -1 without one. */
  readonly assigned: number;
  /** Offset of the last character that is neither space nor comment, -1 without one. */
  readonly last: number;
  /** Offsets of brackets that the text never closes, ascending. Only the last line of a text has any. */
  readonly openBrackets: readonly number[];
  /** Offset of a string that would go on past the end of the text, -1 without one. */
  readonly openString: number;
  /** Offset of a backslash that continues into nothing, -1 without one. */
  readonly openContinuation: number;
}

/**
 * Reads one logical line from `start`, which is its first character after the indentation. Brackets at the offsets in
 * `ignored` count as spaces.
 */
export function readLogicalLine(text: string, start: number, ignored: ReadonlySet<number>): LogicalLine {
  const brackets: number[] = [];
  let hasAssignment = false;
  let assigned = -1;
  let last = -1;
  let openString = -1;
  let openContinuation = -1;
  let at = start;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '\n' || char === '\r') {
      if (brackets.length === 0) break;
      at += 1;
    } else if (char === '#') {
      at = findLineEnd(text, at);
    } else if (char === '"' || char === "'") {
      const end = findStringEnd(text, at);
      if (end < 0) openString = at;
      at = end < 0 ? text.length : end;
      last = at - 1;
    } else if (char === '\\') {
      const next = skipLineEnd(text, at + 1);
      if (at + 1 === text.length || (next === text.length && next > at + 1)) openContinuation = at;
      at = Math.max(next, at + 1);
    } else if (char === '=' && brackets.length === 0 && !hasAssignment && isAssignment(text, at)) {
      hasAssignment = true;
      last = at;
      at = skipBlanks(text, at + 1);
      if (startsMagicValue(text, at)) {
        assigned = at;
        break;
      }
    } else {
      if ('([{'.includes(char)) {
        if (!ignored.has(at)) brackets.push(at);
      } else if (')]}'.includes(char)) brackets.pop();
      if (char !== ' ' && char !== '\t') last = at;
      at += 1;
    }
  }
  const isOpen = at >= text.length;
  return {
    end: Math.min(at, text.length),
    assigned,
    last,
    openBrackets: isOpen ? brackets : [],
    openString,
    openContinuation,
  };
}

/** Offset of the line end at or after `at`, or the length of the text. */
export function findLineEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return end;
}

/** Offset after the line end that stands at `at`; `at` itself when none does. */
export function skipLineEnd(text: string, at: number): number {
  if (text[at] === '\r') return text[at + 1] === '\n' ? at + 2 : at + 1;
  return text[at] === '\n' ? at + 1 : at;
}

/** Offset of the first character from `at` on that is neither space nor tab nor form feed. */
export function skipBlanks(text: string, at: number): number {
  let next = at;
  while (text[next] === ' ' || text[next] === '\t' || text[next] === '\f') next += 1;
  return next;
}

/** End of a line that goes on as long as it ends in a backslash, as IPython reads magics and shell commands. */
export function findContinuedEnd(text: string, at: number): number {
  let end = findLineEnd(text, at);
  while (end < text.length && end > at && text[end - 1] === '\\') {
    const next = skipLineEnd(text, end);
    end = findLineEnd(text, next);
    if (end === next) break;
  }
  return end;
}

/**
 * End of the string that begins at `at`; a plain one ends at its line's end at the latest. -1 when it would go on past the
 * text: a triple-quoted one that is not closed, or one whose last line ends in a backslash.
 */
function findStringEnd(text: string, at: number): number {
  const quote = text.charAt(at);
  const isTriple = text[at + 1] === quote && text[at + 2] === quote;
  let next = isTriple ? at + 3 : at + 1;
  while (next < text.length) {
    const char = text.charAt(next);
    if (char === '\\') {
      const afterLine = skipLineEnd(text, next + 1);
      if (afterLine >= text.length && (afterLine > next + 1 || next + 1 >= text.length)) return -1;
      next = Math.max(afterLine, next + 2);
    } else if (isTriple) {
      if (char === quote && text[next + 1] === quote && text[next + 2] === quote) return next + 3;
      next += 1;
    } else {
      if (char === '\n' || char === '\r') return next;
      next += 1;
      if (char === quote) return next;
    }
  }
  return isTriple ? -1 : text.length;
}

function isAssignment(text: string, at: number): boolean {
  return text[at + 1] !== '=' && !'=!<>:+-*/%&|^@~'.includes(text[at - 1] ?? ' ');
}

function startsMagicValue(text: string, at: number): boolean {
  if (text[at] === '!') return text[at + 1] !== '=';
  return text[at] === '%' && /[A-Za-z_]/.test(text[at + 1] ?? '');
}
