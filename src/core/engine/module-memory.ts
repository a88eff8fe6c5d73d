import { LandmarkMemory } from '../inventory/landmark-memory.js';
import type { LinkedModules, ModuleContent } from '../modules/linked-modules.js';
import type { ModulePort } from '../modules/module-port.js';
import { MatchMemory } from '../rules/match-memory.js';
import { AskedIndex } from '../semantics/asked-index.js';
import type { BlockChange } from '../semantics/block-change.js';
import { MentionMemory } from '../semantics/mention-memory.js';

/** What was found in the last version of a module, statement by statement, with what that rests on. */
export class ModuleMemory {
  /** What beside the text all of it rests on. */
  readonly surroundings: string;
  /** Of all that is kept. */
  readonly index = new AskedIndex();
  readonly matches = new MatchMemory(this.index);
  readonly landmarks = new LandmarkMemory(this.index, this.matches.notes);
  readonly mentions = new MentionMemory(this.index);
  #port: ModulePort | undefined;
  #contents: ReadonlyMap<string, ModuleContent> = new Map();

  constructor(surroundings: string) {
    this.surroundings = surroundings;
  }

  /** Forgets what may be otherwise in the next version. */
  revise(change: BlockChange): void {
    this.index.revise(change);
    this.matches.revise(change);
    this.landmarks.revise(change);
    this.mentions.revise(change);
  }

  /** Forgets what may be otherwise because of other modules of the workspace. */
  relink(port: ModulePort | undefined, linked: LinkedModules | undefined): void {
    if (port === this.#port && linked?.areSame(this.#contents) !== false) return;
    this.index.forgetLinked();
    this.#port = port;
    this.#contents = new Map();
  }

  /** Notes which other modules this rests on; false when it can be of no use for the next version. */
  keep(linked: LinkedModules | undefined): boolean {
    this.#contents = linked?.contents ?? new Map();
    return linked?.isFull !== true;
  }
}
