import type { FunctionStmt, Stmt } from './ir.js';
import { shiftStatements } from './shift.js';
import { flatStatements } from './visit.js';

/** A function that was lowered. */
export interface KnownFunction {
  readonly statement: FunctionStmt;
  /** How deep in a tree it stood when all of it was read. */
  readonly depth: number;
}

/** A stretch of the older version, of which nothing was left out. */
export interface OlderStretch {
  readonly statements: readonly Stmt[];
  /** Where it begins in the older version, and where it began when its statements were put in place. */
  readonly start: number;
  readonly readAt: number;
  /** How deep its functions without errors stand in trees, by their offsets in it. */
  readonly depths: ReadonlyMap<number, number>;
}

/** Functions of an older version of a text, to be taken over where their code is the same. */
export class KeptFunctions {
  readonly #before: string;
  readonly #after: string;
  readonly #byOffset = new Map<number, KnownFunction>();

  constructor(before: string, after: string, stretches: readonly OlderStretch[]) {
    this.#before = before;
    this.#after = after;
    for (const stretch of stretches) this.#collect(stretch.statements, stretch);
  }

  /**
   * The function with exactly the code between these offsets of the text, moved there; each is given once. Undefined where
   * there is none, or it stood less deep.
   */
  take(start: number, end: number, depth: number): KnownFunction | undefined {
    const moved = start + this.#before.length - this.#after.length;
    const from = this.#fits(start, start, end) ? start : moved;
    if (from === moved && !this.#fits(moved, start, end)) return undefined;
    const found = this.#byOffset.get(from);
    if (found === undefined || found.depth < depth) return undefined;
    this.#byOffset.delete(from);
    shiftStatements([found.statement], start - found.statement.start);
    return found;
  }

  #fits(from: number, start: number, end: number): boolean {
    const found = this.#byOffset.get(from)?.statement;
    if (found === undefined || found.end - found.start !== end - start) return false;
    return this.#before.slice(from, from + end - start) === this.#after.slice(start, end);
  }

  #collect(statements: readonly Stmt[], stretch: OlderStretch): void {
    for (const statement of flatStatements(statements)) {
      if (statement.kind === 'class') this.#collect(statement.body.peek() ?? [], stretch);
      if (statement.kind !== 'function' || !isRead(statement)) continue;
      const offset = statement.start - stretch.readAt;
      const depth = stretch.depths.get(offset);
      if (depth !== undefined) this.#byOffset.set(stretch.start + offset, { statement, depth });
    }
  }
}

/** Whether nothing of a definition has to be read from the parser's memory any more. */
function isRead({ body }: Extract<Stmt, { kind: 'function' | 'class' }>): boolean {
  const statements = body.peek();
  return (
    statements !== undefined &&
    flatStatements(statements).every(
      (statement) => (statement.kind !== 'function' && statement.kind !== 'class') || isRead(statement),
    )
  );
}
