import type { PathStep } from '../guidelines/yaml-reader.js';
import type { RegexUse } from './regex-safety.js';
import type { Rule } from './rule.js';

/** An expression that a rule runs. */
export interface RuleRegex {
  /** The way to it in the rule. */
  readonly path: readonly PathStep[];
  readonly source: string;
  readonly use: RegexUse;
}

/** Keys of a rule whose text is an expression, and what it runs over. */
const keys: ReadonlyMap<PathStep, RegexUse> = new Map([
  ['regex', 'document'],
  ['matches', 'value'],
  ['pattern', 'value'],
]);

/** The expressions of a rule, in the order in which they stand; examples hold none. */
export function findRegexes(rule: Rule): readonly RuleRegex[] {
  const { match, unless, cases, fix } = rule;
  return collect({ match, unless, cases, fix }, []);
}

function collect(value: unknown, path: readonly PathStep[]): readonly RuleRegex[] {
  const last = path.at(-1);
  if (typeof value === 'string') {
    const use = last === undefined ? undefined : keys.get(last);
    if (use !== undefined) return [{ path, source: value, use }];
    // The patterns of a magic are texts by themselves.
    return typeof last === 'number' && path.at(-2) === 'patterns'
      ? [{ path, source: value, use: 'value' }]
      : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => collect(item, [...path, index]));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) => collect(child, [...path, key]));
}
