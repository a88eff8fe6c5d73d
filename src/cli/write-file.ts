import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode } from './cli-error.js';
import { holdFile } from './hold-file.js';

/** The file on disk is no longer the one that was read. */
export class FileChangedError extends Error {
  override readonly name = 'FileChangedError';
}

/**
 * Writes a file so that at any moment either the old or the new content is there, whole: into a new file of the
 * same folder, flushed to disk, then renamed. Follows a link to the file it leads to; keeps the mode and, where
 * allowed, the owner of an existing file. A device or pipe is written to directly.
 *
 * @param expected when given, the file must still have exactly this content, or must still be absent; of several runs that
 *   write the same file at once, one finds it so
 * @throws FileChangedError when it is not so; otherwise the system's error, with nothing changed
 */
export function writeFileAtomically(
  path: string,
  content: string | Uint8Array,
  expected?: Uint8Array | 'absent',
): void {
  const existing = statIfThere(path);
  if (existing !== undefined && !existing.isFile()) {
    writeFileSync(path, content);
    return;
  }
  const target = existing === undefined ? path : realpathSync(path);
  const temporary = join(dirname(target), `.fairlead-${randomBytes(8).toString('hex')}.tmp`);
  try {
    const descriptor = openSync(temporary, 'wx', 0o666);
    try {
      writeFileSync(descriptor, content);
      if (existing !== undefined) copyPermissions(descriptor, existing);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (expected === undefined) renameSync(temporary, target);
    else {
      holdFile(target, () => {
        if (!isAsExpected(target, expected)) throw new FileChangedError('it changed while it was checked');
        renameSync(temporary, target);
      });
    }
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  flushFolder(dirname(target));
}

function isAsExpected(path: string, expected: Uint8Array | 'absent'): boolean {
  if (expected === 'absent') return statIfThere(path) === undefined;
  return readFileSync(path).equals(expected);
}

function statIfThere(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function copyPermissions(descriptor: number, { mode, uid, gid }: Stats): void {
  if (process.getuid?.() !== uid || process.getgid?.() !== gid) {
    try {
      fchownSync(descriptor, uid, gid);
    } catch {
      // Only an administrator may give files away; the content matters more than the owner.
    }
  }
  fchmodSync(descriptor, mode & 0o7777);
}

/** Makes the rename survive a power failure, where the system lets folders be flushed. */
function flushFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // Windows and some network drives refuse; the file itself is complete.
  }
}
