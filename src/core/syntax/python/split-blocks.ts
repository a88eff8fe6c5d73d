import type { BlockSpan, BodySpan } from '../syntax-language.js';
import { BodyFinder } from './body-finder.js';

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const TAB = 9;
const DOUBLE_QUOTE = 34;
const HASH = 35;
const SINGLE_QUOTE = 39;
const BACKSLASH = 92;

/** Words that begin a statement and never continue an expression: they end a bracket somebody forgot to close. */
const RECOVERY = /(?:def|class|import|from|with|return|try|while|async[ \t]+def)\b|@[A-Za-z_]/y;
/** Words at column 0 that continue the statement before them. */
const CONTINUATION = /(?:else|elif|except|finally)\b/y;
const DECORATOR = 64;

/**
 * Splits Python source into top-level statements without parsing it: a statement begins at a non-blank in column 0
 * outside brackets and strings. A decorator stays with what it decorates, `else` and its kin with their statement. An
 * unclosed bracket ends at the next line in column 0 that can only begin a statement, so one broken statement leaves
 * the others whole; inside a function, at one that is indented no deeper than it, so that one broken method does too.
 * `barriers` are offsets (cell starts, ascending) at which a statement ends whatever is open. Begins at an offset at which a
 * statement begins, and ends with the first statement whose end is known to be followed by what needs no splitting.
 */
export function splitBlocks(
  text: string,
  barriers: readonly number[] = [],
  from = 0,
  isKnown: (end: number) => boolean = () => false,
): readonly BlockSpan[] {
  const blocks: BlockSpan[] = [];
  const length = text.length;
  let at = from;
  let depth = 0;
  let blockStart = from;
  let isAfterDecorator = false;
  let barrier = 0;
  let hasContent = false;
  let prose: number[] = [];
  let isBroken = false;
  let isDone = false;
  const bodies = new BodyFinder(text);
  /** True from a template string on, whose expressions may hold quotes, to the end of its line or, if long, block. */
  let isTemplateLine = false;
  let isTemplateBlock = false;
  const breakHere = (): void => {
    // After a long template string it is not certain what is code.
    if (isTemplateBlock || !bodies.breakOpen()) isBroken = true;
  };
  const close = (end: number): void => {
    if (end > blockStart && hasContent) {
      if (depth > 0) breakHere();
      const found = bodies.take();
      const isCertain = !isBroken && found !== undefined;
      blocks.push({
        start: blockStart,
        end,
        prose: isCertain ? dropBroken(prose, found) : [],
        bodies: isCertain ? found : [],
      });
      blockStart = end;
      hasContent = false;
      prose = [];
      isBroken = false;
      isTemplateBlock = false;
      isDone = isKnown(end);
    }
  };
  while (at < length) {
    // `at` is the first code unit of a line.
    while (barrier < barriers.length && (barriers[barrier] ?? 0) <= at) {
      if ((barriers[barrier] ?? 0) === at) {
        close(at);
        depth = 0;
        isAfterDecorator = false;
      }
      barrier += 1;
    }
    if (isDone) return blocks;
    const nextBarrier = barriers[barrier] ?? length;
    const first = text.charCodeAt(at);
    const isBlankStart =
      first === SPACE ||
      first === TAB ||
      first === NEWLINE ||
      first === CARRIAGE_RETURN ||
      first === HASH ||
      first === 12;
    if (!isBlankStart) {
      if (depth > 0) {
        RECOVERY.lastIndex = at;
        if (RECOVERY.test(text)) {
          depth = 0;
          breakHere();
        } else if (bodies.isOutside(at)) bodies.doubt(at);
      }
      if (depth === 0) {
        CONTINUATION.lastIndex = at;
        if (!isAfterDecorator && !CONTINUATION.test(text)) close(at);
        if (isDone) return blocks;
        isAfterDecorator = first === DECORATOR;
        hasContent = true;
      }
    } else if (depth > 0 && bodies.isOutside(at)) {
      RECOVERY.lastIndex = skipBlanks(text, at);
      if (RECOVERY.test(text)) {
        depth = 0;
        breakHere();
      } else bodies.doubt(at);
    }
    if (depth === 0) at = bodies.startLine(at);
    else bodies.continueLine();
    // Walk one logical stretch: to the end of the line, over strings that span lines.
    let isLineOpen = true;
    isTemplateLine = false;
    while (isLineOpen && at < nextBarrier) {
      const code = text.charCodeAt(at);
      if (code === NEWLINE) {
        bodies.endLine(at);
        at += 1;
        isLineOpen = false;
      } else if (code === HASH) {
        const end = text.indexOf('\n', at);
        bodies.endLine(at);
        if (!isTemplateLine && !isTemplateBlock) prose.push(at, end === -1 ? length : end);
        at = end === -1 ? length : end;
      } else if (code === BACKSLASH) {
        at += text.charCodeAt(at + 1) === CARRIAGE_RETURN && text.charCodeAt(at + 2) === NEWLINE ? 3 : 2;
      } else if (code === SINGLE_QUOTE || code === DOUBLE_QUOTE) {
        const end = skipString(text, at, nextBarrier);
        const isLong = text.charCodeAt(at + 1) === code && text.charCodeAt(at + 2) === code;
        if (text.charCodeAt(end - 1) !== code || end - at < (isLong ? 6 : 2)) breakHere();
        else if (isTemplate(text, at)) {
          bodies.seeTemplate();
          isTemplateLine = true;
          isTemplateBlock ||= isLong;
        } else if (!isTemplateLine && !isTemplateBlock) {
          const space = text.indexOf(' ', at);
          if (space !== -1 && space < end) prose.push(at, end);
        }
        at = end;
      } else {
        if (code === 40 || code === 91 || code === 123) depth += 1;
        else if (code === 41 || code === 93 || code === 125) {
          if (depth > 0) depth -= 1;
          else breakHere();
        }
        at += 1;
      }
    }
    if (isLineOpen && at > nextBarrier) at = nextBarrier;
  }
  bodies.endLine(length);
  hasContent ||= blockStart < length && blocks.length === 0;
  if (hasContent) close(length);
  else if (blocks.length > 0) {
    const last = blocks[blocks.length - 1];
    if (last !== undefined) blocks[blocks.length - 1] = { ...last, end: length };
  }
  return blocks;
}

