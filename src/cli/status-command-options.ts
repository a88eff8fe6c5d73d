import { ROLES, type Role, STAGES, type Stage } from '../core/index.js';
import { CliError } from './cli-error.js';
import { chooseWord, type FlagValues, quote, refuseEmpty } from './flags.js';

/** The forms in which `status` reports. */
export const STATUS_FORMATS = ['text', 'json', 'markdown', 'html', 'sarif', 'haip'] as const;
export type StatusFormat = (typeof STATUS_FORMATS)[number];

/** What `status` was asked to do. */
export interface StatusOptions {
  /** The project's folder as written; absent for the project around the current folder. */
  readonly path?: string;
  readonly format: StatusFormat;
  /** File for the report; absent for standard output. */
  readonly output?: string;
  readonly config?: string;
  readonly isQuiet: boolean;
  readonly isIgnoring: boolean;
  /** As written; all frameworks when absent. */
  readonly framework?: string;
  /** Least share of settled questions in percent; below it the exit code is 1. */
  readonly failUnder?: number;
  /** An earlier JSON report. */
  readonly compare?: string;
  readonly openOnly: boolean;
  readonly role?: Role;
  readonly stage?: Stage;
}

export const STATUS_FLAGS = {
  format: { type: 'string' },
  output: { type: 'string', short: 'o' },
  config: { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
  'no-ignore': { type: 'boolean' },
  framework: { type: 'string' },
  'fail-under': { type: 'string' },
  compare: { type: 'string' },
  'open-only': { type: 'boolean' },
  role: { type: 'string' },
  stage: { type: 'string' },
} as const;

/** @throws CliError that says which option is wrong */
export function readStatusOptions(values: FlagValues, positionals: readonly string[]): StatusOptions {
  const [path, another] = positionals;
  if (another !== undefined) throw new CliError(`status takes one folder, found also ${quote(another)}`);
  const { output, config, framework, compare, role, stage, 'fail-under': failUnder } = values;
  return {
    ...(path === undefined ? {} : { path }),
    format: chooseWord('--format', values['format'] ?? 'text', STATUS_FORMATS),
    ...(typeof output === 'string' ? { output: refuseEmpty('--output', output) } : {}),
    ...(typeof config === 'string' ? { config: refuseEmpty('--config', config) } : {}),
    isQuiet: values['quiet'] === true,
    isIgnoring: values['no-ignore'] !== true,
    ...(typeof framework === 'string' ? { framework: refuseEmpty('--framework', framework) } : {}),
    ...(typeof failUnder === 'string' ? { failUnder: readPercent(failUnder) } : {}),
    ...(typeof compare === 'string' ? { compare: refuseEmpty('--compare', compare) } : {}),
    openOnly: values['open-only'] === true,
    ...(role === undefined ? {} : { role: chooseWord('--role', role, ROLES) }),
    ...(stage === undefined ? {} : { stage: chooseWord('--stage', stage, STAGES) }),
  };
}

function readPercent(text: string): number {
  const value = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 0 && value <= 100) return value;
  throw new CliError(`--fail-under is a whole number from 0 to 100, found ${quote(text)}`);
}
