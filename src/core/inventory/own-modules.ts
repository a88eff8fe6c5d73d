/** First segments of module names that imports of a project's own documents can mean. */
export interface OwnModules {
  /** Names that an import in the document finds beside it or in a folder above it. */
  modulesFor(path: string): ReadonlySet<string>;
}

/** @param paths of all files, relative to the root, with `/` */
export function indexOwnModules(paths: readonly string[]): OwnModules {
  const byFolder = new Map<string, Set<string>>();
  const add = (folder: string, name: string): void => {
    const names = byFolder.get(folder);
    if (names === undefined) byFolder.set(folder, new Set([name]));
    else names.add(name);
  };
  for (const path of paths) {
    if (!path.endsWith('.py')) continue;
    const parts = path.split('/');
    const file = parts.pop() ?? '';
    if (file !== '__init__.py') add(parts.join('/'), file.slice(0, -3));
    // A folder with Python files is a package, with or without `__init__.py`.
    const folder = parts.pop();
    if (folder !== undefined) add(parts.join('/'), folder);
  }
  return {
    modulesFor(path) {
      const names = new Set<string>();
      const folders = path.split('/').slice(0, -1);
      for (let depth = folders.length; depth >= 0; depth -= 1) {
        for (const name of byFolder.get(folders.slice(0, depth).join('/')) ?? []) names.add(name);
      }
      return names;
    },
  };
}
