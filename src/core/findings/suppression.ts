import { isDocumentMarker } from '../artifacts/document-marker.js';
import { LineIndex, type Span } from '../source/position.js';

/** A rule id as a suppression names it. */
export interface RuleMention {
  readonly id: string;
  readonly span: Span;
}

/** A comment `# fairlead: ignore[rule-id, other-id] reason until=YYYY-MM-DD`. Offsets into the text it was read from. */
export interface SuppressionComment {
  /** From the `#`, `//` or `<!--` to the end of the comment, or to another tool's comment on the same line. */
  readonly span: Span;
  /** Line of the comment, from 0. */
  readonly line: number;
  /** The line it speaks about besides its own: the one below when it stands alone, otherwise its own. */
  readonly coveredLine: number;
  /** At least one when there is no problem; each id once. */
  readonly rules: readonly RuleMention[];
  /** Place of the text between the brackets; empty span when there are none. */
  readonly list: Span;
  /** Empty when none is given. */
  readonly reason: string;
  /** Last day on which it holds, as `YYYY-MM-DD`; absent when it holds for ever. */
  readonly until?: string;
  /** What is wrong with the form, in words that follow "malformed suppression:"; such a comment suppresses nothing. */
  readonly problem?: string;
}

/** What narrows the reading of suppressions. */
export interface SuppressionReading {
  /** False for offsets inside string literals: a comment that begins there is none. Asked only where one may begin. */
  readonly isCode?: (offset: number) => boolean;
  /** Offsets of lines, such as the starts of cells, that a comment above does not reach. */
  readonly barriers?: readonly number[];
}

