import type { Site } from '../semantics/module-model.js';
import { writtenAs } from '../semantics/subject.js';
import type { ConstantExpr, Expr } from '../syntax/ir.js';
import type { ModuleAnalysis, PlacedValue } from './match-context.js';

const MAX_DEPTH = 8;

/** Functions that write down all that they are given. */
const WRITERS: ReadonlySet<string> = new Set(['json.dumps', 'pprint.pformat']);

/** Items of a list, tuple or set, values of a dict or in an f-string, as far as the text tells; else empty. */
export function itemsOf(expr: Expr, site: Site, module: ModuleAnalysis, depth = 0): readonly PlacedValue[] {
  if (depth > MAX_DEPTH) return [];
  switch (expr.kind) {
    case 'sequence':
      return expr.items.flatMap((item) =>
        item.kind === 'wrap' && item.operator === 'spread'
          ? itemsOf(item.value, site, module, depth + 1)
          : [{ value: item, site }],
      );
    case 'dict':
      return expr.entries.flatMap((entry) =>
        entry.key === undefined
          ? copiedInto(entry.value, site, module, depth + 1)
          : [{ value: entry.value, site }],
      );
    case 'binary':
      // `["git"] + arguments`: what the text tells of both.
      return expr.operator === '+'
        ? [expr.left, expr.right].flatMap((side) => itemsOf(side, site, module, depth + 1))
        : [];
    case 'template':
      return expr.parts.flatMap((part) => (typeof part === 'string' ? [] : [{ value: part, site }]));
    case 'call': {
      const names = module.resolver.namesOf(expr.callee, site);
      const [first] = expr.args;
      if (names.includes('builtins.dict') && first?.name !== undefined) {
        return expr.args.flatMap((argument) =>
          argument.name === undefined ? [] : [{ value: argument.value, site }],
        );
      }
      const isWhole = names.some((name) => name === 'builtins.dict' || WRITERS.has(name));
      if (isWhole && first !== undefined && first.name === undefined)
        return copiedInto(first.value, site, module, depth + 1);
      const isCopy = names.some((name) => /^builtins\.(list|tuple|set)$/.test(name));
      return isCopy && first !== undefined ? itemsOf(first.value, site, module, depth + 1) : [];
    }
    case 'name': {
      const bindings = module.model.lookup(expr.name, site);
      // Bound to several things: what it holds is not certain.
      if (bindings.filter((binding) => binding.source.kind !== 'addition').length !== 1) return [];
      return bindings.flatMap(({ source, scope, span }) => {
        const place: Site = { scope, offset: span.start };
        if (source.kind === 'value') return itemsOf(source.value, place, module, depth + 1);
        return source.kind === 'addition' && source.attribute === undefined
          ? [{ value: source.value, site: place }]
          : [];
      });
    }
    default:
      return [];
  }
}

/** What `dict(value)` and `{**value}` take over: the items of the value, or the value whose items are not known. */
function copiedInto(value: Expr, site: Site, module: ModuleAnalysis, depth: number): readonly PlacedValue[] {
  const items = itemsOf(value, site, module, depth);
  return items.length > 0 ? items : [{ value, site }];
}

/**
 * What a text begins with: the constant up to the first part that is not known, or else that part. Sees through
 * names, f-strings, `+`, `%`, `.format()` and `os.path.join`. Anything else begins with itself.
 */
