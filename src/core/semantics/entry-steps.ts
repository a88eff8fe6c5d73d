import type { Expr } from '../syntax/ir.js';
import type { BindingSource } from './scope.js';

type PartBinding = Extract<BindingSource, { kind: 'part' }>;

/** The steps from a value to the part of it that a name stands for. */
export function stepsOf({ path, position }: PartBinding): readonly string[] {
  return path ?? (position === undefined ? [] : [positionStep(position)]);
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
