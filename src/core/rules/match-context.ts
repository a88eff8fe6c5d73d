import type { ConstantFolder, KnownDict } from '../semantics/constants.js';
import type { FlowTracer } from '../semantics/flow.js';
import type { Flow } from '../semantics/flow-path.js';
import type { ModuleModel, Site, ValueAt } from '../semantics/module-model.js';
import type { BoundArguments } from '../semantics/partial-calls.js';
import type { ProjectFacts } from '../semantics/project.js';
import type { Resolver } from '../semantics/resolver.js';
import type { Span } from '../source/position.js';
import type { Argument, CallExpr, Expr } from '../syntax/ir.js';

/** What is known about the module in which a rule looks. */
export interface ModuleAnalysis {
  readonly model: ModuleModel;
  readonly resolver: Resolver;
  /** As if there were no other modules; absent when there are none. */
  readonly alone?: Resolver;
  readonly folder: ConstantFolder;
  /** As `folder`, without defaults that a command line or the maker of an object may replace. */
  readonly certain: ConstantFolder;
  readonly tracer: FlowTracer;
  readonly project: ProjectFacts;
  /** True when the module imports, calls or names one of these. */
  mentions(names: readonly string[]): boolean;
  /** The same without the answers that were given so far: what is worked out with it asks for all it rests on. */
  renew(): ModuleAnalysis;
}

/** A value at a place. */
export interface PlacedValue extends ValueAt {
  /** The argument that gives it, when it is written in the call itself. */
  readonly argument?: Argument;
}

/** What was found at a place: the input of a rule's conditions, message and fixes. */
export interface MatchContext {
  /** What the squiggle covers. */
  readonly span: Span;
  readonly site: Site;
  /** The call, for call matches and keyword settings. */
  readonly call?: CallExpr;
  /** Callee and arguments, seen through `functools.partial`. */
  readonly callee?: Expr;
  readonly args?: readonly Argument[];
  readonly isPartial: boolean;
  /** Arguments that `functools.partial` put before those of the call. */
  readonly bound?: BoundArguments;
  /** The value of a setting, or the text found. */
  readonly value?: PlacedValue;
  /** What an assignment sets: an attribute or name, or the object whose entry it sets. */
  readonly target?: Expr;
  /** The dict around a setting. */
  readonly siblings?: KnownDict;
  /** The whole setting, for fixes: `name=value` or `"name": value`. */
  readonly setting?: Span;
  /** What is put in for `{value}` when it is not an expression. */
  readonly text?: string;
}

/** An argument of a call: there, not there, or hidden by a spread. */
export type ArgumentLookup = PlacedValue | 'missing' | 'unknown';

/** Finds an argument by key: `name`, `@0`, or `name@0`; several names are divided by `|`. */
export function findArgument(key: string, context: MatchContext, module: ModuleAnalysis): ArgumentLookup {
  const [list = '', index] = key.split('@');
  const names = list.split('|');
  if (context.siblings !== undefined) {
    const { entries } = context.siblings;
    const known = names.find((name) => entries.has(name));
    const entry = known === undefined ? undefined : entries.get(known);
    if (entry !== undefined) return entry;
    return context.siblings.isComplete ? 'missing' : 'unknown';
  }
  if (context.args === undefined) return 'unknown';
  const { bound, site: own } = context;
  if (bound !== undefined) {
    // What the call says itself replaces what was bound.
    const said = context.args.find(({ name }) => name !== undefined && names.includes(name));
    if (said !== undefined) return { value: said.value, site: own, argument: said };
  }
  let isHidden = context.isPartial;
  let position = 0;
  let isPositionKnown = true;
  const before = bound?.args.length ?? 0;
  for (const [order, argument] of [...(bound?.args ?? []), ...context.args].entries()) {
    const site = order < before && bound !== undefined ? bound.site : own;
    // A bound argument stands in another call: no fix of this one can touch it.
    const written = order < before ? {} : { argument };
    if (argument.spread === '*') {
      isPositionKnown = false;
      if (index !== undefined) isHidden = true;
    } else if (argument.spread === '**') {
      const dict = module.folder.foldDict(argument.value, site);
      const known = names.find((name) => dict?.entries.has(name) === true);
      const entry = known === undefined ? undefined : dict?.entries.get(known);
      if (entry !== undefined) return entry;
      if (dict?.isComplete !== true) isHidden = true;
    } else if (argument.name !== undefined) {
      if (names.includes(argument.name)) return { value: argument.value, site, ...written };
    } else {
      if (list !== '' && context.call?.takesOptions === true) {
        const option = findOption(names, argument.value, site, module);
        if (typeof option === 'object') return option;
        if (option === 'unknown') isHidden = true;
      }
      if (isPositionKnown && index !== undefined && position === Number(index)) {
        return { value: argument.value, site, ...written };
      }
      position += 1;
    }
  }
  return isHidden ? 'unknown' : 'missing';
}

/** Looks for a named argument in an object that is passed. */
function findOption(
  names: readonly string[],
  value: Expr,
  site: Site,
  module: ModuleAnalysis,
): ArgumentLookup {
  if (['constant', 'template', 'function-expr', 'sequence'].includes(value.kind)) return 'missing';
  const dict = module.folder.foldDict(value, site);
  for (const name of names) {
    const entry = dict?.entries.get(name);
    if (entry !== undefined) return entry;
  }
  if (dict?.isComplete === true || module.folder.fold(value, site) !== undefined) return 'missing';
  return 'unknown';
}

/** The verdict on a condition, with the flow that made it hold when there is one. */
export interface Verdict {
  readonly holds: boolean;
  readonly flow?: Flow;
}
