import type { Engine } from '../api.js';
import { createProjectIndex } from '../semantics/manifests/project-index.js';
import type { Rule } from './rule.js';
import { type ExampleOutcome, testRule } from './test-rule.js';

/** Largest example, in UTF-16 code units. */
const MAX_LENGTH = 1_000_000;

/**
 * Runs the examples of a team's rule, each as the only file of a project besides those that it brings along.
 *
 * @param engine one that has the rule
 * @param today as `YYYY-MM-DD`
 */
export function runExamples(rule: Rule, engine: Engine, today: string): Promise<readonly ExampleOutcome[]> {
  return testRule(rule, engine, (path, files) => ({
    project: createProjectIndex(Object.entries(files).map(([name, text]) => ({ path: name, text }))).factsFor(
      path,
    ),
    settings: { rules: {}, maxDocumentLength: MAX_LENGTH },
    today,
  }));
}
