import type { ConstantExpr } from '../syntax/ir.js';
import type { GuardStrength } from './guard-strength.js';

/** What lets anything through: any character, all but some, no white space. */
const LETS_ALL = /(?:^|[^\\])(?:\\\\)*(?:\.(?:[*+{]|$)|\.\)|\[\^|\\[SDW])/;
const STARTS = /^(?:\^|\\A)/;
const FIXED_HOST = /^(?:\^|\\A)?https?:\\?\/\\?\/[\w\\.-]+\\?\//;
const ENDS = /(?:^|[^\\])(?:\$|\\Z|\\z)$/;

/**
 * What it is worth that a text fits an expression: `clear` when the expression says all of it, character by character.
 * `method`: `fullmatch`, `match`, `search` or `test`.
 */
export function judgePattern({ value }: ConstantExpr, method: string): GuardStrength {
  const source = typeof value === 'string' ? value : '';
  const isAtStart = method === 'fullmatch' || method === 'match' || STARTS.test(source);
  const isAtEnd = method === 'fullmatch' || ENDS.test(source);
  // An address that begins with a fixed host may end as it likes.
  if (isAtStart && FIXED_HOST.test(source)) return 'clear';
  return isAtStart && isAtEnd && !LETS_ALL.test(source) ? 'clear' : 'weak';
}
