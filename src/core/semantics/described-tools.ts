import type { DictExpr, Expr, FunctionStmt } from '../syntax/ir.js';
import { hasWord } from '../syntax/words.js';
import type { FlowSource } from './flow-knowledge.js';
import type { ObjectShape } from './knowledge.js';
import type { Resolver } from './resolver.js';
import { walkStatements } from './walk.js';

/** Before what the model wrote, some are given the id of the call. */
const CALL_ID = /id$|^_/i;

/** Tells which functions an object hands to a model by its shape alone. Answers are kept. */
export class DescribedTools {
  readonly #resolver: Resolver;
  readonly #objects = new Map<FunctionStmt, readonly DictExpr[]>();

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
  }

  /** The source that fills the parameter in, when the function is of an object of its shape. `index`: from 0. */
  find(owner: FunctionStmt, index: number, wanted: readonly FlowSource[]): FlowSource | undefined {
    const [first, second] = owner.parameters;
    const isAfterId = first !== undefined && second !== undefined && CALL_ID.test(first.name);
    if (index !== (isAfterId ? 1 : 0)) return undefined;
    return wanted.find(({ shape }) => shape !== undefined && this.#isOf(shape, owner));
  }

  #isOf(shape: ObjectShape, owner: FunctionStmt): boolean {
    const { text } = this.#resolver.model.syntax;
    if (!shape.beside.every((word) => hasWord(text, word))) return false;
    let objects = this.#objects.get(owner);
    if (objects === undefined) {
      objects = this.#objectsAround(owner);
      this.#objects.set(owner, objects);
    }
    return objects.some((object) => fits(object, shape, owner));
  }

  #objectsAround(owner: FunctionStmt): readonly DictExpr[] {
    const { model } = this.#resolver;
    const { syntax } = model;
    const block = syntax.blocks.find(({ start, end }) => start <= owner.start && owner.start < end);
    if (block === undefined || !syntax.language.hasFunctionExpressions) return [];
    const found: DictExpr[] = [];
    walkStatements(model, syntax.read(block), model.root, {
      enters: (body) => body.start <= owner.start && owner.end <= body.end,
      expression: (expr) => {
        if (expr.kind === 'dict' && expr.start <= owner.start && owner.end <= expr.end) found.push(expr);
      },
    });
    return found;
  }
}

function fits({ entries }: DictExpr, shape: ObjectShape, owner: FunctionStmt): boolean {
  const names = new Set(entries.flatMap(({ key }) => nameOf(key) ?? []));
  return (
    shape.beside.every((name) => names.has(name)) &&
    shape.oneOf.some((name) => names.has(name)) &&
    !shape.without.some((name) => names.has(name)) &&
    entries.some(
      ({ key, value }) =>
        value.kind === 'function-expr' && value.stmt === owner && shape.functions.includes(nameOf(key) ?? ''),
    )
  );
}

function nameOf(key: Expr | undefined): string | undefined {
  return key?.kind === 'constant' && typeof key.value === 'string' ? key.value : undefined;
}
