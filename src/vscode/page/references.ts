import type { Knowledge, LinkTarget, Rule } from '../../core/index.js';

/** A link to published guidance. */
export interface Reference extends LinkTarget {
  /** True: we judged the link; false: a publication states it, or the rule names it. */
  readonly isOwnJudgement: boolean;
}

/** Looks up what an id of a taxonomy or framework stands for. */
export type TargetFinder = (
  known: Knowledge,
  reference: { readonly taxonomy: string; readonly id: string },
) => LinkTarget | undefined;

/** Published guidance an item is linked to in the crosswalk. */
export function listItemReferences(
  knowledge: Knowledge,
  itemId: string,
  findTarget: TargetFinder,
): readonly Reference[] {
  return knowledge.crosswalk
    .filter((link) => link.item === itemId)
    .flatMap((link) => {
      const target = findTarget(knowledge, link);
      return target === undefined ? [] : [{ ...target, isOwnJudgement: link.basis === 'own-judgement' }];
    });
}

/** Published entries a rule names. */
export function listRuleReferences(
  knowledge: Knowledge,
  rule: Rule,
  findTarget: TargetFinder,
): readonly Reference[] {
  return Object.entries(rule.references).flatMap(([taxonomy, ids]) =>
    (ids as readonly string[]).flatMap((id) => {
      const target = findTarget(knowledge, { taxonomy, id });
      return target === undefined ? [] : [{ ...target, isOwnJudgement: false }];
    }),
  );
}
