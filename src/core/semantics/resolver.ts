import type { ModuleRef } from '../modules/module-index.js';
import type { ImportEnd } from '../modules/module-links.js';
import type { CallExpr, ClassStmt, Expr, FunctionStmt } from '../syntax/ir.js';
import { BoundedAnswers, MAX_DEPTH } from './bounded-answers.js';
import type { CompiledNames } from './compiled-names.js';
import { findMember, type ModuleModel, type Site } from './module-model.js';
import type { Binding, Scope } from './scope.js';
import { nameOf, type Target, uniqueTargets } from './target.js';

/** A callable with arguments bound to it by `functools.partial`, or a plain call. */
export interface CallView {
  readonly callee: Expr;
  readonly args: CallExpr['args'];
  /** True when arguments may be added later. */
  readonly isPartial: boolean;
}

/** Arguments that came with a callable, and the place they are written at. */
export interface BoundArguments {
  readonly args: CallExpr['args'];
  readonly site: Site;
}

/** Calls that are called like their first argument, or entered as it. */
export const SEEN_THROUGH: readonly string[] = ['functools.partial', 'contextlib.closing', 'util.promisify'];

/** Depth that must be left for a function to be seen through. */
const CALL_DEPTH = MAX_DEPTH / 2;

/**
 * Resolves expressions of one module to qualified names, within a bound on work. Answers do not depend on what was asked
 * before.
 */
export class Resolver {
  readonly model: ModuleModel;
  readonly #knowledge: CompiledNames;
  readonly #answers = new BoundedAnswers();

  constructor(model: ModuleModel, knowledge: CompiledNames) {
    this.model = model;
    this.#knowledge = knowledge;
  }

  /** Qualified names that an expression may stand for; results of calls end in `()`. Empty when unknown. */
  namesOf(expr: Expr, site: Site): readonly string[] {
    return this.resolve(expr, site).flatMap((target) => nameOf(target) ?? []);
  }

  /** True when the module took so much work that further questions are not answered. */
  get isExhausted(): boolean {
    return this.#answers.isExhausted;
  }

  /** What an expression may stand for; empty when unknown. */
  resolve(expr: Expr, site: Site): readonly Target[] {
    return this.#answers.ask(expr, (depth) => this.#resolve(expr, site, depth));
  }

