import type { Location } from '../source/document.js';

/** What code, or a document beside it, does as far as the guidelines care. */
export const LANDMARK_KINDS = [
  'training',
  'data-loading',
  'endpoint',
  'model-loading',
  'model-saving',
  'agent',
  'model-call',
  'prompt',
  'deployment',
  'agent-setup',
  'dependencies',
] as const;

export type LandmarkKind = (typeof LANDMARK_KINDS)[number];

/** A place that a guideline speaks about, whether or not anything is wrong there. */
export interface Landmark {
  readonly kind: LandmarkKind;
  /** Name of the function, call, entry or instruction that was recognised, for people. */
  readonly name: string;
  /** The function's name, or the call, entry or instruction. */
  readonly location: Location;
  /** Guideline items that apply, most specific first. */
  readonly guidelines: readonly string[];
}
