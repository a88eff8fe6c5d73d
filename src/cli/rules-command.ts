import { resolve } from 'node:path';
import { addRules, describeFailure, runExamples } from '../core/index.js';
import { createGrammarSource } from './grammars.js';
import type { Host } from './host.js';
import { formatProblems, readRuleFolder } from './team-rules.js';
import { writeText } from './terminal.js';

/** What `rules test` was asked to do. */
export interface RulesOptions {
  /** As written. */
  readonly folder: string;
  readonly isQuiet: boolean;
}

/**
 * Runs the examples of a team's rules, beside all rules of Fairlead, and says which do not hold.
 *
 * @returns the exit code: 1 when a file is wrong or an example does not hold, else 0
 * @throws CliError when the folder cannot be read or holds no rules
 */
export async function runRules({ folder, isQuiet }: RulesOptions, host: Host): Promise<number> {
  const knowledge = host.resources.readKnowledge();
  const absolute = resolve(host.cwd, folder);
  const reading = readRuleFolder(absolute, folder, host.cwd, knowledge, host.resources);
  const { rules, problems } = reading;
  const lines = [...formatProblems(problems)];
  const engine = host.createEngine({
    knowledge: addRules(knowledge, reading),
    grammars: createGrammarSource(host.resources),
  });
  let examples = 0;
  let failed = 0;
  try {
    for (const each of rules) {
      const outcomes = await runExamples(each.rule, engine, host.today);
      const wrong = outcomes.flatMap((outcome) => describeFailure(each, outcome) ?? []);
      examples += outcomes.length;
      failed += wrong.length;
      if (wrong.length === 0 && !isQuiet)
        lines.push(`${each.rule.id}: ${countOf(outcomes.length, 'example')} hold`);
      lines.push(...formatProblems(wrong));
    }
  } finally {
    engine.dispose();
  }
  const wrongFiles = new Set(problems.map(({ path }) => path)).size;
  const broken = wrongFiles === 0 ? '' : `, ${countOf(wrongFiles, 'file')} not read`;
  lines.push(`${countOf(rules.length, 'rule')}, ${countOf(examples, 'example')}, ${failed} failed${broken}`);
  await writeText(host.stdout, `${lines.join('\n')}\n`);
  return failed > 0 || problems.length > 0 ? 1 : 0;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
