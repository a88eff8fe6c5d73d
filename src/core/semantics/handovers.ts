import type { CallExpr, Expr, FunctionStmt } from '../syntax/ir.js';
import type { Site } from './module-model.js';
import type { Resolver } from './resolver.js';
import { walkStatements } from './walk.js';

/** A call that is handed a function which is written in it. */
export interface Handover {
  readonly call: CallExpr;
  readonly site: Site;
  /** Whether the function is an argument itself, not a part of one. */
  readonly isDirect: boolean;
}

const MAX_DEPTH = 4;

/** Tells which calls are handed a function that is written in their arguments. Answers are kept. */
export class Handovers {
  readonly #resolver: Resolver;
  readonly #known = new Map<FunctionStmt, readonly Handover[]>();

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
  }

  /** The call around a function; empty for one that stands elsewhere. */
  of(stmt: FunctionStmt): readonly Handover[] {
    let found = this.#known.get(stmt);
    if (found === undefined) {
      found = this.#find(stmt);
      this.#known.set(stmt, found);
    }
    return found;
  }

  #find(stmt: FunctionStmt): readonly Handover[] {
    const { model } = this.#resolver;
    // Of Python, only a lambda.
    const mayBeWritten = stmt.receiver !== undefined || model.syntax.language.hasFunctionExpressions;
    if (!mayBeWritten) return [];
    const block = model.syntax.blocks.find(({ start, end }) => start <= stmt.start && stmt.start < end);
    if (block === undefined) return [];
    const found: Handover[] = [];
    walkStatements(model, model.syntax.read(block), model.root, {
      enters: (body) => body.start <= stmt.start && stmt.end <= body.end,
      expression: (expr, scope) => {
        if (expr.kind !== 'call' || expr.start > stmt.start || stmt.end > expr.end) return;
        const site: Site = { scope, offset: expr.start };
        for (const { value } of expr.args) {
          if (!holds(value, stmt, 0)) continue;
          found.push({ call: expr, site, isDirect: value.kind === 'function-expr' });
        }
      },
    });
    return found;
  }
}

/** True when an argument is the function, or an object or list that holds it. */
function holds(value: Expr, stmt: FunctionStmt, depth: number): boolean {
  switch (value.kind) {
    case 'function-expr':
      return value.stmt === stmt;
    case 'dict':
      return depth < MAX_DEPTH && value.entries.some((entry) => holds(entry.value, stmt, depth + 1));
    case 'sequence':
      return depth < MAX_DEPTH && value.items.some((item) => holds(item, stmt, depth + 1));
    default:
      return false;
  }
}
