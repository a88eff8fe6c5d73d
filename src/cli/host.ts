import type { Engine, EngineOptions } from '../core/index.js';
import type { Resources } from './resources.js';
import type { Environment, Output } from './terminal.js';

/** Everything a command takes from the process it runs in. */
export interface Host {
  /** Absolute path of the current folder. */
  readonly cwd: string;
  readonly environment: Environment;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly resources: Resources;
  /** Today in the user's time zone, as `YYYY-MM-DD`. */
  readonly today: string;
  /** Path of the program's bundle, for threads; absent to do everything on one. */
  readonly script?: string;
  /** Whether the user pressed Ctrl+C. */
  isInterrupted(): boolean;
  createEngine(options: EngineOptions): Engine;
}
