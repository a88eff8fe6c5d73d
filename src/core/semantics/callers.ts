import type { Argument, CallExpr, ClassStmt, Expr, FunctionStmt } from '../syntax/ir.js';
import { flatStatements } from '../syntax/visit.js';
import { hasWord } from '../syntax/words.js';
import type { MadeCalls } from './made-calls.js';
import type { ModuleModel, Site } from './module-model.js';
import type { Resolver } from './resolver.js';
import type { Scope } from './scope.js';
import type { Target } from './target.js';
import { walkStatements } from './walk.js';

/** A call of a function, and where it stands. */
export interface Caller {
  readonly call: CallExpr;
  readonly site: Site;
}

const MAX_CALLERS = 8;

/** Finds calls of the functions of a module, in that module and those that import it. Answers are kept per function. */
export class Callers {
  readonly #resolver: Resolver;
  readonly #made: MadeCalls;
  readonly #known = new Map<FunctionStmt, readonly Caller[]>();

  constructor(resolver: Resolver, made: MadeCalls) {
    this.#resolver = resolver;
    this.#made = made;
  }

  /** The first calls of a function, eight at most; a call of a class is one of its `__init__`. `scope`: its own. */
  of(stmt: FunctionStmt, scope: Scope): readonly Caller[] {
    let callers = this.#known.get(stmt);
    if (callers === undefined) {
      callers = this.#find(stmt, scope);
      this.#known.set(stmt, callers);
    }
    return callers;
  }

  #find(stmt: FunctionStmt, scope: Scope): readonly Caller[] {
    const { model } = scope;
    const holder = scope.parent?.owner;
    const made = isConstructor(stmt) && holder?.kind === 'class' ? holder : undefined;
    const name = made?.name ?? stmt.name;
    const callers: Caller[] = [];
    const isSent = stmt.decorators.length > 0;
    const add = (module: ModuleModel): void =>
      this.#findIn(module, name, (target) => leadsTo(target, stmt, made), isSent, scope, callers);
    add(model);
    // What another module defines is called from here: who else calls it does not matter.
    if (model !== this.#resolver.model || model.links === undefined) return callers;
    for (const path of model.links.importers) {
      if (callers.length >= MAX_CALLERS) break;
      const importer = model.links.open(path);
      if (importer !== undefined) add(importer);
    }
    return callers;
  }

  #findIn(
    model: ModuleModel,
    name: string,
    isWanted: (target: Target) => boolean,
    isSent: boolean,
    scope: Scope,
    callers: Caller[],
  ): void {
    const { syntax } = model;
    const blocks = isSent
      ? syntax.blocksWith(name)
      : [...syntax.blocksCalling(name), ...syntax.blocksHanding(name)];
    for (const block of new Set(blocks)) {
      if (callers.length >= MAX_CALLERS) break;
      walkStatements(model, model.syntax.read(block), model.root, {
        enters: (body) => hasWord(model.syntax.text.slice(body.start, body.end), name),
        expression: (expr, at) => {
          if (expr.kind !== 'call' || callers.length >= MAX_CALLERS || at === scope) return;
          const site: Site = { scope: at, offset: expr.start };
          const call = this.#callOf(expr, name, site);
          if (call !== undefined && this.#resolver.resolve(call.callee, site).some(isWanted))
            callers.push({ call, site });
        },
      });
    }
  }

  /** The call by a name that is written, or that the written one makes. */
  #callOf(call: CallExpr, name: string, site: Site): CallExpr | undefined {
    if (isNamed(call.callee, name)) return call;
    const isHanded =
      (call.callee.kind === 'attribute' && isNamed(call.callee.object, name)) ||
      call.args.some(({ value }) => isNamed(value, name));
    const made = isHanded ? this.#made.of(call, site) : undefined;
    return made !== undefined && isNamed(made.callee, name) ? made : undefined;
  }
}

function isNamed(expr: Expr, name: string): boolean {
  return (expr.kind === 'name' || expr.kind === 'attribute') && expr.name === name;
}

function leadsTo(target: Target, stmt: FunctionStmt, made: ClassStmt | undefined): boolean {
  if (target.kind === 'function') return target.stmt === stmt;
  return target.kind === 'class' && target.stmt === made;
}

function isConstructor({ name, receiver }: FunctionStmt): boolean {
  return name === '__init__' || (name === 'constructor' && receiver === 'this');
}

/** The argument that a call passes for a parameter; undefined when it passes none, or hides it in a spread. */
export function findPassed(owner: FunctionStmt, index: number, call: CallExpr): Argument | undefined {
  const parameter = owner.parameters[index];
  if (parameter === undefined) return undefined;
  const isMethod =
    owner.parameters[0]?.name === 'self' && (owner.name === '__init__' || call.callee.kind === 'attribute');
  const positional = call.args.filter(({ name, spread }) => name === undefined && spread === undefined);
  return call.args.find(({ name }) => name === parameter.name) ?? positional[index - (isMethod ? 1 : 0)];
}

/** Values that a function returns or yields, in the order of the text. */
export function givenBack(stmt: FunctionStmt): readonly Expr[] {
  return flatStatements(stmt.body.read()).flatMap((statement) => {
    if (statement.kind === 'return') return statement.value ?? [];
    if (statement.kind !== 'expr' || statement.value.kind !== 'wrap') return [];
    return statement.value.operator === 'yield' ? statement.value.value : [];
  });
}
