import type { Knowledge } from '../api.js';
import type { Notice } from '../findings/finding.js';
import { parseYaml, type YamlProblem } from '../guidelines/yaml-reader.js';
import type { RegexUse } from './regex-safety.js';
import type { Rule } from './rule.js';
import { checkRules } from './validate-rules.js';

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

/** What a team's folder of rules holds. */
export interface TeamRules {
  /** Those with which nothing is wrong. */
  readonly rules: readonly Rule[];
  /** With line and column. */
  readonly problems: readonly Notice[];
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
  const rules = loaded.filter(({ file }) => !wrong.has(file)).map(({ rule }) => rule);
  return { rules, problems: problems.map(toNotice) };
}

function toNotice({ file, path, message, line, column, endLine, endColumn }: YamlProblem): Notice {
  const start = { line: line - 1, character: column - 1 };
  const end = { line: endLine - 1, character: endColumn - 1 };
  return {
    kind: 'configuration',
    path: file,
    message: path === '' ? message : `${path}: ${message}`,
    location: { path: file, range: { start, end } },
  };
}
