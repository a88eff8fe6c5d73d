import type { Expr } from '../syntax/ir.js';
import type { CompiledNames } from './compiled-names.js';
import type { Site } from './module-model.js';
import type { Resolving } from './resolving.js';
import { isClassName, nameOf, type Target, uniqueTargets } from './target.js';

const NUMBERS = /^builtins\.(?:int|float|bool)$/;

/** Tells what annotations promise. */
export class Annotations {
  readonly #resolving: Resolving;
  readonly #knowledge: CompiledNames;

  constructor(resolving: Resolving, knowledge: CompiledNames) {
    this.#resolving = resolving;
    this.#knowledge = knowledge;
  }

  /** An annotation names a class; `Optional[X]`, `X | None` and quoted names are seen through. */
  read(annotation: Expr, site: Site, depth: number): readonly Target[] {
    if (annotation.kind === 'subscript') {
      const inner = annotation.indices[0];
      const outer = this.#resolving
        .at(annotation.object, site, depth)
        .flatMap((target) => nameOf(target) ?? []);
      const isUnion = outer.some((name) => /^typing(_extensions)?\.Union$/.test(name));
      if (isUnion) return this.#readEach(annotation.indices, site, depth);
      const isTransparent = outer.some((name) =>
        /^typing(_extensions)?\.(Optional|Annotated|Final|ClassVar)$/.test(name),
      );
      return isTransparent && inner !== undefined ? this.read(inner, site, depth) : [];
    }
    if (annotation.kind === 'binary' && annotation.operator === '|') {
      return this.#readEach([annotation.left, annotation.right], site, depth);
    }
    return this.#resolving.at(annotation, site, depth).flatMap((target): Target[] => {
      if (target.kind === 'global') return [{ kind: 'instance', name: this.#classNamed(target.name) }];
      if (target.kind === 'class') return [{ kind: 'object', stmt: target.stmt, scope: target.scope }];
      return [];
    });
  }

  /** What a value of one of several types is; not the number that `str | int` may hold as well. */
  #readEach(types: readonly Expr[], site: Site, depth: number): readonly Target[] {
    const read = types
      .filter((type) => type.kind !== 'constant' || type.type !== 'none')
      .map((type) => this.read(type, site, depth));
    const others = read.filter((targets) => !targets.some((target) => NUMBERS.test(nameOf(target) ?? '')));
    return uniqueTargets((others.length > 0 ? others : read).flat());
  }

  /** The class that an annotation names; a module whose default is a class stands for that. */
  #classNamed(name: string): string {
    return isClassName(name) ? name : (this.#knowledge.instanceReturnedBy(name) ?? name);
  }
}
