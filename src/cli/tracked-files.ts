import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What Git keeps of a repository: it never ignores that, whatever .gitignore says. */
export interface TrackedFiles {
  /** Paths from the top of the repository, with `/`. */
  readonly files: ReadonlySet<string>;
  /** The folders that hold them. */
  readonly folders: ReadonlySet<string>;
}

/**
 * Reads the index of a repository.
 *
 * @param top absolute path of the folder with .git
 * @returns nothing tracked when there is no index, or one of a form that is not known
 */
export function readTrackedFiles(top: string): TrackedFiles {
  const files = new Set<string>();
  const folders = new Set<string>();
  for (const path of readIndex(top) ?? []) {
    files.add(path);
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const folder = path.slice(0, slash);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return { files, folders };
}

function readIndex(top: string): readonly string[] | undefined {
  try {
    return listTrackedPaths(readFileSync(join(findGitFolder(top), 'index')));
  } catch {
    return undefined;
  }
}

/** Of a second work tree and of a submodule, .git is a file that names the folder. */
function findGitFolder(top: string): string {
  const git = join(top, '.git');
  if (statSync(git).isDirectory()) return git;
  return resolve(top, /^gitdir: (.+)$/m.exec(readFileSync(git, 'utf8'))?.[1] ?? '.');
}

const HEADER = 12;
/** Times, numbers of the file and its hash, up to the flags. */
const FIXED = 60;
const EXTENDED = 0x4000;
/** In bytes. Paths of version 4 go on from each other: longer ones would be made to take memory. */
const MAX_PATH = 4096;

/**
 * The paths of an index of Git, versions 2 to 4 with SHA-1; undefined for any other, and for one with longer paths than
 * systems have.
 *
 * @throws RangeError when it ends too early
 */
export function listTrackedPaths(index: Buffer): readonly string[] | undefined {
  const version = index.readUInt32BE(4);
  if (index.toString('latin1', 0, 4) !== 'DIRC' || version < 2 || version > 4) return undefined;
  const paths: string[] = [];
  let at = HEADER;
  let last = Buffer.alloc(0);
  for (let left = index.readUInt32BE(8); left > 0; left -= 1) {
    const start = at;
    const isExtended = (index.readUInt16BE(at + FIXED) & EXTENDED) !== 0;
    at += FIXED + (isExtended ? 4 : 2);
    // Version 4 says how much of the path before is dropped.
    let kept = 0;
    if (version === 4) {
      const { value, end } = readOffset(index, at);
      kept = last.length - value;
      at = end;
    }
    const end = index.indexOf(0, at);
    if (end < 0 || kept < 0 || kept + end - at > MAX_PATH) return undefined;
    last = Buffer.concat([last.subarray(0, kept), index.subarray(at, end)]);
    paths.push(last.toString());
    // The others fill up to a multiple of eight with one to eight zeros.
    at = version === 4 ? end + 1 : start + (Math.floor((end - start) / 8) + 1) * 8;
  }
  return paths;
}

/** A number as in the offsets of Git's packs. */
function readOffset(bytes: Buffer, start: number): { readonly value: number; readonly end: number } {
  let at = start;
  let byte = bytes.readUInt8(at);
  let value = byte & 0x7f;
  while ((byte & 0x80) !== 0) {
    at += 1;
    byte = bytes.readUInt8(at);
    value = (value + 1) * 128 + (byte & 0x7f);
  }
  return { value, end: at + 1 };
}
