import { MAX_ENTRIES } from '../semantics/resolver.js';
import type { CallExpr, ClassStmt, Expr, FunctionStmt, Stmt } from '../syntax/ir.js';
import { childExprs, ownBodies, ownExprs } from '../syntax/visit.js';

/** What an expression may stand for: something called by a word, or what a call gives back. */
type Origin = string | CallOrigin;

interface CallOrigin {
  /** Last segment of the name of what is called. */
  readonly callee: string;
  readonly first: readonly Origin[];
  /** The second argument where it is written out. */
  readonly second: string | undefined;
}

/** A name that code gives to something. */
export interface AliasNote {
  readonly name: string;
  readonly origins: readonly Origin[];
}

/** The names that a body gives, without those in the bodies of its functions and classes. */
export interface BodyAliases {
  readonly notes: readonly AliasNote[];
  readonly inner: readonly (FunctionStmt | ClassStmt)[];
}

/** What is known about the names of a module while aliases are looked for. */
export interface AliasNames {
  /** True for a name that stands for something wanted. */
  isAlias(name: string): boolean;
  /** True for `functools.partial` and its kin, and for `getattr`, whatever the code calls them. */
  isWrapper(name: string): boolean;
  isGetattr(name: string): boolean;
}

/** Reads which names bodies give to what, as far as names resolve through them; what was read is kept with the code. */
export class AliasNotes {
  readonly #known = new WeakMap<object, BodyAliases>();

  /** Of the statements of `holder`: a function, a class, or a top-level statement. */
  of(holder: object, read: () => readonly Stmt[]): BodyAliases {
    let aliases = this.#known.get(holder);
    if (aliases === undefined) {
      const collector = new Collector(holder);
      collector.statements(read());
      aliases = collector;
      this.#known.set(holder, aliases);
    }
    return aliases;
  }
}

/** Words of what a name was made to stand for. */
export function wordsOfOrigins(origins: readonly Origin[], names: AliasNames): readonly string[] {
  return origins.flatMap((origin) => {
    if (typeof origin === 'string') return origin;
    if (names.isWrapper(origin.callee)) return wordsOfOrigins(origin.first, names);
    if (names.isGetattr(origin.callee)) return origin.second ?? [];
    // A function of the module that gives back such a thing.
    return names.isAlias(origin.callee) ? origin.callee : [];
  });
}

class Collector implements BodyAliases {
  readonly notes: AliasNote[] = [];
  readonly inner: (FunctionStmt | ClassStmt)[] = [];
  readonly #function: string | undefined;

  constructor(holder: object) {
    this.#function = 'parameters' in holder && 'name' in holder ? String(holder.name) : undefined;
  }

  statements(statements: readonly Stmt[]): void {
    for (const statement of statements) {
      this.#statement(statement);
      for (const expr of ownExprs(statement)) this.#expression(expr);
      for (const body of ownBodies(statement)) this.statements(body);
      if (statement.kind === 'function' || statement.kind === 'class') this.inner.push(statement);
    }
  }

  #expression(expr: Expr): void {
    if (expr.kind === 'named') this.#add(expr.target.name, originsOf(expr.value));
    if (expr.kind === 'function-expr') this.inner.push(expr.stmt);
    for (const child of childExprs(expr)) this.#expression(child);
  }

  #statement(statement: Stmt): void {
    switch (statement.kind) {
      case 'from-import':
      case 'import':
        for (const { alias, name } of statement.names) {
          if (alias !== undefined) this.#add(alias, [lastSegment(name)]);
        }
        return;
      case 'assign':
        if (statement.value === undefined) return;
        for (const target of statement.targets) this.#target(target, statement.value);
        return;
      case 'with':
        for (const item of statement.items) {
          if (item.target !== undefined) this.#target(item.target, item.value);
        }
        return;
      case 'return':
        if (this.#function !== undefined && statement.value !== undefined)
          this.#add(this.#function, originsOf(statement.value));
        return;
      default:
        return;
    }
  }

  #target(target: Expr, value: Expr): void {
    if (target.kind === 'name' || target.kind === 'attribute') {
      this.#add(target.name, originsOf(value));
    } else if (target.kind === 'dict') {
      for (const { key, value: part } of target.entries) {
        const bound = part.kind === 'named' ? part.target : part;
        if (bound.kind === 'name' && key?.kind === 'constant') this.#add(bound.name, [String(key.value)]);
      }
    } else if (target.kind === 'sequence' && value.kind === 'sequence') {
      for (const [index, item] of target.items.entries()) {
        const part = value.items[index];
        if (part !== undefined) this.#target(item, part);
      }
    }
  }

  #add(name: string, origins: readonly Origin[]): void {
    if (origins.length > 0) this.notes.push({ name, origins });
  }
}

function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function originsOf(expr: Expr): readonly Origin[] {
  switch (expr.kind) {
    case 'name':
    case 'attribute':
      return [expr.name];
    case 'conditional':
      return [...originsOf(expr.body), ...originsOf(expr.orelse)];
    case 'binary':
      return [...originsOf(expr.left), ...originsOf(expr.right)];
    case 'wrap':
    case 'named':
      return originsOf(expr.value);
    case 'call':
      return originOfCall(expr);
    case 'subscript':
      return originsOf(expr.object);
    case 'dict':
      // Any of its entries may be meant, as many as the resolver looks at.
      return expr.entries.slice(0, MAX_ENTRIES).flatMap(({ value }) => originsOf(value));
    case 'module':
      return [lastSegment(expr.name)];
    case 'other': {
      const only = expr.children.length === 1 ? expr.children[0] : undefined;
      return only === undefined ? [] : originsOf(only);
    }
    default:
      return [];
  }
}

function originOfCall({ callee, args: [first, second] }: CallExpr): readonly Origin[] {
  if (callee.kind !== 'name' && callee.kind !== 'attribute') return [];
  return [
    {
      callee: callee.name,
      first: first === undefined ? [] : originsOf(first.value),
      second: second?.value.kind === 'constant' ? String(second.value.value) : undefined,
    },
  ];
}
