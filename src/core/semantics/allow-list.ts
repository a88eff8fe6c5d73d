import type { ValueUse } from '../rules/rule.js';
import type { CallExpr } from '../syntax/ir.js';

/** Everything but the characters of one class, `[^0-9+*]` or `[^\w-]+`. */
const ALL_BUT = /^\[\^((?:\\.|[^\]\\])+)\]\+?$/s;
/** Digits, white space and signs: no name can be written with these. */
const NO_LETTERS = /^-?(?:0-9|\\[ds]|\\[^A-Za-z0-9]|[^A-Za-z\\_-])+-?$/;
/** Letters, digits and marks that may stand in one name, but divide no two. */
const NO_SLASH = /^(?:\\[wds.-]|[A-Za-z]-[A-Za-z]|\d-\d|[\w ().,=@+-])+$/;
/** What one name is made of: nothing can be called with these alone. */
const ONE_WORD = /^(?:\\[wd]|\\?[-_]|[A-Za-z0-9])+$/;

function memberOf({ callee }: CallExpr): string {
  return callee.kind === 'attribute' ? callee.name : '';
}

/**
 * True for a call of `re.sub` that takes out everything except characters with which no code can be written, or no path
 * where the text serves as one. `names` are those of the callee.
 */
export function keepsHarmlessOnly(call: CallExpr, names: readonly string[], use?: ValueUse): boolean {
  const [pattern, replacement] = call.args;
  if (pattern?.value.kind !== 'constant' || typeof pattern.value.value !== 'string') return false;
  const isOut = replacement?.value.kind === 'constant' && !/[\\/]/.test(String(replacement.value.value));
  const isPath = use === 'path' || use === 'file';
  // `name.replace("/", "_")`
  if (isPath && memberOf(call) === 'replace' && pattern.value.value === '/') return isOut;
  // `text.replace(/[^a-z]/g, '')`; whether it replaces all is taken for granted.
  const isReplacing = pattern.value.type === 'regex' && /\.replace(?:All)?$/.test(`.${memberOf(call)}`);
  if (!names.includes('re.sub') && !isReplacing) return false;
  if (replacement?.value.kind !== 'constant' || typeof replacement.value.value !== 'string') return false;
  const kept = ALL_BUT.exec(pattern.value.value)?.[1];
  if (kept === undefined || !/^[ _-]*$/.test(replacement.value.value)) return false;
  return NO_LETTERS.test(kept) || ONE_WORD.test(kept) || (isPath && NO_SLASH.test(kept));
}
