import type { CallExpr, Expr } from '../syntax/ir.js';
import type { BindingSource } from './scope.js';

type ValueBinding = Extract<BindingSource, { kind: 'value' | 'part' | 'addition' }>;

/** The step to what a loop over a value meets: the keys of a dict, the items of anything else. */
export const MET = '#met';
/** Functions that give what a loop over their argument meets. */
const MEETING_CALLS = /^builtins\.(?:list|tuple|set|frozenset|sorted|reversed|iter|Object\.keys)$/;

/** A value, and the steps from it to the part of it that a name stands for. */
export function stepsOf(source: ValueBinding): { readonly value: Expr; readonly steps: readonly string[] } {
  const { value } = source;
  if (source.kind !== 'part') return { value, steps: [] };
  const { path, position, within } = source;
  if (path !== undefined) return { value, steps: path };
  if (position !== undefined) return { value, steps: [positionStep(position)] };
  if (within === undefined) return { value, steps: [MET] };
  // `k` of `for k, v in names.items()`; of other pairs, each is a part of what is met.
  const isItems = within === 0 && value.kind === 'call' && value.callee.kind === 'attribute';
  return isItems && value.callee.name === 'items'
    ? { value: value.callee.object, steps: [MET] }
    : { value, steps: [] };
}

/**
 * What a call gives the items of, or the keys where that is a dict: `names.keys()`, `sorted(names)`, `", ".join(names)`.
 * Undefined for other calls; `names` are those of the callee.
 */
export function metBy({ callee, args }: CallExpr, names: readonly string[]): Expr | undefined {
  const [first] = args;
  if (callee.kind === 'attribute' && callee.name === 'keys' && first === undefined) return callee.object;
  if (first === undefined || first.name !== undefined || first.spread !== undefined) return undefined;
  const isJoin = callee.kind === 'attribute' && callee.name === 'join' && callee.object.kind === 'constant';
  return isJoin || names.some((name) => MEETING_CALLS.test(name)) ? first.value : undefined;
}

/** The step of a path that names the item at a position. */
function positionStep(position: number): string {
  return `#${position}`;
}

/** The step to the item that a whole number names. */
export function placeOf(index: Expr | undefined): string | undefined {
  const isPlace = index?.kind === 'constant' && typeof index.value === 'number' && index.value >= 0;
  return isPlace ? positionStep(Number(index.value)) : undefined;
}

/** True for a step that {@link positionStep} made. */
export function isPosition(step: string): boolean {
  return /^#\d+$/.test(step);
}

/** True for a step to what has no name: a position, or what a loop meets. */
export function isUnnamed(step: string): boolean {
  return step === MET || isPosition(step);
}
