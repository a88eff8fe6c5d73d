import type { CallExpr, Expr } from '../syntax/ir.js';
import type { Site } from './module-model.js';
import type { Resolver } from './resolver.js';

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

/** What a call calls, seen through `functools.partial`. */
export function viewCall(resolver: Resolver, call: CallExpr, site: Site): CallView {
  const [first, ...rest] = call.args;
  if (first !== undefined && first.name === undefined && first.spread === undefined) {
    const callee = call.callee;
    const last = callee.kind === 'attribute' || callee.kind === 'name' ? callee.name : '';
    if (last.includes('partial') && resolver.namesOf(callee, site).includes('functools.partial')) {
      return { callee: first.value, args: rest, isPartial: true };
    }
  }
  return { callee: call.callee, args: call.args, isPartial: false };
}

/** Arguments that `functools.partial` gave to what a name stands for; several partials give `several`. */
export function boundArguments(
  resolver: Resolver,
  callee: Expr,
  site: Site,
): BoundArguments | 'several' | undefined {
  if (callee.kind !== 'name') return undefined;
  const found: BoundArguments[] = [];
  for (const { source, scope, span } of resolver.model.lookup(callee.name, site)) {
    if (source.kind !== 'value' || source.value.kind !== 'call') continue;
    const place: Site = { scope, offset: span.start };
    const view = viewCall(resolver, source.value, place);
    if (view.isPartial) found.push({ args: view.args, site: place });
  }
  return found.length > 1 ? 'several' : found[0];
}
