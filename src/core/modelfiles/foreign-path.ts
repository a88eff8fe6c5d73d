/**
 * Why a path that a model file names leaves the model's own folder, as words that follow the path: `is absolute`. Undefined when
 * it stays inside. Judged by both Unix and Windows rules, since the file may be opened on either.
 */
export function describeForeignPath(path: string): string | undefined {
  if (/^[A-Za-z][A-Za-z0-9+.-]+:\/\//.test(path)) return 'is an address';
  if (/^([/\\]|[A-Za-z]:)/.test(path)) return 'is absolute';
  if (path.startsWith('~')) return 'begins in a home folder';
  if (path.includes('\0')) return 'has a null character';
  let depth = 0;
  for (const part of path.split(/[/\\]/)) {
    if (part === '..') depth -= 1;
    else if (part !== '' && part !== '.') depth += 1;
    if (depth < 0) return 'leaves the folder of the model';
  }
  return undefined;
}
