import type { Location } from '../source/document.js';

/** What a piece of ML code does, as far as the guidelines care. */
export type LandmarkKind =
  | 'training'
  | 'data-loading'
  | 'endpoint'
  | 'model-loading'
  | 'model-saving'
  | 'agent';

/** A place in the code that a guideline speaks about, whether or not anything is wrong there. */
export interface Landmark {
  readonly kind: LandmarkKind;
  /** Name of the function or call that was recognised, for people. */
  readonly name: string;
  /** The function's name, or the call. */
  readonly location: Location;
  /** Guideline items that apply, most specific first. */
  readonly guidelines: readonly string[];
}
