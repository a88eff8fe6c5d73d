import createIgnore, { type Ignore } from 'ignore';

/** A `.gitignore`, or patterns in its form. */
export interface IgnoreFile {
  /** Path of the folder its patterns are relative to, with `/` and without one at the end; empty for the root. */
  readonly folder: string;
  readonly text: string;
}

/**
 * Whether a file is ignored, by the rules of Git: a deeper file decides before a higher one, and what lies in an ignored
 * folder is ignored whatever else says.
 *
 * @returns a test of paths relative to the root
 */
export function createIgnoreRules(files: readonly IgnoreFile[]): (path: string) => boolean {
  const rules = new Map<string, Ignore>();
  for (const { folder, text } of files) {
    const known = rules.get(folder);
    if (known) known.add(text);
    else rules.set(folder, createIgnore().add(text));
  }
  if (rules.size === 0) return () => false;
  const folders = new Map<string, boolean>();
  const isFolderIgnored = (folder: string): boolean => {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const isIgnored = folder !== '' && (isFolderIgnored(parentOf(folder)) || decide(rules, folder, '/'));
    folders.set(folder, isIgnored);
    return isIgnored;
  };
  return (path) => isFolderIgnored(parentOf(path)) || decide(rules, path, '');
}

function decide(rules: ReadonlyMap<string, Ignore>, path: string, ending: '' | '/'): boolean {
  for (let folder = parentOf(path); ; folder = parentOf(folder)) {
    const relative = folder === '' ? path : path.slice(folder.length + 1);
    const verdict = rules.get(folder)?.test(relative + ending);
    if (verdict?.ignored) return true;
    if (verdict?.unignored || folder === '') return false;
  }
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}
