import type { BlockChange } from '../semantics/block-change.js';
import { SEEN_THROUGH } from '../semantics/call-results.js';
import type { ModuleModel } from '../semantics/module-model.js';
import type { Span } from '../source/position.js';
import type { Block } from '../syntax/block.js';
import type { ModuleSyntax } from '../syntax/module-syntax.js';
import { isOneWord } from '../syntax/word-index.js';
import { findWord } from '../syntax/words.js';
import {
  type AliasNames,
  type AliasNote,
  AliasNotes,
  type BodyAliases,
  wordsOfOrigins,
} from './alias-notes.js';
import { Hits } from './hits.js';

/** As deep as the resolver follows aliases of aliases. */
const MAX_ROUNDS = 24;

/** How far before a word the name is looked for that it is assigned to. */
const MAX_TARGET = 200;
const OPENING = 40;
const NOWHERE: readonly number[] = [];
/** What is seen through, by the last segments of their names. */
const WRAPPERS = SEEN_THROUGH.map((name) => name.slice(name.lastIndexOf('.') + 1));
const GETATTR = 'getattr';

/** What is looked for. */
export interface Wanted {
  /** Words at which rules match; names that code gives to such a thing are added. */
  readonly words: readonly string[];
  /** Spellings of names that code sets. */
  readonly settings: readonly string[];
  /** Whether some rule can match without any of its words, which makes every place a candidate. */
  readonly isEverywhere: boolean;
  /** Names that other modules gave to what is called by a word. */
  readonly imported: readonly (readonly [name: string, word: string])[];
}

/** The places of a module at which a match can stand, found by words before anything is parsed. */
export class Candidates {
  #model: ModuleModel;
  readonly #wanted: Wanted;
  readonly #words = new Set<string>();
  #aliases = new Map<string, Set<string>>();
  readonly #hits = new Map<Block, Hits>();
  readonly #names: AliasNames;
  readonly #notes: AliasNotes;
  /** What blocks call things that are seen through, and what they add to the aliases; absent when nothing is kept. */
  readonly #given: Map<Block, string> | undefined;
  readonly #effects: Map<Block, ReadonlySet<string>> | undefined;
  readonly #key: string | undefined;
  #isComplete = true;

  /** `notes` holds what was read of the code before. `isKept`: there may be an {@link update}. */
  constructor(model: ModuleModel, wanted: Wanted, notes: AliasNotes = new AliasNotes(), isKept = false) {
    this.#model = model;
    this.#wanted = wanted;
    this.#notes = notes;
    const { syntax } = model;
    const wrappers = new Set(WRAPPERS.flatMap((word) => [word, ...namesGivenTo(word, syntax)]));
    const getattrs = new Set([GETATTR, ...namesGivenTo(GETATTR, syntax)]);
    this.#names = {
      isAlias: (name) => this.#aliases.has(name),
      isWrapper: (name) => wrappers.has(name),
      isGetattr: (name) => getattrs.has(name),
    };
    const { code, words: places } = syntax;
    for (const name of new Set(wanted.settings)) {
      for (const at of places.placesOf(name)) if (mayBeSet(code, at, name.length)) this.#addHit(at);
    }
    this.#addWords(wanted.words);
    for (const [name, word] of wanted.imported) {
      if (!this.#words.has(word)) continue;
      const originals = this.#aliases.get(name);
      if (originals === undefined) this.#aliases.set(name, new Set([word]));
      else originals.add(word);
    }
    this.#addWords([...this.#aliases.keys()]);
    this.#spread(this.#findAliases(this.#hits.keys()));
    if (!isKept) return;
    this.#key = JSON.stringify(wanted);
    this.#given = new Map(this.#blocksGiving(syntax.blocks));
    this.#effects = new Map();
    for (const block of this.#hits.keys()) this.#effects.set(block, this.#effectOf(block));
  }

  /** Where a name stands that stands for more than before there can be more to find, and nowhere else. */
  #spread(first: ReadonlySet<string>, visit: (block: Block) => void = () => {}): void {
    let changed = first;
    for (let round = 1; changed.size > 0; round += 1) {
      if (round === MAX_ROUNDS) {
        this.#isComplete = false;
        return;
      }
      const blocks = this.#blocksWith(changed);
      changed = this.#findAliases(blocks);
      for (const block of blocks) visit(block);
    }
  }

