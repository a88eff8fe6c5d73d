import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from './file-error.js';

/** Milliseconds to wait before each further try: 1.6 seconds altogether. */
const PAUSES: readonly number[] = [5, 15, 30, 50, 100, 200, 400, 800];
/** What a system says of a file that another program has open, or that is about to go. */
const BUSY = new Set(['EACCES', 'EBUSY', 'EPERM']);

/**
 * Does something to a file, and tries again for a short time where the system says that the file may not be touched. On Windows
 * virus scanners, indexers and programs that keep copies hold new files for a moment, and nobody may rename or replace them then.
 *
 * @returns what `action` returns
 * @throws the error of the last try; any other than that the file is busy or not permitted at once
 */
export async function retryWhileBusy<T>(action: () => Promise<T>): Promise<T> {
  for (const milliseconds of PAUSES) {
    try {
      return await action();
    } catch (error) {
      if (!BUSY.has(errorCode(error) ?? '')) throw error;
    }
    await pause(milliseconds);
  }
  return action();
}
