import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import createIgnore, { type Ignore } from 'ignore';
import { errorCode } from '../node/file-error.js';
import { findPathInside } from './project-root.js';

/** Patterns of one folder in the form of .gitignore, and those of the folders above. Immutable. */
export interface IgnoreRules {
  /** Rules that are asked when these say nothing. */
  readonly outer?: IgnoreRules;
  /** Absolute path of the folder that the patterns are relative to. */
  readonly folder: string;
  readonly patterns: Ignore;
}

/** Makes rules from lines of a .gitignore file. */
export function createIgnoreRules(folder: string, lines: string, outer?: IgnoreRules): IgnoreRules {
  const ignoreCase = process.platform === 'win32' || process.platform === 'darwin';
  const patterns = createIgnore({ ignoreCase }).add(lines);
  return { folder, patterns, ...(outer === undefined ? {} : { outer }) };
}

/**
 * Adds the rules of a file to those above it.
 *
 * @param base what the patterns are relative to
 * @returns `outer` when there is no such file
 * @throws the system's error when the file is there and cannot be read
 */
export function readIgnoreFile(
  folder: string,
  name: string,
  outer: IgnoreRules | undefined,
  base: string,
): IgnoreRules | undefined {
  let lines: string;
  try {
    lines = readFileSync(join(folder, name), 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errorCode(error) ?? '')) return outer;
    throw error;
  }
  return createIgnoreRules(base, lines, outer);
}

/** Whether a path is ignored: the innermost rules that speak about it decide. */
export function isIgnored(rules: IgnoreRules | undefined, path: string, isFolder: boolean): boolean {
  for (let level = rules; level !== undefined; level = level.outer) {
    const inside = findPathInside(path, level.folder);
    if (inside === undefined || inside === '') continue;
    const verdict = level.patterns.test(isFolder ? `${inside}/` : inside);
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}
