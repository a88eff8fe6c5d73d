import type { Role } from '../guidelines/framework.js';
import {
  type FrameworkStatus,
  type ItemStatus,
  measureProgress,
  type ProjectStatus,
  type State,
} from '../guidelines/status.js';
import type { Stage } from '../rules/rule.js';
import type { StatusChange } from './status-compare.js';
import type { StatusReference } from './status-references.js';

/** Everything a report on the status is made of. Holds no clock, so equal states give equal reports. */
export interface StatusReport {
  readonly toolVersion: string;
  /** What the paths are relative to, for people; such as the folder's name. */
  readonly root: string;
  readonly status: ProjectStatus;
  /** What changed since an earlier report; absent when there is none. */
  readonly changes?: readonly StatusChange[];
  /** Published guidance by item id, see `collectReferences`; absent to leave it out. */
  readonly references?: Readonly<Record<string, readonly StatusReference[]>>;
}

/** Which part of a status is wanted; all of it when nothing is set. */
export interface StatusFilter {
  readonly frameworks?: readonly string[];
  readonly role?: Role;
  readonly stage?: Stage;
  /** Only questions that need work: failing, expired or open. */
  readonly openOnly?: boolean;
}

/** States that need work. */
export const UNSETTLED: readonly State[] = ['failing', 'expired', 'open'];

/** States in words. */
export const STATE_WORDS: Readonly<Record<State, string>> = {
  failing: 'failing',
  expired: 'expired',
  open: 'open',
  attested: 'attested',
  evidenced: 'evidenced',
  'not-applicable': 'not applicable',
};

/**
 * The part of a status that a filter leaves. Role and stage choose items, and the figures are those of the items that
 * stay; `openOnly` only hides, the figures stay as they are.
 */
export function filterStatus(status: ProjectStatus, filter: StatusFilter): ProjectStatus {
  const { frameworks, role, stage, openOnly = false } = filter;
  const keepsItem = (item: ItemStatus): boolean =>
    (role === undefined || item.roles.includes(role)) && (stage === undefined || item.stages.includes(stage));
  const kept = status.frameworks.filter(({ id }) => frameworks === undefined || frameworks.includes(id));
  return {
    ...status,
    frameworks: kept.map((framework) => {
      const sections = framework.sections.flatMap((section) => {
        const items = section.items.filter(keepsItem);
        if (items.length === 0) return [];
        const progress = measureProgress(items.flatMap((item) => item.questions));
        return [{ ...section, progress, items: openOnly ? items.flatMap(hideSettled) : items }];
      });
      const whole = framework.sections.flatMap((section) => section.items.filter(keepsItem));
      const progress = measureProgress(whole.flatMap((item) => item.questions));
      return { ...framework, progress, sections: sections.filter(({ items }) => items.length > 0) };
    }),
  };
}

function hideSettled(item: ItemStatus): readonly ItemStatus[] {
  const questions = item.questions.filter(({ state }) => UNSETTLED.includes(state));
  return questions.length === 0 ? [] : [{ ...item, questions }];
}

/** `NCSC guidelines: 12 of 80 questions settled (15 %), 9 not applicable`. */
export function describeProgress({ progress }: Pick<FrameworkStatus, 'progress'>): string {
  const { settled, applicable, percent, states } = progress;
  const rest = states['not-applicable'] === 0 ? '' : `, ${states['not-applicable']} not applicable`;
  return `${settled} of ${applicable} questions settled (${percent} %)${rest}`;
}

/** `path:line` of a place, both as people count; with the cell in a notebook. */
export function describeLocation(location: {
  readonly path: string;
  readonly cell?: number;
  readonly range: { readonly start: { readonly line: number } };
}): string {
  const cell = location.cell === undefined ? '' : `cell ${location.cell + 1}:`;
  return `${location.path}:${cell}${location.range.start.line + 1}`;
}

/** Published guidance for an item; empty when it has none or the report leaves it out. */
export function referencesOf({ references = {} }: StatusReport, itemId: string): readonly StatusReference[] {
  return Object.hasOwn(references, itemId) ? (references[itemId] ?? []) : [];
}

/** Whether every framework reaches a share of settled questions, in percent. */
export function reachesShare(status: ProjectStatus, percent: number): boolean {
  return status.frameworks.every((framework) => framework.progress.percent >= percent);
}
