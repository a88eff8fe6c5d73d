import type { AttributeExpr, CallExpr, DictExpr, Expr } from '../syntax/ir.js';
import type { ConstantFolder } from './constants.js';
import { DeclaredOptions, PARSES } from './declared-options.js';
import { isPosition, placeOf, stepsOf } from './entry-steps.js';
import { type Flow, passing } from './flow-path.js';
import type { GuardStrength } from './guard-strength.js';
import { isHarmlessMember } from './harmless-pieces.js';
import { isEnumeration } from './harmless-types.js';
import type { Site } from './module-model.js';
import { answerOf, RecordShapes } from './record-shapes.js';
import type { Resolver } from './resolver.js';
import { SchemaTypes } from './schema-types.js';
import type { Binding, BindingSource } from './scope.js';
import { goDeeper, type Trail, type ValueTracing } from './trail.js';

type ParameterBinding = Extract<BindingSource, { kind: 'parameter' }>;
type PartBinding = Extract<BindingSource, { kind: 'part' }>;

/** What the entries of a value need of the other parts of the tracer. */
export interface EntryTracing extends ValueTracing {
  /** A parameter, whose members are followed by the path in its source. */
  parameter(binding: Binding, source: ParameterBinding, trail: Trail): Flow | undefined;
  /** What the functions that a call leads to return, members by a path; `unknown` when it leads to none. */
  returned(call: CallExpr, path: readonly string[], site: Site, trail: Trail): Flow | undefined | 'unknown';
  /** The source that an expression is itself. */
  origin(expr: Expr, site: Site, trail: Trail): Flow | undefined;
  /** What the type of a member makes of it, where `type` names a class of the workspace. */
  judgeMember(type: Expr, path: readonly string[], site: Site): GuardStrength | undefined;
  /** True when there is work left for one more expression. */
  spend(): boolean;
}

const MAX_DEPTH = 40;
/** Methods of pydantic's models that make one. */
const MAKING = /^(?:model_validate(?:_json|_strings)?|parse_(?:raw|obj))$/;
const COPIES = /^copy\.(?:copy|deepcopy)$/;

/** Follows single entries of dicts and objects, so that one entry does not stand for its neighbours. */
export class EntryTracer {
  readonly #resolver: Resolver;
  readonly #folder: ConstantFolder;
  readonly #values: EntryTracing;
  readonly #options: DeclaredOptions;
  readonly #schemas: SchemaTypes;
  readonly #records: RecordShapes;
  readonly #open = new Set<Expr>();

  constructor(resolver: Resolver, folder: ConstantFolder, values: EntryTracing) {
    this.#resolver = resolver;
    this.#folder = folder;
    this.#values = values;
    this.#options = new DeclaredOptions(resolver);
    this.#schemas = new SchemaTypes(resolver);
    this.#records = new RecordShapes(resolver, folder);
  }

