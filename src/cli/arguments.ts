import { LEVELS, type Level, type Shard, suggestClosest } from '../core/index.js';
import { ATTEST_FLAGS, type AttestOptions, readAttestOptions } from './attest-command-options.js';
import { CliError } from './cli-error.js';
import { chooseWord, type Flags, type FlagValues, quote, readFlags, refuseEmpty } from './flags.js';
import { GENERATE_FLAGS, type GenerateOptions, readGenerateOptions } from './generate-command-options.js';
import { INSPECT_FLAGS, type InspectOptions, readInspectOptions } from './inspect-command-options.js';
import { INVENTORY_FLAGS, type InventoryOptions, readInventoryOptions } from './inventory-command-options.js';
import type { MergeOptions } from './merge-command.js';
import type { RulesOptions } from './rules-command.js';
import { readStatusOptions, STATUS_FLAGS, type StatusOptions } from './status-command-options.js';

/** The forms in which `check` reports. */
export const FORMATS = ['text', 'json', 'sarif', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

/** What `check` was asked to do. */
export interface CheckOptions {
  /** As written; empty for the current folder. */
  readonly paths: readonly string[];
  readonly format: Format;
  /** File for the report; absent for standard output. */
  readonly output?: string;
  /** Configuration file in place of the project's fairlead.yaml. */
  readonly config?: string;
  readonly isQuiet: boolean;
  /** Lowest level that makes exit code 1; absent when the configuration decides. */
  readonly failOn?: Level | 'never';
  /** Which fixes to apply to the files. */
  readonly fix: 'none' | 'safe' | 'all';
  /** False switches the shortcuts of the analysis off; for tests of the engine. */
  readonly isTrimmed: boolean;
  /** True to look in every file for what other modules bring, however many there are. */
  readonly isFollowingAll: boolean;
  /** False: files that Git ignores are checked too. */
  readonly isIgnoring: boolean;
  /** Largest file that is read, in bytes; absent for the configured limit. */
  readonly maxFileSize?: number;
  /** The part of the files to check; absent for all. */
  readonly shard?: Shard;
  /**
   * The baseline: a file of that path, the project's own where that is there, or none. With `update`, it is written and not
   * obeyed.
   */
  readonly baseline: { readonly file?: string; readonly use: 'obey' | 'update' | 'ignore' };
  /** Present to check standard input as the file of this path. */
  readonly stdinPath?: string;
}

/** A command line that makes sense. */
export type Command =
  | { readonly kind: 'help'; readonly topic?: CommandName }
  | { readonly kind: 'version' }
  | { readonly kind: 'explain'; readonly id: string }
  | { readonly kind: 'check'; readonly options: CheckOptions }
  | { readonly kind: 'status'; readonly options: StatusOptions }
  | { readonly kind: 'attest'; readonly options: AttestOptions }
  | { readonly kind: 'inventory'; readonly options: InventoryOptions }
  | { readonly kind: 'generate'; readonly options: GenerateOptions }
  | { readonly kind: 'inspect'; readonly options: InspectOptions }
  | { readonly kind: 'merge'; readonly options: MergeOptions }
  | { readonly kind: 'rules'; readonly options: RulesOptions };

export type CommandName =
  | 'check'
  | 'status'
  | 'attest'
  | 'inventory'
  | 'generate'
  | 'inspect'
  | 'explain'
  | 'rules'
  | 'merge';

const commandNames: readonly CommandName[] = [
  'check',
  'status',
  'attest',
  'inventory',
  'generate',
  'inspect',
  'explain',
  'rules',
  'merge',
];
const failOnNames: readonly (Level | 'never')[] = [...LEVELS, 'never'];

const checkFlags = {
  format: { type: 'string' },
  output: { type: 'string', short: 'o' },
  config: { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
  'fail-on': { type: 'string' },
  fix: { type: 'boolean' },
  'unsafe-fixes': { type: 'boolean' },
  'no-index': { type: 'boolean' },
  'all-modules': { type: 'boolean' },
  'no-ignore': { type: 'boolean' },
  'max-file-size': { type: 'string' },
  shard: { type: 'string' },
  baseline: { type: 'string' },
  'update-baseline': { type: 'boolean' },
  'no-baseline': { type: 'boolean' },
  stdin: { type: 'boolean' },
  'stdin-path': { type: 'string' },
} as const;

const commonFlags = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

const commandFlags: Readonly<Record<CommandName, Flags>> = {
  check: checkFlags,
  status: STATUS_FLAGS,
  attest: ATTEST_FLAGS,
  inventory: INVENTORY_FLAGS,
  generate: GENERATE_FLAGS,
  inspect: INSPECT_FLAGS,
  explain: {},
  rules: { quiet: { type: 'boolean', short: 'q' } },
  merge: { output: { type: 'string', short: 'o' } },
};

/**
 * Reads a command line without the program's name.
 *
 * @throws CliError that names the word that is wrong, with the closest right one
 */
export function parseCommand(words: readonly string[]): Command {
  const [first, ...rest] = words;
  if (first === undefined) throw new CliError(`nothing to do; try fairlead check, or fairlead --help`);
  if (first === 'help') return createHelp(rest[0]);
  const name = commandNames.find((candidate) => candidate === first);
  if (name === undefined) {
    if (!first.startsWith('-')) throw new CliError(describeUnknownCommand(first));
    const { values } = readFlags(words, commonFlags);
    if (values['help'] === true) return { kind: 'help' };
    if (values['version'] === true) return { kind: 'version' };
    throw new CliError(`the command is missing; expected ${listCommands()}`);
  }
  const { values, positionals } = readFlags(rest, { ...commonFlags, ...commandFlags[name] });
  if (values['help'] === true) return { kind: 'help', topic: name };
  if (values['version'] === true) return { kind: 'version' };
  if (name === 'check') return { kind: 'check', options: readCheckOptions(values, positionals) };
  if (name === 'status') return { kind: 'status', options: readStatusOptions(values, positionals) };
  if (name === 'inspect') return { kind: 'inspect', options: readInspectOptions(values, positionals) };
  if (name === 'inventory') return { kind: 'inventory', options: readInventoryOptions(values, positionals) };
  if (name === 'generate') return { kind: 'generate', options: readGenerateOptions(values, positionals) };
  if (name === 'attest') return { kind: 'attest', options: readAttestOptions(values, positionals) };
  if (name === 'merge') return { kind: 'merge', options: readMergeOptions(values, positionals) };
  if (name === 'rules') return { kind: 'rules', options: readRulesOptions(values, positionals) };
  const [id, another] = positionals;
  if (id === undefined) throw new CliError('explain needs the id of a rule or of a guideline item');
  if (another !== undefined) throw new CliError(`explain takes one id, found also ${quote(another)}`);
  return { kind: 'explain', id };
}

function readMergeOptions({ output }: FlagValues, files: readonly string[]): MergeOptions {
  if (files.length === 0) throw new CliError('merge needs the SARIF files to put together');
  return { files, ...(typeof output === 'string' ? { output: refuseEmpty('--output', output) } : {}) };
}

function readShard({ shard, stdin, 'update-baseline': isUpdating }: FlagValues): Pick<CheckOptions, 'shard'> {
  if (typeof shard !== 'string') return {};
  const match = /^(\d{1,5})\/(\d{1,5})$/.exec(shard);
  const [index, count] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)];
  if (index < 1 || index > count) {
    throw new CliError(`--shard is K/N with K from 1 to N, such as 2/8, found ${quote(shard)}`);
  }
  if (stdin === true) throw new CliError('--shard divides files and cannot be used with --stdin');
  if (isUpdating === true)
    throw new CliError('--update-baseline needs all files: it cannot be used with --shard');
  return { shard: { index, count } };
}