/** Without what stands in broken bodies, where a text may begin or end elsewhere. */
function dropBroken(prose: readonly number[], bodies: readonly BodySpan[]): readonly number[] {
  const broken = bodies.filter(({ isBroken }) => isBroken);
  if (broken.length === 0) return prose;
  const isIn = (at: number): boolean => broken.some(({ start, end }) => start <= at && at < end);
  return prose.filter((_, index) => !isIn(prose[index - (index % 2)] ?? 0));
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === SPACE || text.charCodeAt(at) === TAB) at += 1;
  return at;
}

/** True for a string literal with expressions in it, by the letters before its quotes. */
function isTemplate(text: string, quote: number): boolean {
  for (let at = quote - 1; at >= quote - 2; at -= 1) {
    const letter = text.charAt(at).toLowerCase();
    if (letter === 'f' || letter === 't') return true;
    if (letter !== 'r') return false;
  }
  return false;
}

/** Offset after the string literal that opens at `at`; a single-quoted one ends at its line at the latest. */
function skipString(text: string, at: number, limit: number): number {
  const quote = text.charCodeAt(at);
  if (text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote) {
    const mark = text.slice(at, at + 3);
    let end = text.indexOf(mark, at + 3);
    while (end !== -1 && isEscaped(text, end)) end = text.indexOf(mark, end + 1);
    return end === -1 ? limit : Math.min(end + 3, limit);
  }
  let cursor = at + 1;
  while (cursor < limit) {
    const code = text.charCodeAt(cursor);
    if (code === quote) return cursor + 1;
    if (code === NEWLINE) return cursor;
    if (code === BACKSLASH) {
      cursor +=
        text.charCodeAt(cursor + 1) === CARRIAGE_RETURN && text.charCodeAt(cursor + 2) === NEWLINE ? 3 : 2;
    } else cursor += 1;
  }
  return limit;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}
