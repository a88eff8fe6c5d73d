import { closeSync, openSync, readSync } from 'node:fs';

/** Tells how long this thread has run. */
export interface ThreadClock {
  /** What is counted, for the heading of a table. */
  readonly name: string;
  /** Milliseconds of processor time so far. */
  now(): number;
  close(): void;
}

/**
 * A clock that stands still while other programs have the processor: where the system does not tell it for one thread
 * (Linux does), the processor time of the whole process, which counts the collector and compiler beside the thread too.
 */
export function openThreadClock(): ThreadClock {
  let file: number;
  try {
    file = openSync('/proc/thread-self/schedstat', 'r');
  } catch {
    const now = (): number => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    };
    return { name: 'processor time of the process', now, close: () => undefined };
  }
  const buffer = Buffer.alloc(64);
  return {
    name: 'processor time of the thread',
    now: () => Number.parseInt(buffer.toString('latin1', 0, readSync(file, buffer, 0, 64, 0)), 10) / 1e6,
    close: () => closeSync(file),
  };
}