function readRulesOptions(values: FlagValues, words: readonly string[]): RulesOptions {
  const [action, ...rest] = words;
  if (action === 'test' && rest.length === 1) {
    return { action, folder: rest[0] ?? '', isQuiet: values['quiet'] === true };
  }
  if (action === 'new' && rest.length === 4) {
    const [id = '', folder = '', area = '', subject = ''] = rest;
    return { action, id, folder, area, subject };
  }
  throw new CliError(
    'expected fairlead rules test DIR, or fairlead rules new ID DIR AREA SUBJECT such as ' +
      'fairlead rules new acme/model-load tools/rules python torch.load',
  );
}

function listCommands(): string {
  return `${commandNames.slice(0, -1).join(', ')} or ${commandNames.at(-1)}`;
}

function createHelp(topic: string | undefined): Command {
  if (topic === undefined) return { kind: 'help' };
  const name = commandNames.find((candidate) => candidate === topic);
  if (name === undefined) throw new CliError(describeUnknownCommand(topic));
  return { kind: 'help', topic: name };
}

function describeUnknownCommand(word: string): string {
  const closest = suggestClosest(word, [...commandNames, 'help']);
  if (closest !== undefined) return `unknown command ${quote(word)}; did you mean ${closest}?`;
  const isPath = /[./\\]/.test(word);
  const hint = isPath ? `; to check files write fairlead check ${word}` : `; expected ${listCommands()}`;
  return `unknown command ${quote(word)}${hint}`;
}

