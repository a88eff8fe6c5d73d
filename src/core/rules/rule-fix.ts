import type { DocumentEdit } from './document-match.js';
import type { Predicate } from './rule.js';

/** An edit that removes the finding. */
export interface RuleFix {
  /** In the imperative; may hold `{value}`, `{callee}`. */
  readonly title: string;
  /**
   * True when the edited code does what it did before for every input it was written for; only what an attack makes of
   * it may change. Only such fixes are ever applied unasked.
   */
  readonly keepsBehaviour: boolean;
  /** Why behaviour is kept where `when` holds, and who says so; there whenever it is kept. */
  readonly because?: string;
  /** Offered only where this holds; everywhere when absent. */
  readonly when?: Predicate;
  /** What a person has to choose first; the edits then hold `{choice}`. */
  readonly choice?: FixChoice;
  readonly edits: readonly FixEdit[];
}

/** A value that nobody but a person can give. At least one of `options`, `commitOf` and `pattern`. */
export interface FixChoice {
  /** What is asked for, one line. */
  readonly question: string;
  /** Values to choose from, the most fitting first. */
  readonly options?: readonly FixOption[];
  /** A full commit of the Hub repository that this argument names, from the cache of this machine. */
  readonly commitOf?: HubArgument;
  /** What may be typed instead: an ECMAScript expression for the whole value. Absent: nothing. */
  readonly pattern?: string;
}

export interface FixOption {
  /** Put in for `{choice}`. */
  readonly value: string;
  /** What the menu shows; the value when absent. */
  readonly label?: string;
}

export interface HubArgument {
  /** `name`, `name@0` or `@0`, several names divided by `|`. */
  readonly argument: string;
  readonly kind: HubRepositoryKind;
}

export type HubRepositoryKind = 'model' | 'dataset';

export type FixEdit =
  | DocumentEdit
  /** Sets an argument of the call, whether or not it is there; `name`, or `name@position` where it may be positional. */
  | { readonly kind: 'set-argument'; readonly name: string; readonly value: string }
  /** `name` or `name@position`. */
  | { readonly kind: 'remove-argument'; readonly name: string }
  /** Calls another function; the import is added when it is missing. */
  | { readonly kind: 'replace-callee'; readonly name: string }
  /** Makes a module known under its own dotted name: `import os`. Not possible where the name is something else. */
  | { readonly kind: 'add-import'; readonly name: string }
  /** Replaces the reported range. */
  | { readonly kind: 'replace-match'; readonly text: string }
  /** Puts text around the argument: `model` to `model.state_dict()`. `name`, `@0` or `name@0`. */
  | {
      readonly kind: 'wrap-argument';
      readonly name: string;
      readonly before: string;
      readonly after: string;
    }
  /**
   * Replaces the first match of an ECMAScript expression in the source of a string: `http:` to `https:`. The string
   * stands in the call, or is the only value of a name that is used nowhere else.
   */
  | {
      readonly kind: 'rewrite-argument';
      readonly name: string;
      readonly pattern: string;
      readonly text: string;
    }
  /** As `rewrite-argument`, for the value of a setting. */
  | { readonly kind: 'rewrite-value'; readonly pattern: string; readonly text: string }
  /** Replaces the value of the setting, or takes the setting away. */
  | { readonly kind: 'set-value'; readonly value: string }
  | { readonly kind: 'remove-setting' }
  /** Takes away the whole assignment that makes the setting. */
  | { readonly kind: 'remove-statement' };
