import { LandmarkMemory } from './inventory/landmark-memory.js';
import { MatchMemory } from './rules/match-memory.js';
import type { BlockChange } from './semantics/block-change.js';
import { MentionMemory } from './semantics/mention-memory.js';

/** What was found in the last version of a module, statement by statement, with what that rests on. */
export class ModuleMemory {
  /** What beside the text all of it rests on. */
  readonly surroundings: string;
  readonly matches = new MatchMemory();
  readonly landmarks = new LandmarkMemory(this.matches.notes);
  readonly mentions = new MentionMemory();

  constructor(surroundings: string) {
    this.surroundings = surroundings;
  }

  /** Forgets what may be otherwise in the next version. */
  revise(change: BlockChange): void {
    this.matches.revise(change);
    this.landmarks.revise(change);
    this.mentions.revise(change);
  }
}
