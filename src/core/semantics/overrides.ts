import type { ClassStmt, FunctionStmt } from '../syntax/ir.js';
import type { ModuleModel, Site } from './module-model.js';
import type { Resolver } from './resolver.js';
import type { Scope } from './scope.js';

/** A method of a class that derives from another, and the scope of that class. */
export interface Override {
  readonly stmt: FunctionStmt;
  readonly scope: Scope;
}

const MAX_OVERRIDES = 8;

/** Finds what stands in for methods that leave their work to derived classes. Answers are kept per method. */
export class Overrides {
  readonly #resolver: Resolver;
  readonly #known = new Map<FunctionStmt, readonly Override[]>();

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
  }

  /**
   * The same method of classes that derive from its own, in its module, in the analysed one and, when it is that one's,
   * in those that import it; eight at most. `scope`: that of the class. Empty for a method that does something itself.
   */
  of(stmt: FunctionStmt, scope: Scope): readonly Override[] {
    let found = this.#known.get(stmt);
    if (found === undefined) {
      found = scope.owner?.kind === 'class' && isLeftOpen(stmt) ? this.#find(stmt, scope, scope.owner) : [];
      this.#known.set(stmt, found);
    }
    return found;
  }

  #find(stmt: FunctionStmt, { model }: Scope, holder: ClassStmt): readonly Override[] {
    const own = this.#resolver.model;
    const paths = model === own ? (own.links?.importers ?? []) : [];
    const importers = paths.flatMap((path) => own.links?.open(path) ?? []);
    const found: Override[] = [];
    for (const module of new Set([model, own, ...importers])) this.#findIn(module, stmt, holder, found);
    return found.slice(0, MAX_OVERRIDES);
  }

  #findIn(module: ModuleModel, { name }: FunctionStmt, holder: ClassStmt, found: Override[]): void {
    for (const block of module.syntax.blocksWith(holder.name)) {
      for (const statement of module.syntax.read(block)) {
        if (statement.kind !== 'class' || !this.#isDerived(statement, module, holder)) continue;
        const scope = module.scopeOf(statement, module.root);
        for (const { source } of scope.bindingsOf(name)) {
          if (source.kind === 'function') found.push({ stmt: source.stmt, scope });
        }
      }
    }
  }

  #isDerived({ bases, start }: ClassStmt, module: ModuleModel, holder: ClassStmt): boolean {
    const site: Site = { scope: module.root, offset: start };
    return bases.some(
      ({ name, value }) =>
        name === undefined &&
        this.#resolver
          .resolve(value, site)
          .some((target) => target.kind === 'class' && target.stmt === holder),
    );
  }
}

/** True for a method that does nothing, or only refuses: `pass`, `...`, `raise NotImplementedError`. */
function isLeftOpen({ body }: FunctionStmt): boolean {
  return body
    .read()
    .every(
      (statement) =>
        (statement.kind === 'expr' && statement.value.kind === 'constant') ||
        (statement.kind === 'other-stmt' && statement.role === 'raise'),
    );
}
