import type { Asked } from '../syntax/asked.js';
import type { Block } from '../syntax/block.js';
import type { AskedIndex } from './asked-index.js';
import { BlockAnswers } from './block-answers.js';
import type { BlockChange } from './block-change.js';
import { NamePatterns } from './name-pattern.js';

/** Names that a block mentions, with what was asked to find them. */
export interface BlockNames {
  readonly value: ReadonlySet<string>;
  readonly asked: Asked;
}

/** A pattern, and which of all names it matches. */
interface KnownPattern {
  readonly patterns: NamePatterns;
  readonly matched: Set<string>;
}

/**
 * All names that blocks mention, for patterns that say no word which such a name ends in: blocks are read once for all of
 * those patterns, and none further than until an answer is known.
 */
export class MentionedNames {
  readonly #answers: BlockAnswers<ReadonlySet<string>>;
  /** In how many blocks each name stands. */
  readonly #counts = new Map<string, number>();
  readonly #patterns = new Map<string, KnownPattern>();
  /** Blocks that were not read since they changed; undefined before any was. */
  #open: Set<Block> | undefined;

  constructor(index: AskedIndex) {
    this.#answers = new BlockAnswers(index, (block, names) => {
      for (const name of names) this.#remove(name);
      this.#open?.add(block);
    });
  }

  /** True when some block has a name that the pattern matches; `blocks` are all of them. */
  has(pattern: string, blocks: readonly Block[], read: (block: Block) => BlockNames): boolean {
    const known = this.#patterns.get(pattern) ?? this.#note(pattern);
    this.#open ??= new Set(blocks);
    for (const block of this.#open) {
      if (known.matched.size > 0) break;
      const { value, asked } = read(block);
      this.#answers.keep(block, value, asked);
      this.#open.delete(block);
      for (const name of value) this.#add(name);
    }
    return known.matched.size > 0;
  }

  /** Forgets what may be otherwise in the next version. */
  revise(change: BlockChange): void {
    this.#answers.revise(change);
    for (const block of change.removed) this.#open?.delete(block);
    for (const block of change.added) this.#open?.add(block);
  }

  #note(pattern: string): KnownPattern {
    const patterns = new NamePatterns([pattern]);
    const matched = new Set([...this.#counts.keys()].filter((name) => patterns.matches(name)));
    const known = { patterns, matched };
    this.#patterns.set(pattern, known);
    return known;
  }

  #add(name: string): void {
    const count = this.#counts.get(name) ?? 0;
    this.#counts.set(name, count + 1);
    if (count > 0) return;
    for (const { patterns, matched } of this.#patterns.values())
      if (patterns.matches(name)) matched.add(name);
  }

  #remove(name: string): void {
    const count = this.#counts.get(name) ?? 0;
    if (count > 1) {
      this.#counts.set(name, count - 1);
      return;
    }
    this.#counts.delete(name);
    for (const { matched } of this.#patterns.values()) matched.delete(name);
  }
}
