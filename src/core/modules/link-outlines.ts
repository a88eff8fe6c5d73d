import type { Steps } from '../steps.js';
import type { ModuleRef } from './module-index.js';
import type { ModuleOutline } from './module-outline.js';
import type { ModulePort } from './module-port.js';

/** Something that a file takes from another one. */
export interface ModuleTake {
  /** The file that may define it. */
  readonly path: string;
  /** What it is called there; absent for the module itself, or all of it. */
  readonly name?: string;
  /** What it is called where it is taken; empty for the module itself. */
  readonly as: string;
}

/** Which files take what from which. */
export interface ImportGraph {
  outlineOf(path: string): ModuleOutline | undefined;
  usesOf(path: string): readonly ModuleTake[];
  /** Files that a file takes something from. */
  usedBy(path: string): readonly string[];
  /** Files that take something from a file, in the order of the list. */
  importersOf(path: string): readonly string[];
  /** Whether another file takes the name, or all there is. */
  isCalledFrom(path: string, name: string): boolean;
}

/** Files that one name is followed through. */
const MAX_FILES = 24;
/** Modules that a file may import everything from for its names to be followed there. */
const MAX_STARS = 8;

/** Follows the imports of all files to those that define what is imported, without a look at their texts; a step a file. */
export function* linkOutlines(
  outlines: readonly ModuleOutline[],
  port: Pick<ModulePort, 'find'>,
): Steps<ImportGraph> {
  const linker = new Linker(outlines, port);
  const uses = new Map<string, readonly ModuleTake[]>();
  const used = new Map<string, readonly string[]>();
  const importers = new Map<string, string[]>();
  const taken = new Map<string, Set<string | undefined>>();
  for (const outline of outlines) {
    const takes = linker.takesOf(outline);
    uses.set(outline.path, takes);
    const paths = new Set(takes.map((take) => take.path));
    used.set(outline.path, [...paths]);
    for (const path of paths) {
      const list = importers.get(path);
      if (list === undefined) importers.set(path, [outline.path]);
      else list.push(outline.path);
    }
    for (const { path, name } of takes) {
      const names = taken.get(path);
      if (names === undefined) taken.set(path, new Set([name]));
      else names.add(name);
    }
    yield;
  }
  return {
    outlineOf: (path) => linker.outlineOf(path),
    usesOf: (path) => uses.get(path) ?? [],
    usedBy: (path) => used.get(path) ?? [],
    importersOf: (path) => importers.get(path) ?? [],
    isCalledFrom: (path, name) => {
      const names = taken.get(path);
      return names !== undefined && (names.has(name) || names.has(undefined));
    },
  };
}

class Linker {
  readonly #outlines = new Map<string, ModuleOutline>();
  readonly #port: Pick<ModulePort, 'find'>;
  /** What each file imports by name, and from where it imports all. */
  readonly #bound = new Map<string, ReadonlyMap<string, readonly [module: string, name: string]>>();
  readonly #stars = new Map<string, readonly string[]>();
  readonly #known = new Map<string, readonly ModuleTake[]>();
  readonly #all = new Map<string, readonly ModuleTake[]>();

  constructor(outlines: readonly ModuleOutline[], port: Pick<ModulePort, 'find'>) {
    this.#port = port;
    for (const outline of outlines) this.#outlines.set(outline.path, outline);
  }

  outlineOf(path: string): ModuleOutline | undefined {
    return this.#outlines.get(path);
  }