  /** What the members named by `path` hold, or all of the value when its members are not known. */
  part(value: Expr, path: readonly string[], site: Site, trail: Trail): Flow | undefined {
    if (path.length === 0) return this.#values.trace(value, site, trail);
    if (isHarmlessMember(path[0], trail.use)) return undefined;
    if (trail.depth > MAX_DEPTH || this.#open.has(value) || !this.#values.spend()) return undefined;
    this.#open.add(value);
    try {
      return this.#part(value, path, site, goDeeper(trail, 1));
    } finally {
      this.#open.delete(value);
    }
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
    switch (value.kind) {
      case 'constant':
      case 'function-expr':
      case 'compare':
        return undefined;
      case 'dict':
        return this.#ofDict(value, path, site, trail);
      case 'sequence':
        return this.#ofSequence(value.items, path, site, trail);
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
        return this.#ofCall(value, path, site, trail);
      default:
        return this.#values.trace(value, site, trail);
    }
  }

  /** The item at a position, where that is known; of a name of a member, which item is meant is not known. */
  #ofSequence(items: readonly Expr[], path: readonly string[], site: Site, trail: Trail): Flow | undefined {
    const [first = '', ...rest] = path;
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
    for (const binding of bindings) {
      const flow = this.#ofBinding(binding, path, trail);
      if (flow !== undefined) return flow;
    }
    return undefined;
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
        return within(this.part(source.value, [...stepsOf(source), ...path], site, trail));
      case 'addition': {
        const { value, attribute, key, isInside } = source;
        const [first = '', ...rest] = path;
        if (isPosition(first)) return within(this.#values.trace(value, site, trail));
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

  /** Of what is put into something, under a key or without one. */
  #ofAdded(
    value: Expr,
    key: Expr | undefined,
    path: readonly string[],
    site: Site,
    trail: Trail,
  ): Flow | undefined {
    const [first, ...rest] = path;
    if (first === undefined || isPosition(first)) return this.#values.trace(value, site, trail);
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

  /** `parser.parse_args().count`, where each option of the name takes a number or a choice. */
  #isLimitedOption(path: readonly string[], { scope }: Site): boolean {
    const name = path.find((step) => !isPosition(step));
    const declared = name === undefined ? [] : this.#options.named(name, scope.model);
    return declared.length > 0 && declared.every(({ call, site }) => this.#options.isLimited(call, site));
  }

  /** What the module puts into a member of something from a library, as into `st.session_state`. */
  #addedToImport({ object, name }: AttributeExpr, site: Site): readonly Binding[] {
    if (object.kind !== 'name') return [];
    const bindings = this.#resolver.model.lookup(object.name, site);
    if (!bindings.some(({ source }) => source.kind === 'import')) return [];
    return bindings.filter(({ source }) => source.kind === 'addition' && source.attribute === name);
  }

  #ofCall(call: CallExpr, path: readonly string[], site: Site, trail: Trail): Flow | undefined {
    const { callee, args } = call;
    const [first, ...rest] = path;
    // `Plan(**reply).action`, `Plan.model_validate(reply).action`, `Mode(name).value`
    const made = callee.kind === 'attribute' && MAKING.test(callee.name) ? callee.object : callee;
    const isHarmless =
      isEnumeration(callee, site, this.#resolver) ||
      this.#values.judgeMember(made, path, site) === 'clear' ||
      this.#schemas.judgeParsed(call, path, site) === 'clear';
    if (isHarmless) return undefined;
    const answer = answerOf(call, path);
    if (answer !== undefined && this.#values.judgeMember(answer.type, answer.path, site) === 'clear')
      return undefined;
    const names = this.#resolver.namesOf(callee, site);
    if (names.some((name) => PARSES.test(name)) && this.#isLimitedOption(path, site)) return undefined;
    if (names.includes('builtins.vars') && args[0] !== undefined)
      return this.part(args[0].value, path, site, trail);
    // `for index, item in enumerate(items)`: the index is a number.
    if (first === '#0' && names.includes('builtins.enumerate')) return undefined;
    const record = this.#records.of(callee, names, site);
    if (record !== undefined && !isPosition(path[0] ?? '')) {
      for (const [index, { name, spread, value }] of args.entries()) {
        const field = name ?? (spread === undefined ? record.fields?.[index] : undefined);
        if (field !== undefined && field !== first) continue;
        const flow = this.part(value, field === undefined ? path : rest, site, trail);
        if (flow !== undefined) return flow;
      }
      return undefined;
    }
    const isCopy = names.some((name) => COPIES.test(name));
    if (isCopy && args[0] !== undefined) return this.part(args[0].value, path, site, trail);
    if (callee.kind === 'attribute' && callee.name === 'copy' && args.length === 0)
      return this.part(callee.object, path, site, trail);
    const returned = this.#values.returned(call, path, site, trail);
    return returned === 'unknown' ? this.#values.trace(call, site, trail) : returned;
  }
}
