/** Which files there are; paths relative to the root of the workspace, with `/`. */
export interface ModuleFiles {
  hasFile(path: string): boolean;
  /** True for a folder that holds a Python file, however deep. */
  hasFolder(path: string): boolean;
}

/** What an import names: a file, or a folder of files. */
export interface ModuleRef {
  /** The file that is run: `__init__.py` of a package; absent for a folder that has none. */
  readonly path?: string;
  /** Where the modules in it are; absent for a module that is no package. */
  readonly folder?: string;
}

const PACKAGE_FILE = '__init__.py';
/** A folder that projects keep their packages in without naming it in imports. */
const SOURCE_FOLDER = 'src';

/** Tells what imports of a workspace's own modules name. Answers are kept. */
export class ModuleIndex {
  readonly #files: ModuleFiles;
  readonly #roots = new Map<string, readonly string[]>();
  readonly #found = new Map<string, ModuleRef | undefined>();

  constructor(files: ModuleFiles) {
    this.#files = files;
  }

  /**
   * The module that a file means by a dotted name, which begins with a dot for each level of a relative import;
   * undefined when the workspace has none, or several that are not told apart by what Python does.
   */
  find(from: string, name: string): ModuleRef | undefined {
    const folder = folderOf(from);
    const key = `${folder}\0${name}`;
    if (this.#found.has(key)) return exceptItself(this.#found.get(key), from);
    const found = name.startsWith('.') ? this.#findRelative(from, name) : this.#findAbsolute(folder, name);
    this.#found.set(key, found);
    return exceptItself(found, from);
  }

  /** A module in a package. */
  findIn({ folder }: ModuleRef, name: string): ModuleRef | undefined {
    return folder === undefined ? undefined : this.#locate(folder, [name]);
  }

  #findRelative(from: string, name: string): ModuleRef | undefined {
    if (!from.endsWith('.py')) return undefined;
    const rest = name.replace(/^\.+/, '');
    let folder: string | undefined = folderOf(from);
    for (let level = name.length - rest.length; level > 1; level -= 1) {
      if (folder === undefined || folder === '') return undefined;
      folder = folderOf(folder);
    }
    return folder === undefined ? undefined : this.#locate(folder, rest === '' ? [] : rest.split('.'));
  }

  #findAbsolute(folder: string, name: string): ModuleRef | undefined {
    const segments = name.split('.');
    const found = new Map<string, ModuleRef>();
    for (const root of this.#rootsOf(folder)) {
      const ref = this.#locate(root, segments);
      if (ref !== undefined) found.set(ref.path ?? ref.folder ?? '', ref);
    }
    // What a package holds is imported by the package's name, unless the file is run as a script, or is loaded from a
    // folder in the package that is none itself by one that is.
    const around = found.size === 0 ? this.#packageAround(folder) : undefined;
    if (around !== undefined) return this.#locate(around, segments);
    const [only] = found.values();
    return found.size === 1 ? only : undefined;
  }

  /** Folders in which an absolute import of a file in `folder` may look. */
  #rootsOf(folder: string): readonly string[] {
    let roots = this.#roots.get(folder);
    if (roots === undefined) {
      const found: string[] = [];
      for (let at: string | undefined = folder; at !== undefined; at = at === '' ? undefined : folderOf(at)) {
        if (!this.#isPackage(at)) {
          found.push(at);
          const source = join(at, SOURCE_FOLDER);
          if (this.#files.hasFolder(source) && !this.#isPackage(source)) found.push(source);
        }
      }
      roots = [...new Set(found)];
      this.#roots.set(folder, roots);
    }
    return roots;
  }

  /** The nearest package that a folder is or lies in. */
  #packageAround(folder: string): string | undefined {
    for (let at = folder; at !== ''; at = folderOf(at)) if (this.#isPackage(at)) return at;
    return this.#isPackage('') ? '' : undefined;
  }

  #isPackage(folder: string): boolean {
    return this.#files.hasFile(join(folder, PACKAGE_FILE));
  }

  #locate(root: string, segments: readonly string[]): ModuleRef | undefined {
    let folder = root;
    for (const [index, segment] of segments.entries()) {
      if (segment === '') return undefined;
      const inner = join(folder, segment);
      if (!this.#files.hasFolder(inner)) {
        const path = `${inner}.py`;
        return index === segments.length - 1 && this.#files.hasFile(path) ? { path } : undefined;
      }
      // A folder without an `__init__.py` steps back behind a module of the same name.
      const isLast = index === segments.length - 1;
      if (isLast && !this.#isPackage(inner) && this.#files.hasFile(`${inner}.py`))
        return { path: `${inner}.py` };
      folder = inner;
    }
    const path = join(folder, PACKAGE_FILE);
    return { folder, ...(this.#files.hasFile(path) ? { path } : {}) };
  }
}

/** The files of a list. */
export function listModuleFiles(paths: readonly string[]): ModuleFiles {
  const files = new Set<string>();
  const folders = new Set<string>(['']);
  for (const path of paths) {
    if (!path.endsWith('.py')) continue;
    files.add(path);
    for (let folder = folderOf(path); !folders.has(folder); folder = folderOf(folder)) folders.add(folder);
  }
  return { hasFile: (path) => files.has(path), hasFolder: (path) => folders.has(path) };
}

/** No module imports itself: `openai.py` of a project that imports openai means the library. */
function exceptItself(ref: ModuleRef | undefined, from: string): ModuleRef | undefined {
  return ref?.path === from ? undefined : ref;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
