/** Shorter literals stand nearly everywhere. */
const MIN_LENGTH = 4;
const LITERAL = /\\[^\w\s]|[\w/:@#&%~=<>,;"'! -]/y;
const OPTIONAL = '?*{';

/** A literal that every text has in which an expression is found; undefined when none is certain or worth a search. */
export function literalOfRegex(regex: string): string | undefined {
  if (!regex.startsWith('^') || hasAlternatives(regex)) return undefined;
  let literal = '';
  LITERAL.lastIndex = 1;
  for (let found = LITERAL.exec(regex); found !== null; found = LITERAL.exec(regex)) {
    if (OPTIONAL.includes(regex.charAt(LITERAL.lastIndex) || ' ')) break;
    literal += found[0].slice(-1);
  }
  LITERAL.lastIndex = 0;
  return isWorthASearch(literal) ? literal : undefined;
}

/** True for a text that is long enough for a search, and spelled the same inside quotes. */
export function isWorthASearch(text: string): boolean {
  return text.length >= MIN_LENGTH && /^[\w/:@#&%~=<>,;! .-]+$/.test(text);
}

/** True when an expression has alternatives at its top level. */
function hasAlternatives(regex: string): boolean {
  let depth = 0;
  let isClass = false;
  for (let at = 0; at < regex.length; at += 1) {
    const character = regex.charAt(at);
    if (character === '\\') at += 1;
    else if (isClass) isClass = character !== ']';
    else if (character === '[') isClass = true;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === '|' && depth === 0) return true;
  }
  return false;
}
