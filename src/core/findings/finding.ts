import type { Location, TextEdit } from '../source/document.js';

/**
 * How much a finding matters. `error`: a proven path from outside to code execution, or a live secret; `warning`:
 * exploitable and certain; `note`: likely (Information in an editor); `hint`: practice.
 */
export type Level = 'error' | 'warning' | 'note' | 'hint';

/** Levels from the loudest to the quietest. */
export const LEVELS: readonly Level[] = ['error', 'warning', 'note', 'hint'];

/** How sure the engine is that the finding is real. */
export type Confidence = 'high' | 'medium' | 'low';

/** One step that supports a finding, in the order from cause to effect. */
export interface RelatedLocation {
  readonly location: Location;
  readonly message: string;
}

/** An edit that removes a finding. */
export interface Fix {
  /** What a menu shows, in the imperative. */
  readonly title: string;
  /**
   * True when the edited code does what it did before for every input but an attack; only such fixes are ever applied
   * unasked.
   */
  readonly keepsBehaviour: boolean;
  /** Edits that do not overlap, in document order; all or none are applied. */
  readonly edits: readonly TextEdit[];
}

/** An edit that a person completes with a value. Never applied unasked. */
export interface ChoiceFix {
  /** What a menu shows, in the imperative. */
  readonly title: string;
  /** What is asked for. */
  readonly question: string;
  /** Values to choose from, the most fitting first; empty when only the host or the person knows one. */
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** The value is a full commit of this repository of the Hugging Face Hub; a host may know one from its cache. */
  readonly commitOf?: { readonly kind: 'model' | 'dataset'; readonly repository: string };
  /** ECMAScript expression for what may be typed instead; absent when nothing may. */
  readonly pattern?: string;
  /** As in {@link Fix}, with `{choice}` where the value belongs. */
  readonly edits: readonly TextEdit[];
}

/** Why a finding does not count. */
export interface Suppression {
  readonly kind: 'in-source' | 'baseline';
  /** The reason the author gave; empty when none was given. */
  readonly reason: string;
}

/** A place in a file that is no text. */
export interface BinaryPlace {
  /** Bytes from the start of the innermost `member`, or of the file; absent when the finding is about the whole. */
  readonly offset?: number;
  /** Path inside archives, outermost first; empty for the file itself. */
  readonly member: readonly string[];
  /** What leads to it, in order, one readable step each. */
  readonly chain: readonly string[];
  /** Ids of CWE and ATLAS entries that say more than those of the rule; absent when there are none. */
  readonly references?: readonly string[];
}

/** Something the guidelines ask to change. Plain data. */
export interface Finding {
  readonly ruleId: string;
  /** The case of the rule that matched; absent when the rule has one case. */
  readonly caseId?: string;
  readonly level: Level;
  readonly confidence: Confidence;
  /** First line: risk and remedy, at most 100 characters. */
  readonly message: string;
  readonly location: Location;
  readonly related: readonly RelatedLocation[];
  /** True when `related` is a path along which a value flows, source first. */
  readonly isFlow: boolean;
  readonly fixes: readonly Fix[];
  /** Edits that need a value; absent when there are none. */
  readonly choices?: readonly ChoiceFix[];
  /** Guideline items that apply, such as `ncsc-2.1`. */
  readonly guidelines: readonly string[];
  /**
   * Stable identity: hash over rule, path, enclosing symbol, code whatever its layout and comments, and which of equal ones it
   * is; 16 hexadecimal digits.
   */
  readonly fingerprint: string;
  /** Qualified name of the enclosing function or class; empty at module level. */
  readonly symbol: string;
  /** Where in a file that is no text; its location then is the first line. */
  readonly binary?: BinaryPlace;
  /** Present when the finding is suppressed; it stays in reports and does not count. */
  readonly suppression?: Suppression;
}

/** Something the user should know about the scan itself. */
export interface Notice {
  readonly kind: 'not-scanned' | 'partly-scanned' | 'configuration';
  readonly path: string;
  readonly message: string;
  /** Where in the file, when known. */
  readonly location?: Location;
  /** What should most likely stand at the place instead; absent when nothing is close. */
  readonly replacement?: string;
}
