import type { ClassStmt, Expr, FunctionStmt } from '../syntax/ir.js';
import type { Ancestors } from './ancestors.js';
import type { ModuleModel } from './module-model.js';
import type { Resolver } from './resolver.js';
import type { Scope } from './scope.js';

/** A method of a class, and the scope of that class. */
export interface Override {
  readonly stmt: FunctionStmt;
  readonly scope: Scope;
}

const MAX_OVERRIDES = 8;

/** Finds what stands in for methods that leave their work to derived classes, and back. Answers are kept per method. */
export class Overrides {
  readonly #resolver: Resolver;
  readonly #ancestors: Ancestors;
  readonly #known = new Map<FunctionStmt, readonly Override[]>();
  readonly #open = new Map<FunctionStmt, readonly Override[]>();

  constructor(resolver: Resolver, ancestors: Ancestors) {
    this.#resolver = resolver;
    this.#ancestors = ancestors;
  }

  /**
   * The same method of classes that derive from its own, in its module, in the analysed one, in what the workspace is known
   * to derive from it, and, when it is the analysed module's, in those that import it; eight at most. `scope`: that of the
   * class. Empty for a method that does something itself.
   */
  of(stmt: FunctionStmt, scope: Scope): readonly Override[] {
    let found = this.#known.get(stmt);
    if (found === undefined) {
      found = scope.owner?.kind === 'class' && isLeftOpen(stmt) ? this.#find(stmt, scope, scope.owner) : [];
      this.#known.set(stmt, found);
    }
    return found;
  }

  /** The methods that a method stands in for, of what its class derives from. `scope`: that of the class. */
  standsFor(stmt: FunctionStmt, { owner, parent }: Scope): readonly Override[] {
    if (owner?.kind !== 'class' || parent === undefined || owner.bases.length === 0) return [];
    let found = this.#open.get(stmt);
    if (found === undefined) {
      found = this.#ancestors.of(owner, parent).own.flatMap((base) => {
        const scope = base.scope.model.scopeOf(base.stmt, base.scope);
        return methodsOf(scope, stmt.name).filter((method) => isLeftOpen(method.stmt));
      });
      this.#open.set(stmt, found);
    }
    return found;
  }

  #find(stmt: FunctionStmt, scope: Scope, holder: ClassStmt): readonly Override[] {
    const { model } = scope;
    const own = this.#resolver.model;
    const paths = model === own ? (own.links?.importers ?? []) : [];
    const importers = paths.flatMap((path) => own.links?.open(path) ?? []);
    const found: Override[] = [];
    for (const module of new Set([model, own, ...importers])) this.#findIn(module, stmt, holder, found);
    const known = model.source === undefined ? [] : own.links?.derivedFrom(model.source.path, holder.name);
    for (const { path, name } of known ?? []) {
      if (found.length >= MAX_OVERRIDES) break;
      for (const { source, scope: around } of own.links?.open(path)?.exported(name) ?? []) {
        if (source.kind === 'class' && this.#isDerived(source.stmt, around, holder))
          this.#add(source.stmt, around, stmt.name, found);
      }
    }
    return found.slice(0, MAX_OVERRIDES);
  }

  #findIn(module: ModuleModel, { name }: FunctionStmt, holder: ClassStmt, found: Override[]): void {
    for (const block of module.syntax.blocksWith(holder.name)) {
      for (const statement of module.syntax.read(block)) {
        if (statement.kind !== 'class' || !this.#isDerived(statement, module.root, holder)) continue;
        this.#add(statement, module.root, name, found);
      }
    }
  }

  #add(stmt: ClassStmt, around: Scope, name: string, found: Override[]): void {
    for (const method of methodsOf(around.model.scopeOf(stmt, around), name)) {
      if (!found.some((known) => known.stmt === method.stmt)) found.push(method);
    }
  }

  #isDerived(stmt: ClassStmt, around: Scope, holder: ClassStmt): boolean {
    return this.#ancestors.of(stmt, around).own.some((base) => base.stmt === holder);
  }
}

/** The methods of a name in the scope of a class. */
export function methodsOf(scope: Scope, name: string): readonly Override[] {
  return scope
    .bindingsOf(name)
    .flatMap(({ source }) => (source.kind === 'function' ? [{ stmt: source.stmt, scope }] : []));
}

/** True for a method that does nothing, or only refuses: `pass`, `...`, `raise NotImplementedError`; or that is abstract. */
export function isLeftOpen({ body, decorators }: FunctionStmt): boolean {
  return (
    decorators.some((decorator) => lastName(decorator) === 'abstractmethod') ||
    body
      .read()
      .every(
        (statement) =>
          (statement.kind === 'expr' && statement.value.kind === 'constant') ||
          (statement.kind === 'other-stmt' && statement.role === 'raise'),
      )
  );
}

function lastName(expr: Expr): string | undefined {
  return expr.kind === 'name' || expr.kind === 'attribute' ? expr.name : undefined;
}
