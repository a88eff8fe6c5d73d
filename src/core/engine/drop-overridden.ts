import type { Span } from '../source/position.js';

/** What a rule said, and where. */
export interface RulePlace {
  readonly id: string;
  /** Rules that say less than this one. */
  readonly overrides: readonly string[];
  readonly span: Span;
}

/** Drops what overlaps with a rule that overrides its own, among the same or among `others`. */
export function dropOverridden<T>(
  found: readonly T[],
  placeOf: (one: T) => RulePlace,
  others: readonly RulePlace[] = [],
): readonly T[] {
  const overriding = [...others, ...found.map(placeOf)].filter(({ overrides }) => overrides.length > 0);
  if (overriding.length === 0) return found;
  return found.filter((one) => {
    const { id, span: own } = placeOf(one);
    return !overriding.some(
      ({ overrides, span }) => overrides.includes(id) && span.start < own.end && own.start < span.end,
    );
  });
}
