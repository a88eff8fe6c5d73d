import { SEEN_THROUGH } from '../semantics/call-results.js';
import type { ModuleModel } from '../semantics/module-model.js';
import type { Span } from '../source/position.js';
import type { Block } from '../syntax/block.js';
import type { ModuleSyntax } from '../syntax/module-syntax.js';
import { isOneWord } from '../syntax/word-index.js';
import {
  type AliasNames,
  type AliasNote,
  AliasNotes,
  type BodyAliases,
  wordsOfOrigins,
} from './alias-notes.js';

/** As deep as the resolver follows aliases of aliases. */
const MAX_ROUNDS = 24;

/** How far before a word the name is looked for that it is assigned to. */
const MAX_TARGET = 200;
const OPENING = 40;
const NOWHERE: readonly number[] = [];

/** The places of a module at which a match can stand, found by words before anything is parsed. */
export class Candidates {
  readonly #model: ModuleModel;
  readonly #words = new Set<string>();
  readonly #aliases = new Map<string, Set<string>>();
  readonly #hits = new Map<Block, Hits>();
  readonly #isEverywhere: boolean;
  readonly #names: AliasNames;
  readonly #notes: AliasNotes;

  /**
   * `words` are those at which rules match; names that code gives to such a thing are added. `settings` are spellings of
   * names that code sets. Where some rule can match without any of its words, `isEverywhere` makes every place a
   * candidate. `imported` are names that other modules gave to what is called by a word. `notes` holds what was read of
   * the code before.
   */
  constructor(
    model: ModuleModel,
    words: readonly string[],
    settings: readonly string[],
    isEverywhere: boolean,
    imported: readonly (readonly [name: string, word: string])[] = [],
    notes: AliasNotes = new AliasNotes(),
  ) {
    this.#model = model;
    this.#isEverywhere = isEverywhere;
    this.#notes = notes;
    const wraps = SEEN_THROUGH.map((name) => name.slice(name.lastIndexOf('.') + 1));
    const wrappers = new Set(wraps.flatMap((word) => [word, ...namesGivenTo(word, model.syntax)]));
    const getattrs = new Set(['getattr', ...namesGivenTo('getattr', model.syntax)]);
    this.#names = {
      isAlias: (name) => this.#aliases.has(name),
      isWrapper: (name) => wrappers.has(name),
      isGetattr: (name) => getattrs.has(name),
    };
    const { code, words: places } = model.syntax;
    for (const name of new Set(settings)) {
      for (const at of places.placesOf(name)) if (mayBeSet(code, at, name.length)) this.#addHit(at);
    }
    this.#addWords(words);
    for (const [name, word] of imported) {
      if (!this.#words.has(word)) continue;
      const originals = this.#aliases.get(name);
      if (originals === undefined) this.#aliases.set(name, new Set([word]));
      else originals.add(word);
    }
    this.#addWords([...this.#aliases.keys()]);
    let changed = this.#findAliases(this.#hits.keys());
    for (let round = 1; round < MAX_ROUNDS && changed.size > 0; round += 1) {
      // Only where a name stands that stands for more than before can there be more to find.
      changed = this.#findAliases(this.#blocksWith(changed));
    }
  }

  /** Top-level statements that may hold a match. */
  get blocks(): readonly Block[] {
    const { blocks } = this.#model.syntax;
    return this.#isEverywhere ? blocks : blocks.filter((block) => this.#hits.has(block));
  }

  /** True when a match may stand in the span. */
  holds(span: Span): boolean {
    if (this.#isEverywhere) return true;
    const block = this.#model.syntax.blockAt(span.start);
    const hits = block === undefined ? undefined : this.#hits.get(block);
    return block !== undefined && hits?.isBetween(span.start - block.start, span.end - block.start) === true;
  }

  /** Words that a name may stand for: itself, and those it was made an alias of. */
  wordsOf(name: string): readonly string[] {
    const originals = this.#aliases.get(name);
    return originals === undefined ? [name] : [name, ...originals];
  }

  /** Names that stand for something called by another word, each with those words. */
  get aliases(): ReadonlyMap<string, ReadonlySet<string>> {
    return this.#aliases;
  }

  #addWords(words: Iterable<string>): void {
    const { words: index } = this.#model.syntax;
    for (const word of words) {
      if (this.#words.has(word)) continue;
      this.#words.add(word);
      if (!isOneWord(word)) for (const at of index.placesOf(word)) this.#addHit(at);
      else
        for (const block of index.holders.of(word)) this.#hitsIn(block).add(block.words.get(word) ?? NOWHERE);
    }
  }

  #addHit(at: number): void {
    const block = this.#model.syntax.blockAt(at);
    if (block !== undefined) this.#hitsIn(block).add([at - block.start]);
  }

