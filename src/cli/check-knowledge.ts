import type { Knowledge, Rule } from '../core/index.js';

/** What a check reads only now and then: for some formats of reports, some kinds of files. */
const LATER = [
  'crosswalk',
  'evidence',
  'haip',
  'cards',
  'threats',
  'inventory',
  'documentLandmarks',
  'modelFiles',
] as const satisfies readonly (keyof Knowledge)[];

/** The part of the knowledge that every check reads. Plain data. */
export interface CheckKnowledge extends Omit<Knowledge, (typeof LATER)[number] | 'rules'> {
  readonly rules: readonly Omit<Rule, 'examples'>[];
}

/** Takes out what every check reads. */
export function selectCheckKnowledge(knowledge: Knowledge): CheckKnowledge {
  const later: readonly string[] = LATER;
  const kept = Object.entries(knowledge).filter(([key]) => !later.includes(key));
  const rules = knowledge.rules.map(({ examples: _, ...rule }) => rule);
  return { ...(Object.fromEntries(kept) as CheckKnowledge), rules };
}

/**
 * Makes the whole knowledge out of the part, which becomes a part of it; the rest is read when it is first asked for.
 *
 * @param read gives the whole knowledge
 */
export function completeKnowledge(part: CheckKnowledge, read: () => Knowledge): Knowledge {
  let whole: Knowledge | undefined;
  const open = (): Knowledge => {
    whole ??= read();
    return whole;
  };
  for (const key of LATER) Object.defineProperty(part, key, { enumerable: true, get: () => open()[key] });
  let rules: ReadonlyMap<string, Rule> | undefined;
  // One function for all rules: objects with a getter each of their own are slow to read.
  const examples = {
    enumerable: true,
    get(this: Rule): Rule['examples'] | undefined {
      rules ??= new Map(open().rules.map((rule) => [rule.id, rule]));
      return rules.get(this.id)?.examples;
    },
  };
  for (const rule of part.rules) Object.defineProperty(rule, 'examples', examples);
  return part as unknown as Knowledge;
}
