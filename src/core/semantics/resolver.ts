import type { ModuleRef } from '../modules/module-index.js';
import type { ImportEnd } from '../modules/module-links.js';
import type { CallExpr, ClassStmt, Expr } from '../syntax/ir.js';
import { Annotations } from './annotations.js';
import { BoundedAnswers, type WorkDone } from './bounded-answers.js';
import { CallResults } from './call-results.js';
import {
  type AddedToMember,
  type AssignedMember,
  ClassMembers,
  selfTarget,
  thisTarget,
} from './class-members.js';
import type { CompiledNames } from './compiled-names.js';
import type { ModuleModel, Site, ValueAt } from './module-model.js';
import type { Resolving } from './resolving.js';
import type { Binding, Scope } from './scope.js';
import { nameOf, type Target, uniqueTargets } from './target.js';

/** Entries of a dict that are looked at where any of them may be meant. */
export const MAX_ENTRIES = 16;

/**
 * Resolves expressions of one module to qualified names, within a bound on work. Answers do not depend on what was asked
 * before.
 */
export class Resolver {
  readonly model: ModuleModel;
  readonly #knowledge: CompiledNames;
  readonly #answers: BoundedAnswers;
  readonly #done: WorkDone;
  readonly #annotations: Annotations;
  readonly #members: ClassMembers;
  readonly #results: CallResults;

  /** `done` is shared by resolvers that share the bound. */
  constructor(model: ModuleModel, knowledge: CompiledNames, done: WorkDone = { visits: 0 }) {
    this.#done = done;
    this.model = model;
    this.#knowledge = knowledge;
    this.#answers = new BoundedAnswers(done);
    const resolving: Resolving = {
      model,
      at: (expr, site, depth) => this.#resolveAt(expr, site, depth),
      attribute: (object, name, site, depth) => this.#resolveAttribute(object, name, site, depth),
      member: (target, name, depth) => this.#memberOf(target, name, depth),
      returned: (stmt, scope, depth) => this.#results.returned(stmt, scope, depth),
      allows: (depth) => this.#answers.allows(depth),
      global: (name) => this.#global(name),
    };
    this.#annotations = new Annotations(resolving, knowledge);
    this.#members = new ClassMembers(resolving, this.#annotations);
    this.#results = new CallResults(resolving, knowledge, this.#annotations, this.#members);
  }

