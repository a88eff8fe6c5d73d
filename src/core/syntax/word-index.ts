import { findWord, isWordUnit } from './words.js';

/** From so many words on, one pass that notes every word of the text is cheaper than a search for each. */
const MAX_SEARCHES = 16;
const NOWHERE: readonly number[] = [];

/** A stretch of a text with its words, each with its offsets in the stretch. */
export interface WordedSpan {
  readonly start: number;
  readonly words: ReadonlyMap<string, readonly number[]>;
}

/** Tells where whole words stand in one text. Answers are kept. */
export class WordIndex<T extends WordedSpan> {
  readonly #text: string;
  readonly #spans: readonly T[];
  readonly #searched = new Map<string, readonly number[]>();
  readonly #listed = new Map<string, readonly T[]>();
  #holders: WordHolders<T> | undefined;

  /** `spans` make up the text; `holders` say of just these where their words are, when that is known already. */
  constructor(text: string, spans: readonly T[], holders?: WordHolders<T>) {
    this.#text = text;
    this.#spans = spans;
    this.#holders = holders;
  }

  /** Offsets at which the word stands as a whole word, ascending; it may hold dashes and the like. */
  placesOf(word: string): readonly number[] {
    let places = this.#searched.get(word);
    if (places !== undefined) return places;
    places = this.#isIndexed && isOneWord(word) ? this.#listPlaces(word) : search(this.#text, word);
    this.#searched.set(word, places);
    return places;
  }

  /** Which spans hold which words. */
  get holders(): WordHolders<T> {
    this.#holders ??= new WordHolders(this.#spans);
    return this.#holders;
  }

  /** As {@link holders}, when that was asked for already. */
  get knownHolders(): WordHolders<T> | undefined {
    return this.#holders;
  }

  /** The spans that hold the word, ascending; undefined where {@link placesOf} has to search for it. */
  spansWith(word: string): readonly T[] | undefined {
    if (!this.#isIndexed || !isOneWord(word)) return undefined;
    let spans = this.#listed.get(word);
    if (spans === undefined) {
      spans = [...this.holders.of(word)].sort((a, b) => a.start - b.start);
      this.#listed.set(word, spans);
    }
    return spans;
  }

  get #isIndexed(): boolean {
    return this.#holders !== undefined || this.#searched.size >= MAX_SEARCHES;
  }

  #listPlaces(word: string): readonly number[] {
    const spans = this.spansWith(word) ?? [];
    return spans.flatMap(({ start, words }) => (words.get(word) ?? NOWHERE).map((at) => start + at));
  }
}

/** Tells which spans hold a word. */
export class WordHolders<T extends WordedSpan> {
  readonly #spans = new Map<string, Set<T>>();

  constructor(spans: readonly T[]) {
    for (const span of spans) this.#add(span);
  }

  /** In no order. */
  of(word: string): Iterable<T> {
    return this.#spans.get(word) ?? [];
  }

  /** Takes other spans for some; the rest may have moved. */
  replace(removed: Iterable<T>, added: Iterable<T>): void {
    for (const span of removed) {
      for (const word of span.words.keys()) {
        const spans = this.#spans.get(word);
        spans?.delete(span);
        if (spans?.size === 0) this.#spans.delete(word);
      }
    }
    for (const span of added) this.#add(span);
  }

  #add(span: T): void {
    for (const word of span.words.keys()) {
      const spans = this.#spans.get(word);
      if (spans === undefined) this.#spans.set(word, new Set([span]));
      else spans.add(span);
    }
  }
}

/** Every word of a text with its offsets, ascending. */
export function noteWords(text: string): ReadonlyMap<string, readonly number[]> {
  const words = new Map<string, number[]>();
  let at = 0;
  while (at < text.length) {
    if (!isWordUnit(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const start = at;
    while (at < text.length && isWordUnit(text.charCodeAt(at))) at += 1;
    const word = text.slice(start, at);
    const places = words.get(word);
    if (places === undefined) words.set(word, [start]);
    else places.push(start);
  }
  return words;
}

/** True for what {@link noteWords} takes for one word. */
export function isOneWord(word: string): boolean {
  for (let at = 0; at < word.length; at += 1) if (!isWordUnit(word.charCodeAt(at))) return false;
  return word !== '';
}

function search(text: string, word: string): readonly number[] {
  const places: number[] = [];
  for (let at = findWord(text, word); at !== -1; at = findWord(text, word, at + word.length)) places.push(at);
  return places;
}
