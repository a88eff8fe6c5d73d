import type { ItemStatus, ProjectStatus, StatusFilter } from '../../core/index.js';

/** What the sidebar shows; everything when nothing is set. */
export interface TreeFilter extends StatusFilter {
  /** Only items and questions that hold all of these words, in any letter case. */
  readonly text?: string;
}

/** A test for texts that hold all words of another, in any letter case. No words accept everything. */
export function matchWords(text: string | undefined): (candidate: string) => boolean {
  const words = (text ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return (candidate) => {
    const lower = candidate.toLowerCase();
    return words.every((word) => lower.includes(word));
  };
}

/**
 * The part of a status whose items or questions hold some words. An item whose number, title or id holds them keeps all its
 * questions. Figures stay as they are.
 */
export function searchStatus(status: ProjectStatus, text: string | undefined): ProjectStatus {
  if (text === undefined || text.trim() === '') return status;
  const accepts = matchWords(text);
  const keep = (item: ItemStatus): readonly ItemStatus[] => {
    const head = `${item.id} ${item.number} ${item.shortTitle} ${item.title}`;
    if (accepts(head)) return [item];
    const questions = item.questions.filter(({ question, id }) => accepts(`${head} ${id} ${question}`));
    return questions.length === 0 ? [] : [{ ...item, questions }];
  };
  return {
    ...status,
    frameworks: status.frameworks.map((framework) => ({
      ...framework,
      sections: framework.sections.flatMap((section) => {
        const items = section.items.flatMap(keep);
        return items.length === 0 ? [] : [{ ...section, items }];
      }),
    })),
  };
}
