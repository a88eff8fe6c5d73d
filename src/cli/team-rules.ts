import { readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  addRules,
  describeManyRules,
  describeMissingPackage,
  describeNoRules,
  isRuleFileName,
  type Knowledge,
  MAX_RULE_FILES,
  MAX_RULE_SIZE,
  type Notice,
  type RuleFile,
  readTeamRules,
  type TeamRules,
} from '../core/index.js';
import { describeFileError } from '../node/file-error.js';
import { CliError } from './cli-error.js';
import { toReportPath } from './project-root.js';
import { readSource } from './read-source.js';
import type { Resources } from './resources.js';

/** A folder or package that the configuration names. */
export interface RulePlace {
  /** As written. */
  readonly name: string;
  /** Where it is written, such as `fairlead.yaml:2:5`. */
  readonly at: string;
}

/**
 * Reads the rules in a folder and below.
 *
 * @param folder absolute
 * @param name how the user named it
 * @throws CliError when the folder cannot be read or holds no rule
 */
export function readRuleFolder(
  folder: string,
  name: string,
  cwd: string,
  knowledge: Knowledge,
  resources: Resources,
): TeamRules {
  const files = listFiles(folder, name).map((file): RuleFile => {
    const absolute = join(folder, file);
    const path = toReportPath(absolute, cwd);
    const reading = readSource(absolute, MAX_RULE_SIZE, false);
    if (!reading.ok) throw new CliError(`cannot read the rule ${path}: ${reading.why}`);
    return { path, name: toReportPath(absolute, folder), text: reading.file.text };
  });
  if (files.length === 0) throw new CliError(describeNoRules(name));
  return readTeamRules(files, knowledge, resources.loadRegexJudge());
}

/**
 * The knowledge with the rules of the team that the configuration names.
 *
 * @param places in the order in which they are named
 * @param root absolute path of the folder that the places are relative to
 * @throws CliError that lists what is wrong with them: a check with half of the rules would say too little
 */
export function addTeamRules(
  places: readonly RulePlace[],
  root: string,
  cwd: string,
  knowledge: Knowledge,
  resources: Resources,
): Knowledge {
  let extended = knowledge;
  for (const place of places) {
    const reading = readPlace(place, root, cwd, extended, resources);
    if (reading.problems.length > 0) throw new CliError(formatProblems(reading.problems).join('\n'));
    extended = addRules(extended, reading);
  }
  return extended;
}

function readPlace(
  { name, at }: RulePlace,
  root: string,
  cwd: string,
  knowledge: Knowledge,
  resources: Resources,
): TeamRules {
  try {
    const folder = name.startsWith('npm:') ? findPackage(name.slice(4), root) : resolve(root, name);
    return readRuleFolder(folder, name, cwd, knowledge, resources);
  } catch (error) {
    throw error instanceof CliError ? new CliError(`${at}: ${error.message}`) : error;
  }
}

/** One line each: file, line, column, what is wrong. */
export function formatProblems(problems: readonly Notice[]): readonly string[] {
  return problems.map(({ path, location, message }) => {
    const { line, character } = location?.range.start ?? { line: 0, character: 0 };
    return `${path}:${line + 1}:${character + 1}: ${message}`;
  });
}

function listFiles(folder: string, name: string): readonly string[] {
  try {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => isRuleFileName(toReportPath(join(folder, file), folder)))
      .sort();
    if (files.length <= MAX_RULE_FILES) return files;
    throw new CliError(describeManyRules(name, files.length));
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(`cannot read the rules in ${name}: ${describeFileError(error)}`);
  }
}

/** The folder of rules of a package, looked for as Node does: beside the project and in every folder above. */
function findPackage(name: string, root: string): string {
  for (let folder = root; ; folder = dirname(folder)) {
    const rules = join(folder, 'node_modules', name, 'rules');
    try {
      if (statSync(rules).isDirectory()) return realpathSync(rules);
    } catch {
      // Not here: look further up.
    }
    if (dirname(folder) === folder) break;
  }
  throw new CliError(describeMissingPackage(`npm:${name}`));
}
