import type { Level } from '../findings/finding.js';
import type { LandmarkKind } from '../inventory/landmark.js';
import type { Match, Predicate } from '../rules/rule.js';

/** What proves or breaks the answers to checklist questions. Plain data from guidelines/evidence. */
export interface EvidenceBase {
  readonly fileSets: readonly FileSet[];
  readonly facts: readonly Fact[];
  /** One for each question of each framework, in the order of the frameworks. */
  readonly questions: readonly QuestionEvidence[];
}

/** Files of one kind, wherever projects keep them. */
export interface FileSet {
  readonly id: string;
  /** What such a file is, with its article, such as `a model card`. */
  readonly title: string;
  /** Where people keep one, for the sentence that says there is none. */
  readonly example?: string;
  /** ECMAScript regular expression for a line that every such file holds; a file without it is of another kind. */
  readonly marker?: string;
  /** Paths from the root; `*` stands for any part of a name, `**` and `/` for any folders; case does not matter. */
  readonly paths: readonly string[];
  /** Paths of these that are of another kind. */
  readonly except?: readonly string[];
  /** True when files in folders of tests and examples count too. */
  readonly samples?: boolean;
  /** True when only their paths count; nobody reads them. */
  readonly unread?: boolean;
}

/** Something that code does, found by the engine. */
export interface Fact {
  readonly id: string;
  /** What is there, such as `a rate limit`. */
  readonly title: string;
  /** What code that shows it calls or holds, for the sentence that says it was not found. */
  readonly example?: string;
  /** Landmarks of these kinds. */
  readonly landmarks?: readonly LandmarkKind[];
  /**
   * Modules whose import is a sign. Enough to say that a question applies, never enough to prove an answer.
   */
  readonly imports?: readonly string[];
  /** What the code must hold; one of them is enough. */
  readonly matches?: readonly FactMatch[];
}

/** A place in code, described as in a rule. */
export interface FactMatch {
  readonly match: Match;
  readonly unless?: Predicate;
}

/** How the answer to one question is found. */
export interface QuestionEvidence {
  readonly id: string;
  /** The question whose proof, breaks and scope this one shares. */
  readonly as?: string;
  /** When the question is about the project at all; always when absent. */
  readonly applies?: Applicability;
  /**
   * The file set without which a person has little to vouch for. Only the sentence of an open question speaks of it.
   */
  readonly needs?: string;
  /** Any of them means no. */
  readonly breaks?: readonly Break[];
  /** What points to yes without proving it, for a person to judge; the first that holds is named. */
  readonly points?: readonly Proof[];
  /** Any of them means yes. Never there for questions that only a person can answer. */
  readonly proves?: readonly Proof[];
}

/** When a question is about a project. */
export interface Applicability {
  readonly when: Condition;
  /** One sentence that says what the project lacks. */
  readonly otherwise: string;
}

/** What shows that the answer is no. Exactly one of `rules` and `when`. */
export interface Break {
  /** Open findings of these rules, outside tests, examples and documentation. */
  readonly rules?: readonly string[];
  /** Only findings that have a place on the line of this fact, and that place. */
  readonly beside?: string;
  /** Least level of such a finding; `note` when absent, since a hint is practice. */
  readonly level?: Level;
  readonly when?: Condition;
  /** One sentence; may hold `{path}` and `{count}`. Findings speak for themselves when it is absent. */
  readonly says?: string;
}

/** What shows that the answer is yes, or points to it. */
export interface Proof {
  readonly when: Condition;
  /** One sentence; may hold `{path}` and `{count}`. */
  readonly says: string;
  /** What an open question says in place of all that the condition lacks. Follows "Not shown:". */
  readonly lacks?: string;
}

/** A condition on a project. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  /** As `not`, with words for why it stands in the way; they may hold `{path}`. */
  | { readonly unless: { readonly when: Condition; readonly says: string } }
  | { readonly file: FileCondition }
  /** The code holds this fact. */
  | { readonly fact: string }
  /** No finding of these rules, suppressed ones included, in a project whose Python files were all scanned. */
  | { readonly clean: readonly string[] }
  /** A dependency file names one of these packages. */
  | { readonly package: readonly string[] }
  /** Whether packages are named at all, some without an exact version, or each of them in a lock file. */
  | { readonly dependencies: 'declared' | 'unlocked' | 'locked' };

/** A file that is there and holds what a reviewer looks for. */
export interface FileCondition {
  /** Id of a file set. */
  readonly in: string;
  /** Fewest words of text besides headings, comments and place-holders; 0 asks for none. */
  readonly minWords?: number;
  /** All of them must be there, each with text below it. */
  readonly sections?: readonly FileMark[];
  /** All of them must be found, in any letter case. Comments of configuration files do not count. */
  readonly contains?: readonly FileMark[];
}

/** Something to find in a file. */
export interface FileMark {
  /** What it is, for the sentence that says it is missing, such as `a contact`. */
  readonly what: string;
  /** ECMAScript regular expression for a line of text, or for a section's heading; letter case does not matter. */
  readonly pattern: string;
}
