import type { Aspect } from './subject.js';

/**
 * What a check makes of a value. `clear`: it is one of those that somebody listed, or of a form that does no harm.
 * `weak`: somebody looked at it, but how thoroughly cannot be told.
 */
export type GuardStrength = 'clear' | 'weak';

/** What it is worth that a value, seen so, is one of a list. */
export function strengthOf(aspect: Aspect | undefined): GuardStrength | undefined {
  if (aspect === undefined || aspect === 'aside') return undefined;
  return aspect === 'piece' ? 'weak' : 'clear';
}

/** True when more than its length or ending was looked at. */
export function isLookedAt(aspect: Aspect | undefined): boolean {
  return aspect !== undefined && aspect !== 'aside';
}

/** Of two checks that were both passed. */
export function best(a: GuardStrength | undefined, b: GuardStrength | undefined): GuardStrength | undefined {
  return a === 'clear' || b === 'clear' ? 'clear' : (a ?? b);
}

/** Of two checks one of which was passed. */
export function worst(a: GuardStrength, b: GuardStrength): GuardStrength {
  return a === 'weak' || b === 'weak' ? 'weak' : 'clear';
}
