import type { Random } from './random.js';

/** Something that reads what a stranger wrote. */
export interface FuzzTarget {
  readonly name: string;
  /** What it must do with every input, in one sentence. */
  readonly holds: string;
  /** An input that follows from the random numbers alone. */
  create(random: Random): Uint8Array | string;
  /** Throws or rejects when the input breaks what must hold. */
  run(input: Uint8Array | string): Promise<void> | void;
}
