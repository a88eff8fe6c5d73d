import type { DocumentInput } from '../source/document.js';
import type { ModuleOutline } from './module-outline.js';
import type { ModulePort } from './module-port.js';

/** Files that are read for those that were checked. */
const MAX_FILES = 300;

/**
 * Outlines of the files that others import, directly or not, and that are not among them, as far as they are at hand.
 *
 * @param outline of one file; undefined for what is no Python
 */
export function completeOutlines(
  outlines: readonly ModuleOutline[],
  port: Pick<ModulePort, 'find' | 'read'>,
  outline: (input: DocumentInput) => ModuleOutline | undefined,
): readonly ModuleOutline[] {
  const known = new Set(outlines.map(({ path }) => path));
  const added: ModuleOutline[] = [];
  const open = [...outlines];
  for (let at = open.pop(); at !== undefined && added.length < MAX_FILES; at = open.pop()) {
    for (const path of importedPaths(at, port)) {
      if (known.has(path)) continue;
      known.add(path);
      const input = port.read(path);
      const found = input === undefined ? undefined : outline(input);
      if (found === undefined) continue;
      added.push(found);
      open.push(found);
    }
  }
  return added;
}

/** Files that the imports of a file name. */
export function importedPaths(
  { path, imports }: ModuleOutline,
  port: Pick<ModulePort, 'find'>,
): readonly string[] {
  const paths = new Set<string>();
  for (const { module, names } of imports) {
    const found = port.find(path, module)?.path;
    if (found !== undefined) paths.add(found);
    for (const { name } of names ?? []) {
      const inner = port.find(path, module.endsWith('.') ? module + name : `${module}.${name}`)?.path;
      if (inner !== undefined) paths.add(inner);
    }
  }
  return [...paths];
}
