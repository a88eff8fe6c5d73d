import type { Asked } from '../syntax/asked.js';
import type { Block } from '../syntax/block.js';
import { isOneWord } from '../syntax/word-index.js';
import type { BlockChange } from './block-change.js';
import type { ModuleModel } from './module-model.js';

interface Kept<T> {
  readonly value: T;
  readonly asked: Asked;
}

/**
 * What was worked out about single top-level statements, kept from one version of a module to the next: it stays good
 * while the statement, and the answers to all that was asked about others, stay the same.
 */
export class BlockAnswers<T> {
  readonly #kept = new Map<Block, Kept<T>>();

  /** Forgets what may be otherwise in the next version. */
  revise(change: BlockChange): void {
    for (const [block, { asked }] of this.#kept) {
      if (change.removed.has(block) || change.concerns(asked)) this.#kept.delete(block);
      else {
        for (const removed of change.removed) {
          // What was read there without being of use is read in its place.
          if (asked.blocks.delete(removed)) for (const added of change.added) asked.blocks.add(added);
        }
      }
    }
  }

  /** Forgets what is known of blocks in which one of the words stands. */
  forgetWords(words: Iterable<string>): void {
    for (const word of words) {
      const isWord = isOneWord(word);
      for (const block of this.#kept.keys()) {
        if (isWord ? block.words.has(word) : block.code.includes(word)) this.#kept.delete(block);
      }
    }
  }

  forgetAll(): void {
    this.#kept.clear();
  }

  /** Forgets what rests on other modules of the workspace. */
  forgetLinked(): void {
    for (const [block, { asked }] of this.#kept) if (asked.isLinked) this.#kept.delete(block);
  }

  /**
   * What is known about a block; undefined when that is to be worked out. What asking did beside giving answers is done
   * again. `mentions` answers for patterns of names.
   */
  find(
    block: Block,
    { syntax, links }: ModuleModel,
    mentions: (pattern: string) => boolean = () => false,
  ): T | undefined {
    const kept = this.#kept.get(block);
    if (kept === undefined) return undefined;
    for (const [pattern, answer] of kept.asked.patterns) {
      if (mentions(pattern) !== answer) return undefined;
    }
    for (const other of kept.asked.blocks) syntax.noteUse(other);
    links?.repeat(kept.asked);
    return kept.value;
  }

  /** Keeps what was worked out, with all that was asked for it. */
  keep(block: Block, value: T, asked: Asked): void {
    this.#kept.set(block, { value, asked });
  }
}
