import type { Span } from '../source/position.js';
import type { Expr, FunctionStmt, Stmt } from '../syntax/ir.js';
import { flatStatements } from '../syntax/visit.js';
import type { Site } from './module-model.js';
import type { Resolver } from './resolver.js';
import type { Scope } from './scope.js';
import { holdingWord, walkStatements } from './walk.js';

const MAX_DEPTH = 3;
const MAX_NAMES = 4;

/** Tells under which names functions are kept to be called by something else than their own. Answers are kept. */
export class KeptFunctions {
  readonly #resolver: Resolver;
  readonly #known = new Map<FunctionStmt, readonly string[]>();

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
  }

  /**
   * Names and members of the module that a function is given to, or a dict or list with it, as in `self.run = run_local` and
   * `TOOLS = {"run": run}`; four at most. `scope`: that of the function.
   */
  of(stmt: FunctionStmt, scope: Scope): readonly string[] {
    let names = this.#known.get(stmt);
    if (names === undefined) {
      names = [...new Set(this.#find(stmt, scope))].slice(0, MAX_NAMES);
      this.#known.set(stmt, names);
    }
    return names;
  }

  #find(stmt: FunctionStmt, { model, parent }: Scope): readonly string[] {
    const names: string[] = [];
    const look = (statement: Stmt, scope: Scope): void => {
      if (statement.kind !== 'assign' || statement.value === undefined) return;
      const { value } = statement;
      const site: Site = { scope, offset: statement.start };
      if (!this.#holds(value, stmt, site, 0)) return;
      for (const target of statement.targets) names.push(...nameOf(target, stmt.name));
    };
    if (parent?.owner?.kind === 'function')
      for (const statement of flatStatements(parent.owner.body.read())) look(statement, parent);
    // A function without a name is kept where it stands, or nowhere.
    const own = stmt.name === '' ? model.syntax.blockAt(stmt.start) : undefined;
    const blocks = own === undefined ? model.syntax.blocksHanding(stmt.name) : [own];
    const isAround = (span: Span): boolean => span.start <= stmt.start && stmt.end <= span.end;
    for (const block of blocks) {
      walkStatements(model, model.syntax.read(block), model.root, {
        ...(own === undefined ? holdingWord(block, stmt.name) : { enters: isAround, holds: isAround }),
        statement: look,
        expression: () => {},
      });
    }
    return names;
  }

  #holds(value: Expr, stmt: FunctionStmt, site: Site, depth: number): boolean {
    switch (value.kind) {
      case 'function-expr':
        return value.stmt === stmt;
      case 'name':
      case 'attribute':
        return (
          value.name === stmt.name &&
          this.#resolver
            .resolve(value, site)
            .some((target) => target.kind === 'function' && target.stmt === stmt)
        );
      case 'dict':
        return (
          depth < MAX_DEPTH && value.entries.some((entry) => this.#holds(entry.value, stmt, site, depth + 1))
        );
      case 'sequence':
        return depth < MAX_DEPTH && value.items.some((item) => this.#holds(item, stmt, site, depth + 1));
      case 'comprehension':
        return (
          depth < MAX_DEPTH &&
          value.clauses.some((clause) => this.#holds(clause.iterable, stmt, site, depth + 1))
        );
      default:
        return false;
    }
  }
}

/** What a value is given to, unless that is called as the function itself. */
function nameOf(target: Expr, own: string): readonly string[] {
  const named = target.kind === 'subscript' ? target.object : target;
  return (named.kind === 'name' || named.kind === 'attribute') && named.name !== own ? [named.name] : [];
}
