import { isSecondaryPath } from '../findings/secondary-path.js';
import {
  type ArgumentLookup,
  findArgument,
  type ModuleAnalysis,
  type PlacedValue,
} from '../rules/match-context.js';
import type { Site } from '../semantics/module-model.js';
import { viewCall } from '../semantics/partial-calls.js';
import type { Scope } from '../semantics/scope.js';
import { nameOf } from '../semantics/target.js';
import type { Location } from '../source/document.js';
import type { ModuleText } from '../source/module-text.js';
import type { Span } from '../source/position.js';
import type { Argument, CallExpr, ClassStmt, Expr } from '../syntax/ir.js';
import { DefaultFinder } from './default-finder.js';
import { findEntryKey } from './entry-key.js';
import type { Hyperparameter } from './inventory.js';
import { redact } from './redact.js';
import type { StatedValue } from './stated-value.js';

const maxText = 120;
const maxValue = 300;
/** Longer expressions behind a name are not shown in place of it. */
const maxBehind = 80;

/** A call with what it calls, seen through `functools.partial`. */
export interface PlacedCall {
  readonly call: CallExpr;
  readonly callee: Expr;
  readonly args: readonly Argument[];
  readonly site: Site;
  /** Qualified names of what is called; those that modules of the project may have are left out. */
  readonly names: readonly string[];
}

/** What every fact carries but its kind and id; the id is given when the facts of a document are together. */
export interface FactStart {
  readonly id: string;
  readonly name: string;
  readonly location: Location;
  readonly symbol: string;
  readonly isSecondary: boolean;
}

/** Says what stands in a module in the terms of an inventory. */
export class FactBuilder {
  readonly module: ModuleAnalysis;
  readonly text: ModuleText;
  readonly #defaults: DefaultFinder;
  readonly #isSecondary: boolean;
  readonly #ownModules: ReadonlySet<string>;

  constructor(module: ModuleAnalysis, text: ModuleText, ownModules: ReadonlySet<string>) {
    this.module = module;
    this.text = text;
    this.#defaults = new DefaultFinder(module);
    this.#isSecondary = isSecondaryPath(text.path);
    this.#ownModules = ownModules;
  }

  start(name: string, span: Span, scope: Scope): FactStart {
    const clean = redact(oneLine(name));
    return {
      id: '',
      name: clean.length > maxText ? `${clean.slice(0, maxText - 3)}...` : clean,
      location: this.locate(span, scope),
      symbol: symbolOf(scope),
      isSecondary: this.#isSecondary,
    };
  }

  /** A place in the module that a scope is of; another one where an import leads there. */
  locate(span: Span, scope: Scope): Location {
    return (scope.model.source ?? this.text).locate(span);
  }

  /** Whether a scope is of this module, so that its statements are among the places of it. */
  isHere({ model }: Scope): boolean {
    return model === this.module.model;
  }

