import type { AskedIndex } from '../semantics/asked-index.js';
import { BlockAnswers } from '../semantics/block-answers.js';
import type { BlockChange } from '../semantics/block-change.js';
import type { Expr } from '../syntax/ir.js';
import { AliasNotes } from './alias-notes.js';
import { CandidateMemory } from './candidate-memory.js';
import { type Aliases, addChangedAliases, differenceOf } from './changed-words.js';
import type { CompiledRule } from './compile-rule.js';
import type { FindingDraft } from './finding-draft.js';

/** What rules found in the last version of a module, and what that rests on. */
export class MatchMemory {
  readonly notes = new AliasNotes();
  readonly candidates = new CandidateMemory(this.notes);
  readonly drafts: BlockAnswers<readonly FindingDraft[]>;
  readonly assigned = new WeakMap<Expr, string>();
  #rules: readonly CompiledRule[] = [];
  #aliases: Aliases = new Map();

  constructor(index: AskedIndex) {
    this.drafts = new BlockAnswers(index);
  }

  /** Forgets what may be otherwise in the next version. */
  revise(change: BlockChange): void {
    this.drafts.revise(change);
    this.candidates.revise(change);
  }

  /** Forgets what other rules, or names that stand for something else than before, may change. */
  prepare(rules: readonly CompiledRule[], aliases: Aliases): void {
    const others = differenceOf(this.#rules, rules);
    if (others.some(({ words }) => words === undefined)) this.drafts.forgetAll();
    else {
      const words = others.flatMap(({ words: own }) => own ?? []);
      this.drafts.forgetWords(addChangedAliases(words, this.#aliases, aliases));
    }
    this.#rules = rules;
    this.#aliases = aliases;
  }
}
