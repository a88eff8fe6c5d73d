import { ADDING_METHODS } from './adding-methods.js';
import { isWordUnit } from './words.js';

/** Words of a stretch of Python code by what stands after them. */
export interface WordUses {
  /** Words that something may be called by: a bracket follows, and no definition of theirs. */
  readonly called: ReadonlySet<string>;
  /** Words that may be an argument by themselves, or an item in one: a comma or closing bracket follows. */
  readonly handed: ReadonlySet<string>;
  /** Words of which functions may bind the name of their module, or add to what it stands for. */
  readonly added: ReadonlySet<string>;
}

const OPENING = '(\\';
const ENDING = ',)]}\\';
const ADDING = '[.';
/** What adds to what a name stands for, after the name; giving the name itself a value binds it where that stands. */
const ADDS = new RegExp(
  String.raw`\s*(?!\s*[+|]?=)(?:\[[^\n]{0,200}\]\s*[+|]?=(?!=)|(?:\.\s*\w+\s*){0,2}(?:\[[^\n]{0,200}\]\s*[+|]?=(?!=)|\.\s*(?:${[...ADDING_METHODS].join('|')})\s*\(|[+|]?=(?!=)))`,
  'y',
);
const GLOBAL = /\bglobal[ \t]+([\w, \t]+)/g;

/** Sorts the words of code whose comments are masked; `words` with their offsets. In doubt a word is in both sets. */
export function sortUses(code: string, words: ReadonlyMap<string, readonly number[]>): WordUses {
  const called = new Set<string>();
  const handed = new Set<string>();
  const added = new Set(words.has('global') ? declaredGlobal(code) : []);
  for (const [word, places] of words) {
    for (const at of places) {
      const end = at + word.length;
      const next = code.charAt(skipBlanks(code, end));
      if (next === '' || ENDING.includes(next)) handed.add(word);
      else if (ADDING.includes(next) && isAddedTo(code, end)) added.add(word);
      if (next !== '' && OPENING.includes(next) && !isDefined(code, at)) called.add(word);
    }
  }
  return { called, handed, added };
}

function declaredGlobal(code: string): readonly string[] {
  return Array.from(code.matchAll(GLOBAL), ([, names = '']) => names.split(/[\s,]+/)).flat();
}

function isAddedTo(code: string, end: number): boolean {
  ADDS.lastIndex = end;
  return ADDS.test(code);
}

function skipBlanks(code: string, from: number): number {
  let at = from;
  while (code.charCodeAt(at) <= 32) at += 1;
  return at;
}

/** True after `def` and `class`. */
function isDefined(code: string, at: number): boolean {
  let end = at;
  while (end > 0 && code.charCodeAt(end - 1) <= 32) end -= 1;
  let start = end;
  while (start > 0 && isWordUnit(code.charCodeAt(start - 1))) start -= 1;
  const word = code.slice(start, end);
  return word === 'def' || word === 'class';
}
