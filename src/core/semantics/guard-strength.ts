import type { ValueUse } from '../rules/rule.js';
import type { Site } from './module-model.js';
import type { Aspect, Subject } from './subject.js';

/**
 * What a check makes of a value. `clear`: it is one of those that somebody listed, or of a form that does no harm.
 * `weak`: somebody looked at it, but how thoroughly cannot be told.
 */
export type GuardStrength = 'clear' | 'weak';

/** What is asked of a test. */
export interface Asked {
  /** The value that somebody may have looked at. */
  readonly subject: Subject;
  readonly site: Site;
  /** True when the other outcome leaves the function or the loop. */
  readonly isGate: boolean;
  readonly depth: number;
}

/** What it is worth that a value, seen so, is one of a list, for what the value serves as. */
export function strengthOf(aspect: Aspect | undefined, use: ValueUse | undefined): GuardStrength | undefined {
  switch (aspect) {
    case undefined:
    case 'aside':
      return undefined;
    case 'whole':
      return 'clear';
    case 'place':
      return isFor('path', use) ? 'clear' : 'weak';
    case 'host':
      return isFor('url', use) ? 'clear' : 'weak';
    case 'piece':
      return 'weak';
  }
}

/** True where a value serves as one thing, or as what is not said. */
export function isFor(one: ValueUse, use: ValueUse | undefined): boolean {
  return use === undefined || use === one || (one === 'path' && use === 'file');
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
