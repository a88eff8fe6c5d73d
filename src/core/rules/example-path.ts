import type { GoodExample, Rule } from './rule.js';

/** The path that an example's code is given: its own, or one that makes it a document of the rule's language. */
export function examplePathOf(rule: Rule, example: GoodExample): string {
  if (example.path !== undefined) return example.path;
  if (example.cells !== undefined) return 'notebook.ipynb';
  if (rule.languages.includes('python')) return 'app.py';
  return rule.languages.includes('javascript') ? 'app.ts' : 'settings.txt';
}
