import type { ItemStatus, Progress, ProjectStatus, StatusFilter } from '../../core/index.js';
import { stateWords } from '../tree/state-words.js';
import type { TreeFilter } from '../tree/tree-filter.js';

/** A status and what people call the folder it is about. */
export interface NamedStatus {
  readonly name: string;
  readonly status: ProjectStatus;
}

/** How much is settled over all frameworks and folders, for the status bar. */
export interface Summary {
  readonly settled: number;
  readonly applicable: number;
  readonly failing: number;
  /** One line for each framework, with the folder where there are several. */
  readonly lines: readonly string[];
}

/** Undefined before any status is known. */
export function summarise(statuses: readonly NamedStatus[]): Summary | undefined {
  if (statuses.length === 0) return undefined;
  const all = statuses.flatMap(({ name, status }) =>
    status.frameworks.map(({ shortTitle, progress }) => ({
      title: statuses.length > 1 ? `${name}, ${shortTitle}` : shortTitle,
      progress,
    })),
  );
  const add = (pick: (progress: Progress) => number) =>
    all.reduce((sum, { progress }) => sum + pick(progress), 0);
  return {
    settled: add(({ settled }) => settled),
    applicable: add(({ applicable }) => applicable),
    failing: add(({ states }) => states.failing),
    lines: all.map(
      ({ title, progress: { settled, applicable, percent, states } }) =>
        `${title}: ${settled} of ${applicable} settled (${percent} %), ${states.failing} failing`,
    ),
  };
}

/** `2 of 5 open` for an item; undefined while its state is unknown and where it does not apply. */
export function describeOpen(status: ProjectStatus | undefined, itemId: string): string | undefined {
  const item = findItemStatus(status, itemId);
  if (item === undefined) return undefined;
  const { settled, applicable } = item.progress;
  return applicable === 0 ? undefined : `${applicable - settled} of ${applicable} open`;
}

/** How an item stands; undefined while that is unknown. */
export function findItemStatus(status: ProjectStatus | undefined, itemId: string): ItemStatus | undefined {
  for (const framework of status?.frameworks ?? []) {
    for (const { items } of framework.sections) {
      const item = items.find(({ id }) => id === itemId);
      if (item !== undefined) return item;
    }
  }
  return undefined;
}

/** `failing, 2 of 5 settled` for an item, or `not applicable`. */
export function describeItem({ state, progress }: Pick<ItemStatus, 'state' | 'progress'>): string {
  const word = stateWords[state];
  return state === 'not-applicable' ? word : `${word}, ${progress.settled} of ${progress.applicable} settled`;
}

/** What a filter leaves, in words; undefined when it leaves everything. */
export function describeFilter({ openOnly = false, role, stage, text }: TreeFilter): string | undefined {
  const parts = [
    ...(text === undefined || text === '' ? [] : [`"${text}"`]),
    ...(openOnly ? ['open only'] : []),
    ...(role === undefined ? [] : [`role ${role.replace('-', ' ')}`]),
    ...(stage === undefined ? [] : [`stage ${stage}`]),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** The filter without what it has already, or with what it lacks. */
export function toggleFilter(filter: TreeFilter, choice: StatusFilter): TreeFilter {
  const { openOnly = false, role, stage, text } = filter;
  const nextRole = choice.role === undefined || choice.role === role ? role : choice.role;
  const nextStage = choice.stage === undefined || choice.stage === stage ? stage : choice.stage;
  const hasRole = nextRole !== undefined && !(choice.role !== undefined && choice.role === role);
  const hasStage = nextStage !== undefined && !(choice.stage !== undefined && choice.stage === stage);
  return {
    openOnly: choice.openOnly === true ? !openOnly : openOnly,
    ...(hasRole ? { role: nextRole } : {}),
    ...(hasStage ? { stage: nextStage } : {}),
    ...(text === undefined ? {} : { text }),
  };
}
