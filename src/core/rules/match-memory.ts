import { BlockAnswers } from '../semantics/block-answers.js';
import type { BlockChange } from '../semantics/block-change.js';
import type { ScopeOwner } from '../semantics/scope.js';
import type { Expr, Stmt } from '../syntax/ir.js';
import { AliasNotes } from './alias-notes.js';
import { type Aliases, addChangedAliases, differenceOf } from './changed-words.js';
import type { CompiledRule } from './compile-rule.js';

/** A place at which something was found. */
export interface MatchPlace {
  readonly place: { readonly statement: Stmt } | { readonly expr: Expr };
  /** Owners of the scopes around it, see `ownersOf`. */
  readonly owners: readonly ScopeOwner[];
}

/** Where rules found something in the last version of a module, and what that rests on. */
export class MatchMemory {
  readonly notes = new AliasNotes();
  readonly places = new BlockAnswers<readonly MatchPlace[]>();
  readonly assigned = new WeakMap<Expr, string>();
  #rules: readonly CompiledRule[] = [];
  #aliases: Aliases = new Map();

  /** Forgets what may be otherwise in the next version. */
  revise(change: BlockChange): void {
    this.places.revise(change);
  }

  /** Forgets what other rules, or names that stand for something else than before, may change. */
  prepare(rules: readonly CompiledRule[], aliases: Aliases): void {
    const others = differenceOf(this.#rules, rules);
    if (others.some(({ words }) => words === undefined)) this.places.forgetAll();
    else {
      const words = others.flatMap(({ words: own }) => own ?? []);
      this.places.forgetWords(addChangedAliases(words, this.#aliases, aliases));
    }
    this.#rules = rules;
    this.#aliases = aliases;
  }
}