function readCheckOptions(values: FlagValues, paths: readonly string[]): CheckOptions {
  const isFixing = values['fix'] === true;
  if (values['unsafe-fixes'] === true && !isFixing)
    throw new CliError('--unsafe-fixes works together with --fix');
  const { output, config, 'fail-on': failOn, 'stdin-path': stdinPath, 'max-file-size': size } = values;
  const usesStdin = values['stdin'] === true;
  if (usesStdin && stdinPath === undefined) {
    throw new CliError('--stdin needs --stdin-path PATH: the path decides how the text is read');
  }
  if (!usesStdin && stdinPath !== undefined) throw new CliError('--stdin-path works together with --stdin');
  if (usesStdin && paths.length > 0)
    throw new CliError(`--stdin takes no paths, found ${quote(paths[0] ?? '')}`);
  if (usesStdin && isFixing) throw new CliError('--fix changes files and cannot be used with --stdin');
  const unsafe = values['unsafe-fixes'] === true ? 'all' : 'safe';
  return {
    paths,
    format: chooseWord('--format', values['format'] ?? 'text', FORMATS),
    ...(typeof output === 'string' ? { output: refuseEmpty('--output', output) } : {}),
    ...(typeof config === 'string' ? { config: refuseEmpty('--config', config) } : {}),
    isQuiet: values['quiet'] === true,
    ...(failOn === undefined ? {} : { failOn: chooseWord('--fail-on', failOn, failOnNames) }),
    fix: isFixing ? unsafe : 'none',
    ...readShard(values),
    baseline: readBaselineOptions(values),
    isTrimmed: values['no-index'] !== true,
    isFollowingAll: values['all-modules'] === true,
    isIgnoring: values['no-ignore'] !== true,
    ...(typeof size === 'string' ? { maxFileSize: readSize(size) } : {}),
    ...(typeof stdinPath === 'string' ? { stdinPath: refuseEmpty('--stdin-path', stdinPath) } : {}),
  };
}

function readBaselineOptions(values: FlagValues): CheckOptions['baseline'] {
  const { baseline, 'update-baseline': isUpdating, 'no-baseline': isIgnoring } = values;
  const file = typeof baseline === 'string' ? { file: refuseEmpty('--baseline', baseline) } : {};
  if (isIgnoring === true && (isUpdating === true || baseline !== undefined)) {
    throw new CliError('--no-baseline contradicts --baseline and --update-baseline');
  }
  if (isUpdating === true && values['stdin'] === true) {
    throw new CliError('--update-baseline needs files: it cannot be used with --stdin');
  }
  if (isUpdating === true && values['output'] !== undefined) {
    throw new CliError('--update-baseline makes no report: --output needs a check of its own');
  }
  return { ...file, use: isUpdating === true ? 'update' : isIgnoring === true ? 'ignore' : 'obey' };
}

/** Reads a size such as `500000`, `500K` or `5M` (powers of 1024) as bytes. */
function readSize(text: string): number {
  const match = /^(\d{1,9})([KM]?)$/i.exec(text);
  const factor = { '': 1, K: 1024, M: 1024 * 1024 }[match?.[2]?.toUpperCase() ?? ''] ?? 1;
  const size = Number(match?.[1] ?? 0) * factor;
  if (size <= 0) throw new CliError(`--max-file-size is a size such as 500K or 5M, found ${quote(text)}`);
  return size;
}
