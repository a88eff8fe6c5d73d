import { findWord, isWordUnit } from './words.js';

/** From so many words on, one pass that notes every word of the text is cheaper than a search for each. */
const MAX_SEARCHES = 16;
const NOWHERE: readonly number[] = [];

/** Tells where whole words stand in one text. Answers are kept. */
export class WordIndex {
  readonly #text: string;
  readonly #searched = new Map<string, readonly number[]>();
  #all: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Offsets at which the word stands as a whole word, ascending; it may hold dashes and the like. */
  placesOf(word: string): readonly number[] {
    let places = this.#searched.get(word);
    if (places !== undefined) return places;
    if (this.#all === undefined && this.#searched.size >= MAX_SEARCHES) this.#all = noteWords(this.#text);
    if (this.#all !== undefined && isOneWord(word)) return this.#all.get(word) ?? NOWHERE;
    places = search(this.#text, word);
    this.#searched.set(word, places);
    return places;
  }
}

function search(text: string, word: string): readonly number[] {
  const places: number[] = [];
  for (let at = findWord(text, word); at !== -1; at = findWord(text, word, at + word.length)) places.push(at);
  return places;
}

function noteWords(text: string): ReadonlyMap<string, readonly number[]> {
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

function isOneWord(word: string): boolean {
  for (let at = 0; at < word.length; at += 1) if (!isWordUnit(word.charCodeAt(at))) return false;
  return word !== '';
}
