import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Configuration, type Knowledge, NO_CONFIGURATION, readConfiguration } from '../core/index.js';
import { describeFileError, errorCode } from '../node/file-error.js';
import { CliError } from './cli-error.js';
import { decodeText } from './decode-text.js';
import { CONFIGURATION_NAME } from './project-root.js';
import type { Resources } from './resources.js';
import { addTeamRules } from './team-rules.js';

/** Largest configuration that is read, in bytes. */
const maxSize = 1024 * 1024;

/**
 * Reads what the project decides, its own rules among it.
 *
 * @param root absolute path of the project's root, where fairlead.yaml is looked for
 * @param file the file named on the command line, relative to `cwd`; it must exist
 * @returns the configuration, and what Fairlead knows together with the rules of the team
 * @throws CliError that lists what is wrong with the file or with a rule
 */
export function loadProject(
  root: string,
  file: string | undefined,
  cwd: string,
  resources: Resources,
): { readonly configuration: Configuration; readonly knowledge: Knowledge } {
  const builtIn = resources.readKnowledge();
  const path = file === undefined ? join(root, CONFIGURATION_NAME) : resolve(cwd, file);
  const text = readText(path, file ?? basename(path), file !== undefined);
  // The rules must be known before the levels that are set for them can be judged.
  const { configuration, places } = readConfiguration('', text ?? '', []);
  const teamRules = configuration.teamRules.map((place, index) => {
    const { line, character } = places[index]?.start ?? { line: 0, character: 0 };
    return { name: place, at: `${file ?? basename(path)}:${line + 1}:${character + 1}` };
  });
  const knowledge = addTeamRules(teamRules, dirname(path), cwd, builtIn, resources);
  return { configuration: loadConfiguration(root, file, cwd, knowledge), knowledge };
}

/**
 * Reads what the project decides.
 *
 * @param root absolute path of the project's root, where fairlead.yaml is looked for
 * @param file the file named on the command line, relative to `cwd`; it must exist
 * @throws CliError that lists what is wrong with the file: a check that half obeys it would say too much or too little
 */
function loadConfiguration(
  root: string,
  file: string | undefined,
  cwd: string,
  knowledge: Knowledge,
): Configuration {
  const path = file === undefined ? join(root, CONFIGURATION_NAME) : resolve(cwd, file);
  const name = file ?? basename(path);
  const text = readText(path, name, file !== undefined);
  if (text === undefined) return NO_CONFIGURATION;
  const ids = knowledge.rules.map((rule) => rule.id);
  const { configuration, problems } = readConfiguration(name, text, ids);
  if (problems.length === 0) return configuration;
  const lines = problems.map(({ location, message }) => {
    const start = location?.range.start ?? { line: 0, character: 0 };
    return `${name}:${start.line + 1}:${start.character + 1}: ${message}`;
  });
  throw new CliError(lines.join('\n'));
}

function readText(path: string, name: string, isNamed: boolean): string | undefined {
  let bytes: Uint8Array;
  try {
    if (statSync(path).size > maxSize) throw new CliError(`cannot read ${name}: it is larger than 1 MiB`);
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof CliError) throw error;
    if (!isNamed && errorCode(error) === 'ENOENT') return undefined;
    throw new CliError(`cannot read ${name}: ${describeFileError(error)}`);
  }
  const decoding = decodeText(bytes, false);
  if (!decoding.ok) throw new CliError(`cannot read ${name}: ${decoding.why}`);
  return decoding.value.text;
}
