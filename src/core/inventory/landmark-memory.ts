import type { AliasNotes } from '../rules/alias-notes.js';
import { type Aliases, addChangedAliases, differenceOf } from '../rules/changed-words.js';
import { BlockAnswers } from '../semantics/block-answers.js';
import type { BlockChange } from '../semantics/block-change.js';
import type { LandmarkKnowledge } from '../semantics/knowledge.js';
import type { ScopeOwner } from '../semantics/scope.js';
import type { CallExpr, ClassStmt, Expr, FunctionStmt } from '../syntax/ir.js';
import type { LandmarkSelection } from './compiled-landmarks.js';

/** A place at which a landmark was found, or that makes one together with others. */
export interface LandmarkPlace {
  readonly knowledge: LandmarkKnowledge;
  readonly at: FunctionStmt | ClassStmt | Expr;
}

/** A method that is called, and the scopes around, see `ownersOf`. */
export interface CalledMethod {
  readonly name: string;
  readonly call: CallExpr;
  readonly owners: readonly ScopeOwner[];
}

/** What a top-level statement has of landmarks. */
export interface BlockLandmarks {
  readonly found: readonly LandmarkPlace[];
  /** The first call of each method in each scope. */
  readonly methods: readonly CalledMethod[];
}

/** Landmarks in the last version of a module, and what they rest on. */
export class LandmarkMemory {
  readonly notes: AliasNotes;
  readonly answers = new BlockAnswers<BlockLandmarks>();
  #all: LandmarkSelection['all'] = [];
  #isOpen = false;
  #aliases: Aliases = new Map();

  /** `notes` are those that rules use too. */
  constructor(notes: AliasNotes) {
    this.notes = notes;
  }

  /** Forgets what may be otherwise in the next version. */
  revise(change: BlockChange): void {
    this.answers.revise(change);
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
