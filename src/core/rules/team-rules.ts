import type { Knowledge } from '../api.js';
import type { Notice } from '../findings/finding.js';
import { toNotice, toRange } from '../guidelines/yaml-notice.js';
import { type Locate, parseYaml } from '../guidelines/yaml-reader.js';
import type { Position } from '../source/position.js';
import type { RegexUse } from './regex-safety.js';
import type { Rule } from './rule.js';
import type { ExampleOutcome } from './test-rule.js';
import { checkRules } from './validate-rules.js';

/** Most rule files of one folder: more is a mistake in the configuration. */
export const MAX_RULE_FILES = 2_000;

/** Largest rule file, in bytes. */
export const MAX_RULE_SIZE = 256 * 1024;

/** A rule file of a team. */
export interface RuleFile {
  /** As problems shall name it. */
  readonly path: string;
  /** Below the folder of rules, with `/`: `acme/model-load.yaml` for the rule `acme/model-load`. */
  readonly name: string;
  readonly text: string;
}

/** Judges expressions; see `explainSlowRegex`. */
export type RegexJudge = (source: string, use: RegexUse) => string | undefined;

/** A rule of a team and where it stands. */
export interface TeamRule {
  readonly rule: Rule;
  /** As in {@link RuleFile}. */
  readonly path: string;
  /** Where the examples of each kind begin, in their order. */
  readonly examples: Readonly<Record<ExampleOutcome['kind'], readonly Position[]>>;
}

/** What a team's folder of rules holds. */
export interface TeamRules {
  /** Those with which nothing is wrong. */
  readonly rules: readonly TeamRule[];
  /** With line and column. */
  readonly problems: readonly Notice[];
}

/** Whether a file below a folder of rules is a rule; `name` as in {@link RuleFile}. */
export function isRuleFileName(name: string): boolean {
  return /\.ya?ml$/.test(name) && !/(?:^|\/)node_modules\//.test(name);
}

/** Says that a package is not installed; `name` as in `npm:@acme/ml-rules`. */
export function describeMissingPackage(name: string): string {
  const rules = `node_modules/${name.slice('npm:'.length)}/rules`;
  return `cannot find the rules of ${name}: no ${rules} here or above; install it`;
}

/** Says that a folder holds no rule. */
export function describeNoRules(name: string): string {
  return `${name} holds no rules: expected files such as acme/model-load.yaml`;
}

/** Says that a folder holds more than {@link MAX_RULE_FILES}. */
export function describeManyRules(name: string, count: number): string {
  return `${name} holds ${count} rules, more than ${MAX_RULE_FILES}: name a smaller folder`;
}

/**
 * Reads a team's own rules, which are files like those of guidelines/rules. Beside what those must obey, an id may not be one
 * that Fairlead has, and an expression must take time that does not grow faster than its text, since it will run over texts
 * that nobody has vetted. `overrides` may name rules of Fairlead.
 */
export function readTeamRules(
  files: readonly RuleFile[],
  knowledge: Knowledge,
  judge: RegexJudge,
): TeamRules {
  const builtIn = knowledge.rules.map(({ id }) => id);
  const sources = files.map(({ path, text }) => parseYaml(path, text));
  const { loaded, problems } = checkRules(sources, knowledge, {
    builtIn,
    expectedFile: (file, id) => {
      const name = files.find(({ path }) => path === file)?.name;
      return name === `${id}.yaml` || name === `${id}.yml`
        ? undefined
        : `${id}.yaml below the folder of rules`;
    },
    explainSlowRegex: judge,
  });
  const wrong = new Set(problems.map(({ file }) => file));
  const rules = loaded
    .filter(({ file }) => !wrong.has(file))
    .map(({ rule, file, locate }) => ({ rule, path: file, examples: placeExamples(rule, locate) }));
  return { rules, problems: problems.map(toNotice) };
}

/** The rules with the knowledge that they are run with. */
export function addRules<K extends Pick<Knowledge, 'rules'>>(
  knowledge: K,
  { rules }: Pick<TeamRules, 'rules'>,
): K {
  return { ...knowledge, rules: [...knowledge.rules, ...rules.map(({ rule }) => rule)] };
}

/** Says that an example does not hold, at its first line; undefined when it holds. */
export function describeFailure(
  { rule, path, examples }: TeamRule,
  { kind, index, name, problem }: ExampleOutcome,
): Notice | undefined {
  if (problem === undefined) return undefined;
  const start = examples[kind][index] ?? { line: 0, character: 0 };
  return {
    kind: 'configuration',
    path,
    message: `${rule.id}: ${kind}: ${name}: ${problem}`,
    location: { path, range: { start, end: start } },
  };
}

function placeExamples({ examples }: Rule, locate: Locate): TeamRule['examples'] {
  const place = (kind: ExampleOutcome['kind']): readonly Position[] =>
    examples[kind].map((_, index) => toRange(locate(['examples', kind, index])).start);
  return { bad: place('bad'), good: place('good') };
}
