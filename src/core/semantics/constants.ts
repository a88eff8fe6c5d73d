import type { ConstantValue, DictExpr, Expr } from '../syntax/ir.js';
import type { Site, ValueAt } from './module-model.js';
import { OptionDefaults } from './option-default.js';
import type { Resolver } from './resolver.js';
import type { Binding } from './scope.js';

/** A value known from the text. */
export interface Constant {
  readonly value: ConstantValue;
}

/** A dict whose entries are known, as far as they are. */
export interface KnownDict {
  readonly entries: ReadonlyMap<string, ValueAt>;
  /** False when there may be entries that are not known. */
  readonly isComplete: boolean;
}

const MAX_DEPTH = 16;
const MAX_TEXT = 10_000;

/** Folds expressions to constants, through names that are bound once. */
export class ConstantFolder {
  readonly #resolver: Resolver;
  readonly #options: OptionDefaults;
  readonly #isStrict: boolean;

  /** @param isStrict true: defaults that a command line or the maker of an object may replace count as unknown */
  constructor(resolver: Resolver, isStrict = false) {
    this.#resolver = resolver;
    this.#options = new OptionDefaults(resolver);
    this.#isStrict = isStrict;
  }

  /** The value of an expression; undefined when it is not the same on every path, or not known. */
  fold(expr: Expr, site: Site, depth = 0): Constant | undefined {
    if (depth > MAX_DEPTH) return undefined;
    switch (expr.kind) {
      case 'constant':
        return expr.type === 'ellipsis' || expr.type === 'regex' ? undefined : { value: expr.value };
      case 'name':
        return this.#foldBindings(this.#resolver.model.lookup(expr.name, site), depth);
      case 'template':
        return this.#foldParts(expr.parts, site, depth);
      case 'binary':
        return this.#foldBinary(expr.operator, expr.left, expr.right, site, depth);
      case 'unary': {
        const operand = this.fold(expr.operand, site, depth + 1);
        if (operand === undefined) return undefined;
        if (expr.operator === 'not') return { value: !isTruthy(operand.value) };
        if (expr.operator === '-' && typeof operand.value === 'number') return { value: -operand.value };
        return undefined;
      }
      case 'conditional': {
        const test = this.fold(expr.test, site, depth + 1);
        if (test !== undefined)
          return this.fold(isTruthy(test.value) ? expr.body : expr.orelse, site, depth + 1);
        return same(this.fold(expr.body, site, depth + 1), this.fold(expr.orelse, site, depth + 1));
      }
      case 'named':
        return this.fold(expr.value, site, depth + 1);
      case 'call':
        return this.#foldCall(expr, site, depth);
      case 'attribute':
        return this.#foldAttribute(expr.object, expr.name, site, depth);
      case 'subscript':
        return this.#foldEntry(expr.object, expr.indices, site, depth);
      case 'other':
        return expr.children.length === 1 && expr.children[0] !== undefined
          ? this.fold(expr.children[0], site, depth + 1)
          : undefined;
      default:
        return undefined;
    }
  }

