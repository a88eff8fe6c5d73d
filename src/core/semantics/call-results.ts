import type { CallExpr, Expr, FunctionStmt } from '../syntax/ir.js';
import { flatStatements } from '../syntax/visit.js';
import type { Annotations } from './annotations.js';
import { MAX_DEPTH } from './bounded-answers.js';
import type { ClassMembers } from './class-members.js';
import type { CompiledNames } from './compiled-names.js';
import type { Site } from './module-model.js';
import type { Resolving } from './resolving.js';
import type { Scope } from './scope.js';
import { isClassName, type Target, uniqueTargets } from './target.js';

/** Calls that are called like their first argument, or entered as it. */
export const SEEN_THROUGH: readonly string[] = ['functools.partial', 'contextlib.closing', 'util.promisify'];

/** Depth that must be left for a function to be seen through. */
const CALL_DEPTH = MAX_DEPTH / 2;

/** Ends of a function that are looked at. */
const MAX_RETURNS = 6;

/** Tells what calls give back. */
export class CallResults {
  readonly #resolving: Resolving;
  readonly #knowledge: CompiledNames;
  readonly #annotations: Annotations;
  readonly #members: ClassMembers;

  constructor(
    resolving: Resolving,
    knowledge: CompiledNames,
    annotations: Annotations,
    members: ClassMembers,
  ) {
    this.#resolving = resolving;
    this.#knowledge = knowledge;
    this.#annotations = annotations;
    this.#members = members;
  }

  /** What the result of a call may stand for. */
  find(call: CallExpr, site: Site, depth: number): readonly Target[] {
    const targets: Target[] = [];
    for (const target of this.#resolving.at(call.callee, site, depth)) {
      if (target.kind === 'class') targets.push({ kind: 'object', stmt: target.stmt, scope: target.scope });
      else if (target.kind === 'global') targets.push(...this.#resultOf(target.name, call, site, depth));
      else if (target.kind === 'instance') targets.push({ kind: 'result', name: target.name });
      else if (target.kind === 'result') targets.push({ kind: 'result', name: `${target.name}()` });
      else if (target.kind === 'function') {
        const { stmt, scope } = target;
        const returned = this.returned(stmt, scope, depth);
        const name = returned.length > 0 ? undefined : this.#members.foreignName(stmt.name, scope);
        targets.push(...(name === undefined ? returned : [{ kind: 'result' as const, name }]));
      }
    }
    return uniqueTargets(targets);
  }

  #resultOf(name: string, call: CallExpr, site: Site, depth: number): readonly Target[] {
    const [first, second] = call.args;
    if (SEEN_THROUGH.includes(name) && first !== undefined)
      return this.#resolving.at(first.value, site, depth);
    if (name === 'builtins.getattr' && first !== undefined && second !== undefined) {
      const attribute = writtenText(second.value, site);
      if (attribute !== undefined) return this.#resolving.attribute(first.value, attribute, site, depth);
    }
    if ((name === 'importlib.import_module' || name === 'builtins.__import__') && first !== undefined) {
      const module = writtenText(first.value, site);
      // `__import__("a.b")` gives `a`.
      const isOuter = name === 'builtins.__import__' && call.args.length === 1;
      const given = isOuter ? module?.split('.', 1)[0] : module;
      if (given !== undefined) return [this.#resolving.global(given)];
    }
    const known = this.#knowledge.instanceReturnedBy(name);
    if (known !== undefined) return [{ kind: 'instance', name: known }];
    if (isClassName(name)) return [{ kind: 'instance', name }];
    return [{ kind: 'result', name }];
  }

  /** What a function of this module returns, when it returns something that names lead to. */
  returned(stmt: FunctionStmt, scope: Scope, depth: number): readonly Target[] {
    if (!this.#resolving.allows(depth + CALL_DEPTH)) return [];
    if (stmt.returns !== undefined) {
      const declared = this.#annotations.read(stmt.returns, { scope, offset: stmt.start }, depth);
      if (declared.length > 0) return declared;
    }
    const inner = this.#resolving.model.scopeOf(stmt, scope);
    const body = stmt.body.read();
    const last = body.at(-1);
    // One that ends in branches gives back what they do.
    const ends =
      last?.kind === 'if' || last?.kind === 'try' || last?.kind === 'with' ? flatStatements(body) : [];
    const returns =
      last?.kind === 'return' ? [last] : ends.filter((one) => one.kind === 'return').slice(-MAX_RETURNS);
    return uniqueTargets(
      returns.flatMap(({ value, start }) =>
        value === undefined ? [] : this.#resolving.at(value, { scope: inner, offset: start }, depth + 2),
      ),
    );
  }
}

/** A literal text that stands in the code as it is, so that a search for words finds it. */
function writtenText(expr: Expr, { scope }: Site): string | undefined {
  if (expr.kind !== 'constant' || typeof expr.value !== 'string') return undefined;
  const isWritten = scope.model.syntax.text.slice(expr.start, expr.end).includes(expr.value);
  return isWritten ? expr.value : undefined;
}
