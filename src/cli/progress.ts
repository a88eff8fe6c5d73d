import type { Output } from './terminal.js';

/** One line on a terminal that says how far the work is. */
export interface Progress {
  /** Shows a state of the work, at most ten times a second. */
  show(done: number, total: number, path: string): void;
  /** Removes the line. */
  clear(): void;
}

/** Least time between two updates, in milliseconds. */
const interval = 100;
const eraseLine = '\r\u001b[K';

/** Shows progress on a terminal, and nothing anywhere else. */
export function createProgress(output: Output, isQuiet: boolean): Progress {
  if (output.isTTY !== true || isQuiet) return { show() {}, clear() {} };
  let lastUpdate = 0;
  let isShown = false;
  return {
    show(done, total, path) {
      const now = performance.now();
      if (now - lastUpdate < interval) return;
      lastUpdate = now;
      isShown = true;
      const room = Math.max((output.columns ?? 80) - 1, 20);
      const line = `Checking ${done}/${total} ${path.replace(/[^\x20-\x7e]/g, '?')}`;
      output.write(`${eraseLine}${line.slice(0, room)}`, () => {});
    },
    clear() {
      if (isShown) output.write(eraseLine, () => {});
      isShown = false;
    },
  };
}
