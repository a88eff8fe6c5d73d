import type { OriginKind } from '../rules/rule.js';
import type { Argument, CallExpr, ClassStmt, Expr, FunctionStmt } from '../syntax/ir.js';
import { flatStatements } from '../syntax/visit.js';
import { KeptFunctions } from './kept-functions.js';
import type { MadeCalls } from './made-calls.js';
import type { ModuleModel, Site } from './module-model.js';
import type { Overrides } from './overrides.js';
import type { Resolver } from './resolver.js';
import type { Scope } from './scope.js';
import type { Target } from './target.js';
import { holdingWord, walkStatements } from './walk.js';

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
  readonly #overrides: Overrides;
  readonly #keptAs: KeptFunctions;
  readonly #known = new Map<FunctionStmt, readonly Caller[]>();

  constructor(resolver: Resolver, made: MadeCalls, overrides: Overrides) {
    this.#resolver = resolver;
    this.#made = made;
    this.#overrides = overrides;
    this.#keptAs = new KeptFunctions(resolver);
  }

  /**
   * The first calls of a function, eight at most; a call of a class is one of its `__init__`, one of a method that leaves its
   * work to derived classes is one of theirs. `scope`: its own.
   */
  of(stmt: FunctionStmt, scope: Scope): readonly Caller[] {
    let callers = this.#known.get(stmt);
    if (callers === undefined) {
      callers = this.#find(stmt, scope);
      this.#known.set(stmt, callers);
    }
    return callers;
  }

  /** Notes that callers in other modules would tell more: they can only be known when those have been read. */
  want(owner: FunctionStmt, scope: Scope, kinds: readonly OriginKind[]): void {
    const { model } = this.#resolver;
    const around = scope.parent;
    if (model.links === undefined || scope.model !== model || around === undefined) return;
    const holder = around.owner?.kind === 'class' ? around.owner : undefined;
    if (around === model.root) model.links.wantCallers(owner.name, kinds);
    else if (holder !== undefined && around.parent === model.root)
      model.links.wantCallers(holder.name, kinds);
  }

  #find(stmt: FunctionStmt, scope: Scope): readonly Caller[] {
    const { model } = scope;
    const holder = scope.parent?.owner;
    const made = isConstructor(stmt) && holder?.kind === 'class' ? holder : undefined;
    const name = made?.name ?? stmt.name;
    const called = [stmt, ...this.#overrides.standsFor(stmt, scope.parent ?? scope).map((base) => base.stmt)];
    const callers: Caller[] = [];
    const isSent = stmt.decorators.length > 0;
    const add = (module: ModuleModel): void =>
      this.#findIn(module, name, (target) => leadsTo(target, called, made), isSent, scope, callers);
    if (name !== '') add(model);
    const kept = made === undefined ? this.#keptAs.of(stmt, scope) : [];
    const addKept = (module: ModuleModel): void => {
      for (const word of kept)
        this.#findIn(module, word, (target) => leadsTo(target, called, made), false, scope, callers, true);
    };
    addKept(model);
    // What another module defines is called from here: who else calls it does not matter.
    if (model !== this.#resolver.model || model.links === undefined) return callers;
    for (const path of model.links.importers) {
      if (callers.length >= MAX_CALLERS) break;
      const importer = model.links.open(path);
      if (importer === undefined) continue;
      if (name !== '') add(importer);
      addKept(importer);
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
    isKept = false,
  ): void {
    const { syntax } = model;
    const blocks =
      isSent || isKept
        ? syntax.blocksWith(name)
        : [...syntax.blocksCalling(name), ...syntax.blocksHanding(name)];
    for (const block of new Set(blocks)) {
      if (callers.length >= MAX_CALLERS) break;
      const { enters, holds } = holdingWord(block, name);
      walkStatements(model, model.syntax.read(block), model.root, {
        enters,
        // What is kept under the name may be called by another one.
        ...(isKept ? {} : { holds }),
        expression: (expr, at) => {
          if (expr.kind !== 'call' || callers.length >= MAX_CALLERS || at === scope) return;
          if (callers.some((caller) => caller.call === expr)) return;
          const site: Site = { scope: at, offset: expr.start };
          const call = isKept ? expr : this.#callOf(expr, name, site);
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

function leadsTo(target: Target, called: readonly FunctionStmt[], made: ClassStmt | undefined): boolean {
  if (target.kind === 'function') return called.includes(target.stmt);
  return target.kind === 'class' && target.stmt === made;
}

function isConstructor({ name, receiver }: FunctionStmt): boolean {
  return name === '__init__' || (name === 'constructor' && receiver === 'this');
}

/** What a call passes for a parameter, and the steps from there to the value of it. */
interface Passed {
  readonly value: Expr;
  readonly path: readonly string[];
}

/** What a call may pass for a parameter: an argument, or else what its spreads hold. */
export function findGiven(owner: FunctionStmt, index: number, call: CallExpr): readonly Passed[] {
  const plain = findPassed(owner, index, call);
  if (plain !== undefined) return [{ value: plain.value, path: [] }];
  const parameter = owner.parameters[index];
  if (parameter === undefined || parameter.spread !== undefined) return [];
  const place = index - (isBound(owner, call) ? 1 : 0);
  return call.args.flatMap(({ value, spread }, at) => {
    if (spread === '**') return [{ value, path: [parameter.name] }];
    return spread === '*' && place >= at ? [{ value, path: [`#${place - at}`] }] : [];
  });
}

/** True when a call leaves out the first parameter, which stands for the object or the class. */
function isBound({ parameters, name }: FunctionStmt, { callee }: CallExpr): boolean {
  const first = parameters[0]?.name;
  return (first === 'self' || first === 'cls') && (name === '__init__' || callee.kind !== 'name');
}

/** What a call passes for `*args`: one of the values by its place in them, or all. */
export function findCollected(
  owner: FunctionStmt,
  index: number,
  call: CallExpr,
  place?: number,
): readonly Argument[] {
  const from = index - (isBound(owner, call) ? 1 : 0);
  const positional = call.args
    .filter(({ name, spread }) => name === undefined && spread !== '**')
    .slice(from);
  const one = place === undefined ? undefined : positional[place];
  // Behind a spread, places are not known.
  const isKnown = one !== undefined && positional.every(({ spread }) => spread === undefined);
  return isKnown ? [one] : positional;
}

/** The argument that a call passes for a parameter; undefined when it passes none, or hides it in a spread. */
export function findPassed(owner: FunctionStmt, index: number, call: CallExpr): Argument | undefined {
  const parameter = owner.parameters[index];
  if (parameter === undefined) return undefined;
  const isMethod = isBound(owner, call);
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
