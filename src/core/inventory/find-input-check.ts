import type { FunctionStmt } from '../syntax/ir.js';
import type { FactBuilder } from './fact-builder.js';
import type { Guard } from './inventory.js';

/** So many refusals of a handler are looked at. */
const maxRefusals = 20;
/** A line that refuses a request for what is in it: by a returned status, an exception or `abort`. */
const refusal =
  /^[^\S\n]{0,40}(?:(?:el)?if\b[^\n]{0,120}:[^\S\n]{0,4})?(?:return\b[^\n#]{0,300},[^\S\n]{0,4}(400|413|415|422)\b(?=[^\S\n]{0,4}(?:[#\n]|$))|raise [\w.]{0,40}HTTPException\(\s{0,40}(?:status_code ?= ?)?(?:[\w.]{0,40}HTTP_)?(400|413|415|422)\b|(?:[\w.]{1,40}\.)?abort\(\s{0,40}(400|413|415|422)\b)/gm;

/**
 * The first place where a handler answers that the input is wrong because of a condition. A refusal in an `except` says
 * only that something failed.
 */
export function findInputCheck(facts: FactBuilder, { body }: FunctionStmt): Guard | undefined {
  // The first line of a body may begin after its indentation.
  const from = facts.text.text.lastIndexOf('\n', body.start) + 1;
  const text = facts.text.text.slice(from, body.end);
  let count = 0;
  for (const match of text.matchAll(refusal)) {
    count += 1;
    if (count > maxRefusals) break;
    const [line] = match;
    const status = match[1] ?? match[2] ?? match[3];
    if (status === undefined || !(/^\s*(?:el)?if\b/.test(line) || isConditional(text, match.index))) continue;
    const start = from + match.index + (line.length - line.trimStart().length);
    return {
      name: `refusal with ${status}`,
      location: facts.text.locate({ start, end: from + match.index + line.length }),
    };
  }
  return undefined;
}

/** Whether the nearest line before `offset` that is indented less begins an `if`. */
function isConditional(text: string, offset: number): boolean {
  const own = /^[^\S\n]*/.exec(text.slice(offset))?.[0].length ?? 0;
  const above = text
    .slice(0, offset)
    .split('\n')
    .findLast((line) => line.trim() !== '' && line.length - line.trimStart().length < own);
  return above !== undefined && /^\s*(?:el)?if\b/.test(above);
}
