import type { ValueUse } from '../rules/rule.js';
import type { ConstantExpr } from '../syntax/ir.js';
import { type GuardStrength, isFor } from './guard-strength.js';

/** What lets anything through: any character, all but some, no white space. */
const LETS_ALL = /(?:^|[^\\])(?:\\\\)*(?:\.(?:[*+{]|$)|\.\)|\[\^|\\[SDW])/;
const STARTS = /^(?:\^|\\A)/;
const FIXED_HOST = /^(?:\^|\\A)?https?:\\?\/\\?\/[\w\\.-]+\\?\//;
const ENDS = /(?:^|[^\\])(?:\$|\\Z|\\z)$/;
/** Characters that do harm in a text that serves as one thing, each of a group that has to be there. */
const HARM: Readonly<Record<ValueUse, readonly string[]>> = {
  path: ['/\\', '.'],
  file: ['/\\', '.'],
  command: [';&|$`<>('],
  sql: ['\'";'],
  url: ['.:'],
  markup: ['<'],
  code: ['(', 'e'],
  prompt: [' '],
};

/**
 * What it is worth that a text fits an expression: `clear` when the expression says all of it, character by character, and
 * lets none through that does harm as what the text serves as. `method`: `fullmatch`, `match`, `search` or `test`.
 */
export function judgePattern(
  { value }: ConstantExpr,
  method: string,
  use: ValueUse | undefined,
): GuardStrength {
  const source = typeof value === 'string' ? value : '';
  const isAtStart = method === 'fullmatch' || method === 'match' || STARTS.test(source);
  const isAtEnd = method === 'fullmatch' || ENDS.test(source);
  // An address that begins with a fixed host may end as it likes.
  if (isAtStart && isFor('url', use) && FIXED_HOST.test(source)) return 'clear';
  if (!isAtStart || !isAtEnd || LETS_ALL.test(source)) return 'weak';
  if (use === undefined) return 'clear';
  const allowed = charactersIn(source);
  return HARM[use].every((group) => [...group].some((one) => allowed.has(one))) ? 'weak' : 'clear';
}

/** The printable ASCII characters that an expression names; signs of its own grammar count only where they are escaped. */
function charactersIn(source: string): ReadonlySet<string> {
  const found = new Set<string>();
  let isInClass = false;
  let last: string | undefined;
  for (const [token] of source.matchAll(/\(\?[:=!<>P]?(?:\w+>)?|\\.|\{[\d,]+\}|./gs)) {
    if (token.startsWith('(?') || token.startsWith('{')) continue;
    const sign = token.length > 1 ? token.charAt(1) : token;
    if (token === '[' && !isInClass) isInClass = true;
    else if (token === ']') isInClass = false;
    else if (token === '\\w') for (const one of 'aeZ09_') found.add(one);
    else if (token === '\\s') found.add(' ');
    else if (token === '\\d') found.add('0');
    else if (isInClass && token === '-' && last !== undefined) last = `${last}-`;
    else if (isInClass && last?.endsWith('-') === true && last.length === 2) {
      for (let code = last.charCodeAt(0); code <= sign.charCodeAt(0); code += 1)
        found.add(String.fromCharCode(code));
      last = undefined;
    } else if (isInClass || token.length > 1 || !/[()|*+?^$.]/.test(token)) {
      found.add(sign);
      last = isInClass ? sign : undefined;
    }
  }
  return found;
}
