import type { Expr } from '../syntax/ir.js';
import type { CompiledNames } from './compiled-names.js';
import type { Site } from './module-model.js';
import type { Resolving } from './resolving.js';
import { isClassName, nameOf, type Target, uniqueTargets } from './target.js';

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
      if (isUnion) return uniqueTargets(annotation.indices.flatMap((index) => this.read(index, site, depth)));
      const isTransparent = outer.some((name) =>
        /^typing(_extensions)?\.(Optional|Annotated|Final|ClassVar)$/.test(name),
      );
      return isTransparent && inner !== undefined ? this.read(inner, site, depth) : [];
    }
    if (annotation.kind === 'binary' && annotation.operator === '|') {
      return uniqueTargets([
        ...this.read(annotation.left, site, depth),
        ...this.read(annotation.right, site, depth),
      ]);
    }
    return this.#resolving.at(annotation, site, depth).flatMap((target): Target[] => {
      if (target.kind === 'global') return [{ kind: 'instance', name: this.#classNamed(target.name) }];
      if (target.kind === 'class') return [{ kind: 'object', stmt: target.stmt, scope: target.scope }];
      return [];
    });
  }

  /** The class that an annotation names; a module whose default is a class stands for that. */
  #classNamed(name: string): string {
    return isClassName(name) ? name : (this.#knowledge.instanceReturnedBy(name) ?? name);
  }
}