const KEYWORD = 'fairlead:';
const MAX_QUOTED_LENGTH = 24;
/** How far a comment is read; what follows does not count. */
const MAX_COMMENT_LENGTH = 2000;
/** Comments of other tools, and a further suppression, may follow on the same line. */
const NEXT_COMMENT =
  /[ \t](?:#|\/\/)[ \t]*(?:fairlead:|noqa|nosec|nosemgrep|NOSONAR|type:|pyright:|pylint:|mypy:|ruff:|fmt:)/;

/**
 * Finds the suppression comments of a text, in order. Only Fairlead's own form counts; `# noqa` and its kin never do.
 * A comment that begins with `fairlead:` and has not this form is returned with its problem. Never throws.
 */
export function readSuppressions(
  text: string,
  reading: SuppressionReading = {},
): readonly SuppressionComment[] {
  let at = text.indexOf(KEYWORD);
  if (at < 0) return [];
  const lines = new LineIndex(text);
  const found: { readonly comment: SuppressionComment; readonly isAlone: boolean }[] = [];
  let next = 0;
  for (; at >= 0; at = text.indexOf(KEYWORD, next)) {
    next = at + KEYWORD.length;
    const leader = findLeader(text, at);
    if (leader === undefined || (leader.closing !== '' && isDocumentMarker(text, at))) continue;
    if (reading.isCode?.(leader.start) === false) continue;
    const line = lines.positionAt(leader.start).line;
    const isAlone = skipBlanksBack(text, leader.start) <= lines.lineStart(line);
    const end = findCommentEnd(text, at, leader.closing);
    const body = parseBody(text.slice(0, end.body), at + KEYWORD.length);
    next = Math.max(next, end.comment);
    found.push({
      isAlone,
      comment: { span: { start: leader.start, end: end.comment }, line, coveredLine: line, ...body },
    });
  }
  return coverLines(found, lines, new Set(reading.barriers));
}

/** The comment sign directly before the keyword. */
function findLeader(
  text: string,
  at: number,
): { readonly start: number; readonly closing: string } | undefined {
  const end = skipBlanksBack(text, at);
  if (text[end - 1] === '#') return { start: end - 1, closing: '' };
  if (text.startsWith('<!--', end - 4)) return { start: end - 4, closing: '-->' };
  // `https://fairlead:8080` is no comment.
  const isSlashes = text.startsWith('//', end - 2) && end >= 2 && text[end - 3] !== ':';
  return isSlashes ? { start: end - 2, closing: '' } : undefined;
}

/** Where what the comment says ends, and where the comment itself does. */
function findCommentEnd(
  text: string,
  at: number,
  closing: string,
): { readonly body: number; readonly comment: number } {
  let end = at;
  const limit = Math.min(text.length, at + MAX_COMMENT_LENGTH);
  while (end < limit && text[end] !== '\n' && text[end] !== '\r') end += 1;
  const rest = text.slice(at, end);
  const close = closing === '' ? -1 : rest.indexOf(closing);
  if (close >= 0) return { body: at + close, comment: at + close + closing.length };
  const next = NEXT_COMMENT.exec(rest);
  const body = at + (next === null ? rest : rest.slice(0, next.index)).trimEnd().length;
  return { body, comment: body };
}

/** Offset of the first of the blanks before `at`; a byte order mark counts as one. */
function skipBlanksBack(text: string, at: number): number {
  let start = at;
  while (start > 0 && ' \t\f\uFEFF'.includes(text[start - 1] ?? '-')) start -= 1;
  return start;
}

type Body = Omit<SuppressionComment, 'span' | 'line' | 'coveredLine'>;

/** Reads what follows the keyword, up to the end of `text`. */
function parseBody(text: string, from: number): Body {
  const none: Body = { rules: [], list: { start: from, end: from }, reason: '' };
  const head = /[ \t]*([\w-]*)[ \t]*(\[?)/y;
  head.lastIndex = from;
  const [, word = '', bracket = ''] = head.exec(text) ?? [];
  if (word !== 'ignore') {
    const found = word === '' ? 'nothing' : `"${word.slice(0, MAX_QUOTED_LENGTH)}"`;
    return { ...none, problem: `expected ignore[rule-id], found ${found}` };
  }
  if (bracket === '') return { ...none, problem: 'name the rules, as in ignore[rule-id]' };
  const list = { start: head.lastIndex, end: text.indexOf(']', head.lastIndex) };
  if (list.end < 0) return { ...none, problem: 'the list of rule ids lacks its ]' };
  const rules = readMentions(text.slice(list.start, list.end), list.start);
  if (rules.length === 0) return { ...none, list, problem: 'the list of rule ids is empty' };
  return { rules, list, ...parseReason(text.slice(list.end + 1)) };
}

function readMentions(list: string, start: number): readonly RuleMention[] {
  const mentions = new Map<string, RuleMention>();
  for (const match of list.matchAll(/[^,\s]+/g)) {
    const [id] = match;
    const span = { start: start + match.index, end: start + match.index + id.length };
    if (!mentions.has(id)) mentions.set(id, { id, span });
  }
  return [...mentions.values()];
}

function parseReason(text: string): Pick<SuppressionComment, 'reason' | 'until' | 'problem'> {
  const [first, second] = text.matchAll(/(?:^|[\s(,;])until=([^\s,;)]*)/g);
  const rest = first === undefined ? text : text.replace(first[0], ' ');
  const reason = rest
    .replace(/^[\s:\u2013\u2014-]+/, '')
    .trim()
    .replace(/[ \t]+/g, ' ');
  if (second !== undefined) return { reason, problem: 'until= is given twice' };
  const until = first?.[1]?.replace(/[.:]$/, '');
  if (until === undefined) {
    const isDateInWords = /\buntil[ :]{1,3}\d{4}-\d/.test(text);
    return isDateInWords ? { reason, problem: 'write the date as until=2030-01-31' } : { reason };
  }
  if (isCalendarDate(until)) return { reason, until };
  return {
    reason,
    problem: `expected a date as in until=2030-01-31, found "${until.slice(0, MAX_QUOTED_LENGTH)}"`,
  };
}

function isCalendarDate(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const isLeapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

/** A comment that stands alone speaks about the line below, and over further ones that stand alone below it. */
function coverLines(
  found: readonly { readonly comment: SuppressionComment; readonly isAlone: boolean }[],
  lines: LineIndex,
  barriers: ReadonlySet<number>,
): readonly SuppressionComment[] {
  const covered: SuppressionComment[] = [];
  let below: { readonly line: number; readonly coveredLine: number } | undefined;
  for (const { comment, isAlone } of found.toReversed()) {
    const { line } = comment;
    let coveredLine = line;
    if (isAlone && !barriers.has(lines.lineStart(line + 1))) {
      coveredLine = below?.line === line + 1 ? below.coveredLine : line + 1;
    }
    if (isAlone) below = { line, coveredLine };
    covered.push({ ...comment, coveredLine });
  }
  return covered.reverse();
}
