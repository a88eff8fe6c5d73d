import type { Asked } from '../syntax/asked.js';
import type { Block } from '../syntax/block.js';
import { isOneWord } from '../syntax/word-index.js';
import type { AskedIndex, Resting } from './asked-index.js';
import type { BlockChange } from './block-change.js';

interface Kept<T> extends Resting {
  readonly value: T;
}

/**
 * What was worked out about single top-level statements, kept from one version of a module to the next: it stays good
 * while the statement, and the answers to all that was asked about others, stay the same.
 */
export class BlockAnswers<T> {
  readonly #index: AskedIndex;
  readonly #forgotten: ((block: Block, value: T) => void) | undefined;
  readonly #kept = new Map<Block, Kept<T>>();

  /** `index` tells what a change concerns; `forgotten` is called with each block and its answer that is not known any more. */
  constructor(index: AskedIndex, forgotten?: (block: Block, value: T) => void) {
    this.#index = index;
    this.#forgotten = forgotten;
  }

  /** Forgets the statements that are no more; the index forgets what may be otherwise about the rest. */
  revise({ removed }: BlockChange): void {
    for (const block of removed) this.forget(block);
  }

  /** Forgets what is known of blocks in which one of the words stands. */
  forgetWords(words: Iterable<string>): void {
    for (const word of words) {
      const isWord = isOneWord(word);
      for (const block of this.#kept.keys()) {
        if (isWord ? block.words.has(word) : block.code.includes(word)) this.forget(block);
      }
    }
  }

  forgetAll(): void {
    for (const block of this.#kept.keys()) this.forget(block);
  }

  /** What is known about a block; undefined when that is to be worked out. */
  find(block: Block): Readonly<Kept<T>> | undefined {
    return this.#kept.get(block);
  }

  /** Keeps what was worked out, with all that was asked for it. */
  keep(block: Block, value: T, asked: Asked): void {
    this.forget(block);
    const kept = { value, asked, forget: () => this.#drop(block, value) };
    this.#kept.set(block, kept);
    this.#index.add(kept);
  }

  forget(block: Block): void {
    const kept = this.#kept.get(block);
    if (kept === undefined) return;
    this.#index.remove(kept);
    this.#drop(block, kept.value);
  }

  #drop(block: Block, value: T): void {
    this.#kept.delete(block);
    this.#forgotten?.(block, value);
  }
}
