import { ARTIFACT_KINDS, suggestClosest } from '../core/index.js';
import { CliError } from './cli-error.js';
import { chooseWord, type FlagValues, quote, refuseEmpty } from './flags.js';

/** What `generate` was asked to do. */
export interface GenerateOptions {
  /** Id of a kind of document. */
  readonly kind: string;
  /** One of the formats of the kind. */
  readonly format: string;
  /** The project's folder as written; absent for the project around the current folder. */
  readonly path?: string;
  /** File to write, as written; absent for the usual one of the project. */
  readonly output?: string;
  /** Compare and write nothing. */
  readonly isChecking: boolean;
  /** Print the result and write nothing. */
  readonly isDryRun: boolean;
  /** Blocks that people deleted and that shall come back. */
  readonly restore: readonly string[] | 'all';
  readonly config?: string;
  readonly isQuiet: boolean;
  readonly isIgnoring: boolean;
}

export const GENERATE_FLAGS = {
  format: { type: 'string' },
  output: { type: 'string', short: 'o' },
  check: { type: 'boolean' },
  'dry-run': { type: 'boolean', short: 'n' },
  restore: { type: 'string' },
  config: { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
  'no-ignore': { type: 'boolean' },
} as const;

/** @throws CliError that says which word is wrong */
export function readGenerateOptions(values: FlagValues, positionals: readonly string[]): GenerateOptions {
  const [word, path, another] = positionals;
  const ids = ARTIFACT_KINDS.map(({ id }) => id);
  if (word === undefined) throw new CliError(`generate needs a kind of document: ${ids.join(', ')}`);
  if (another !== undefined) throw new CliError(`generate takes one folder, found also ${quote(another)}`);
  const kind = ARTIFACT_KINDS.find(({ id }) => id === word);
  if (kind === undefined) {
    const closest = suggestClosest(word, ids);
    const hint = closest === undefined ? `; expected ${ids.join(', ')}` : `; did you mean ${closest}?`;
    throw new CliError(`${quote(word)} is not a kind of document${hint}`);
  }
  const isChecking = values['check'] === true;
  const isDryRun = values['dry-run'] === true;
  if (isChecking && isDryRun) throw new CliError('--check writes nothing already; leave --dry-run out');
  const { format, output, restore, config } = values;
  const formats = kind.forms.map((form) => form.format);
  return {
    kind: word,
    format: chooseWord('--format', format ?? kind.forms[0].format, formats),
    ...(path === undefined ? {} : { path }),
    ...(typeof output === 'string' ? { output: refuseEmpty('--output', output) } : {}),
    isChecking,
    isDryRun,
    restore: readRestore(restore),
    ...(typeof config === 'string' ? { config: refuseEmpty('--config', config) } : {}),
    isQuiet: values['quiet'] === true,
    isIgnoring: values['no-ignore'] !== true,
  };
}

function readRestore(value: string | boolean | undefined): readonly string[] | 'all' {
  if (typeof value !== 'string') return [];
  return value === 'all' ? 'all' : refuseEmpty('--restore', value).split(',');
}
