import { setImmediate } from 'node:timers/promises';
import { InterruptedError } from './cli-error.js';

/** How long the program may work before it lets signals and timers in, in milliseconds. */
const maxStretch = 40;

/** Lets the event loop run now and then during long work, so that Ctrl+C is heard. */
export interface Pacer {
  /**
   * Returns at once unless the last break was too long ago.
   *
   * @throws InterruptedError when the user pressed Ctrl+C
   */
  breathe(): Promise<void>;
}

/** @param isInterrupted tells whether the user pressed Ctrl+C */
export function createPacer(isInterrupted: () => boolean): Pacer {
  let lastBreak = performance.now();
  return {
    async breathe() {
      if (performance.now() - lastBreak > maxStretch) {
        await setImmediate();
        lastBreak = performance.now();
      }
      if (isInterrupted()) throw new InterruptedError();
    },
  };
}
