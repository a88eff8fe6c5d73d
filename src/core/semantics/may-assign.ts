import type { Span } from '../source/position.js';
import { findWord } from '../syntax/words.js';

const DOT = 46;
/** What reads a member further instead of assigning to it. */
const READS = /[ \t]*(?:[.([]|==)/y;

/** What puts something into a member, or may. */
const ADDS = /[ \t]*(?:\[|\.\w+[ \t]*\(|[+|]=)/y;

/**
 * False when nothing in a stretch of code assigns to `object.member`: it does not stand there, or is only read. A look at the
 * text, so that bodies of functions are read for it only where they have to be.
 */
export function mayAssign(code: string, { start, end }: Span, object: string, member: string): boolean {
  return stands(code.slice(start, end), object, member, (text, after) => {
    READS.lastIndex = after;
    return !READS.test(text);
  });
}

/** True when a stretch of code may put something into what `object.member` holds. */
export function mayAddTo(code: string, { start, end }: Span, object: string, member: string): boolean {
  return stands(code.slice(start, end), object, member, (text, after) => {
    ADDS.lastIndex = after;
    return ADDS.test(text);
  });
}

/** True when `object.member` stands in a text where what comes after it is as wanted. */
function stands(
  text: string,
  object: string,
  member: string,
  isWanted: (text: string, after: number) => boolean,
): boolean {
  for (let at = findWord(text, member); at !== -1; at = findWord(text, member, at + 1)) {
    const owner = ownerEnd(text, at);
    if (owner === undefined || !text.startsWith(object, owner - object.length)) continue;
    if (isWanted(text, at + member.length)) return true;
  }
  return false;
}

/** Where the name before the dot before an offset ends; undefined when no dot is there. */
function ownerEnd(code: string, at: number): number | undefined {
  const dot = skipBlanksBack(code, at) - 1;
  return code.charCodeAt(dot) === DOT ? skipBlanksBack(code, dot) : undefined;
}

/** Blanks, line breaks and what continues a line may stand around a dot. */
function skipBlanksBack(code: string, from: number): number {
  let at = from;
  while (at > 0 && /[\s\\?!]/.test(code.charAt(at - 1))) at -= 1;
  return at;
}
