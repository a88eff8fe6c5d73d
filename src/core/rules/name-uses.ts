import type { Span } from '../source/position.js';
import { coverSpans, findChange, lowerBound, type TextChange, wholeLines } from '../source/text-change.js';
import type { ImportBinding, ImportedPackages } from '../syntax/imported-packages.js';
import { isProseLine } from '../syntax/python/prose-line.js';
import { isOneWord } from '../syntax/word-index.js';
import { isWholeWord, isWordUnit } from '../syntax/words.js';

const DOT = 46;
const DOUBLE_QUOTE = 34;
const SINGLE_QUOTE = 39;
const BACKSLASH = 92;
/** What stands before a text that is the first argument of a call: a bracket, comments, a name. */
const BEFORE_FIRST = /[(\n][\s\\]*(?:\w+[\s\\]*=[\s\\]*)?\w{0,2}["']{1,3}$/;
const MAX_BEFORE = 300;
/** From so many names on, one pass that notes all of them is cheaper than a search for each. */
const MAX_SEARCHES = 8;
const NOWHERE: readonly number[] = [];

/** How code goes on after the names that its imports give. Kept from one version of a document to the next. */
export class NameUses {
  #text: string;
  #imports: readonly ImportBinding[];
  #spans: ImportSpans;
  /** By name, after a digit that is 1 for the name of a module. */
  readonly #tails = new Map<string, Tails>();
  readonly #given = new Map<string, boolean>();
  #searches = 0;
  #places: ReadonlyMap<string, readonly number[]> | undefined;
  #quoted: ReadonlyMap<string, readonly number[]> | undefined;
  #revision = 0;

  constructor(text: string, { bindings = [] }: ImportedPackages) {
    this.#text = text;
    this.#imports = bindings;
    this.#spans = new ImportSpans(bindings);
  }

  /** Another number after an answer that was given became another one. */
  get revision(): number {
    return this.#revision;
  }

  /** Goes over to the next version of the text. */
  update(text: string, { bindings = [] }: ImportedPackages): void {
    const before = this.#text;
    const [olds, news] = [this.#spans, new ImportSpans(bindings)];
    this.#text = text;
    this.#imports = bindings;
    this.#spans = news;
    if (before === text) return;
    this.#places = undefined;
    this.#quoted = undefined;
    const lines = wholeLines(findChange(before, text), text);
    const first = { ...lines, start: beginningOf(text, lines.start) };
    const touched = coverSpans(first, olds.all, news.all);
    const change = { ...touched, start: beginningOf(text, touched.start) };
    const areOthers = this.#updateTails(before, change, olds);
    if (this.#forgetGiven(before, change) || areOthers) this.#revision += 1;
  }

  #updateTails(before: string, { start, oldEnd, newEnd }: TextChange, olds: ImportSpans): boolean {
    const text = this.#text;
    let areOthers = false;
    for (const [key, tails] of this.#tails) {
      const name = key.slice(1);
      const isModule = key.startsWith('1');
      const gone = readTails(before, searchIn(before, name, start, oldEnd), name, isModule, olds);
      const come = readTails(text, searchIn(text, name, start, newEnd), name, isModule, this.#spans);
      for (const tail of come) if (tails.add(tail)) areOthers = true;
      for (const tail of gone) if (tails.remove(tail)) areOthers = true;
    }
    return areOthers;
  }

  #forgetGiven(before: string, { start, oldEnd, newEnd }: TextChange): boolean {
    if (this.#given.size === 0) return false;
    const from = Math.max(0, start - 1);
    const words = [
      ...noteQuoted(before.slice(from, oldEnd + MAX_BEFORE)).keys(),
      ...noteQuoted(this.#text.slice(from, newEnd + MAX_BEFORE)).keys(),
    ];
    let areOthers = false;
    for (const module of [...this.#given.keys()]) {
      // The last word may be cut off.
      if (!words.some((word) => word.startsWith(module) || module.startsWith(word))) continue;
      this.#given.delete(module);
      areOthers = true;
    }
    return areOthers;
  }

  /**
   * What is written after the uses of an imported name, as segments; distinct ones. A text says nothing by naming a module:
   * `isModule`.
   */
  tailsOf(name: string, isModule: boolean): Iterable<readonly string[]> {
    const key = `${isModule ? 1 : 0}${name}`;
    let tails = this.#tails.get(key);
    if (tails === undefined) {
      tails = new Tails();
      for (const tail of readTails(this.#text, this.#placesOf(name), name, isModule, this.#spans)) {
        tails.add(tail);
      }
      this.#tails.set(key, tails);
    }
    return tails.all;
  }

  /** Where an imported name stands as a whole word. */
  #placesOf(name: string): readonly number[] {
    this.#searches += 1;
    if (this.#searches <= MAX_SEARCHES || !isOneWord(name))
      return searchIn(this.#text, name, 0, this.#text.length);
    this.#places ??= notePlaces(this.#text, new Set(this.#imports.flatMap((binding) => binding.name ?? [])));
    return this.#places.get(name) ?? NOWHERE;
  }

  /** True when some call is given the name of a module, or of one in it, as its first argument. */
  isFirstArgument(module: string): boolean {
    let answer = this.#given.get(module);
    if (answer === undefined) {
      answer = this.#findFirstArgument(module);
      this.#given.set(module, answer);
    }
    return answer;
  }

  #findFirstArgument(module: string): boolean {
    const text = this.#text;
    this.#quoted ??= noteQuoted(text);
    for (const [word, places] of this.#quoted) {
      if (!word.startsWith(module)) continue;
      if (places.some((at) => BEFORE_FIRST.test(text.slice(Math.max(0, at - MAX_BEFORE), at)))) return true;
    }
    return false;
  }
}

/** Where imports stand. */
class ImportSpans {
  readonly all: readonly Span[];
  readonly #starts: readonly number[];
  /** The furthest end of a span and those before it. */
  readonly #ends: readonly number[];

  constructor(bindings: readonly ImportBinding[]) {
    this.all = [...new Set(bindings.map(({ span }) => span))].sort((a, b) => a.start - b.start);
    this.#starts = this.all.map(({ start }) => start);
    let furthest = 0;
    this.#ends = this.all.map(({ end }) => {
      furthest = Math.max(furthest, end);
      return furthest;
    });
  }

  holds(at: number): boolean {
    const index = lowerBound(this.#starts, at + 1) - 1;
    return index >= 0 && at < (this.#ends[index] ?? 0);
  }
}

/** Distinct tails, with how often each was found. */
class Tails {
  readonly #found = new Map<string, { readonly tail: readonly string[]; count: number }>();

  get all(): Iterable<readonly string[]> {
    return [...this.#found.values()].map(({ tail }) => tail);
  }

  /** True when it was not there. */
  add(tail: readonly string[]): boolean {
    const key = tail.join('.');
    const known = this.#found.get(key);
    if (known === undefined) this.#found.set(key, { tail, count: 1 });
    else known.count += 1;
    return known === undefined;
  }

  /** True when it is not there any more. */
  remove(tail: readonly string[]): boolean {
    const key = tail.join('.');
    const known = this.#found.get(key);
    if (known === undefined) return false;
    known.count -= 1;
    if (known.count > 0) return false;
    this.#found.delete(key);
    return true;
  }
}

/** What is written after a name, at those of the places where it is used. */
function readTails(
  text: string,
  places: readonly number[],
  name: string,
  isModule: boolean,
  imports: ImportSpans,
): readonly (readonly string[])[] {
  const tails: (readonly string[])[] = [];
  for (const at of places) {
    const end = at + name.length;
    if (at > 0 && text.charCodeAt(at - 1) === DOT) continue;
    if (imports.holds(at)) continue;
    if (isProseLine(text, at)) continue;
    const tail = readTail(text, end);
    if (isModule && tail.length === 0 && (isQuote(text, at - 1) || isQuote(text, end))) continue;
    tails.push(tail);
  }
  return tails;
}

/** Where a name, and what is written after it, may begin that goes on at an offset. */
function beginningOf(text: string, offset: number): number {
  let at = offset;
  while (at > 0) {
    const code = text.charCodeAt(at - 1);
    if (code > 32 && code !== DOT && code !== BACKSLASH && !isWordUnit(code)) break;
    at -= 1;
  }
  return at;
}

/** Where a name stands as a whole word in a stretch of text. */
function searchIn(text: string, name: string, from: number, to: number): readonly number[] {
  const places: number[] = [];
  const part = text.slice(from, to);
  for (let at = name === '' ? -1 : part.indexOf(name); at !== -1; at = part.indexOf(name, at + 1)) {
    if (isWholeWord(text, from + at, name.length)) places.push(from + at);
  }
  return places;
}

/** Where some words stand. */
function notePlaces(text: string, wanted: ReadonlySet<string>): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const word of wanted) places.set(word, []);
  const firsts = new Set([...wanted].map((word) => word.charCodeAt(0)));
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (!isWordUnit(code)) {
      at += 1;
      continue;
    }
    const start = at;
    while (at < text.length && isWordUnit(text.charCodeAt(at))) at += 1;
    if (firsts.has(code)) places.get(text.slice(start, at))?.push(start);
  }
  return places;
}

/** Words that stand right after a quote, and where. */
function noteQuoted(text: string): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (let at = 0; at < text.length; at += 1) {
    if (!isQuote(text, at)) continue;
    let end = at + 1;
    while (end < text.length && isWordUnit(text.charCodeAt(end))) end += 1;
    if (end === at + 1) continue;
    const word = text.slice(at + 1, end);
    const known = places.get(word);
    if (known === undefined) places.set(word, [at + 1]);
    else known.push(at + 1);
  }
  return places;
}

/** Reads `.a.b` from an offset on; blanks, line breaks and backslashes may stand between. */
function readTail(text: string, from: number): readonly string[] {
  const tail: string[] = [];
  let at = from;
  for (;;) {
    const dot = skipBlanks(text, at);
    if (text.charCodeAt(dot) !== DOT) return tail;
    const start = skipBlanks(text, dot + 1);
    let end = start;
    while (end < text.length && isWordUnit(text.charCodeAt(end))) end += 1;
    if (end === start) return tail;
    tail.push(text.slice(start, end));
    at = end;
  }
}

function isQuote(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === DOUBLE_QUOTE || code === SINGLE_QUOTE;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= 32 || text.charCodeAt(at) === BACKSLASH) at += 1;
  return at;
}
