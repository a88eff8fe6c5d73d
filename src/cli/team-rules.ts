import { readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Knowledge, type RuleFile, readTeamRules, type TeamRules } from '../core/index.js';
import { describeFileError } from '../node/file-error.js';
import { CliError } from './cli-error.js';
import { toReportPath } from './project-root.js';
import { readSource } from './read-source.js';
import type { Resources } from './resources.js';

/** Bounds of a folder of rules: more is a mistake in the configuration. */
const maxFiles = 2_000;
const maxRuleSize = 256 * 1024;

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
    const reading = readSource(absolute, maxRuleSize, false);
    if (!reading.ok) throw new CliError(`cannot read the rule ${path}: ${reading.why}`);
    return { path, name: file.replaceAll('\\', '/'), text: reading.file.text };
  });
  if (files.length === 0)
    throw new CliError(`${name} holds no rules: expected files such as acme/model-load.yaml`);
  return readTeamRules(files, knowledge, resources.loadRegexJudge());
}

/**
 * The knowledge with the rules of the team that the configuration names.
 *
 * @param root absolute path of the folder that the places are relative to
 * @throws CliError that lists what is wrong with them: a check with half of the rules would say too little
 */
export function addTeamRules(
  places: readonly string[],
  root: string,
  cwd: string,
  knowledge: Knowledge,
  resources: Resources,
): Knowledge {
  let extended = knowledge;
  for (const place of places) {
    const folder = place.startsWith('npm:') ? findPackage(place.slice(4), root) : resolve(root, place);
    const { rules, problems } = readRuleFolder(folder, place, cwd, extended, resources);
    if (problems.length > 0) throw new CliError(formatProblems(problems).join('\n'));
    extended = { ...extended, rules: [...extended.rules, ...rules] };
  }
  return extended;
}

/** One line each: file, line, column, what is wrong. */
export function formatProblems(problems: TeamRules['problems']): readonly string[] {
  return problems.map(({ path, location, message }) => {
    const { line, character } = location?.range.start ?? { line: 0, character: 0 };
    return `${path}:${line + 1}:${character + 1}: ${message}`;
  });
}

function listFiles(folder: string, name: string): readonly string[] {
  try {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.ya?ml$/.test(file) && !/(?:^|[/\\])node_modules[/\\]/.test(file))
      .sort();
    if (files.length <= maxFiles) return files;
    throw new CliError(`${name} holds ${files.length} rules, more than ${maxFiles}: name a smaller folder`);
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
  throw new CliError(
    `cannot find the rules of npm:${name}: no node_modules/${name}/rules here or above; install it`,
  );
}
