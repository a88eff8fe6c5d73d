import type { Random } from './random.js';

/** A stretch of a text. */
interface Unit {
  readonly start: number;
  readonly end: number;
}

const TOKEN = /\s+|[\p{L}\p{N}_]+|"[^"\n]*"|'[^'\n]*'|[^\s\p{L}\p{N}_]/gu;
const PAIRS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const SEPARATORS: readonly string[] = [
  '\n',
  '\r\n',
  '\r',
  '\t',
  ' ',
  '\u2028',
  '\ufeff',
  '\0',
  '\ud800',
  '\u202e',
];
const NUMBERS: readonly string[] = [
  '0',
  '-1',
  '1e999',
  '2147483648',
  '9007199254740993',
  '0x',
  '1_',
  '.5',
  'NaN',
];
const WRAPS: readonly (readonly [string, string])[] = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['"', '"'],
  ["'", "'"],
  ['"""', '"""'],
  ['`', '`'],
  ['<!--', '-->'],
  ['${{', '}}'],
  ['f"{', '}"'],
  ['# ', '\n'],
];
/** What a changed text may not outgrow, in characters. */
const MAX_LENGTH = 6000;

/**
 * Changes a text one to five times by its structure, whatever the language: lines, blocks of deeper lines, groups in brackets and
 * tokens are left out, doubled, swapped, moved, wrapped, or replaced by those of another seed or by words of a dictionary.
 */
export function mutateText(
  text: string,
  others: readonly string[],
  words: readonly string[],
  random: Random,
): string {
  let changed = text;
  const count = 1 + random.below(5);
  for (let time = 0; time < count; time += 1) {
    changed = changeOnce(changed, random.pick(others), words, random).slice(0, MAX_LENGTH);
  }
  return changed;
}

function changeOnce(text: string, other: string, words: readonly string[], random: Random): string {
  const find = random.pick([findLine, findBlock, findGroup, findToken, findToken]);
  const unit = find(text, random);
  const own = text.slice(unit.start, unit.end);
  const put = (piece: string, { start, end }: Unit = unit): string =>
    text.slice(0, start) + piece + text.slice(end);
  switch (random.below(11)) {
    case 0:
      return put('');
    case 1:
      return put(own + own);
    case 2: {
      const second = find(text, random);
      if (second.start < unit.end) return put('');
      const between = text.slice(unit.end, second.start);
      return put(text.slice(second.start, second.end) + between + own, {
        start: unit.start,
        end: second.end,
      });
    }
    case 3:
    case 4: {
      const theirs = find(other, random);
      return put(other.slice(theirs.start, theirs.end));
    }
    case 5: {
      const theirs = find(other, random);
      return put(own + other.slice(theirs.start, theirs.end));
    }
    case 6:
    case 7:
      return put(random.pick(words));
    case 8: {
      const [open, close] = random.pick(WRAPS);
      const depth = random.below(20) === 0 ? 300 : 1;
      return put(open.repeat(depth) + own + (random.below(3) === 0 ? '' : close.repeat(depth)));
    }
    case 9:
      return put(random.pick(random.below(2) === 0 ? SEPARATORS : NUMBERS));
    default:
      return random.below(4) === 0
        ? text.slice(0, unit.start)
        : put(own.replace(/^/gm, random.pick(['  ', '\t', ''])));
  }
}

function findToken(text: string, random: Random): Unit {
  if (text === '') return { start: 0, end: 0 };
  TOKEN.lastIndex = random.below(text.length);
  const match = TOKEN.exec(text);
  return match === null
    ? { start: text.length - 1, end: text.length }
    : { start: match.index, end: match.index + match[0].length };
}

function findLine(text: string, random: Random): Unit {
  const at = random.below(text.length);
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.indexOf('\n', at);
  return { start: Math.min(start, at), end: end < 0 ? text.length : end + 1 };
}

/** A line with the lines below it that stand deeper: a block of Python, a mapping of YAML. */
function findBlock(text: string, random: Random): Unit {
  const first = findLine(text, random);
  const depth = indentOf(text, first.start);
  let { end } = first;
  while (end < text.length) {
    const next = text.indexOf('\n', end);
    const isBlank = text.slice(end, next < 0 ? text.length : next).trim() === '';
    if (!isBlank && indentOf(text, end) <= depth) break;
    end = next < 0 ? text.length : next + 1;
  }
  return { start: first.start, end };
}

function indentOf(text: string, start: number): number {
  let end = start;
  while (text[end] === ' ' || text[end] === '\t') end += 1;
  return end - start;
}

/** What stands between a bracket and the one that closes it, brackets included. */
function findGroup(text: string, random: Random): Unit {
  const from = random.below(text.length);
  for (let start = from; start < text.length && start < from + 500; start += 1) {
    const close = PAIRS[text[start] ?? ''];
    if (close === undefined) continue;
    let depth = 0;
    for (let end = start; end < text.length; end += 1) {
      if (text[end] === text[start]) depth += 1;
      else if (text[end] === close) depth -= 1;
      if (depth === 0) return { start, end: end + 1 };
    }
  }
  return findToken(text, random);
}