  /**
   * Goes over to the next version of the module; false when it has to be looked through anew, and this is of no use any
   * more.
   */
  update(
    model: ModuleModel,
    { removed, added }: Pick<BlockChange, 'removed' | 'added'>,
    wanted: Wanted,
  ): boolean {
    const [given, effects] = [this.#given, this.#effects];
    if (given === undefined || effects === undefined || !this.#isComplete) return false;
    if (JSON.stringify(wanted) !== this.#key) return false;
    this.#model = model;
    const gone = [...removed].flatMap((block) => given.get(block) ?? []);
    const come = this.#blocksGiving(added);
    if (gone.join(' ') !== come.map(([, names]) => names).join(' ')) return false;
    for (const [block, names] of come) given.set(block, names);
    const before = new Set<string>();
    for (const block of removed) {
      for (const effect of effects.get(block) ?? []) before.add(effect);
      given.delete(block);
      effects.delete(block);
      this.#hits.delete(block);
    }
    const after = new Set<string>();
    for (const block of added) {
      this.#addHits(block);
      if (!this.#hits.has(block)) continue;
      const effect = this.#effectOf(block);
      effects.set(block, effect);
      for (const one of effect) after.add(one);
    }
    for (const one of before) if (!after.has(one)) return false;
    if (after.size > before.size) {
      // What is known of aliases stays what it was for whoever compares the two.
      this.#aliases = new Map([...this.#aliases].map(([name, originals]) => [name, new Set(originals)]));
      const renew = (block: Block): void => void effects.set(block, this.#effectOf(block));
      const blocks = [...added].filter((block) => this.#hits.has(block));
      const changed = this.#findAliases(blocks);
      blocks.forEach(renew);
      this.#spread(changed, renew);
      // Words that are looked for now bring hits in blocks that had none.
      for (const block of this.#hits.keys()) if (!effects.has(block)) renew(block);
    }
    return this.#isComplete;
  }

  /** Top-level statements that may hold a match. */
  get blocks(): readonly Block[] {
    const { blocks } = this.#model.syntax;
    return this.#wanted.isEverywhere ? blocks : blocks.filter((block) => this.#hits.has(block));
  }

  /** True when a match may stand in the span. */
  holds(span: Span): boolean {
    if (this.#wanted.isEverywhere) return true;
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

  /** The hits of one block, by the words that are looked for by now. */
  #addHits(block: Block): void {
    const { code } = this.#model.syntax;
    const all: number[] = [];
    for (const [word, places] of block.words) if (this.#words.has(word)) all.push(...places);
    for (const word of this.#words) if (!isOneWord(word)) all.push(...placesIn(block.code, word));
    for (const name of new Set(this.#wanted.settings)) {
      for (const at of isOneWord(name) ? (block.words.get(name) ?? NOWHERE) : placesIn(block.code, name)) {
        if (mayBeSet(code, block.start + at, name.length)) all.push(at);
      }
    }
    if (all.length > 0) this.#hitsIn(block).add(all);
  }

  /** Those of some blocks in which something that is seen through stands, with the names it is given there. */
  #blocksGiving(blocks: Iterable<Block>): readonly (readonly [block: Block, names: string])[] {
    const { syntax } = this.#model;
    const words = [...WRAPPERS, GETATTR];
    const giving: (readonly [Block, string])[] = [];
    for (const block of blocks) {
      const names = words.flatMap((word) =>
        (block.words.get(word) ?? NOWHERE).flatMap((at) =>
          nameGivenAt(word, block.start + at, syntax.code).map((name) => `${word}:${name}`),
        ),
      );
      if (names.length > 0) giving.push([block, names.join()]);
    }
    return giving;
  }

  /** What a block adds to the aliases, by those that are known. */
  #effectOf(block: Block): ReadonlySet<string> {
    const effect = new Set<string>();
    const visit = ({ notes, inner }: BodyAliases): void => {
      for (const { name, origins } of notes) {
        const originals = this.#originalsOf(name, origins);
        if (originals.length > 0) effect.add(`${name} ${[...new Set(originals)].sort().join()}`);
      }
      for (const holder of inner) if (this.#isHit(block, holder.body)) visit(this.#notesOf(holder));
    };
    visit(this.#notesOfBlock(block));
    return effect;
  }

  #originalsOf(name: string, origins: AliasNote['origins']): readonly string[] {
    return wordsOfOrigins(origins, this.#names).filter(
      (original) => original !== name && this.#words.has(original),
    );
  }

  #isHit(block: Block, { start, end }: Span): boolean {
    // Aliases are known without reading the block again.
    return this.#hits.get(block)?.isBetween(start - block.readAt, end - block.readAt) === true;
  }

  #notesOfBlock(block: Block): BodyAliases {
    return this.#notes.of(block, () => this.#model.syntax.read(block));
  }

  #notesOf(holder: BodyAliases['inner'][number]): BodyAliases {
    return this.#notes.of(holder, () => holder.body.read());
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
    const changed = new Set<string>();
    for (const block of blocks) this.#noteAliases(block, this.#notesOfBlock(block), changed);
    this.#addWords(changed);
    return changed;
  }

  #noteAliases(block: Block, { notes, inner }: BodyAliases, changed: Set<string>): void {
    for (const note of notes) this.#note(note, changed);
    for (const holder of inner) {
      if (this.#isHit(block, holder.body)) this.#noteAliases(block, this.#notesOf(holder), changed);
    }
  }

  #note({ name, origins }: AliasNote, changed: Set<string>): void {
    for (const original of this.#originalsOf(name, origins)) {
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

const SETS = /[\s\\]*(?::|=(?!=))/y;
const QUOTES_AND_DASH = '\'"-';

/** True for a name before `=` or `:`, and for one that begins a text or an option. */
function mayBeSet(code: string, at: number, length: number): boolean {
  if (at > 0 && QUOTES_AND_DASH.includes(code.charAt(at - 1))) return true;
  SETS.lastIndex = at + length;
  return SETS.test(code);
}

/** Where a word stands as a whole word in the code of a block. */
function placesIn(code: string, word: string): readonly number[] {
  const places: number[] = [];
  for (let at = findWord(code, word); at !== -1; at = findWord(code, word, at + word.length)) places.push(at);
  return places;
}

/** Names that an import or a plain assignment gives to something called by `word`. */
function namesGivenTo(word: string, { code, words }: ModuleSyntax): readonly string[] {
  return words.placesOf(word).flatMap((at) => nameGivenAt(word, at, code));
}

function nameGivenAt(word: string, at: number, code: string): readonly string[] {
  const end = at + word.length;
  const line = code.slice(Math.max(code.lastIndexOf('\n', at) + 1, at - MAX_TARGET), at);
  const assigned = /(\w+)\s*=\s*[\w.]*$/.exec(line)?.[1];
  if (assigned !== undefined && code.charCodeAt(end) !== OPENING) return [assigned];
  const imported = /^\s+as\s+(\w+)/.exec(code.slice(end, end + MAX_TARGET))?.[1];
  return imported === undefined ? [] : [imported];
}
