import type { Rule } from './rule.js';

/** The name by which Markdown knows the language of a rule's examples; empty for rules on any text. */
export function fenceLanguage({ languages }: Pick<Rule, 'languages'>): string {
  if (languages.includes('python')) return 'python';
  // Its highlighting reads JavaScript and JSX too.
  return languages.includes('javascript') ? 'tsx' : '';
}
