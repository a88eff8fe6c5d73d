import type { Span } from '../source/position.js';
import type { ClassStmt, ComprehensionExpr, Expr, FunctionStmt, Parameter } from '../syntax/ir.js';
import type { ModuleModel } from './module-model.js';

/** How a name comes to stand for something. */
export type BindingSource =
  /** An import; the qualified name it stands for. */
  | { readonly kind: 'import'; readonly name: string }
  /** `name = value`; also `with value as name` when `isEntered`. */
  | { readonly kind: 'value'; readonly value: Expr; readonly isEntered?: boolean; readonly annotation?: Expr }
  /** One of the values in `value`: unpacking (`position`), or iteration. */
  | {
      readonly kind: 'part';
      readonly value: Expr;
      readonly position?: number;
      /** Position within each item of `value`, as of `k` in `for k, v in value`; absent for the item itself. */
      readonly within?: number;
      /** Names of the members that lead from `value` to the part, outer first; absent when it is no such member. */
      readonly path?: readonly string[];
      /** True when `value` is worked out in the scope around, as the first iterable of a comprehension is. */
      readonly isOutside?: true;
    }
  /** Adds to what the name stood for: `+=`, `.append(value)`, `name[key] = value`, `name.attribute = value`. */
  | {
      readonly kind: 'addition';
      readonly value: Expr;
      readonly key?: Expr;
      readonly attribute?: string;
      /** True when the value goes into what the attribute holds, under the key if there is one: `name.attribute.append(value)`. */
      readonly isInside?: true;
      /** True when an entry that is there already stays, as with `setdefault`. */
      readonly isDefault?: true;
    }
  | { readonly kind: 'declared'; readonly annotation?: Expr }
  | { readonly kind: 'function'; readonly stmt: FunctionStmt }
  | { readonly kind: 'class'; readonly stmt: ClassStmt }
  | {
      readonly kind: 'parameter';
      readonly parameter: Parameter;
      readonly index: number;
      /** As for a part, from the argument on; absent for the argument itself. */
      readonly path?: readonly string[];
    }
  /** Something we cannot follow: `del`, an exception, a `case` pattern. */
  | { readonly kind: 'opaque' };

/** One place that binds a name. */
export interface Binding {
  readonly name: string;
  readonly source: BindingSource;
  /** Where the binding stands, for paths. */
  readonly span: Span;
  /** Offset from which it holds. */
  readonly at: number;
  /** The innermost body that may not run (a branch, loop or handler); absent when it always runs. */
  readonly branch?: Span;
  /** The block outside of which the name is not known; absent when the whole scope knows it. */
  readonly block?: Span;
  /** True when the name may be that of a scope around, to which something is assigned. */
  readonly isOutside?: true;
  /** Loops around it, outermost first. */
  readonly loops: readonly Span[];
  readonly scope: Scope;
  /** Name under which it was imported from another module; absent for what is bound where it is looked up. */
  readonly imported?: string;
}

const NONE: readonly Binding[] = [];

export type ScopeOwner = FunctionStmt | ClassStmt | ComprehensionExpr;

/** A region in which names are bound. The module's own scope has no owner. */
export class Scope {
  readonly model: ModuleModel;
  readonly parent: Scope | undefined;
  readonly owner: ScopeOwner | undefined;
  #bindings: Map<string, Binding[]> | undefined;
  readonly #collect: (scope: Scope) => readonly Binding[];

  constructor(
    model: ModuleModel,
    parent: Scope | undefined,
    owner: ScopeOwner | undefined,
    collect: (scope: Scope) => readonly Binding[],
  ) {
    this.model = model;
    this.parent = parent;
    this.owner = owner;
    this.#collect = collect;
  }

  /** Bindings of a name in this scope alone, in the order of the text. */
  bindingsOf(name: string): readonly Binding[] {
    if (this.#bindings === undefined) {
      this.#bindings = new Map();
      for (const binding of this.#collect(this)) {
        const list = this.#bindings.get(binding.name);
        if (list === undefined) this.#bindings.set(binding.name, [binding]);
        else list.push(binding);
      }
    }
    return this.#bindings.get(name) ?? NONE;
  }
}
