import {
  type FrameworkStatus,
  type ItemStatus,
  listItemStatuses,
  type ProjectStatus,
  type State,
} from '../guidelines/status.js';

/** Raised when a field of the JSON report changes its meaning or goes away; new fields do not raise it. */
export const JSON_STATUS_VERSION = 1;

/** What changed at one item since an earlier report. */
export interface StatusChange {
  readonly framework: string;
  readonly item: string;
  readonly number: string;
  readonly shortTitle: string;
  readonly direction: 'better' | 'worse' | 'mixed';
  /** The item's states; `before` is absent when the earlier report does not have the item. */
  readonly before?: State;
  readonly after: State;
  /** Questions whose state changed. */
  readonly questions: readonly QuestionChange[];
}

export interface QuestionChange {
  readonly id: string;
  readonly question: string;
  readonly direction: 'better' | 'worse' | 'same';
  readonly before?: State;
  readonly after: State;
  /** Why it is so now. */
  readonly reason: string;
}

/** States of an earlier report. */
export interface EarlierStatus {
  readonly items: Readonly<Record<string, State>>;
  readonly questions: Readonly<Record<string, State>>;
}

/** How good a state is; equal ones are neither better nor worse. */
const ranks: Readonly<Record<State, number>> = {
  failing: 0,
  expired: 1,
  open: 2,
  'not-applicable': 3,
  attested: 3,
  evidenced: 4,
};

/**
 * Reads the states from an earlier JSON report.
 *
 * @returns the states, or a sentence that says what is wrong with the text
 */
export function readEarlierStatus(text: string): EarlierStatus | string {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return `it is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  const version = field(data, 'schemaVersion');
  if (field(data, 'kind') !== 'status')
    return 'it is no status report; make one with fairlead status --format json';
  if (version !== JSON_STATUS_VERSION)
    return `its schemaVersion is ${String(version)}, expected ${JSON_STATUS_VERSION}`;
  const items: [string, State][] = [];
  const questions: [string, State][] = [];
  for (const framework of listOf(field(data, 'frameworks'))) {
    for (const section of listOf(field(framework, 'sections'))) {
      for (const item of listOf(field(section, 'items'))) {
        note(item, items);
        for (const question of listOf(field(item, 'questions'))) note(question, questions);
      }
    }
  }
  return { items: Object.fromEntries(items), questions: Object.fromEntries(questions) };
}

/** What got better and what got worse, item by item in the order of the frameworks; items without a change are left out. */
export function compareStatus(earlier: EarlierStatus, status: ProjectStatus): readonly StatusChange[] {
  return status.frameworks.flatMap((framework) =>
    listItemStatuses(framework).flatMap((item) => compareItem(earlier, framework, item) ?? []),
  );
}

function compareItem(
  earlier: EarlierStatus,
  framework: FrameworkStatus,
  item: ItemStatus,
): StatusChange | undefined {
  const questions = item.questions.flatMap((question): QuestionChange[] => {
    const before = stateOf(earlier.questions, question.id);
    if (before === question.state) return [];
    const { id, state: after, reason } = question;
    const direction = compareRanks(before ?? 'open', after);
    return [
      {
        id,
        question: question.question,
        direction,
        ...(before === undefined ? {} : { before }),
        after,
        reason,
      },
    ];
  });
  if (questions.length === 0) return undefined;
  const isBetter = questions.some(({ direction }) => direction === 'better');
  const isWorse = questions.some(({ direction }) => direction === 'worse');
  const before = stateOf(earlier.items, item.id);
  return {
    framework: framework.id,
    item: item.id,
    number: item.number,
    shortTitle: item.shortTitle,
    direction: isBetter === isWorse ? 'mixed' : isBetter ? 'better' : 'worse',
    ...(before === undefined ? {} : { before }),
    after: item.state,
    questions,
  };
}

function compareRanks(before: State, after: State): QuestionChange['direction'] {
  const difference = ranks[after] - ranks[before];
  if (difference === 0) return 'same';
  return difference > 0 ? 'better' : 'worse';
}

function note(value: unknown, into: [string, State][]): void {
  const id = field(value, 'id');
  const state = field(value, 'state');
  if (typeof id === 'string' && isState(state)) into.push([id, state]);
}

function isState(value: unknown): value is State {
  return typeof value === 'string' && Object.hasOwn(ranks, value);
}

function stateOf(states: Readonly<Record<string, State>>, id: string): State | undefined {
  return Object.hasOwn(states, id) ? states[id] : undefined;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
