import { createMemorySource } from '../modelfiles/byte-sources.js';
import { inspectModelFile } from '../modelfiles/inspect-model-file.js';
import type { ModelFileKnowledge } from '../modelfiles/model-file-lists.js';
import { createModelFindings } from '../modelfiles/model-findings.js';
import { readByteListing } from './byte-listing.js';
import type { GoodExample, Rule } from './rule.js';
import type { ExampleOutcome } from './test-rule.js';

/** Runs the examples of a rule about model files through the readers; as `testRule`. */
export async function testInspectionRule(
  rule: Rule,
  knowledge: ModelFileKnowledge,
): Promise<readonly ExampleOutcome[]> {
  const inspect = async ({ code }: GoodExample) => {
    const report = await inspectModelFile('model.bin', createMemorySource(readByteListing(code)), knowledge);
    return { report, findings: createModelFindings(report, { rules: [rule], levels: {} }) };
  };
  const outcomes: ExampleOutcome[] = [];
  const add = (
    kind: 'bad' | 'good',
    index: number,
    example: GoodExample,
    problem: string | undefined,
  ): void => {
    const name = example.name ?? `example ${index + 1}`;
    outcomes.push({ kind, index, name, ...(problem === undefined ? {} : { problem }) });
  };
  for (const [index, example] of rule.examples.bad.entries()) {
    const { report, findings } = await inspect(example);
    const own = findings.find(({ ruleId }) => ruleId === rule.id);
    const wanted = example.level ?? rule.level;
    const found =
      findings.map(({ ruleId }) => ruleId).join(', ') || report.unread.join('; ') || report.verdict;
    if (own === undefined) add('bad', index, example, `expected a finding of the rule, found ${found}`);
    else if (own.level !== wanted) add('bad', index, example, `expected level ${wanted}, found ${own.level}`);
    else add('bad', index, example, undefined);
  }
  for (const [index, example] of rule.examples.good.entries()) {
    const { verdict } = (await inspect(example)).report;
    const problem =
      verdict === 'nothing-found' ? undefined : `expected nothing to be found, found ${verdict}`;
    add('good', index, example, problem);
  }
  return outcomes;
}
