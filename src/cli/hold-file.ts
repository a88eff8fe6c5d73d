import { closeSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode } from './cli-error.js';

/** Milliseconds after which the mark of a run counts as left behind; a mark is held for a few. */
const LEFT_BEHIND = 3000;
const PAUSE = 5;

/**
 * Does something to a file while no other run of Fairlead does: one run at a time makes a mark beside the file, others wait
 * for it to go. A mark that a run left behind when it was killed is taken away after three seconds.
 *
 * @throws what `action` throws, or the system's error when a mark cannot be made
 */
export function holdFile<T>(path: string, action: () => T): T {
  const mark = join(dirname(path), `.${basename(path)}.fairlead-lock`);
  while (!makeMark(mark)) waitFor(mark);
  try {
    return action();
  } finally {
    removeMark(mark);
  }
}

function makeMark(mark: string): boolean {
  try {
    closeSync(openSync(mark, 'wx'));
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** A mark that cannot be removed soon counts as left behind; what was done under it is done. */
function removeMark(mark: string): void {
  try {
    rmSync(mark, { force: true });
  } catch {}
}

function waitFor(mark: string): void {
  const age = ageOf(mark);
  if (age === undefined) return;
  if (age > LEFT_BEHIND) takeAway(mark);
  else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
}

/** Milliseconds since the mark was made; absent when it is gone. */
function ageOf(mark: string): number | undefined {
  try {
    return Math.abs(Date.now() - statSync(mark).mtimeMs);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Of several runs that find the same old mark, one takes it: the others would take away the next one. */
function takeAway(mark: string): void {
  const taken = `${mark}.${process.pid}`;
  try {
    renameSync(mark, taken);
    rmSync(taken, { force: true });
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}