  #resolveAt(expr: Expr, site: Site, depth: number): readonly Target[] {
    return this.#answers.askAt(expr, depth, (inner) => this.#resolve(expr, site, inner));
  }

  /** What a name in a module of the workspace is bound to; empty when that is not known in full. */
  bindingsOf(ref: ModuleRef, name: string): readonly Binding[] {
    const ends = this.model.links?.memberOf(ref, name) ?? [];
    const found = ends.flatMap((end) => (end.kind === 'binding' ? [end.binding] : []));
    return found.length === ends.length ? found : [];
  }

  /** What a call calls, seen through `functools.partial`. */
  viewCall(call: CallExpr, site: Site): CallView {
    const [first, ...rest] = call.args;
    if (first !== undefined && first.name === undefined && first.spread === undefined) {
      const callee = call.callee;
      const last = callee.kind === 'attribute' || callee.kind === 'name' ? callee.name : '';
      if (last.includes('partial') && this.namesOf(callee, site).includes('functools.partial')) {
        return { callee: first.value, args: rest, isPartial: true };
      }
    }
    return { callee: call.callee, args: call.args, isPartial: false };
  }

  /** Arguments that `functools.partial` gave to what a name stands for; several partials give `several`. */
  boundArguments(callee: Expr, site: Site): BoundArguments | 'several' | undefined {
    if (callee.kind !== 'name') return undefined;
    const found: BoundArguments[] = [];
    for (const { source, scope, span } of this.model.lookup(callee.name, site)) {
      if (source.kind !== 'value' || source.value.kind !== 'call') continue;
      const place: Site = { scope, offset: span.start };
      const view = this.viewCall(source.value, place);
      if (view.isPartial) found.push({ args: view.args, site: place });
    }
    return found.length > 1 ? 'several' : found[0];
  }

  #resolve(expr: Expr, site: Site, depth: number): readonly Target[] {
    switch (expr.kind) {
      case 'name':
        // Looked up from where it stands, so that the answer is the same whoever asks.
        return this.#resolveName(expr.name, { scope: site.scope, offset: expr.start }, depth);
      case 'attribute':
        return this.#resolveAttribute(expr.object, expr.name, site, depth);
      case 'call':
        return this.#resolveCall(expr, site, depth);
      case 'wrap':
        return expr.operator === 'spread' ? [] : this.#resolveAt(expr.value, site, depth);
      case 'named':
        return this.#resolveAt(expr.value, site, depth);
      case 'conditional':
        return uniqueTargets([
          ...this.#resolveAt(expr.body, site, depth),
          ...this.#resolveAt(expr.orelse, site, depth),
        ]);
      case 'binary':
        // `a or b` is either; `prompt | model` is a chain that answers like its parts.
        if (expr.operator !== 'or' && expr.operator !== 'and' && expr.operator !== '|') return [];
        return uniqueTargets([
          ...this.#resolveAt(expr.left, site, depth),
          ...this.#resolveAt(expr.right, site, depth),
        ]);
      case 'function-expr':
        return [{ kind: 'function', stmt: expr.stmt, scope: site.scope }];
      case 'module':
        return [this.#global(expr.name)];
      case 'other':
        return expr.children.length === 1 && expr.children[0] !== undefined
          ? this.#resolveAt(expr.children[0], site, depth)
          : [];
      default:
        return [];
    }
  }

  #resolveName(name: string, site: Site, depth: number): readonly Target[] {
    const bindings = this.model.lookup(name, site);
    if (bindings.length > 0)
      return uniqueTargets(
        bindings.flatMap((binding) => {
          const targets = this.#resolveBinding(binding, depth);
          const { imported } = binding;
          return targets.length > 0 || imported === undefined ? targets : [this.#global(imported)];
        }),
      );
    if (name === 'this') return this.#thisTarget(site.scope);
    if (this.#knowledge.isBuiltin(name)) return [this.#global(`builtins.${name}`)];
    return this.#resolveStars(name, site.scope.model, depth);
  }

  /** A name that nothing but an import of everything can bind. */
  #resolveStars(name: string, model: ModuleModel, depth: number): readonly Target[] {
    const stars = model.starModules();
    const { links, source } = model;
    if (links !== undefined && source !== undefined) {
      for (const star of stars) {
        const qualified = star.endsWith('.') ? star + name : `${star}.${name}`;
        const ends = links.follow(source.path, qualified);
        if (ends !== undefined) return this.#resolveEnds(ends, qualified, depth);
      }
    }
    return stars.map((module) => this.#global(`${module}.${name}`));
  }

  /** What an import leads to; the imported name itself when nothing is known about it. */
  #resolveEnds(ends: readonly ImportEnd[], name: string, depth: number): readonly Target[] {
    if (!this.#answers.allows(depth)) return [];
    const targets = ends.flatMap((end): readonly Target[] => {
      if (end.kind === 'global') return [this.#global(end.name)];
      if (end.kind === 'module') return [{ kind: 'module', name, ref: end.ref }];
      return this.#resolveBinding(end.binding, depth + 1);
    });
    return targets.length === 0 ? [this.#global(name)] : uniqueTargets(targets);
  }

  /** A name in a module of the workspace. */
  #resolveMember(ref: ModuleRef, name: string, qualified: string, depth: number): readonly Target[] {
    const ends = this.model.links?.memberOf(ref, name);
    return ends === undefined ? [this.#global(qualified)] : this.#resolveEnds(ends, qualified, depth);
  }

  #resolveBinding(binding: Binding, depth: number): readonly Target[] {
    const { source, scope } = binding;
    const site: Site = { scope, offset: binding.span.start };
    switch (source.kind) {
      case 'import': {
        const { links, source: own } = scope.model;
        const ends = own === undefined ? undefined : links?.follow(own.path, source.name);
        return ends === undefined ? [this.#global(source.name)] : this.#resolveEnds(ends, source.name, depth);
      }
      case 'value': {
        const targets = this.#resolveAt(source.value, site, depth);
        if (targets.length > 0) return targets;
        return source.annotation === undefined ? [] : this.#annotated(source.annotation, site, depth);
      }
      case 'part':
        return source.path === undefined ? [] : this.#resolvePath(source.value, source.path, site, depth);
      case 'declared':
        return source.annotation === undefined ? [] : this.#annotated(source.annotation, site, depth);
      case 'parameter': {
        const { annotation, spread, pattern } = source.parameter;
        if (pattern !== undefined) {
          if (annotation === undefined || source.path === undefined) return [];
          const whole = this.#annotated(
            annotation,
            { scope: scope.parent ?? scope, offset: annotation.start },
            depth,
          );
          return this.#membersOf(whole, source.path, depth);
        }
        if (source.index === 0 && annotation === undefined) {
          const self = this.#selfTarget(scope);
          if (self !== undefined) return [self];
        }
        if (annotation === undefined || spread !== undefined) return [];
        return this.#annotated(annotation, { scope: scope.parent ?? scope, offset: annotation.start }, depth);
      }
      case 'function':
        return [{ kind: 'function', stmt: source.stmt, scope }];
      case 'class':
        return [{ kind: 'class', stmt: source.stmt, scope }];
      default:
        return [];
    }
  }

  /** What a pattern takes out of a value. */
  #resolvePath(value: Expr, path: readonly string[], site: Site, depth: number): readonly Target[] {
    const [first, ...rest] = path;
    if (first === undefined) return [];
    return this.#membersOf(this.#resolveAttribute(value, first, site, depth), rest, depth);
  }

  #membersOf(targets: readonly Target[], path: readonly string[], depth: number): readonly Target[] {
    return path.reduce<readonly Target[]>(
      (owners, name) => uniqueTargets(owners.flatMap((target) => this.#memberOf(target, name, depth))),
      targets,
    );
  }

  /** `this` of a method, also in the arrow functions of it: an object of the class around. */
  #thisTarget(scope: Scope): readonly Target[] {
    for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
      const { owner, parent } = at;
      if (owner?.kind === 'class' && parent !== undefined)
        return [{ kind: 'object', stmt: owner, scope: parent }];
      if (owner?.kind === 'function' && owner.receiver === undefined) return [];
    }
    return [];
  }

  /** `self` of a method: an object of the class around it. */
  #selfTarget(scope: Scope): Target | undefined {
    const owner = scope.owner;
    const holder = scope.parent?.owner;
    if (
      owner?.kind !== 'function' ||
      owner.receiver !== undefined ||
      holder?.kind !== 'class' ||
      scope.parent?.parent === undefined
    )
      return undefined;
    return { kind: 'object', stmt: holder, scope: scope.parent.parent };
  }

  /** An annotation names a class; `Optional[X]`, `X | None` and quoted names are seen through. */
  #annotated(annotation: Expr, site: Site, depth: number): readonly Target[] {
    if (annotation.kind === 'subscript') {
      const inner = annotation.indices[0];
      const outer = this.#resolveAt(annotation.object, site, depth).flatMap((target) => nameOf(target) ?? []);
      const isTransparent = outer.some((name) =>
        /^typing(_extensions)?\.(Optional|Annotated|Final|Union)$/.test(name),
      );
      return isTransparent && inner !== undefined ? this.#annotated(inner, site, depth) : [];
    }
    if (annotation.kind === 'binary' && annotation.operator === '|') {
      return uniqueTargets([
        ...this.#annotated(annotation.left, site, depth),
        ...this.#annotated(annotation.right, site, depth),
      ]);
    }
    return this.#resolveAt(annotation, site, depth).flatMap((target): Target[] => {
      if (target.kind === 'global') return [{ kind: 'instance', name: this.#classNamed(target.name) }];
      if (target.kind === 'class') return [{ kind: 'object', stmt: target.stmt, scope: target.scope }];
      return [];
    });
  }

  #resolveAttribute(object: Expr, name: string, site: Site, depth: number): readonly Target[] {
    const entry = this.#entryOf(object, name, site);
    if (entry !== undefined) return this.#resolveAt(entry.value, entry.site, depth);
    const targets = this.#resolveAt(object, site, depth);
    return uniqueTargets(targets.flatMap((target) => this.#memberOf(target, name, depth)));
  }

  /** `tools.run` where `tools` is bound to one object that is written out. */
  #entryOf(
    object: Expr,
    name: string,
    site: Site,
  ): { readonly value: Expr; readonly site: Site } | undefined {
    let dict = object;
    let place = site;
    if (object.kind === 'name') {
      const [only, ...others] = this.model.lookup(object.name, { scope: site.scope, offset: object.start });
      if (only?.source.kind !== 'value' || others.length > 0) return undefined;
      dict = only.source.value;
      place = { scope: only.scope, offset: only.span.start };
    }
    if (dict.kind !== 'dict') return undefined;
    const entry = dict.entries.find(({ key }) => key?.kind === 'constant' && key.value === name);
    return entry === undefined ? undefined : { value: entry.value, site: place };
  }

  #memberOf(target: Target, name: string, depth: number): readonly Target[] {
    if (!this.#answers.allows(depth)) return [];
    switch (target.kind) {
      case 'global':
      case 'instance':
        return [this.#global(`${target.name}.${name}`)];
      case 'result':
        return [this.#global(`${target.name}().${name}`)];
      case 'module':
        return this.#resolveMember(target.ref, name, `${target.name}.${name}`, depth);
      case 'function':
        return [];
      case 'class':
      case 'object': {
        const found = this.#classMember(target.stmt, target.scope, name, depth);
        const holder = found.length > 0 ? undefined : this.#foreignName(target.stmt.name, target.scope);
        return holder === undefined ? found : [this.#global(`${holder}.${name}`)];
      }
    }
  }

  #classMember(stmt: ClassStmt, scope: Scope, name: string, depth: number): readonly Target[] {
    const inner = this.model.scopeOf(stmt, scope);
    const member = findMember(this.model, stmt, scope, name);
    if (member?.kind === 'function') return [{ kind: 'function', stmt: member, scope: inner }];
    if (member !== undefined) return this.#resolveAt(member, { scope: inner, offset: member.start }, depth);
    const assigned = this.#selfAttribute(stmt, inner, name, depth);
    if (assigned.length > 0) return assigned;
    const site: Site = { scope, offset: stmt.start };
    return uniqueTargets(
      stmt.bases
        .filter((base) => base.name === undefined)
        .flatMap((base) => this.#resolveAt(base.value, site, depth))
        .flatMap((base) => this.#memberOf(base, name, depth + 1)),
    );
  }

  /** Qualified name of what another module defines; undefined for what this one does. */
  #foreignName(name: string, { model }: Scope): string | undefined {
    if (model === this.model || model.source === undefined) return undefined;
    const module = model.source.path.replace(/(?:\/__init__)?\.py$/, '').replace(/^src\//, '');
    return `${module.replaceAll('/', '.')}.${name}`;
  }

  #selfAttribute(stmt: ClassStmt, inner: Scope, name: string, depth: number): readonly Target[] {
    return uniqueTargets(
      this.assignedBySelf(stmt, inner, name).flatMap(({ value, site }) =>
        this.#resolveAt(value, site, depth),
      ),
    );
  }

  /** What the methods of a class assign to `self.<name>`; `inner` is the scope of the class. */
  assignedBySelf(stmt: ClassStmt, inner: Scope, name: string): readonly { value: Expr; site: Site }[] {
    const assigned: { value: Expr; site: Site }[] = [];
    for (const method of stmt.body.read()) {
      if (method.kind !== 'function') continue;
      const self = method.receiver ?? method.parameters[0]?.name;
      if (self === undefined || !inner.model.syntax.text.slice(method.start, method.end).includes(name))
        continue;
      const scope = this.model.scopeOf(method, inner);
      for (const { source, span } of scope.bindingsOf(self)) {
        if (source.kind !== 'addition' || source.attribute !== name) continue;
        assigned.push({ value: source.value, site: { scope, offset: span.start } });
      }
    }
    return assigned;
  }

  #resolveCall(call: CallExpr, site: Site, depth: number): readonly Target[] {
    const targets: Target[] = [];
    for (const target of this.#resolveAt(call.callee, site, depth)) {
      if (target.kind === 'class') targets.push({ kind: 'object', stmt: target.stmt, scope: target.scope });
      else if (target.kind === 'global') targets.push(...this.#resultOf(target.name, call, site, depth));
      else if (target.kind === 'instance') targets.push({ kind: 'result', name: target.name });
      else if (target.kind === 'result') targets.push({ kind: 'result', name: `${target.name}()` });
      else if (target.kind === 'function') {
        const returned = this.#returned(target.stmt, target.scope, depth);
        const name = returned.length > 0 ? undefined : this.#foreignName(target.stmt.name, target.scope);
        targets.push(...(name === undefined ? returned : [{ kind: 'result' as const, name }]));
      }
    }
    return uniqueTargets(targets);
  }

  #resultOf(name: string, call: CallExpr, site: Site, depth: number): readonly Target[] {
    const [first, second] = call.args;
    if (SEEN_THROUGH.includes(name) && first !== undefined) return this.#resolveAt(first.value, site, depth);
    if (name === 'builtins.getattr' && first !== undefined && second !== undefined) {
      const attribute = this.#writtenText(second.value, site);
      if (attribute !== undefined) return this.#resolveAttribute(first.value, attribute, site, depth);
    }
    if ((name === 'importlib.import_module' || name === 'builtins.__import__') && first !== undefined) {
      const module = this.#writtenText(first.value, site);
      if (module !== undefined) return [this.#global(module)];
    }
    const known = this.#knowledge.instanceReturnedBy(name);
    if (known !== undefined) return [{ kind: 'instance', name: known }];
    if (isClassName(name)) return [{ kind: 'instance', name }];
    return [{ kind: 'result', name }];
  }

  /** A literal text that stands in the code as it is, so that a search for words finds it. */
  #writtenText(expr: Expr, { scope }: Site): string | undefined {
    if (expr.kind !== 'constant' || typeof expr.value !== 'string') return undefined;
    const isWritten = scope.model.syntax.text.slice(expr.start, expr.end).includes(expr.value);
    return isWritten ? expr.value : undefined;
  }

  /** What a function of this module returns, when it returns something that names lead to. */
  #returned(stmt: FunctionStmt, scope: Scope, depth: number): readonly Target[] {
    if (!this.#answers.allows(depth + CALL_DEPTH)) return [];
    if (stmt.returns !== undefined) {
      const declared = this.#annotated(stmt.returns, { scope, offset: stmt.start }, depth);
      if (declared.length > 0) return declared;
    }
    const inner = this.model.scopeOf(stmt, scope);
    const last = stmt.body.read().at(-1);
    if (last?.kind !== 'return' || last.value === undefined) return [];
    return this.#resolveAt(last.value, { scope: inner, offset: last.start }, depth + 2);
  }

  /** The class that an annotation names; a module whose default is a class stands for that. */
  #classNamed(name: string): string {
    return isClassName(name) ? name : (this.#knowledge.instanceReturnedBy(name) ?? name);
  }

  #global(name: string): Target {
    return { kind: 'global', name: this.#knowledge.canonicalName(name) };
  }
}

/** By convention a capitalised last segment is a class. */
function isClassName(name: string): boolean {
  const code = name.charCodeAt(name.lastIndexOf('.') + 1);
  return code >= 65 && code <= 90;
}
