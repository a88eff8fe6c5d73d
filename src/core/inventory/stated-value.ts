import type { Location } from '../source/document.js';

/**
 * A value as the code states it. `constant`: folded to this value; `expression`: not known before the code runs, given as
 * its source text (one line, at most 120 characters). A value is never guessed: what is not stated is absent.
 */
export type StatedValue =
  | {
      readonly kind: 'constant';
      readonly value: string | number | boolean | null;
      /** Where the value itself stands when that is not where it is used: a default of argparse, a constant. */
      readonly statedAt?: Location;
      /** True when it holds unless a caller, an option or the environment says otherwise. */
      readonly isDefault?: true;
    }
  | {
      readonly kind: 'expression';
      readonly text: string;
      /** As for a constant. */
      readonly isDefault?: true;
      /** Names that lead to an entry of a configuration, outer first: `settings["optimizer"]["lr"]`. */
      readonly key?: readonly string[];
      /** What the only configuration file with such an entry states, of those that the code names. */
      readonly setting?: FileSetting;
    };

/** One entry of a configuration file. */
export interface FileSetting {
  /** Keys that lead to it, outer first. */
  readonly key: readonly string[];
  /** A list is given as its text. */
  readonly value: string | number | boolean;
  readonly location: Location;
}
