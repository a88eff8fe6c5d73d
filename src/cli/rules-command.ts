import { dirname, resolve } from 'node:path';
import {
  AREA_SUBJECTS,
  addRules,
  describeFailure,
  isDeviceName,
  RULE_ID,
  renderSkeleton,
  runExamples,
} from '../core/index.js';
import { FileChangedError } from '../node/file-changed-error.js';
import { describeFileError } from '../node/file-error.js';
import { makeFolder } from '../node/make-folder.js';
import { writeFileAtomically } from '../node/write-file.js';
import { CliError } from './cli-error.js';
import { createGrammarSource } from './grammars.js';
import type { Host } from './host.js';
import { formatProblems, readRuleFolder } from './team-rules.js';
import { writeLines } from './write-lines.js';

/** What `rules` was asked to do. */
export type RulesOptions = RulesTest | RulesStart;

/** What `rules test` was asked to do. */
interface RulesTest {
  readonly action: 'test';
  /** As written. */
  readonly folder: string;
  readonly isQuiet: boolean;
}

/** What `rules new` was asked to do. */
interface RulesStart {
  readonly action: 'new';
  readonly id: string;
  /** As written; made when it is missing. */
  readonly folder: string;
  readonly area: string;
  readonly subject: string;
}

/**
 * Tests rules of a team, or starts one.
 *
 * @returns the exit code: 1 when a file is wrong or an example does not hold, else 0
 * @throws CliError when the folder cannot be read or holds no rules, and when a rule cannot be started
 */
export function runRules(options: RulesOptions, host: Host): Promise<number> {
  return options.action === 'test' ? testRules(options, host) : startRule(options, host);
}

/** Writes a rule to fill in; a file that is there stays. */
async function startRule({ id, folder, area, subject }: RulesStart, host: Host): Promise<number> {
  if (!RULE_ID.test(id)) throw new CliError(`${id} is no id of a rule; expected one such as acme/model-load`);
  if (isDeviceName(id)) {
    throw new CliError(
      `Windows keeps the name ${id} for a device, no file can have it; add a word, such as ${id}-call`,
    );
  }
  const text = renderSkeleton({ id, area, subject });
  if (text === undefined) {
    const areas = Object.entries(AREA_SUBJECTS).map(([name, example]) => `${name} (${example})`);
    throw new CliError(
      `no rule can look at ${subject} in ${area}; areas, with what each looks at: ${areas.join(', ')}`,
    );
  }
  const name = `${folder.replace(/[\\/]+$/, '')}/${id}.yaml`;
  const file = resolve(host.cwd, name);
  try {
    await makeFolder(dirname(file));
    await writeFileAtomically(file, text, 'absent');
  } catch (error) {
    if (error instanceof FileChangedError) throw new CliError(`${name} is there already; edit it`);
    throw new CliError(`cannot write ${name}: ${describeFileError(error)}`);
  }
  const next = `Fill it in, run fairlead rules test ${folder}, and name the folder under teamRules in fairlead.yaml.`;
  await writeLines(host.stdout, [`${name} is written. ${next}`]);
  return 0;
}

/**
 * Runs the examples of a team's rules, beside all rules of Fairlead, and says which do not hold.
 *
 * @returns the exit code: 1 when a file is wrong or an example does not hold, else 0
 * @throws CliError when the folder cannot be read or holds no rules
 */
async function testRules({ folder, isQuiet }: RulesTest, host: Host): Promise<number> {
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
  await writeLines(host.stdout, lines);
  return failed > 0 || problems.length > 0 ? 1 : 0;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
