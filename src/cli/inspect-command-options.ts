import { LEVELS, type Level } from '../core/index.js';
import { CliError } from './cli-error.js';
import { chooseWord, type FlagValues, refuseEmpty } from './flags.js';

/** The forms in which `inspect` reports. */
export const INSPECT_FORMATS = ['text', 'json', 'sarif'] as const;

/** What `inspect` was asked to do. */
export interface InspectOptions {
  /** As written; at least one. */
  readonly paths: readonly string[];
  readonly format: (typeof INSPECT_FORMATS)[number];
  /** File for the report; absent for standard output. */
  readonly output?: string;
  readonly config?: string;
  readonly isQuiet: boolean;
  /** Lowest level that makes exit code 1; absent when the configuration decides. */
  readonly failOn?: Level | 'never';
  /** Whether large files are hashed too. */
  readonly wantsHash: boolean;
  /** Whether every tensor is listed. */
  readonly hasTensors: boolean;
}

export const INSPECT_FLAGS = {
  format: { type: 'string' },
  output: { type: 'string', short: 'o' },
  config: { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
  'fail-on': { type: 'string' },
  hash: { type: 'boolean' },
  tensors: { type: 'boolean' },
} as const;

/** @throws CliError that says which option is wrong */
export function readInspectOptions(values: FlagValues, paths: readonly string[]): InspectOptions {
  if (paths.length === 0) throw new CliError('inspect needs the path of a model file');
  const { output, config, 'fail-on': failOn } = values;
  return {
    paths,
    format: chooseWord('--format', values['format'] ?? 'text', INSPECT_FORMATS),
    ...(typeof output === 'string' ? { output: refuseEmpty('--output', output) } : {}),
    ...(typeof config === 'string' ? { config: refuseEmpty('--config', config) } : {}),
    isQuiet: values['quiet'] === true,
    ...(failOn === undefined ? {} : { failOn: chooseWord('--fail-on', failOn, [...LEVELS, 'never']) }),
    wantsHash: values['hash'] === true,
    hasTensors: values['tensors'] === true,
  };
}
