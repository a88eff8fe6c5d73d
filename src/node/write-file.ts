import type { Stats } from 'node:fs';
import { type FileHandle, open, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FileChangedError } from './file-changed-error.js';
import { errorCode } from './file-error.js';
import { holdFile } from './hold-file.js';
import { retryWhileBusy } from './retry-while-busy.js';

/**
 * Writes a file so that at any moment either the old or the new content is there, whole: into a new file of the
 * same folder, flushed to disk, then renamed. Follows a link to the file it leads to; keeps the mode and, where
 * allowed, the owner of an existing file. A device or pipe is written to directly. A file that another program holds is waited
 * for, for less than two seconds.
 *
 * @param expected when given, the file must still have exactly this content, or must still be absent; of several runs that
 *   write the same file at once, one finds it so
 * @throws FileChangedError when it is not so; an error with a message for people when the file is marked read-only; otherwise the
 *   system's error. Nothing is changed then.
 */
export async function writeFileAtomically(
  path: string,
  content: string | Uint8Array,
  expected?: Uint8Array | 'absent',
): Promise<void> {
  const existing = await statIfThere(path);
  if (existing !== undefined && !existing.isFile()) return writeFile(path, content);
  // To rename a file over it needs no right to it.
  if (existing !== undefined && (existing.mode & 0o222) === 0) throw new Error('it is read-only');
  const target = existing === undefined ? path : await realpath(path);
  // Loaded when something is written: most runs write nothing.
  const { randomBytes } = await import('node:crypto');
  const temporary = join(dirname(target), `.fairlead-${randomBytes(8).toString('hex')}.tmp`);
  try {
    const handle = await open(temporary, 'wx', 0o666);
    try {
      await handle.writeFile(content);
      if (existing !== undefined) await copyPermissions(handle, existing);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (expected === undefined) await replace(temporary, target);
    else {
      await holdFile(target, async () => {
        if (!(await isAsExpected(target, expected))) {
          throw new FileChangedError('it changed while it was checked');
        }
        await replace(temporary, target);
      });
    }
  } catch (error) {
    // What hindered the writing is worth more than what hinders the tidying up.
    await retryWhileBusy(() => rm(temporary, { force: true })).catch(() => undefined);
    throw error;
  }
  await flushFolder(dirname(target));
}

function replace(temporary: string, target: string): Promise<void> {
  return retryWhileBusy(() => rename(temporary, target));
}

async function isAsExpected(path: string, expected: Uint8Array | 'absent'): Promise<boolean> {
  if (expected === 'absent') return (await statIfThere(path)) === undefined;
  return (await readFile(path)).equals(expected);
}

async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function copyPermissions(handle: FileHandle, { mode, uid, gid }: Stats): Promise<void> {
  if (process.getuid?.() !== uid || process.getgid?.() !== gid) {
    // Only an administrator may give files away; the content matters more than the owner.
    await handle.chown(uid, gid).catch(() => undefined);
  }
  await handle.chmod(mode & 0o7777);
}

/** Makes the rename survive a power failure, where the system lets folders be flushed. */
async function flushFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Windows and some network drives refuse; the file itself is complete.
  }
}
