import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from './file-error.js';

/**
 * Makes a folder and those it is in, where they are missing. Node's own way calls a folder missing that is in a read-only one,
 * and does not end where the system makes none, such as in `/proc`.
 *
 * @throws the system's error, with its reason
 */
export async function makeFolder(path: string): Promise<void> {
  const first = await tryFolder(path);
  if (first === undefined) return;
  const parent = dirname(path);
  if (errorCode(first) !== 'ENOENT' || parent === path) throw first;
  await makeFolder(parent);
  const second = await tryFolder(path);
  if (second !== undefined) throw second;
}

/** Makes one folder, if it is not there; returns what hindered it. */
async function tryFolder(path: string): Promise<unknown> {
  try {
    await mkdir(path);
    return undefined;
  } catch (error) {
    const stats = await stat(path).catch(() => undefined);
    return stats?.isDirectory() === true ? undefined : error;
  }
}
