import type { Match, Rule } from '../../src/core/rules/rule.js';
import type { RuleFix } from '../../src/core/rules/rule-fix.js';

/** A rule with nothing in it but what it matches and how it mends. */
export function createRule(match: Match, fix: readonly RuleFix[] = []): Rule {
  return {
    id: 'python/test-rule',
    title: 'Test',
    level: 'note',
    confidence: 'high',
    languages: match.kind === 'text' ? ['any'] : ['python'],
    stage: 'design',
    guidelines: ['ncsc-3.1'],
    references: {},
    message: 'Test {value}.',
    why: 'Test.',
    match,
    report: 'each',
    fix,
    overrides: [],
    equivalents: [],
    sources: [],
    examples: { bad: [], good: [] },
  };
}