  /** Qualified names of an expression, without those that may be of the project's own modules. */
  namesOf(expr: Expr, site: Site): readonly string[] {
    return this.module.resolver
      .namesOf(expr, site)
      .filter((name) => !this.#ownModules.has(name.split('.', 1)[0] ?? name));
  }

  place(call: CallExpr, scope: Scope): PlacedCall {
    const site: Site = { scope, offset: call.start };
    const { callee, args } = viewCall(this.module.resolver, call, site);
    return { call, callee, args, site, names: this.#calledNames(callee, site) };
  }

  /** Qualified names of the classes that a class derives from, those behind classes of the module included. */
  basesOf({ bases, start }: ClassStmt, scope: Scope, depth = 0): readonly string[] {
    const site: Site = { scope, offset: start };
    return bases
      .filter(({ name, spread }) => name === undefined && spread === undefined)
      .flatMap(({ value }) => [
        ...this.namesOf(value, site),
        ...(depth > 4
          ? []
          : this.module.resolver
              .resolve(value, site)
              .flatMap((target) =>
                target.kind === 'class' ? this.basesOf(target.stmt, target.scope, depth + 1) : [],
              )),
      ]);
  }

  /** An object that is called is not its class: `model(x)` makes no model. */
  #calledNames(callee: Expr, site: Site): readonly string[] {
    return this.module.resolver
      .resolve(callee, site)
      .flatMap((target) => {
        const name = nameOf(target);
        return target.kind === 'instance' ? `${target.name}.__call__` : (name ?? []);
      })
      .filter((name) => !this.#ownModules.has(name.split('.', 1)[0] ?? name));
  }

  /** An argument by key, such as `path@0`. */
  argument(key: string, { call, callee, args, site }: PlacedCall): ArgumentLookup {
    return findArgument(key, { span: call, site, call, callee, args, isPartial: false }, this.module);
  }

  /** The argument when it is written; undefined when it is missing or hidden by a spread. */
  given(key: string | undefined, call: PlacedCall): PlacedValue | undefined {
    if (key === undefined) return undefined;
    const found = this.argument(key, call);
    return typeof found === 'object' ? found : undefined;
  }

  /** What an argument states; undefined when it is not written, or is None. */
  stated(key: string | undefined, call: PlacedCall): StatedValue | undefined {
    const found = this.given(key, call);
    const value = found === undefined ? undefined : this.state(found.value, found.site);
    return value?.kind === 'constant' && value.value === null ? undefined : value;
  }

  /** What an expression states: its constant, the default behind it, or its text. */
  state(expr: Expr, site: Site): StatedValue {
    const constant = this.module.folder.fold(expr, site);
    const fallback = this.#defaults.find(expr, site);
    const known = constant?.value === '' && expr.kind !== 'constant' ? undefined : constant?.value;
    if (known !== undefined) {
      const source =
        fallback === undefined
          ? this.#sourceOf(expr, site)
          : this.locate(fallback.value, fallback.site.scope);
      return {
        kind: 'constant',
        value: showConstant(known),
        ...(source === undefined ? {} : { statedAt: source }),
        ...(fallback === undefined ? {} : { isDefault: true }),
      };
    }
    const given = fallback === undefined ? undefined : this.#defaults.unwrap(fallback);
    const value = given === undefined ? undefined : this.constant(given.value, given.site);
    // An option that is empty unless given says nothing yet.
    if (given !== undefined && value !== undefined && value !== null && value !== '') {
      const statedAt = this.locate(given.value, given.site.scope);
      return { kind: 'constant', value: showConstant(value), statedAt, isDefault: true };
    }
    const key = findEntryKey(this, expr, site);
    if (fallback !== undefined && value === undefined && key === undefined) {
      const text = this.#writtenBehind(fallback.value, fallback.site);
      return { kind: 'expression', text, isDefault: true };
    }
    const text = this.#writtenBehind(expr, site);
    return { kind: 'expression', text, ...(key === undefined ? {} : { key }) };
  }

  /** The constant value of an expression; undefined when it is not known. */
  constant(expr: Expr | undefined, site: Site): string | number | boolean | null | undefined {
    return expr === undefined ? undefined : this.module.folder.fold(expr, site)?.value;
  }

  /** As {@link constant}, or the default behind the expression. */
  usual(expr: Expr, site: Site): string | number | boolean | null | undefined {
    const stated = this.state(expr, site);
    return stated.kind === 'constant' ? stated.value : undefined;
  }

  /** Source text on one line without credentials. */
  textOf({ start, end }: Span, scope?: Scope): string {
    const source = scope?.model.source ?? this.text;
    const text = redact(oneLine(source.text.slice(start, Math.min(end, start + 2000))));
    return text.length > maxText ? `${text.slice(0, maxText - 3)}...` : text;
  }

  hyperparameter(name: string, { value, site }: PlacedValue, span: Span = value): Hyperparameter {
    return { name, value: this.state(value, site), location: this.locate(span, site.scope) };
  }

  /** The call that made the object an expression stands for; undefined when that is not one call of this module. */
  constructorOf(expr: Expr, site: Site, depth = 0): PlacedCall | undefined {
    if (depth > 6) return undefined;
    if (expr.kind === 'call') return this.place(expr, site.scope);
    if (expr.kind === 'wrap') return this.constructorOf(expr.value, site, depth + 1);
    if (expr.kind === 'name') {
      const values = this.module.resolver.model.lookup(expr.name, { scope: site.scope, offset: expr.start });
      const [only, ...others] = values.filter(({ source }) => source.kind !== 'addition');
      if (only?.source.kind !== 'value' || others.length > 0) return undefined;
      return this.constructorOf(only.source.value, { scope: only.scope, offset: only.span.start }, depth + 1);
    }
    if (expr.kind !== 'attribute') return undefined;
    const [owner, ...more] = this.module.resolver.resolve(expr.object, site);
    if (owner?.kind !== 'object' || more.length > 0) return undefined;
    const { model } = this.module;
    const inner = model.scopeOf(owner.stmt, owner.scope);
    const [kept, ...rest] = this.module.resolver.assignedBySelf(owner.stmt, inner, expr.name);
    return kept === undefined || rest.length > 0
      ? undefined
      : this.constructorOf(kept.value, kept.site, depth + 1);
  }

  /** Where a value stands that a name was given. */
  #sourceOf(expr: Expr, site: Site): Location | undefined {
    if (expr.kind !== 'name') return undefined;
    const given = this.module.resolver.model.onlyValue(expr.name, site);
    return given && this.locate(given.value, given.site.scope);
  }

  /** What a name was given on the lines before, where that says more than the name. */
  #writtenBehind(expr: Expr, site: Site): string {
    const own = this.textOf(expr, site.scope);
    if (expr.kind !== 'name') return own;
    const given = this.module.resolver.model.onlyValue(expr.name, site);
    if (given === undefined || given.isEntered) return own;
    const { value } = given;
    const says = ['binary', 'template', 'call', 'subscript', 'attribute'].includes(value.kind);
    return says && value.end - value.start <= maxBehind ? this.textOf(value, given.site.scope) : own;
  }
}

function showConstant(value: string | number | boolean | null): string | number | boolean | null {
  return typeof value === 'string' ? redact(value).slice(0, maxValue) : value;
}

/** Qualified name of the innermost function or class around. */
export function symbolOf(scope: Scope): string {
  const names: string[] = [];
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const { owner } = at;
    if (owner?.kind === 'function' || owner?.kind === 'class') names.unshift(owner.name);
  }
  return names.join('.');
}

/** A field for an object literal: nothing when the value is absent. */
export function optional<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: T });
}

export function lastName(qualified: string): string {
  return qualified.slice(qualified.lastIndexOf('.') + 1).replaceAll('()', '');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
