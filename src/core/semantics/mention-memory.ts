import { BlockAnswers } from './block-answers.js';
import type { BlockChange } from './block-change.js';

/** Which names blocks mention, as far as somebody asked. */
export class MentionMemory {
  readonly #answers = new Map<string, BlockAnswers<boolean>>();

  /** Whether a block has a name that the pattern matches. */
  of(pattern: string): BlockAnswers<boolean> {
    let answers = this.#answers.get(pattern);
    if (answers === undefined) {
      answers = new BlockAnswers();
      this.#answers.set(pattern, answers);
    }
    return answers;
  }

  /** Forgets what may be otherwise in the next version. */
  revise(change: BlockChange): void {
    for (const answers of this.#answers.values()) answers.revise(change);
  }
}