export function startOf(expr: Expr, site: Site, module: ModuleAnalysis, depth = 0): PlacedValue {
  const whole: PlacedValue = { value: expr, site };
  if (depth > MAX_DEPTH) return whole;
  const constant = module.folder.fold(expr, site);
  if (constant !== undefined) return textAt(String(constant.value), expr, site);
  switch (expr.kind) {
    case 'template': {
      let known = '';
      for (const part of expr.parts) {
        const folded = typeof part === 'string' ? { value: part } : module.folder.fold(part, site);
        if (folded !== undefined) known += String(folded.value);
        else if (known !== '') break;
        else if (typeof part !== 'string') return startOf(part, site, module, depth + 1);
      }
      return textAt(known, expr, site);
    }
    case 'binary': {
      if (expr.operator !== '+' && expr.operator !== '%') return whole;
      const left = startOf(expr.left, site, module, depth + 1);
      if (expr.operator === '+' || left.value.kind !== 'constant') return left;
      return cutAt(left, /%/, expr);
    }
    case 'call': {
      if (expr.callee.kind !== 'attribute') return whole;
      if (expr.callee.name === 'format') {
        const template = startOf(expr.callee.object, site, module, depth + 1);
        return template.value.kind === 'constant' ? cutAt(template, /\{/, expr) : whole;
      }
      const [first] = expr.args;
      const isJoin = module.resolver.namesOf(expr.callee, site).includes('os.path.join');
      return isJoin && first !== undefined ? startOf(first.value, site, module, depth + 1) : whole;
    }
    case 'name': {
      const bound = module.model.lookup(expr.name, site).flatMap(({ source, scope, span }) => {
        // What is put behind a text does not change how it begins.
        if (source.kind === 'addition' && source.attribute === undefined && source.key === undefined)
          return [];
        const isValue = source.kind === 'value' && source.isEntered !== true;
        return [isValue ? { value: source.value, site: { scope, offset: span.start } } : undefined];
      });
      return startOfEach(bound, whole, module, depth);
    }
    case 'conditional':
      return startOfEach(
        [expr.body, expr.orelse].map((value) => ({ value, site })),
        whole,
        module,
        depth,
      );
    default:
      return whole;
  }
}

/**
 * How all of several values begin: with what their texts have in common, or as those do that are not known, where that is
 * one thing.
 */
function startOfEach(
  values: readonly (PlacedValue | undefined)[],
  whole: PlacedValue,
  module: ModuleAnalysis,
  depth: number,
): PlacedValue {
  const starts: PlacedValue[] = [];
  for (const one of values) {
    if (one === undefined) return whole;
    const start = startOf(one.value, one.site, module, depth + 1);
    // All of it: the name itself, since a check of the name counts for what it holds.
    if (start.value === one.value && start.value.kind !== 'constant') return whole;
    starts.push(start);
  }
  const unknown = starts.filter(({ value }) => value.kind !== 'constant');
  const [only] = unknown;
  if (only !== undefined) {
    const written = new Set(unknown.map(({ value, site }) => writtenAs(value, site)));
    return written.size === 1 ? only : whole;
  }
  const texts = starts.map(({ value }) => (value.kind === 'constant' ? String(value.value) : ''));
  const [text = ''] = texts;
  let length = 0;
  while (length < text.length && texts.every((other) => other[length] === text[length])) length += 1;
  return length === 0 ? whole : textAt(text.slice(0, length), whole.value, whole.site);
}

/** What a parameter is when the function is called without it; undefined for what is bound to anything else. */
export function defaultOf(expr: Expr, site: Site, module: ModuleAnalysis): PlacedValue | undefined {
  if (expr.kind !== 'name') return undefined;
  const [only, ...others] = module.model.lookup(expr.name, site);
  if (only?.source.kind !== 'parameter' || others.length > 0) return undefined;
  const { fallback } = only.source.parameter;
  const { owner, parent } = only.scope;
  if (fallback === undefined || owner === undefined) return undefined;
  return { value: fallback, site: { scope: parent ?? only.scope, offset: owner.start } };
}

function cutAt(text: PlacedValue, mark: RegExp, whole: Expr): PlacedValue {
  const value = text.value.kind === 'constant' ? String(text.value.value) : '';
  const known = value.split(mark)[0] ?? '';
  return known === '' ? { value: whole, site: text.site } : textAt(known, whole, text.site);
}

function textAt(value: string, { start, end }: Expr, site: Site): PlacedValue {
  const constant: ConstantExpr = { kind: 'constant', type: 'string', value, start, end };
  return { value: constant, site };
}

/** Whether an expression stands for an instance of a class whose name, or that of a base, passes. */
export function isInstance(
  expr: Expr,
  site: Site,
  module: ModuleAnalysis,
  passes: (name: string) => boolean,
): boolean {
  return module.resolver.resolve(expr, site).some((target) => {
    if (target.kind === 'instance') return passes(target.name);
    return target.kind === 'object' && hasBase(target, module, passes, 0);
  });
}

type LocalClass = Extract<ReturnType<ModuleAnalysis['resolver']['resolve']>[number], { stmt: unknown }>;

function hasBase(
  target: LocalClass,
  module: ModuleAnalysis,
  passes: (name: string) => boolean,
  depth: number,
): boolean {
  if (target.stmt.kind !== 'class' || depth > MAX_DEPTH) return false;
  const site: Site = { scope: target.scope, offset: target.stmt.start };
  return target.stmt.bases.some(
    (base) =>
      base.name === undefined &&
      module.resolver.resolve(base.value, site).some((parent) => {
        if (parent.kind === 'global') return passes(parent.name);
        return parent.kind === 'class' && hasBase(parent, module, passes, depth + 1);
      }),
  );
}