  /** `URLS["weights"]` of a dict that is known in full. */
  #foldEntry(object: Expr, indices: readonly Expr[], site: Site, depth: number): Constant | undefined {
    const [index] = indices;
    if (index === undefined || indices.length > 1) return undefined;
    const key = this.fold(index, site, depth + 1);
    if (typeof key?.value !== 'string') return undefined;
    const dict = this.foldDict(object, site, depth + 1);
    const entry = dict?.isComplete === true ? dict.entries.get(key.value) : undefined;
    return entry === undefined ? undefined : this.fold(entry.value, entry.site, depth + 1);
  }

  /** The entries of a dict expression, of `dict(...)`, or of a name that stands for one. */
  foldDict(expr: Expr, site: Site, depth = 0): KnownDict | undefined {
    if (depth > MAX_DEPTH) return undefined;
    if (expr.kind === 'dict') return this.#dictOf(expr, site, depth);
    if (expr.kind === 'call') {
      if (!this.#resolver.namesOf(expr.callee, site).includes('builtins.dict')) return undefined;
      const entries = new Map<string, { value: Expr; site: Site }>();
      let isComplete = true;
      for (const argument of expr.args) {
        if (argument.name !== undefined) entries.set(argument.name, { value: argument.value, site });
        else isComplete = this.#merge(entries, argument.value, site, depth) && isComplete;
      }
      return { entries, isComplete };
    }
    if (expr.kind === 'attribute') {
      const entry = this.foldDict(expr.object, site, depth + 1)?.entries.get(expr.name);
      return entry === undefined ? undefined : this.foldDict(entry.value, entry.site, depth + 1);
    }
    if (expr.kind !== 'name') return undefined;
    const bindings = this.#resolver.model.lookup(expr.name, site);
    const base = bindings.filter((binding) => binding.source.kind === 'value');
    const [only] = base;
    // What a function adds to its own `**kwargs` is known, what the caller put in is not.
    const isKeywords = ({ source }: Binding): boolean =>
      source.kind === 'parameter' && source.parameter.spread === '**';
    if (base.length === 0 && bindings.some(isKeywords)) {
      const added = bindings.filter((binding) => !isKeywords(binding));
      return this.#withAdditions({ entries: new Map(), isComplete: false }, added, depth);
    }
    if (only === undefined || base.length !== 1 || only.source.kind !== 'value' || only.source.isEntered)
      return undefined;
    const dict = this.foldDict(only.source.value, { scope: only.scope, offset: only.span.start }, depth + 1);
    if (dict === undefined) return undefined;
    return this.#withAdditions(dict, bindings, depth);
  }

  #withAdditions(dict: KnownDict, bindings: readonly Binding[], depth: number): KnownDict {
    const entries = new Map(dict.entries);
    let isComplete = dict.isComplete;
    for (const binding of bindings) {
      const { source } = binding;
      if (source.kind === 'value') continue;
      const site: Site = { scope: binding.scope, offset: binding.span.start };
      if (source.kind !== 'addition' || source.isInside === true) isComplete = false;
      else if (source.key !== undefined) {
        const key = this.fold(source.key, site, depth + 1);
        if (typeof key?.value !== 'string') isComplete = false;
        else if (source.isDefault === true && entries.has(key.value)) continue;
        else if (this.#isCertain(binding, entries.get(key.value), depth)) {
          entries.set(key.value, { value: source.value, site });
        } else {
          // One value on one path, another on another: not known.
          entries.delete(key.value);
          isComplete = false;
        }
      } else isComplete = this.#merge(entries, source.value, site, depth) && isComplete;
    }
    return { entries, isComplete };
  }

  /** False when an addition may not run and there was another value before. */
  #isCertain(added: Binding, before: { value: Expr; site: Site } | undefined, depth: number): boolean {
    if (before === undefined || added.branch === undefined || added.source.kind !== 'addition') return true;
    const site: Site = { scope: added.scope, offset: added.span.start };
    const value = this.fold(added.source.value, site, depth + 1);
    return value !== undefined && value.value === this.fold(before.value, before.site, depth + 1)?.value;
  }

  #dictOf(expr: DictExpr, site: Site, depth: number): KnownDict {
    const entries = new Map<string, { value: Expr; site: Site }>();
    let isComplete = true;
    for (const entry of expr.entries) {
      if (entry.key === undefined) {
        isComplete = this.#merge(entries, entry.value, site, depth) && isComplete;
        continue;
      }
      const key = this.fold(entry.key, site, depth + 1);
      if (typeof key?.value === 'string') entries.set(key.value, { value: entry.value, site });
      else if (key === undefined) isComplete = false;
    }
    return { entries, isComplete };
  }

  #merge(into: Map<string, { value: Expr; site: Site }>, expr: Expr, site: Site, depth: number): boolean {
    const dict = this.foldDict(expr, site, depth + 1);
    if (dict === undefined) return false;
    for (const [key, entry] of dict.entries) into.set(key, entry);
    return dict.isComplete;
  }

  #foldBindings(bindings: readonly Binding[], depth: number): Constant | undefined {
    let result: Constant | undefined;
    for (const binding of bindings) {
      const from = this.#boundTo(binding);
      const value = from === undefined ? undefined : this.fold(from.value, from.site, depth + 1);
      if (value === undefined || (result !== undefined && result.value !== value.value)) return undefined;
      result = value;
    }
    return result;
  }

  /** What a name is bound to there, or what it is unless a command line says otherwise. */
  #boundTo(binding: Binding): ValueAt | undefined {
    const { source, scope } = binding;
    if (source.kind === 'parameter') return this.#isStrict ? undefined : this.#options.ofParameter(binding);
    if (source.kind !== 'value' || source.isEntered === true) return undefined;
    return { value: source.value, site: { scope, offset: binding.span.start } };
  }

  #foldParts(parts: readonly (string | Expr)[], site: Site, depth: number): Constant | undefined {
    let text = '';
    for (const part of parts) {
      const piece = typeof part === 'string' ? { value: part } : this.fold(part, site, depth + 1);
      if (piece === undefined || typeof piece.value === 'boolean' || piece.value === null) return undefined;
      text += String(piece.value);
      if (text.length > MAX_TEXT) return undefined;
    }
    return { value: text };
  }

  #foldBinary(
    operator: string,
    leftExpr: Expr,
    rightExpr: Expr,
    site: Site,
    depth: number,
  ): Constant | undefined {
    const left = this.fold(leftExpr, site, depth + 1);
    if (left === undefined) return undefined;
    if (operator === 'or') return isTruthy(left.value) ? left : this.fold(rightExpr, site, depth + 1);
    if (operator === 'and') return isTruthy(left.value) ? this.fold(rightExpr, site, depth + 1) : left;
    const right = this.fold(rightExpr, site, depth + 1);
    if (right === undefined) return undefined;
    const [a, b] = [left.value, right.value];
    if (operator === '+' && typeof a === 'string' && typeof b === 'string') {
      return a.length + b.length > MAX_TEXT ? undefined : { value: a + b };
    }
    if (operator === '+' && typeof a === 'number' && typeof b === 'number') return { value: a + b };
    if (operator === '/' && typeof a === 'string' && typeof b === 'string') return { value: `${a}/${b}` };
    if (operator === '%' && typeof a === 'string' && (typeof b === 'string' || typeof b === 'number')) {
      return /^[^%]*%[sd][^%]*$/.test(a) ? { value: a.replace(/%[sd]/, () => String(b)) } : undefined;
    }
    return undefined;
  }

  #foldCall(expr: Extract<Expr, { kind: 'call' }>, site: Site, depth: number): Constant | undefined {
    const [first] = expr.args;
    if (
      first !== undefined &&
      expr.args.length === 1 &&
      first.name === undefined &&
      first.spread === undefined
    ) {
      const names = this.#resolver.namesOf(expr.callee, site);
      const name = names.length === 1 ? names[0] : undefined;
      if (name === 'builtins.str' || name === 'pathlib.Path' || name === 'builtins.bool') {
        const value = this.fold(first.value, site, depth + 1);
        if (value === undefined) return undefined;
        if (name === 'builtins.bool') return { value: isTruthy(value.value) };
        return typeof value.value === 'string' ? value : undefined;
      }
    }
    if (expr.callee.kind !== 'attribute' || expr.callee.name !== 'format') return undefined;
    const template = this.fold(expr.callee.object, site, depth + 1);
    if (typeof template?.value !== 'string') return undefined;
    const values = expr.args.map((argument) => ({
      name: argument.name,
      value: argument.spread === undefined ? this.fold(argument.value, site, depth + 1) : undefined,
    }));
    let position = 0;
    let isKnown = true;
    const text = template.value.replace(/\{(\w*)\}/g, (_, key: string) => {
      const index = /^\d+$/.test(key) ? Number(key) : position++;
      const entry =
        key !== '' && !/^\d+$/.test(key) ? values.find(({ name }) => name === key) : values[index];
      const value = entry?.value?.value;
      if (typeof value !== 'string' && typeof value !== 'number') isKnown = false;
      return String(value);
    });
    return isKnown && text.length <= MAX_TEXT ? { value: text } : undefined;
  }

  /** A constant that a class of this module holds, or the default of a command-line option. */
  #foldAttribute(object: Expr, name: string, site: Site, depth: number): Constant | undefined {
    const option = this.#options.find(object, name, site);
    if (option !== undefined && this.#isStrict) return undefined;
    if (option !== undefined) return this.fold(option.value, option.site, depth + 1);
    const dict = this.foldDict(object, site, depth + 1);
    const entry = dict?.isComplete === true ? dict.entries.get(name) : undefined;
    if (entry !== undefined) return this.fold(entry.value, entry.site, depth + 1);
    const targets = this.#resolver.resolve(object, site);
    const [only] = targets;
    if (targets.length !== 1 || only === undefined) return undefined;
    if (only.kind === 'module') return this.#foldBindings(this.#resolver.bindingsOf(only.ref, name), depth);
    if (only.kind !== 'class' && (only.kind !== 'object' || this.#isStrict)) return undefined;
    const inner = this.#resolver.model.scopeOf(only.stmt, only.scope);
    const own = this.#foldBindings(inner.bindingsOf(name), depth);
    const kept = this.#resolver.assignedBySelf(only.stmt, inner, name);
    if (kept.length === 0) return own;
    // What methods keep counts when they all keep the same, and the class does not say otherwise.
    const [first, ...rest] = kept.map(({ value, site: place }) => this.fold(value, place, depth + 1));
    const isOne = rest.every((other) => other !== undefined && other.value === first?.value);
    const isSaid = inner.bindingsOf(name).some(({ source }) => source.kind === 'value');
    return isOne && (!isSaid || own?.value === first?.value) ? first : undefined;
  }
}

function same(a: Constant | undefined, b: Constant | undefined): Constant | undefined {
  return a !== undefined && b !== undefined && a.value === b.value ? a : undefined;
}

function isTruthy(value: ConstantValue): boolean {
  return value !== null && value !== false && value !== 0 && value !== '';
}
