import type { BlockChange } from '../semantics/block-change.js';
import type { ModuleModel } from '../semantics/module-model.js';
import type { AliasNotes } from './alias-notes.js';
import { Candidates, type Wanted } from './candidates.js';

/** The candidates of the last version of a module. */
export class CandidateMemory {
  readonly #notes: AliasNotes;
  #last: Candidates | undefined;
  #changes: BlockChange[] = [];

  constructor(notes: AliasNotes) {
    this.#notes = notes;
  }

  revise(change: BlockChange): void {
    if (this.#last !== undefined) this.#changes.push(change);
  }

  /** The candidates of this version. */
  open(model: ModuleModel, wanted: Wanted): Candidates {
    const [change, ...others] = this.#changes;
    this.#changes = [];
    const known = this.#last;
    const isGood =
      known !== undefined &&
      others.length === 0 &&
      known.update(model, change ?? { removed: new Set(), added: new Set() }, wanted);
    this.#last = isGood ? known : new Candidates(model, wanted, this.#notes, true);
    return this.#last;
  }
}
