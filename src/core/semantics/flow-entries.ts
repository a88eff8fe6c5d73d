import type { AttributeExpr, DictExpr, Expr } from '../syntax/ir.js';
import { CallEntries } from './call-entries.js';
import type { ConstantFolder } from './constants.js';
import { isPosition, isUnnamed, MET, placeOf, stepsOf } from './entry-steps.js';
import type { EntryTracing } from './entry-tracing.js';
import { type Flow, passing } from './flow-path.js';
import { isHarmlessMember } from './harmless-pieces.js';
import type { Site } from './module-model.js';
import type { Resolver } from './resolver.js';
import type { Binding, BindingSource } from './scope.js';
import { type Frame, goDeeper, type Trail } from './trail.js';

type PartBinding = Extract<BindingSource, { kind: 'part' }>;

const MAX_DEPTH = 40;

/** Follows single entries of dicts and objects, so that one entry does not stand for its neighbours. */
export class EntryTracer {
  readonly #resolver: Resolver;
  readonly #folder: ConstantFolder;
  readonly #values: EntryTracing;
  readonly #calls: CallEntries;
  readonly #open = new Set<Expr>();
  /** The same for each call that led into a function. */
  readonly #openIn = new WeakMap<Frame, Set<Expr>>();

  constructor(resolver: Resolver, folder: ConstantFolder, values: EntryTracing) {
    this.#resolver = resolver;
    this.#folder = folder;
    this.#values = values;
    this.#calls = new CallEntries(resolver, folder, values);
  }

  /** What the members named by `path` hold, or all of the value when its members are not known. */
  part(value: Expr, path: readonly string[], site: Site, trail: Trail): Flow | undefined {
    if (path.length === 0) return this.#values.trace(value, site, trail);
    if (isHarmlessMember(path[0] === MET ? path[1] : path[0], trail.use)) return undefined;
    const open = this.#openFor(trail.frame);
    if (trail.depth > MAX_DEPTH || open.has(value) || !this.#values.spend()) return undefined;
    open.add(value);
    try {
      const flow = this.#part(value, path, site, goDeeper(trail, 1));
      // What is met one by one was looked at where the whole was.
      return flow === undefined || path[0] !== MET
        ? flow
        : this.#values.guarded(flow, value, site, trail.use);
    } finally {
      open.delete(value);
    }
  }

  #openFor(frame: Frame | undefined): Set<Expr> {
    if (frame === undefined) return this.#open;
    const known = this.#openIn.get(frame) ?? new Set();
    this.#openIn.set(frame, known);
    return known;
  }

  /** True for the first part of each item where that is a count, or a key that the text spells out. */
  isCountOrKey(source: PartBinding, site: Site): boolean {
    const { value, within } = source;
    if (within !== 0 || value.kind !== 'call') return false;
    if (this.#resolver.namesOf(value.callee, site).includes('builtins.enumerate')) return true;
    if (value.callee.kind !== 'attribute' || value.callee.name !== 'items') return false;
    return this.#folder.foldDict(value.callee.object, site)?.isComplete === true;
  }

  #first(values: readonly Expr[], path: readonly string[], site: Site, trail: Trail): Flow | undefined {
    for (const value of values) {
      const flow = this.part(value, path, site, trail);
      if (flow !== undefined) return flow;
    }
    return undefined;
  }

  #part(value: Expr, path: readonly string[], site: Site, trail: Trail): Flow | undefined {
    const isNamed = value.kind === 'name' || value.kind === 'attribute';
    if (isNamed && this.#values.isHarmless(value, path, site, trail)) return undefined;
    switch (value.kind) {
      case 'constant':
      case 'function-expr':
      case 'compare':
        return undefined;
      case 'dict':
        return this.#ofDict(value, path, site, trail);
      case 'sequence':
        return this.#ofSequence(value.items, path, site, trail);
      case 'comprehension': {
        const [element] = value.elements;
        if (path[0] !== MET || element === undefined) return this.#values.trace(value, site, trail);
        const scope = this.#resolver.model.scopeOf(value, site.scope);
        return this.part(element, path.slice(1), { scope, offset: value.end }, trail);
      }
      case 'conditional':
        return this.#first([value.body, value.orelse], path, site, trail);
      case 'wrap':
      case 'named':
        return this.part(value.value, path, site, trail);
      case 'binary':
        return /^(?:or|and|\|\||&&|\?\?|\||\+)$/.test(value.operator)
          ? this.#first([value.left, value.right], path, site, trail)
          : this.#values.trace(value, site, trail);
      case 'name':
        return this.#values.origin(value, site, trail) ?? this.#ofName(value, path, site, trail);
      case 'attribute':
        return this.#values.origin(value, site, trail) ?? this.#ofMember(value, path, site, trail);
      case 'subscript': {
        const key = this.#keyOf(value.indices[0], site) ?? placeOf(value.indices[0]);
        return key === undefined
          ? this.#values.trace(value, site, trail)
          : this.part(value.object, [key, ...path], site, trail);
      }
      case 'call':
        return this.#calls.part(value, path, site, trail);
      default:
        return this.#values.trace(value, site, trail);
    }
  }

