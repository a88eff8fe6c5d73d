import type { Steps } from '../steps.js';
import type { ImportGraph } from './link-outlines.js';
import type { ModuleOutline, OutlinedClass } from './module-outline.js';

/** A class by the file that defines it. */
export interface ClassRef {
  readonly path: string;
  readonly name: string;
}

/** Classes that are looked at above one class, and below it. */
const MAX_ABOVE = 12;
const MAX_BELOW = 64;

/** Tells which classes of a workspace derive from which, by what their files say. */
export class ClassFamilies {
  readonly #graph: ImportGraph;
  readonly #below = new Map<string, ClassRef[]>();

  constructor(graph: ImportGraph) {
    this.#graph = graph;
  }

  /** Takes in the classes of all files; a step a file. */
  *add(outlines: readonly ModuleOutline[]): Steps<void> {
    for (const { path, classes } of outlines) {
      for (const one of classes) {
        for (const base of this.#basesOf(path, one, classes)) {
          const key = keyOf(base);
          const list = this.#below.get(key);
          if (list === undefined) this.#below.set(key, [{ path, name: one.name }]);
          else list.push({ path, name: one.name });
        }
      }
      yield;
    }
  }

  /** Classes of a file that leave methods to what derives from them. */
  openOnes({ path, classes }: ModuleOutline): readonly ClassRef[] {
    return classes.flatMap(({ name, isOpen }) =>
      isOpen && this.#below.has(keyOf({ path, name })) ? [{ path, name }] : [],
    );
  }

  /** What derives from a class, directly or not, nearest first. */
  below(root: ClassRef): readonly ClassRef[] {
    return collect(root, MAX_BELOW, (at) => this.#below.get(keyOf(at)) ?? []);
  }

  /** Classes of the workspace that leave methods to the classes of a file, which derive from them, directly or not. */
  above({ path, classes }: ModuleOutline): readonly ClassRef[] {
    const found = new Map<string, ClassRef>();
    for (const one of classes) {
      if (one.bases.length === 0) continue;
      const first = this.#basesOf(path, one, classes);
      for (const base of first) {
        found.set(keyOf(base), base);
        for (const further of collect(base, MAX_ABOVE, (at) => this.#basesOfRef(at)))
          found.set(keyOf(further), further);
      }
    }
    return [...found.values()].filter((base) => this.#isOpen(base, path, classes));
  }

  #isOpen({ path, name }: ClassRef, own: string, classes: readonly OutlinedClass[]): boolean {
    const known = path === own ? classes : this.#graph.outlineOf(path)?.classes;
    return known?.some((one) => one.isOpen && one.name === name) === true;
  }

  #basesOfRef({ path, name }: ClassRef): readonly ClassRef[] {
    const classes = this.#graph.outlineOf(path)?.classes ?? [];
    return classes.flatMap((one) => (one.name === name ? this.#basesOf(path, one, classes) : []));
  }

  #basesOf(
    path: string,
    { name: own, bases }: OutlinedClass,
    classes: readonly OutlinedClass[],
  ): readonly ClassRef[] {
    return bases.flatMap((base): readonly ClassRef[] => {
      const name = base.slice(base.lastIndexOf('.') + 1);
      if (name === base && base !== own && classes.some((known) => known.name === base))
        return [{ path, name }];
      const found = this.#graph.usesOf(path).flatMap((use) => {
        const wanted = use.as === base ? (use.name ?? name) : use.name === undefined ? name : undefined;
        const target = wanted === undefined ? undefined : this.#graph.outlineOf(use.path);
        return wanted !== undefined && target?.classes.some((known) => known.name === wanted) === true
          ? [{ path: use.path, name: wanted }]
          : [];
      });
      return found.slice(0, 1);
    });
  }
}

function keyOf({ path, name }: ClassRef): string {
  return `${path}\0${name}`;
}

/** What is reached from a class, without it. */
function collect(
  root: ClassRef,
  most: number,
  next: (at: ClassRef) => readonly ClassRef[],
): readonly ClassRef[] {
  const found = new Map<string, ClassRef>();
  let level = next(root);
  while (level.length > 0 && found.size < most) {
    const fresh = level.filter((at) => !found.has(keyOf(at)) && keyOf(at) !== keyOf(root));
    for (const at of fresh) found.set(keyOf(at), at);
    level = fresh.flatMap(next);
  }
  return [...found.values()].slice(0, most);
}
