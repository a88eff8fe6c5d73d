import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from './file-error.js';
import { retryWhileBusy } from './retry-while-busy.js';

/** Milliseconds after which the mark of a run counts as left behind; a mark is held for a few. */
const LEFT_BEHIND = 3000;
const PAUSE = 5;

/**
 * Does something to a file while no other run of Fairlead and no other window does: one at a time makes a mark beside the
 * file, others wait for it to go. A mark that was left behind by a killed process is taken away after three seconds.
 *
 * @returns what `action` returns
 * @throws what `action` throws, or the system's error when a mark cannot be made
 */
export async function holdFile<T>(path: string, action: () => Promise<T>): Promise<T> {
  const mark = join(dirname(path), `.${basename(path)}.fairlead-lock`);
  while (!(await makeMark(mark))) await waitFor(mark);
  try {
    return await action();
  } finally {
    // A mark that cannot be removed soon counts as left behind; what was done under it is done.
    await retryWhileBusy(() => rm(mark, { force: true })).catch(() => undefined);
  }
}

async function makeMark(mark: string): Promise<boolean> {
  try {
    // Windows refuses the name of a mark that is about to go.
    await (await retryWhileBusy(() => open(mark, 'wx'))).close();
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function waitFor(mark: string): Promise<void> {
  const age = await ageOf(mark);
  if (age === undefined) return;
  if (age > LEFT_BEHIND) await takeAway(mark);
  else await pause(PAUSE);
}

/** Milliseconds since the mark was made; absent when it is gone. */
async function ageOf(mark: string): Promise<number | undefined> {
  try {
    return Math.abs(Date.now() - (await retryWhileBusy(() => stat(mark))).mtimeMs);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Of several that find the same old mark, one takes it: the others would take away the next one. */
async function takeAway(mark: string): Promise<void> {
  const taken = `${mark}.${process.pid}`;
  try {
    await retryWhileBusy(() => rename(mark, taken));
    await retryWhileBusy(() => rm(taken, { force: true }));
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}
