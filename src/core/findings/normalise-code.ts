import { findCodeLanguage } from '../syntax/languages.js';

/** Longer code is returned as it is, in UTF-16 code units. */
const MAX_LENGTH = 20_000;
/** Closing brackets before which a comma says nothing. */
const CLOSING = new Set([')', ']', '}']);
/** What stands before an expression that is an argument, a value or an element as a whole. */
const BEFORE_WHOLE = new Set(['(', ',', '=', '[', '{', ':']);
/** What stands after it; nothing at the end of the text. */
const AFTER_WHOLE = new Set([')', ',', ']', '}', undefined]);
/** After these a slash begins a regular expression of JavaScript. */
const BEFORE_REGEX = /^(?:[([{,;=:!&|?+\-*%<>~^]|=>|return|typeof|case|in|of)$/;

/**
 * Code as it is whatever its layout: without comments, blanks, trailing commas, and brackets around a whole argument, with one
 * kind of quotes. What `black`, `ruff format` and `prettier` change is the same before and after. Code that is not Python or
 * JavaScript, or very long, is returned as it is. The result identifies and is no code.
 */
export function normaliseCode(text: string, languageId: string): string {
  const language = findCodeLanguage(languageId);
  if (language === undefined || text.length > MAX_LENGTH) return text;
  return joinTokens(dropLayout(language === 'python' ? readPython(text) : readJavaScript(text)));
}

const PYTHON = /\\\r?\n|#[^\r\n]*|([rbuft]{0,2})("""|'''|"|')|[\p{L}\p{N}_]+(?:\.\d[\p{L}\p{N}_]*)?|\S/giuy;

function readPython(text: string): readonly string[] {
  const tokens: string[] = [];
  const next = new RegExp(PYTHON);
  for (let at = skipBlanks(text, 0); at < text.length; at = skipBlanks(text, at)) {
    next.lastIndex = at;
    const [token = '', prefix = '', quote] = next.exec(text) ?? [text.charAt(at)];
    at += token.length;
    if (quote !== undefined) {
      const end = findQuote(text, at, quote);
      tokens.push(quoteText(prefix.toLowerCase().replace('u', ''), quote, text.slice(at, end)));
      at = end + quote.length;
    } else if (/^\d/.test(token)) tokens.push(token.toLowerCase());
    else if (!/^[#\\]/.test(token)) tokens.push(token);
  }
  return tokens;
}

const JAVASCRIPT = /\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|["'`]|=>|[\p{L}\p{N}_$]+|\S/uy;
const REGEX = /\/(?:[^/\\[\r\n]|\\.|\[(?:[^\]\\\r\n]|\\.){0,500}\]){1,500}\/\w*/y;

function readJavaScript(text: string): readonly string[] {
  const tokens: string[] = [];
  const next = new RegExp(JAVASCRIPT);
  const regex = new RegExp(REGEX);
  for (let at = skipBlanks(text, 0); at < text.length; at = skipBlanks(text, at)) {
    next.lastIndex = at;
    const [token = text.charAt(at)] = next.exec(text) ?? [];
    if (/^["'`]$/.test(token)) {
      const end = findQuote(text, at + 1, token);
      const body = text.slice(at + 1, end);
      tokens.push(token === '`' ? `\`${body}\`` : quoteText('', token, body));
      at = end + 1;
      continue;
    }
    regex.lastIndex = at;
    const isRegex = token === '/' && BEFORE_REGEX.test(tokens.at(-1) ?? '(') && regex.test(text);
    if (isRegex) tokens.push(text.slice(at, regex.lastIndex));
    else if (!/^\/[/*]/.test(token)) tokens.push(token);
    at = isRegex ? regex.lastIndex : at + token.length;
  }
  return tokens.map((token, index) =>
    isKey(token, tokens[index - 1], tokens[index + 1]) ? token.slice(1, -1) : token,
  );
}

/** A key in quotes that needs none. */
function isKey(token: string, before: string | undefined, after: string | undefined): boolean {
  return after === ':' && (before === '{' || before === ',') && /^"[A-Za-z_$][\w$]*"$/.test(token);
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charAt(at).trim() === '') at += 1;
  return at;
}

/** Where the string ends that is open at an offset; the end of the text when it is not closed. */
function findQuote(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text.startsWith(quote, at)) return at;
  }
  return text.length;
}

/** A string with one kind of quotes; quotes in it need no sign before them. */
function quoteText(prefix: string, quote: string, body: string): string {
  const bare = prefix.includes('r') ? body : body.replace(/\\(["'])/g, '$1');
  // Expressions in it have the other quotes, whichever those are.
  const plain = /[ft]/.test(prefix) ? bare.replaceAll("'", '"') : bare;
  return `${prefix}${quote.length === 3 ? '"""' : '"'}${plain}"`;
}

/** Takes out commas and semicolons before closing brackets, and brackets around what stands alone. */
function dropLayout(tokens: readonly string[]): readonly string[] {
  const kept: string[] = [];
  /** Where brackets opened, and whether a comma stands directly in them. */
  const open: { readonly at: number; isList: boolean }[] = [];
  for (const [index, token] of tokens.entries()) {
    const inner = open.at(-1);
    if (token === '(' || token === '[' || token === '{') open.push({ at: kept.length, isList: false });
    if (!CLOSING.has(token)) {
      if (token === ',' && inner !== undefined) inner.isList = true;
      kept.push(token);
      continue;
    }
    if (kept.at(-1) === ',' || kept.at(-1) === ';') kept.pop();
    open.pop();
    const next = tokens[index + 1];
    const isParameter = next === '=>' && inner !== undefined && kept.length === inner.at + 2;
    const isWhole =
      token === ')' && inner !== undefined && kept.length > inner.at + 1 && !inner.isList && inner.at > 0;
    if (
      isWhole &&
      kept[inner.at] === '(' &&
      BEFORE_WHOLE.has(kept[inner.at - 1] ?? '') &&
      (AFTER_WHOLE.has(next) || isParameter)
    ) {
      kept.splice(inner.at, 1);
    } else kept.push(token);
  }
  return kept;
}

/** A blank stands only where two words would run together. */
function joinTokens(tokens: readonly string[]): string {
  let joined = '';
  for (const token of tokens) {
    const isWord = /^[\p{L}\p{N}_$]/u.test(token) && /[\p{L}\p{N}_$"]$/u.test(joined);
    joined += isWord ? ` ${token}` : token;
  }
  return joined;
}