  takesOf(outline: ModuleOutline): readonly ModuleTake[] {
    const { path } = outline;
    const takes: ModuleTake[] = [];
    for (const { module, names } of outline.imports) {
      const ref = this.#find(path, module);
      if (ref === undefined) {
        // `from . import config` in a package names modules beside it.
        if (names === undefined || !module.startsWith('.')) continue;
      }
      if (names === undefined) {
        if (ref?.path !== undefined) takes.push({ path: ref.path, as: '' });
        continue;
      }
      for (const { name, alias } of names) {
        if (name === '*') {
          if (ref?.path !== undefined) takes.push(...this.#allOf(ref.path));
        } else {
          for (const take of this.#follow(path, module, name)) takes.push({ ...take, as: alias ?? name });
        }
      }
    }
    return takes.filter((take) => take.path !== path);
  }

  #find(from: string, module: string): ModuleRef | undefined {
    return this.#port.find(from, module);
  }

  /** All of a module, and of those it takes everything from. */
  #allOf(path: string): readonly ModuleTake[] {
    let takes = this.#all.get(path);
    if (takes === undefined) {
      takes = this.#collectAll(path);
      this.#all.set(path, takes);
    }
    return takes;
  }

  #collectAll(path: string): readonly ModuleTake[] {
    const seen = new Set<string>();
    const open = [path];
    for (let at = open.pop(); at !== undefined && seen.size < MAX_FILES; at = open.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      const holder = at;
      for (const [module, name] of this.#boundIn(holder).values()) {
        for (const take of this.#follow(holder, module, name)) if (!seen.has(take.path)) seen.add(take.path);
      }
      for (const star of this.#starsOf(holder)) open.push(star);
    }
    return [...seen].map((found) => ({ path: found, as: '' }));
  }

  /** Files that may define what `from module import name` in a file takes. */
  #follow(from: string, module: string, name: string): readonly ModuleTake[] {
    const key = `${from}\0${module}\0${name}`;
    let takes = this.#known.get(key);
    if (takes === undefined) {
      const found: ModuleTake[] = [];
      const seen = new Set<string>();
      const open: (readonly [from: string, module: string, name: string])[] = [[from, module, name]];
      for (let at = open.pop(); at !== undefined && seen.size < MAX_FILES; at = open.pop()) {
        const [file, source, wanted] = at;
        const ref = this.#find(file, source);
        const asModule = this.#find(file, joinNames(source, wanted));
        if (asModule?.path !== undefined) found.push({ path: asModule.path, as: '' });
        const { path } = ref ?? {};
        if (path === undefined || seen.has(`${path}\0${wanted}`)) continue;
        seen.add(`${path}\0${wanted}`);
        const next = this.#boundIn(path).get(wanted);
        if (next !== undefined && this.#leadsOn(path, next)) open.push([path, ...next]);
        else {
          found.push({ path, name: wanted, as: '' });
          const stars = this.#starsOf(path);
          if (stars.length <= MAX_STARS) {
            for (const star of stars) found.push({ path: star, name: wanted, as: '' });
          }
        }
      }
      takes = found;
      this.#known.set(key, takes);
    }
    return takes;
  }

  #leadsOn(path: string, [module, name]: readonly [module: string, name: string]): boolean {
    return this.#find(path, module) !== undefined || this.#find(path, joinNames(module, name)) !== undefined;
  }

  #boundIn(path: string): ReadonlyMap<string, readonly [module: string, name: string]> {
    let bound = this.#bound.get(path);
    if (bound === undefined) {
      const map = new Map<string, readonly [string, string]>();
      for (const { module, names = [] } of this.#outlines.get(path)?.imports ?? []) {
        for (const { name, alias } of names) if (name !== '*') map.set(alias ?? name, [module, name]);
      }
      bound = map;
      this.#bound.set(path, bound);
    }
    return bound;
  }

  #starsOf(path: string): readonly string[] {
    let stars = this.#stars.get(path);
    if (stars === undefined) {
      const imports = this.#outlines.get(path)?.imports ?? [];
      stars = imports.flatMap(({ module, names }) =>
        names?.some(({ name }) => name === '*') === true ? (this.#find(path, module)?.path ?? []) : [],
      );
      this.#stars.set(path, stars);
    }
    return stars;
  }
}

function joinNames(module: string, name: string): string {
  return module.endsWith('.') ? module + name : `${module}.${name}`;
}