  /** The same without the answers that were given so far. */
  renew(): Resolver {
    return new Resolver(this.model, this.#knowledge, this.#done);
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

  #resolve(expr: Expr, site: Site, depth: number): readonly Target[] {
    switch (expr.kind) {
      case 'name':
        // Looked up from where it stands, so that the answer is the same whoever asks.
        return this.#resolveName(expr.name, { scope: site.scope, offset: expr.start }, depth);
      case 'attribute':
        return this.#resolveAttribute(expr.object, expr.name, site, depth);
      case 'call':
        return this.#resolveCall(expr, site, depth);
      case 'subscript':
        return uniqueTargets([
          ...this.#knowledge.itemsOf(this.#resolveAt(expr.object, site, depth)),
          ...this.#resolveEntries(expr.object, site, depth),
        ]);
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
        // `folder / name` is a path as the folder is.
        if (expr.operator === '/') return this.#resolveAt(expr.left, site, depth);
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
    // What is only added to is bound elsewhere: `process.env.A = "b"`.
    if (bindings.some(({ source }) => source.kind !== 'addition'))
      return uniqueTargets(
        bindings.flatMap((binding) => {
          const targets = this.#resolveBinding(binding, depth);
          const { imported } = binding;
          return targets.length > 0 || imported === undefined ? targets : [this.#global(imported)];
        }),
      );
    if (name === 'this') return thisTarget(site.scope);
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
        return source.annotation === undefined ? [] : this.#annotations.read(source.annotation, site, depth);
      }
      case 'part':
        return source.path === undefined
          ? uniqueTargets([
              ...this.#knowledge.itemsOf(this.#resolveAt(source.value, site, depth)),
              ...(source.position === undefined ? this.#resolveEntries(source.value, site, depth) : []),
            ])
          : this.#resolvePath(source.value, source.path, site, depth);
      case 'declared':
        return source.annotation === undefined ? [] : this.#annotations.read(source.annotation, site, depth);
      case 'parameter': {
        const { annotation, spread, pattern } = source.parameter;
        if (pattern !== undefined) {
          if (annotation === undefined || source.path === undefined) return [];
          const whole = this.#annotations.read(
            annotation,
            { scope: scope.parent ?? scope, offset: annotation.start },
            depth,
          );
          return this.#membersOf(whole, source.path, depth);
        }
        if (source.index === 0 && annotation === undefined) {
          const self = selfTarget(scope);
          if (self !== undefined) return [self];
        }
        if (annotation === undefined || spread !== undefined) return [];
        return this.#annotations.read(
          annotation,
          { scope: scope.parent ?? scope, offset: annotation.start },
          depth,
        );
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

  #resolveAttribute(object: Expr, name: string, site: Site, depth: number): readonly Target[] {
    const entry = this.#entryOf(object, name, site);
    if (entry !== undefined) return this.#resolveAt(entry.value, entry.site, depth);
    const targets = this.#resolveAt(object, site, depth);
    return uniqueTargets(targets.flatMap((target) => this.#memberOf(target, name, depth)));
  }

  /** `TOOLS.get(name)` gives back any of what stands in a dict that is written out. */
  #resolveCall(expr: CallExpr, site: Site, depth: number): readonly Target[] {
    const found = this.#results.find(expr, site, depth);
    const { callee } = expr;
    if (found.length > 0 || callee.kind !== 'attribute' || !/^(?:get|pop|values)$/.test(callee.name))
      return found;
    return this.#resolveEntries(callee.object, site, depth);
  }

  /** `CLIENTS[name]` where `CLIENTS` is written out: any of what stands in it. */
  #resolveEntries(object: Expr, site: Site, depth: number): readonly Target[] {
    return uniqueTargets(
      this.#entriesOf(object, site, depth)
        .slice(0, MAX_ENTRIES)
        .flatMap((entry) => this.#resolveAt(entry.value, entry.site, depth)),
    );
  }

  /** What stands in dicts and lists that are written out under a name or a member of the class around. */
  #entriesOf(object: Expr, site: Site, depth: number): readonly ValueAt[] {
    if (object.kind === 'dict' || object.kind === 'sequence' || object.kind === 'comprehension')
      return this.#itemsIn(object, site);
    if (object.kind === 'call' && object.callee.kind === 'attribute' && object.callee.name === 'values')
      return this.#entriesOf(object.callee.object, site, depth);
    if (object.kind === 'name') {
      const bindings = this.model.lookup(object.name, { scope: site.scope, offset: object.start });
      return bindings.flatMap(({ source, scope, span }) => {
        const place: Site = { scope, offset: span.start };
        if (source.kind === 'value') return this.#itemsIn(source.value, place);
        const isEntry =
          source.kind === 'addition' && source.attribute === undefined && source.key !== undefined;
        return isEntry ? [{ value: source.value, site: place }] : [];
      });
    }
    if (object.kind !== 'attribute' || object.object.kind !== 'name') return [];
    return this.#resolveAt(object.object, site, depth).flatMap((target) => {
      if (target.kind !== 'object' && target.kind !== 'class') return [];
      const inner = this.model.scopeOf(target.stmt, target.scope);
      const given = inner
        .bindingsOf(object.name)
        .flatMap(({ source }) =>
          source.kind === 'value'
            ? this.#itemsIn(source.value, { scope: inner, offset: source.value.start })
            : [],
        );
      const assigned = this.assignedBySelf(target.stmt, inner, object.name);
      return [
        ...given,
        ...assigned.flatMap(({ value, site: place }) => this.#itemsIn(value, place)),
        ...this.addedBySelf(target.stmt, inner, object.name),
      ];
    });
  }

  #itemsIn(value: Expr, site: Site): readonly ValueAt[] {
    if (value.kind === 'dict')
      return value.entries.slice(0, MAX_ENTRIES).map((entry) => ({ value: entry.value, site }));
    if (value.kind === 'sequence')
      return value.items.slice(0, MAX_ENTRIES).map((item) => ({ value: item, site }));
    const last = value.kind === 'comprehension' ? value.elements.at(-1) : undefined;
    if (value.kind !== 'comprehension' || last === undefined) return [];
    return [{ value: last, site: { scope: this.model.scopeOf(value, site.scope), offset: value.end } }];
  }

  /** `tools.run` where `tools` is bound to one object that is written out. */
  #entryOf(object: Expr, name: string, site: Site): ValueAt | undefined {
    const dict =
      object.kind === 'name'
        ? this.model.onlyValue(object.name, { scope: site.scope, offset: object.start })
        : { value: object, site };
    if (dict?.value.kind !== 'dict') return undefined;
    const entry = dict.value.entries.find(({ key }) => key?.kind === 'constant' && key.value === name);
    return entry === undefined ? undefined : { value: entry.value, site: dict.site };
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
      case 'object':
        return this.#members.find(target.stmt, target.scope, name, depth);
    }
  }

  /** What the methods of a class assign to `self.<name>`; `inner` is the scope of the class. */
  assignedBySelf(stmt: ClassStmt, inner: Scope, name: string): readonly AssignedMember[] {
    return this.#members.assignedBySelf(stmt, inner, name);
  }

  /** What the methods of a class put into what `self.<name>` holds; `inner` is the scope of the class. */
  addedBySelf(stmt: ClassStmt, inner: Scope, name: string): readonly AddedToMember[] {
    return this.#members.addedBySelf(stmt, inner, name);
  }

  #global(name: string): Target {
    return { kind: 'global', name: this.#knowledge.canonicalName(name) };
  }
}
