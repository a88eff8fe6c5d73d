import { hashText } from './fingerprint.js';

/** One part of a check that is divided among machines. */
export interface Shard {
  /** From 1 to `count`. */
  readonly index: number;
  readonly count: number;
}

/** Whether a file belongs to the shard. Depends on its path alone, so each file is in one shard on every machine. */
export function isInShard(path: string, { index, count }: Shard): boolean {
  return Number.parseInt(hashText(path).slice(0, 8), 16) % count === index - 1;
}
