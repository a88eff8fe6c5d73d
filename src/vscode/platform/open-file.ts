import type { ByteSource } from '../../core/index.js';

/** A file that is open for reading in parts. */
export interface OpenFile extends ByteSource {
  close(): Promise<void>;
}

/** How a hash is watched and given up. */
export interface HashControl {
  /** Told the share done, 0 to 1, now and then. */
  report(share: number): void;
  readonly isCancelled: boolean;
}
