import { nameProgram, type Word } from '../../structured/command.js';
import { matchesGlob } from '../../structured/image-name.js';
import type { DataLookup, DataValue } from './data-value.js';
import type { DocumentHit } from './document-hit.js';

/** An argument that was found, with the words it is made of. */
export interface FoundArgument {
  /** The option, with its value when both are one word; the positional word itself. */
  readonly word: Word;
  /** The word with the value when it is another one. */
  readonly valueWord?: Word;
  readonly value: DataValue;
}

/** Finds an argument of a command or an instruction by `--option`, `name`, `@0` or both; several names divided by `|`. */
export function findDocumentArgument(key: string, hit: DocumentHit): FoundArgument | 'missing' | 'unknown' {
  const [list = '', index] = key.split('@');
  const names = list === '' ? [] : list.split('|');
  const { instruction, command } = hit;
  if (hit.isAbsent === true) return 'missing';
  if (instruction !== undefined) {
    for (const name of names) {
      const word = namedWord(name, hit);
      if (word !== undefined) return { word, value: wordValue(word) };
    }
  }
  const words = hit.args ?? instruction?.words ?? command?.words;
  if (words === undefined) return 'unknown';
  let isHidden = command?.isComplete === false;
  let position = 0;
  let areOptionsOver = false;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    const { text } = word;
    if (text === '--') areOptionsOver = true;
    else if (!areOptionsOver && text.startsWith('-') && text.length > 1) {
      const next = words[at + 1];
      const isFlag = hit.flags?.has(text) === true || text.includes('=') || instruction !== undefined;
      const valueWord = isFlag || next === undefined || isOption(next) ? undefined : next;
      const found = names.some((name) => isCalled(text, name)) ? readOption(word, valueWord) : undefined;
      const combined =
        found ?? (names.some((name) => isAmongFlags(text, name)) ? readOption(word, undefined) : undefined);
      if (combined !== undefined && isSpelledOut(word, hit)) return combined;
      if (valueWord !== undefined) at += 1;
    } else {
      if (!word.isKnown && /^[$\uE0F1]|^"?\$/.test(text)) isHidden = true;
      if (index !== undefined && position === Number(index)) return { word, value: wordValue(word) };
      position += 1;
    }
  }
  return isHidden ? 'unknown' : 'missing';
}

/** The value of an argument, for conditions. */
export function lookUpArgument(key: string, hit: DocumentHit): DataLookup {
  const { variable, requirement, value } = hit;
  if (requirement !== undefined && key === 'name') {
    const constant = { value: requirement.name };
    return { constant, items: [], span: requirement.span, isWritten: false, isHidden: false };
  }
  if (variable !== undefined && key === 'value') return value ?? 'missing';
  if (variable !== undefined && key === 'name') {
    const constant = { value: variable.name };
    return { constant, items: [], span: variable.span, isWritten: false, isHidden: false };
  }
  const found = findDocumentArgument(key, hit);
  return found === 'missing' || found === 'unknown' ? found : found.value;
}

/** Spellings of an option: with dashes and with underscores. */
export function optionSpellings(name: string): readonly string[] {
  const dashes = /^-*/.exec(name)?.[0] ?? '';
  const rest = name.slice(dashes.length);
  return [
    ...new Set([name, `${dashes}${rest.replaceAll('-', '_')}`, `${dashes}${rest.replaceAll('_', '-')}`]),
  ];
}

/** The words of a command after a name; undefined when it is not called so. Options may stand before a subcommand. */
export function matchName(words: readonly Word[], name: string): readonly Word[] | undefined {
  const [program = '', ...rest] = name.split(' ');
  const [first, ...others] = words;
  if (first === undefined || !first.isKnown) return undefined;
  if (!matchesGlob(nameProgram(first.text), program) && !matchesGlob(first.text, program)) return undefined;
  const args: Word[] = [];
  let at = 0;
  for (const wanted of rest) {
    while (others[at]?.text.startsWith('-') === true && !wanted.startsWith('-')) {
      args.push(...others.slice(at, at + 1));
      at += 1;
    }
    const word = others[at];
    if (word === undefined || !matchesGlob(word.text, wanted)) return undefined;
    at += 1;
  }
  return [...args, ...others.slice(at)];
}

/** Words of FROM, USER and of settings that have names. */
function namedWord(name: string, { instruction, setting }: DocumentHit): Word | undefined {
  if (setting !== undefined)
    return name === 'name' ? setting.name : name === 'value' ? setting.value : undefined;
  const plain = instruction?.words.filter(({ text }) => !text.startsWith('--')) ?? [];
  if (instruction?.name === 'FROM') {
    if (name === 'image') return plain[0];
    return name === 'alias' && plain[1]?.text.toLowerCase() === 'as' ? plain[2] : undefined;
  }
  const [first] = plain;
  if (instruction?.name !== 'USER' || name !== 'user' || first === undefined) return undefined;
  return { ...first, text: first.text.split(':')[0] ?? '' };
}

function readOption(word: Word, valueWord: Word | undefined): FoundArgument {
  const sign = word.text.indexOf('=');
  if (sign >= 0) {
    const { start, end } = word.span;
    const text = word.text.slice(sign + 1);
    const isWhole = word.isWritten && end - start === word.text.length;
    const span = isWhole ? { start: start + sign + 1, end } : word.span;
    const constant = word.isKnown ? { value: text } : undefined;
    return { word, value: { constant, items: [], span, isWritten: isWhole, isHidden: !word.isKnown } };
  }
  if (valueWord !== undefined) return { word, valueWord, value: wordValue(valueWord) };
  return {
    word,
    value: { constant: { value: true }, items: [], span: word.span, isWritten: false, isHidden: false },
  };
}

/** The text of a word as a value. */
function wordValue({ text, isKnown, isWritten, span }: Word): DataValue {
  return { constant: isKnown ? { value: text } : undefined, items: [], span, isWritten, isHidden: !isKnown };
}

function isCalled(text: string, name: string): boolean {
  if (!name.startsWith('-')) return false;
  const sign = text.indexOf('=');
  const own = sign < 0 ? text : text.slice(0, sign);
  return optionSpellings(name).includes(own);
}

/** `-k` in `-fsSLk`. */
function isAmongFlags(text: string, name: string): boolean {
  return /^-[A-Za-z]$/.test(name) && /^-[A-Za-z]{2,7}$/.test(text) && text.includes(name.charAt(1));
}

function isOption({ text, isKnown }: Word): boolean {
  return isKnown && /^-\D/.test(text);
}

/** False for a word in escapes: what a rule is needed for is told by the words of a text. */
export function isSpelledOut({ text, span }: Word, { document }: Pick<DocumentHit, 'document'>): boolean {
  if (span.end <= span.start) return true;
  const sign = text.indexOf('=');
  return document.text.slice(span.start, span.end).includes(sign < 0 ? text : text.slice(0, sign));
}
