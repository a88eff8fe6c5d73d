import type { Stage } from '../rules/rule.js';
import type { Location } from '../source/document.js';
import type { Role } from './framework.js';

/**
 * How a question or an item stands.
 *
 * - `failing`: the repository shows that the answer is no
 * - `expired`: someone vouched for it until a day that is past
 * - `open`: nothing shows the answer and nobody vouches for it
 * - `attested`: someone vouches for it
 * - `evidenced`: the repository shows that the answer is yes
 * - `not-applicable`: the project has nothing it speaks about, or someone vouches for that
 */
export type State = 'failing' | 'expired' | 'open' | 'attested' | 'evidenced' | 'not-applicable';

/** States from the one that needs work most to the one that needs none. */
export const STATES: readonly State[] = [
  'failing',
  'expired',
  'open',
  'attested',
  'evidenced',
  'not-applicable',
];

/** How one question stands. */
export interface QuestionStatus {
  readonly id: string;
  readonly question: string;
  readonly kind: 'code' | 'attestation';
  readonly hint: string;
  readonly state: State;
  /** Why, in one sentence. */
  readonly reason: string;
  /** Where to see it, at most 20; empty when there is no place. */
  readonly locations: readonly Location[];
  /** How many places there are in all. */
  readonly locationCount: number;
  /** The attestation that counts or has expired; absent when nobody vouches. */
  readonly attestation?: AttestationStatus;
}

/** An attestation as a status shows it. */
export interface AttestationStatus {
  readonly by: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly reason: string;
  /** Link or path to what was looked at. */
  readonly evidence?: string;
  /** Last day on which it counts. */
  readonly until?: string;
}

/** How one item stands: the first of {@link STATES} that one of its questions has. */
export interface ItemStatus {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly titleIsExact: boolean;
  readonly shortTitle: string;
  readonly url: string;
  readonly roles: readonly Role[];
  readonly stages: readonly Stage[];
  readonly state: State;
  /** Why, in one sentence. */
  readonly reason: string;
  readonly progress: Progress;
  readonly questions: readonly QuestionStatus[];
}

export interface SectionStatus {
  readonly id: string;
  readonly number?: string;
  readonly title: string;
  readonly progress: Progress;
  readonly items: readonly ItemStatus[];
}

export interface FrameworkStatus {
  readonly id: string;
  readonly title: string;
  readonly shortTitle: string;
  readonly publisher: string;
  readonly edition: string;
  readonly url: string;
  readonly progress: Progress;
  readonly sections: readonly SectionStatus[];
}

/** Figures over questions. */
export interface Progress {
  /** Questions that are evidenced or attested. */
  readonly settled: number;
  /** Questions that apply. */
  readonly applicable: number;
  /** Settled of applicable in whole percent, rounded down; 100 when none applies. */
  readonly percent: number;
  readonly states: Readonly<Record<State, number>>;
}

/** How a project stands against every framework. Plain data; the same for the same input. */
export interface ProjectStatus {
  /** The day for which it holds, `YYYY-MM-DD`. */
  readonly date: string;
  readonly frameworks: readonly FrameworkStatus[];
  /** What a reader should know about the assessment itself; one sentence each. */
  readonly remarks: readonly string[];
}

/** Figures over some questions. */
export function measureProgress(questions: readonly { readonly state: State }[]): Progress {
  const states: Record<State, number> = {
    failing: 0,
    expired: 0,
    open: 0,
    attested: 0,
    evidenced: 0,
    'not-applicable': 0,
  };
  for (const { state } of questions) states[state] += 1;
  const settled = states.attested + states.evidenced;
  const applicable = questions.length - states['not-applicable'];
  const percent = applicable === 0 ? 100 : Math.floor((100 * settled) / applicable);
  return { settled, applicable, percent, states };
}

/** The state that a group of questions has; see {@link ItemStatus}. `not-applicable` only when all of them are. */
export function combineStates(questions: readonly { readonly state: State }[]): State {
  return STATES.find((state) => questions.some((question) => question.state === state)) ?? 'open';
}

/** All items of a framework's status. */
export function listItemStatuses(framework: FrameworkStatus): readonly ItemStatus[] {
  return framework.sections.flatMap((section) => section.items);
}
