import { showText } from './decode-text.js';
import { type JinjaCode, type JinjaToken, readJinjaCode } from './jinja-tokens.js';
import type { JinjaList } from './model-file-lists.js';
import { quoteText } from './text-bytes.js';

/** Something in a template that chat templates do not need. */
export interface JinjaIssue {
  readonly verdict: 'dangerous' | 'unknown';
  /** Follows the name of the template: `reaches the Python attribute __class__`. */
  readonly what: string;
  /** The code it stands in, as written. */
  readonly snippet: string;
}

const MAX_ISSUES = 40;
const NOTHING: JinjaToken = { kind: 'mark', text: '' };

/**
 * Judges a template by what its code names: double-underscore names and other ways to Python objects are dangerous; statements,
 * filters, functions and methods that are on no list, and names put together at run time, are unknown. Empty when every part is
 * known; that says nothing of what a program does with the text.
 */
export function judgeJinjaTemplate(template: string, list: JinjaList): readonly JinjaIssue[] {
  const code = readJinjaCode(template);
  const own = findOwnNames(code);
  const issues = new Map<string, JinjaIssue>();
  for (const { tokens, isStatement, source } of code) {
    const add = (verdict: JinjaIssue['verdict'], what: string) => {
      if (issues.size < MAX_ISSUES && !issues.has(what)) issues.set(what, { verdict, what, snippet: source });
    };
    const words = dropTrim(tokens);
    const statement = isStatement ? words[0]?.text : undefined;
    if (statement !== undefined && !list.statements.includes(statement)) {
      add('unknown', `has the statement ${quoteText(statement)}, which is on no list`);
    }
    words.forEach((token, index) => {
      if (token.kind === 'name' && !(index === 0 && isStatement)) judgeName(words, index, list, own, add);
      if (token.kind === 'string') judgeString(words, index, list, add);
      if (token.text === '[' && token.kind === 'mark') judgeSubscript(words, index, add);
    });
  }
  return [...issues.values()];
}

type Add = (verdict: JinjaIssue['verdict'], what: string) => void;

/** Without the marks that trim blanks (`{%-`, `-%}`, `{%+`). */
function dropTrim(tokens: readonly JinjaToken[]): readonly JinjaToken[] {
  const isTrim = (token: JinjaToken | undefined) =>
    token?.kind === 'mark' && (token.text === '-' || token.text === '+');
  const start = isTrim(tokens[0]) ? 1 : 0;
  const end = tokens.length - (tokens.length > start && isTrim(tokens.at(-1)) ? 1 : 0);
  return tokens.slice(start, end);
}

/** Names that the template itself defines: macros with their parameters, variables, loop variables. */
function findOwnNames(code: readonly JinjaCode[]): ReadonlySet<string> {
  const own = new Set<string>();
  for (const { tokens, isStatement } of code) {
    const [first, ...rest] = dropTrim(tokens);
    if (!isStatement || !['set', 'macro', 'for', 'call', 'with'].includes(first?.text ?? '')) continue;
    for (const [index, token] of rest.entries()) {
      if (token.kind === 'mark' && token.text === '=' && first?.text === 'set') break;
      if (token.kind === 'name' && token.text === 'in') break;
      if (token.kind === 'name' && rest[index - 1]?.text !== '.') own.add(token.text);
    }
  }
  return own;
}

