/** First segments of module names that imports of a project's own documents can mean. */
export interface OwnModules {
  /**
   * Names that an absolute import in the document finds: beside it, as when it is run as a script, or in a folder above
   * it that is no package. What a package holds is imported by the package's name.
   *
   * @param packages that the manifests ask for, by name: in a package, a file beside does not hide such a library
   */
  modulesFor(path: string, packages?: Readonly<Record<string, unknown>>): ReadonlySet<string>;
}

/** @param paths of all files, relative to the root, with `/` */
export function indexOwnModules(paths: readonly string[]): OwnModules {
  const byFolder = new Map<string, Set<string>>();
  const packages = new Set<string>();
  const add = (folder: string, name: string): void => {
    const names = byFolder.get(folder);
    if (names === undefined) byFolder.set(folder, new Set([name]));
    else names.add(name);
  };
  for (const path of paths) {
    if (!path.endsWith('.py')) continue;
    const parts = path.split('/');
    const file = parts.pop() ?? '';
    if (file === '__init__.py') packages.add(parts.join('/'));
    else add(parts.join('/'), file.slice(0, -3));
    // A folder with Python files is importable, with or without `__init__.py`.
    const folder = parts.pop();
    if (folder !== undefined) add(parts.join('/'), folder);
  }
  return {
    modulesFor(path, asked = {}) {
      const names = new Set<string>();
      const folders = path.split('/');
      const file = folders.pop() ?? '';
      for (let depth = folders.length; depth >= 0; depth -= 1) {
        const folder = folders.slice(0, depth).join('/');
        const isBeside = depth === folders.length;
        if (!isBeside && packages.has(folder)) continue;
        for (const name of byFolder.get(folder) ?? []) {
          // No module imports itself: `openai.py` of a package that imports openai means the library.
          if (isBeside && packages.has(folder) && file === `${name}.py`) continue;
          if (isBeside && packages.has(folder) && Object.hasOwn(asked, name.replaceAll('_', '-'))) continue;
          names.add(name);
        }
      }
      return names;
    },
  };
}
