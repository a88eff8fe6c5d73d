import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';

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
  const inside = relative(folder, path);
  return inside === '' || !(inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside));
}

/** A path relative to a root with `/`; absolute, with `/`, when it lies outside. */
export function toReportPath(path: string, root: string): string {
  const shown = isInside(path, root) ? relative(root, path) : path;
  return sep === '/' ? shown : shown.split(sep).join('/');
}

function findCommonFolder(folders: readonly string[]): string {
  const [first = '', ...others] = folders;
  const common = listAncestors(first).find((ancestor) =>
    others.every((folder) => isInside(folder, ancestor)),
  );
  return common ?? first;
}