function judgeName(
  tokens: readonly JinjaToken[],
  index: number,
  list: JinjaList,
  own: ReadonlySet<string>,
  add: Add,
): void {
  // Python takes names that only look different for the same.
  const text = (tokens[index] ?? NOTHING).text.normalize('NFKC');
  const before = (tokens[index - 1] ?? NOTHING).text;
  const isCall = isMark(tokens[index + 1], '(');
  if (text.startsWith('__')) {
    add('dangerous', `reaches the Python attribute ${showText(text)}`);
    return;
  }
  const reaching = list.reachingNames.find(({ name }) => name === text);
  if (before === '.' && isMark(tokens[index - 1], '.')) {
    if (reaching?.isAttribute)
      add('dangerous', `reaches the Python attribute ${showText(text)} (${reaching.reason})`);
    else if (isCall && !list.methods.includes(text) && !own.has(text)) {
      add('unknown', `calls the method ${showText(text)}, which is on no list`);
    }
    return;
  }
  if (isMark(tokens[index - 1], '|')) {
    if (!list.filters.includes(text))
      add('unknown', `uses the filter ${showText(text)}, which is on no list`);
    return;
  }
  if (own.has(text)) return;
  if (reaching && !reaching.isAttribute && !isMark(tokens[index + 1], '=')) {
    add('unknown', `uses ${text} (${reaching.reason})`);
  } else if (isCall && !list.functions.includes(text) && !list.keywords.includes(text)) {
    const isTest = before === 'is' || (before === 'not' && tokens[index - 2]?.text === 'is');
    if (!isTest) add('unknown', `calls ${showText(text)}, which is on no list`);
  }
}

function judgeString(tokens: readonly JinjaToken[], index: number, list: JinjaList, add: Add): void {
  const text = foldString(tokens, index);
  if (text === undefined) return;
  const names = text.match(/__[A-Za-z]+__/g) ?? [];
  const isPython = names.find((name) => list.pythonNames.includes(name));
  if (isPython !== undefined) {
    add('dangerous', `names the Python attribute ${isPython} in a text`);
  } else if (/__[A-Za-z]|[A-Za-z]__/.test(text)) {
    add('unknown', `has a text with double underscores, ${quoteText(text, 40)}`);
  } else if (/^_+$/.test(text)) {
    const isArgument = ['(', ','].includes(tokens[index - 1]?.text ?? '');
    const isLast = [')', ','].includes(tokens[index + 1]?.text ?? '');
    if (!isArgument || !isLast) add('unknown', 'puts underscores together with other text');
  }
  if (/%c|\{[^}]*:c\}|\\N/.test(text))
    add('unknown', `makes characters from numbers, ${quoteText(text, 40)}`);
}

/** The text of a string together with those joined to it by `~`, `+` or nothing; undefined when an earlier one had it. */
function foldString(tokens: readonly JinjaToken[], index: number): string | undefined {
  const isJoin = (token: JinjaToken | undefined) => isMark(token, '~') || isMark(token, '+');
  const isString = (token: JinjaToken | undefined) => token?.kind === 'string';
  const before = tokens[index - 1];
  if (isString(before) || (isJoin(before) && isString(tokens[index - 2]))) return undefined;
  let text = tokens[index]?.text ?? '';
  let at = index + 1;
  for (;;) {
    const step = isString(tokens[at]) ? 0 : isJoin(tokens[at]) && isString(tokens[at + 1]) ? 1 : -1;
    if (step < 0) return text;
    text += tokens[at + step]?.text ?? '';
    at += step + 1;
  }
}

/** A subscript that puts a key together from texts hides which attribute it reaches. */
function judgeSubscript(tokens: readonly JinjaToken[], open: number, add: Add): void {
  const before = tokens[open - 1];
  const isSubscript =
    before?.kind === 'string' ||
    (before?.kind === 'name' && !['in', 'not', 'and', 'or', 'if', 'else', 'is'].includes(before.text)) ||
    isMark(before, ')') ||
    isMark(before, ']');
  if (!isSubscript) return;
  let depth = 0;
  let hasString = false;
  let hasWork = false;
  for (let index = open; index < tokens.length; index += 1) {
    const token = tokens[index] ?? NOTHING;
    if (isMark(token, '[')) depth += 1;
    if (isMark(token, ']')) depth -= 1;
    if (depth === 0) break;
    if (token.kind === 'string' && !isMark(tokens[index - 1], '[')) hasString = true;
    if (token.kind === 'string' && !isMark(tokens[index + 1], ']')) hasString = true;
    if (isMark(token, '~') || isMark(token, '|') || isMark(token, '+') || isMark(token, '(')) hasWork = true;
    if (isMark(token, '~')) hasString = true;
  }
  if (hasString && hasWork) add('unknown', 'looks an attribute up by a name that it puts together');
}

function isMark(token: JinjaToken | undefined, text: string): boolean {
  return token?.kind === 'mark' && token.text === text;
}