  #hitsIn(block: Block): Hits {
    let hits = this.#hits.get(block);
    if (hits === undefined) {
      hits = new Hits();
      this.#hits.set(block, hits);
    }
    return hits;
  }

  #blocksWith(words: Iterable<string>): ReadonlySet<Block> {
    const blocks = new Set<Block>();
    for (const word of words) {
      for (const block of this.#model.syntax.words.holders.of(word)) {
        if (this.#hits.has(block)) blocks.add(block);
      }
    }
    return blocks;
  }

  /** Notes the names to which code of the blocks gives something that is called by one of the words; tells which are new. */
  #findAliases(blocks: Iterable<Block>): ReadonlySet<string> {
    const { syntax } = this.#model;
    const changed = new Set<string>();
    for (const block of blocks) {
      this.#noteAliases(
        block,
        this.#notes.of(block, () => syntax.read(block)),
        changed,
      );
    }
    this.#addWords(changed);
    return changed;
  }

  #noteAliases(block: Block, { notes, inner }: BodyAliases, changed: Set<string>): void {
    for (const note of notes) this.#note(note, changed);
    for (const holder of inner) {
      const { start, end } = holder.body;
      // Aliases are known without reading the block again.
      if (this.#hits.get(block)?.isBetween(start - block.readAt, end - block.readAt) === true) {
        this.#noteAliases(
          block,
          this.#notes.of(holder, () => holder.body.read()),
          changed,
        );
      }
    }
  }

  #note({ name, origins }: AliasNote, changed: Set<string>): void {
    for (const original of wordsOfOrigins(origins, this.#names)) {
      if (original === name || !this.#words.has(original)) continue;
      let set = this.#aliases.get(name);
      if (set === undefined) {
        set = new Set();
        this.#aliases.set(name, set);
      }
      const before = set.size;
      // An alias of an alias leads to what the first one stands for.
      for (const root of this.wordsOf(original)) if (root !== name) set.add(root);
      if (set.size > before || !this.#words.has(name)) changed.add(name);
    }
  }
}

/** Offsets in one block. */
class Hits {
  #offsets: number[] = [];
  #isSorted = true;

  add(offsets: readonly number[]): void {
    for (const at of offsets) this.#offsets.push(at);
    this.#isSorted = false;
  }

  isBetween(start: number, end: number): boolean {
    if (!this.#isSorted) {
      this.#offsets.sort((a, b) => a - b);
      this.#isSorted = true;
    }
    let low = 0;
    let high = this.#offsets.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#offsets[middle] ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    const hit = this.#offsets[low];
    return hit !== undefined && hit < end;
  }
}

const SETS = /[\s\\]*(?::|=(?!=))/y;
const QUOTES_AND_DASH = '\'"-';

/** True for a name before `=` or `:`, and for one that begins a text or an option. */
function mayBeSet(code: string, at: number, length: number): boolean {
  if (at > 0 && QUOTES_AND_DASH.includes(code.charAt(at - 1))) return true;
  SETS.lastIndex = at + length;
  return SETS.test(code);
}

/** Names that an import or a plain assignment gives to something called by `word`. */
function namesGivenTo(word: string, { code: text, words }: ModuleSyntax): readonly string[] {
  return words.placesOf(word).flatMap((at) => {
    const end = at + word.length;
    const line = text.slice(Math.max(text.lastIndexOf('\n', at) + 1, at - MAX_TARGET), at);
    const assigned = /(\w+)\s*=\s*[\w.]*$/.exec(line)?.[1];
    if (assigned !== undefined && text.charCodeAt(end) !== OPENING) return [assigned];
    const imported = /^\s+as\s+(\w+)/.exec(text.slice(end, end + MAX_TARGET))?.[1];
    return imported === undefined ? [] : [imported];
  });
}
