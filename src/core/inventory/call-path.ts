import type { Scope } from '../semantics/scope.js';
import type { Expr, FunctionStmt } from '../syntax/ir.js';
import type { FactBuilder, PlacedCall } from './fact-builder.js';
import type { ModulePlaces } from './module-places.js';

const maxFunctions = 12;

/** A function with the scope that it is defined in. */
export interface PlacedFunction {
  readonly stmt: FunctionStmt;
  readonly scope: Scope;
}

/** Which functions of a module lead to a place. */
export class CallPath {
  readonly #facts: FactBuilder;
  readonly #places: ModulePlaces;
  #callers: ReadonlyMap<FunctionStmt, readonly FunctionStmt[]> | undefined;

  constructor(facts: FactBuilder, places: ModulePlaces) {
    this.#facts = facts;
    this.#places = places;
  }

  /** The function that a scope belongs to, and those that call it or hand it to others to call, nearest first. */
  functionsAround(scope: Scope): readonly PlacedFunction[] {
    const start = functionOf(scope);
    if (start === undefined) return [];
    this.#callers ??= this.#collectCallers();
    const callers = this.#callers;
    const found = new Set([start]);
    for (const stmt of found) {
      for (const caller of callers.get(stmt) ?? []) if (found.size < maxFunctions) found.add(caller);
    }
    return [...found].flatMap((stmt) => this.#places.functions.find((each) => each.stmt === stmt) ?? []);
  }

  #collectCallers(): ReadonlyMap<FunctionStmt, readonly FunctionStmt[]> {
    const callers = new Map<FunctionStmt, FunctionStmt[]>();
    const note = (target: Expr, call: PlacedCall): void => {
      const caller = functionOf(call.site.scope);
      if (caller === undefined) return;
      for (const found of this.#facts.module.resolver.resolve(target, call.site)) {
        if (found.kind !== 'function' || found.stmt === caller) continue;
        const list = callers.get(found.stmt);
        if (list === undefined) callers.set(found.stmt, [caller]);
        else if (!list.includes(caller)) list.push(caller);
      }
    };
    for (const call of this.#places.calls) {
      note(call.callee, call);
      // `fabric.launch(main, ...)`.
      for (const { value } of call.args) if (value.kind === 'name') note(value, call);
    }
    return callers;
  }
}

function functionOf(scope: Scope): FunctionStmt | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent)
    if (at.owner?.kind === 'function') return at.owner;
  return undefined;
}