  /** The item at a position, where that is known; of a name of a member, which item is meant is not known. */
  #ofSequence(items: readonly Expr[], path: readonly string[], site: Site, trail: Trail): Flow | undefined {
    const [first = '', ...rest] = path;
    if (first === MET) {
      for (const item of items) {
        const flow = this.part(item, item.kind === 'wrap' ? path : rest, site, trail);
        if (flow !== undefined) return flow;
      }
      return undefined;
    }
    if (!isPosition(first)) return this.#first(items, path, site, trail);
    const item = items[Number(first.slice(1))];
    const isPlain = items.every(({ kind }) => kind !== 'wrap');
    return item !== undefined && isPlain
      ? this.part(item, rest, site, trail)
      : this.#first(items, rest, site, trail);
  }

  /** The text that a subscript or an argument is known to be. */
  #keyOf(expr: Expr | undefined, site: Site): string | undefined {
    const constant = expr === undefined ? undefined : this.#folder.fold(expr, site);
    return typeof constant?.value === 'string' ? constant.value : undefined;
  }

  #ofDict(dict: DictExpr, path: readonly string[], site: Site, trail: Trail): Flow | undefined {
    const { entries } = dict;
    const [first = '', ...rest] = path;
    if (isPosition(first)) return this.#values.trace(dict, site, trail);
    for (const entry of entries) {
      if (first === MET && entry.key !== undefined) {
        const flow = this.part(entry.key, rest, site, trail);
        if (flow !== undefined) return flow;
        continue;
      }
      const key = this.#keyOf(entry.key, site);
      if (entry.key !== undefined && key !== undefined && key !== first) continue;
      // `**more` may hold it, and so may an entry of which the key is not known.
      const inner = entry.key === undefined ? path : rest;
      const flow = this.part(entry.value, inner, site, trail);
      if (flow !== undefined) return flow;
    }
    return undefined;
  }

  #ofName(
    expr: Extract<Expr, { kind: 'name' }>,
    path: readonly string[],
    site: Site,
    trail: Trail,
  ): Flow | undefined {
    const bindings = this.#resolver.model.lookup(expr.name, site);
    if (bindings.length === 0) return this.#values.trace(expr, site, trail);
    const isDict = path[0] === MET && bindings.some(({ source }) => makesDict(source));
    for (const binding of bindings) {
      const flow = isDict ? this.#ofKey(binding, path, trail) : this.#ofBinding(binding, path, trail);
      if (flow !== undefined) return flow;
    }
    return undefined;
  }

  /** Of what is put into a dict, the key. */
  #ofKey(binding: Binding, path: readonly string[], trail: Trail): Flow | undefined {
    const { source, scope, span, name } = binding;
    if (source.kind !== 'addition' || source.attribute !== undefined)
      return this.#ofBinding(binding, path, trail);
    const site: Site = { scope, offset: span.start };
    const { key, value } = source;
    const flow =
      key === undefined ? this.part(value, path, site, trail) : this.part(key, path.slice(1), site, trail);
    return passing(flow, span, `flows into \`${name}\``, scope);
  }

  #ofBinding(binding: Binding, path: readonly string[], trail: Trail): Flow | undefined {
    const { source, scope, span, name } = binding;
    const isOutside = source.kind === 'part' && source.isOutside === true;
    const site: Site = { scope: isOutside ? (scope.parent ?? scope) : scope, offset: span.start };
    const within = (flow: Flow | undefined): Flow | undefined =>
      passing(flow, span, `flows into \`${name}\``, scope);
    switch (source.kind) {
      case 'value':
        return within(this.part(source.value, path, site, trail));
      case 'part':
        if (this.isCountOrKey(source, site)) return undefined;
        return within(this.#ofPart(source, path, site, trail));
      case 'addition': {
        const { value, attribute, key, isInside } = source;
        const [first = '', ...rest] = path;
        if (isUnnamed(first)) return within(this.part(value, first === MET ? rest : [], site, trail));
        if (attribute === undefined) return within(this.#ofAdded(value, key, path, site, trail));
        if (attribute !== first) return undefined;
        return within(
          isInside === true
            ? this.#ofAdded(value, key, rest, site, trail)
            : this.part(value, rest, site, trail),
        );
      }
      case 'parameter':
        return this.#values.parameter(binding, { ...source, path: [...(source.path ?? []), ...path] }, trail);
      default:
        return undefined;
    }
  }

  #ofPart(source: PartBinding, path: readonly string[], site: Site, trail: Trail): Flow | undefined {
    const { value, steps } = stepsOf(source);
    return this.part(value, [...steps, ...path], site, trail);
  }

  /** Of what is put into something, under a key or without one. */
  #ofAdded(
    value: Expr,
    key: Expr | undefined,
    path: readonly string[],
    site: Site,
    trail: Trail,
  ): Flow | undefined {
    const [first, ...rest] = path;
    if (first === undefined || isUnnamed(first)) {
      // Whatever is met in something that has names for what it holds is one of them.
      const isNamed = first === MET && this.#keyOf(key, site) !== undefined;
      return isNamed ? undefined : this.part(value, first === MET ? rest : [], site, trail);
    }
    if (key === undefined) return this.part(value, path, site, trail);
    const known = this.#keyOf(key, site);
    return known !== undefined && known !== first ? undefined : this.part(value, rest, site, trail);
  }

  /** `self.log["cost"]`: of what the methods of the class assign. */
  #ofMember(expr: AttributeExpr, path: readonly string[], site: Site, trail: Trail): Flow | undefined {
    const kept = this.#resolver.resolve(expr.object, site).flatMap((target) => {
      if (target.kind !== 'object') return [];
      const inner = this.#resolver.model.scopeOf(target.stmt, target.scope);
      return [
        ...this.#resolver
          .assignedBySelf(target.stmt, inner, expr.name)
          .map((one) => ({ ...one, isInside: false, key: undefined })),
        ...this.#resolver
          .addedBySelf(target.stmt, inner, expr.name)
          .map(({ key, ...one }) => ({ ...one, isInside: true, key })),
      ];
    });
    if (kept.length === 0) {
      const added = this.#addedToImport(expr, site);
      if (added.length === 0) return this.#values.trace(expr, site, trail);
      for (const binding of added) {
        const flow = this.#ofBinding(binding, [expr.name, ...path], trail);
        if (flow !== undefined) return flow;
      }
      return undefined;
    }
    const apart = goDeeper({ ...trail, frame: undefined }, 2);
    for (const { value, site: place, isInside, key } of kept) {
      const flow = isInside
        ? this.#ofAdded(value, key, path, place, apart)
        : this.part(value, path, place, apart);
      if (flow !== undefined) return passing(flow, value, `kept in \`${expr.name}\``, place.scope);
    }
    return undefined;
  }

  /** What the module puts into a member of something from a library, as into `st.session_state`. */
  #addedToImport({ object, name }: AttributeExpr, site: Site): readonly Binding[] {
    if (object.kind !== 'name') return [];
    const bindings = this.#resolver.model.lookup(object.name, site);
    if (!bindings.some(({ source }) => source.kind === 'import')) return [];
    return bindings.filter(({ source }) => source.kind === 'addition' && source.attribute === name);
  }
}

/** True for what makes a dict for sure. */
function makesDict(source: BindingSource): boolean {
  if (source.kind === 'addition') return source.key?.kind === 'constant' && source.key.type === 'string';
  if (source.kind !== 'value') return false;
  const { value } = source;
  return value.kind === 'dict' || (value.kind === 'comprehension' && value.elements.length > 1);
}
