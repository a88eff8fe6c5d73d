import type { Asked } from '../syntax/asked.js';
import type { Block } from '../syntax/block.js';
import { isOneWord } from '../syntax/word-index.js';
import type { AskedIndex } from './asked-index.js';
import { BlockAnswers } from './block-answers.js';
import type { BlockChange } from './block-change.js';
import { MentionedNames } from './mentioned-names.js';

/** Which blocks have a name that a pattern matches, as far as somebody asked; all such names end in one segment. */
export class PatternMemory {
  /** That segment, where it is a word. */
  readonly #word: string | undefined;
  readonly #answers: BlockAnswers<boolean>;
  /** Blocks that have such a name. */
  readonly #having = new Set<Block>();
  /** Blocks that were not looked at since they changed, once all were; undefined before. */
  #open: Set<Block> | undefined;

  constructor(segment: string, index: AskedIndex) {
    this.#word = isOneWord(segment) ? segment : undefined;
    this.#answers = new BlockAnswers(index, (block) => {
      this.#having.delete(block);
      this.#open?.add(block);
    });
  }

  /** True when some block is known to have such a name. */
  get isKnown(): boolean {
    return this.#having.size > 0;
  }

  /** Of all blocks that may have such a name, those that have to be looked at. */
  toLookAt(findAll: () => readonly Block[]): readonly Block[] {
    return [...(this.#open ?? findAll())].filter((block) => this.#answers.find(block) === undefined);
  }

  keep(block: Block, answer: boolean, asked: Asked): void {
    this.#answers.keep(block, answer, asked);
    this.#open?.delete(block);
    if (answer) this.#having.add(block);
  }

  /** Notes that all blocks were looked at. */
  complete(): void {
    this.#open ??= new Set();
  }

  revise(change: BlockChange): void {
    this.#answers.revise(change);
    if (this.#open === undefined) return;
    for (const block of change.removed) this.#open.delete(block);
    for (const block of change.added) {
      if (this.#word === undefined || block.words.has(this.#word)) this.#open.add(block);
    }
  }
}

/** Which names blocks mention, as far as somebody asked. */
export class MentionMemory {
  /** For patterns of names that end in anything. */
  readonly names: MentionedNames;
  readonly #index: AskedIndex;
  readonly #patterns = new Map<string, PatternMemory>();

  constructor(index: AskedIndex) {
    this.#index = index;
    this.names = new MentionedNames(index);
  }

  /** What is known about a pattern of names that all end in one segment. */
  of(pattern: string, segment: string): PatternMemory {
    let known = this.#patterns.get(pattern);
    if (known === undefined) {
      known = new PatternMemory(segment, this.#index);
      this.#patterns.set(pattern, known);
    }
    return known;
  }

  /** Forgets what may be otherwise in the next version. */
  revise(change: BlockChange): void {
    this.names.revise(change);
    for (const known of this.#patterns.values()) known.revise(change);
  }
}
