import { chooseWord, type FlagValues, refuseEmpty } from './flags.js';

/** The forms in which `inventory` reports. */
const formats = ['text', 'json', 'markdown'] as const;

/** What `inventory` was asked to do. */
export interface InventoryOptions {
  /** As written; empty for the current folder. */
  readonly paths: readonly string[];
  readonly format: (typeof formats)[number];
  /** File for the report; absent for standard output. */
  readonly output?: string;
  readonly config?: string;
  readonly isQuiet: boolean;
  readonly isIgnoring: boolean;
}

export const INVENTORY_FLAGS = {
  format: { type: 'string' },
  output: { type: 'string', short: 'o' },
  config: { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
  'no-ignore': { type: 'boolean' },
} as const;

/** @throws CliError that says which word is wrong */
export function readInventoryOptions(values: FlagValues, paths: readonly string[]): InventoryOptions {
  const { format, output, config } = values;
  return {
    paths,
    format: chooseWord('--format', format ?? 'text', formats),
    ...(typeof output === 'string' ? { output: refuseEmpty('--output', output) } : {}),
    ...(typeof config === 'string' ? { config: refuseEmpty('--config', config) } : {}),
    isQuiet: values['quiet'] === true,
    isIgnoring: values['no-ignore'] !== true,
  };
}
