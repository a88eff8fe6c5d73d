import { existsSync } from 'node:fs';
import nodePath, { dirname, join, type PlatformPath } from 'node:path';

/** The configuration file's name. */
export const CONFIGURATION_NAME = 'fairlead.yaml';

/**
 * The folder that paths in reports are relative to: the nearest one with fairlead.yaml or .git, at or above all
 * folders to check; without such a folder the current one, or, when they lie outside it, the folder that holds
 * them all.
 *
 * @param folders absolute; at least one
 * @param cwd absolute path of the current folder
 */
export function findProjectRoot(folders: readonly string[], cwd: string): string {
  const common = findCommonFolder(folders);
  for (const folder of listAncestors(common)) {
    if (existsSync(join(folder, CONFIGURATION_NAME)) || existsSync(join(folder, '.git'))) return folder;
  }
  return isInside(common, cwd) ? cwd : common;
}

/** The nearest folder at or above a folder that has .git; undefined outside of a repository. */
export function findRepositoryRoot(folder: string): string | undefined {
  return listAncestors(folder).find((ancestor) => existsSync(join(ancestor, '.git')));
}

/** A folder and all above it, innermost first. */
export function listAncestors(folder: string): readonly string[] {
  const ancestors = [folder];
  for (let at = folder, above = dirname(at); above !== at; at = above, above = dirname(at))
    ancestors.push(above);
  return ancestors;
}

/** Whether an absolute path is the folder or below it. */
export function isInside(path: string, folder: string): boolean {
  return findPathInside(path, folder) !== undefined;
}

/** A path relative to a root with `/`; absolute, with `/`, when it lies outside. `system`: whose paths these are. */
export function toReportPath(path: string, root: string, system: PlatformPath = nodePath): string {
  return findPathInside(path, root, system) ?? writeWithSlashes(path, system);
}

/** A path relative to a folder, with `/`, and empty for the folder itself; undefined for one that is not below it. */
export function findPathInside(
  path: string,
  folder: string,
  system: PlatformPath = nodePath,
): string | undefined {
  const { isAbsolute, relative, sep } = system;
  const inside = relative(folder, path);
  // On another drive of Windows the way from one to the other is absolute.
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return undefined;
  return writeWithSlashes(inside, system);
}

function writeWithSlashes(path: string, { sep }: PlatformPath): string {
  return sep === '/' ? path : path.split(sep).join('/');
}

function findCommonFolder(folders: readonly string[]): string {
  const [first = '', ...others] = folders;
  const common = listAncestors(first).find((ancestor) =>
    others.every((folder) => isInside(folder, ancestor)),
  );
  return common ?? first;
}
