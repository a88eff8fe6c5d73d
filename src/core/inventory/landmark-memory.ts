import type { AliasNotes } from '../rules/alias-notes.js';
import { CandidateMemory } from '../rules/candidate-memory.js';
import { type Aliases, addChangedAliases, differenceOf } from '../rules/changed-words.js';
import type { Anchor } from '../rules/finding-draft.js';
import type { AskedIndex } from '../semantics/asked-index.js';
import { BlockAnswers } from '../semantics/block-answers.js';
import type { BlockChange } from '../semantics/block-change.js';
import type { LandmarkKnowledge } from '../semantics/knowledge.js';
import type { ScopeOwner } from '../semantics/scope.js';
import type { LandmarkSelection } from './compiled-landmarks.js';

/** A landmark, and where its name stands. */
export interface LandmarkPlace {
  readonly knowledge: LandmarkKnowledge;
  readonly name: string;
  readonly at: Anchor;
}

/** A method that is called. */
export interface CalledMethod {
  readonly name: string;
  /** What makes the innermost scope around; undefined for the module. */
  readonly owner: ScopeOwner | undefined;
  /** Where a landmark stands that the call makes together with others. */
  readonly place: Pick<LandmarkPlace, 'name' | 'at'>;
}

/** What a top-level statement has of landmarks. */
export interface BlockLandmarks {
  readonly found: readonly LandmarkPlace[];
  /** The first call of each method in each scope. */
  readonly methods: readonly CalledMethod[];
}

/** Landmarks in the last version of a module, and what they rest on. */
export class LandmarkMemory {
  readonly candidates: CandidateMemory;
  readonly answers: BlockAnswers<BlockLandmarks>;
  #all: LandmarkSelection['all'] = [];
  #isOpen = false;
  #aliases: Aliases = new Map();

  /** `notes` are those that rules use too. */
  constructor(index: AskedIndex, notes: AliasNotes) {
    this.answers = new BlockAnswers(index);
    this.candidates = new CandidateMemory(notes);
  }

  /** Forgets what may be otherwise in the next version. */
  revise(change: BlockChange): void {
    this.answers.revise(change);
    this.candidates.revise(change);
  }

  /** Forgets what other landmarks to look for, or names that stand for something else than before, may change. */
  prepare({ all }: LandmarkSelection, isOpen: boolean, aliases: Aliases): void {
    if (isOpen !== this.#isOpen) this.answers.forgetAll();
    const words = differenceOf(this.#all, all).flatMap((landmark) => [
      ...landmark.words,
      ...landmark.knowledge.methods.flat(),
    ]);
    this.answers.forgetWords(addChangedAliases(words, this.#aliases, aliases));
    this.#all = all;
    this.#isOpen = isOpen;
    this.#aliases = aliases;
  }
}
