import type { ImportBinding, ImportedPackages } from '../syntax/imported-packages.js';
import { isProseLine } from '../syntax/python/prose-line.js';
import { isOneWord } from '../syntax/word-index.js';
import { findWord, isWordUnit } from '../syntax/words.js';

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

/** Segments of a name that code writes out, from what an import gave. */
type Chain = readonly string[];

/**
 * Tells which qualified names code can lead to, without parsing it: whatever resolves to `torch.load` begins at a name that
 * an import gave, so that `torch.load`, `torch` alone, or what stands for `load` is written somewhere.
 */
export class NameReach {
  readonly #text: string;
  readonly #imports: ImportedPackages;
  readonly #chains = new Map<string, readonly Chain[]>();
  /** Methods that give back the kind of thing they belong to. */
  readonly #fluent: ReadonlySet<string>;
  #searches = 0;
  #places: ReadonlyMap<string, readonly number[]> | undefined;
  #quoted: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(text: string, imports: ImportedPackages, fluent: ReadonlySet<string>) {
    this.#text = text;
    this.#imports = imports;
    this.#fluent = fluent;
  }

  /** False when nothing in the code can have the name; `segments` may hold `*` and `**`. */
  reaches(segments: readonly string[]): boolean {
    const { bindings, others, names } = this.#imports;
    if (others === 'any' || bindings === undefined) return true;
    const [first = ''] = segments;
    const isPattern = first.includes('*');
    if (isPattern && others === 'quoted') return true;
    const packages = isPattern ? [...names].filter((name) => fits(first, name)) : [first];
    return packages.some((name) => this.#chainsOf(name, bindings).some((chain) => leadsTo(chain, segments)));
  }

  #chainsOf(name: string, bindings: readonly ImportBinding[]): readonly Chain[] {
    let chains = this.#chains.get(name);
    if (chains === undefined) {
      const isGiven = this.#imports.others === 'quoted' && this.#isFirstArgument(name);
      const found = this.#collect(bindings.filter(({ segments }) => segments[0] === name));
      chains = isGiven ? [...found, [name]] : found;
      this.#chains.set(name, chains);
    }
    return chains;
  }

  #collect(bindings: readonly ImportBinding[]): readonly Chain[] {
    const chains = new Map<string, Chain>();
    const seen = new Set<string>();
    for (const { name, segments } of bindings) {
      const key = `${name} ${segments.join('.')}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (name === undefined) chains.set(segments.join('.'), segments);
      else for (const tail of this.#tailsOf(name, segments.length === 1)) this.#add(chains, segments, tail);
    }
    return [...chains.values()];
  }

  #add(chains: Map<string, Chain>, segments: readonly string[], tail: readonly string[]): void {
    const chain = [...segments, ...tail];
    const key = chain.join('.');
    if (chains.has(key)) return;
    chains.set(key, chain);
    for (const [index, segment] of chain.entries()) {
      if (index === 0 || !this.#fluent.has(segment)) continue;
      const owner = chain.slice(0, index);
      chains.set(owner.join('.'), owner);
    }
  }

  /** What is written after the uses of a name, as segments; distinct ones. A text says nothing by naming a module. */
  #tailsOf(name: string, isModule: boolean): readonly (readonly string[])[] {
    const text = this.#text;
    const tails = new Map<string, readonly string[]>();
    const spans = this.#imports.bindings ?? [];
    for (const at of this.#placesOf(name)) {
      const end = at + name.length;
      if (at > 0 && text.charCodeAt(at - 1) === DOT) continue;
      if (spans.some(({ span }) => span.start <= at && at < span.end)) continue;
      if (isProseLine(text, at)) continue;
      const tail = readTail(text, end);
      if (isModule && tail.length === 0 && (isQuote(text, at - 1) || isQuote(text, end))) continue;
      const key = tail.join('.');
      if (!tails.has(key)) tails.set(key, tail);
    }
    return [...tails.values()];
  }

  /** Where an imported name stands as a whole word. */
  #placesOf(name: string): readonly number[] {
    this.#searches += 1;
    if (this.#searches <= MAX_SEARCHES || !isOneWord(name)) return search(this.#text, name);
    this.#places ??= notePlaces(
      this.#text,
      new Set(this.#imports.bindings?.flatMap((binding) => binding.name ?? [])),
    );
    return this.#places.get(name) ?? NOWHERE;
  }

  /** True when some call is given the name of a module, or of one in it, as its first argument. */
  #isFirstArgument(module: string): boolean {
    const text = this.#text;
    this.#quoted ??= noteQuoted(text);
    for (const [word, places] of this.#quoted) {
      if (!word.startsWith(module)) continue;
      if (places.some((at) => BEFORE_FIRST.test(text.slice(Math.max(0, at - MAX_BEFORE), at)))) return true;
    }
    return false;
  }
}

function search(text: string, name: string): readonly number[] {
  const places: number[] = [];
  for (let at = findWord(text, name); at !== -1; at = findWord(text, name, at + 1)) places.push(at);
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

/** True when a chain is a beginning of a name, or a name of the chain: code then goes on with the rest, or has it. */
function leadsTo(chain: Chain, segments: readonly string[]): boolean {
  for (const [index, segment] of segments.entries()) {
    const written = chain[index];
    if (written === undefined || segment === '**') return true;
    if (!fits(segment, written)) return false;
  }
  return true;
}

function fits(segment: string, written: string): boolean {
  if (!segment.includes('*')) return segment === written;
  const [head = '', ...rest] = segment.split('*');
  return written.startsWith(head) && written.endsWith(rest.at(-1) ?? '');
}
