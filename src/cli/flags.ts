import { parseArgs } from 'node:util';
import { suggestClosest } from '../core/index.js';
import { CliError } from './cli-error.js';

/** Options of a command by their long names. */
export type Flags = Readonly<
  Record<string, { readonly type: 'string' | 'boolean'; readonly short?: string }>
>;

/** What was given for each option; those that were not given are absent. */
export type FlagValues = Readonly<Record<string, string | boolean>>;

/**
 * Reads options and what stands between them.
 *
 * @throws CliError that names the option that is wrong, with the closest right one
 */
export function readFlags(
  words: readonly string[],
  flags: Flags,
): { values: FlagValues; positionals: readonly string[] } {
  const { tokens } = parseArgs({
    args: [...words],
    options: flags,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Record<string, string | boolean> = {};
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const flag = Object.hasOwn(flags, token.name) ? flags[token.name] : undefined;
    if (flag === undefined) throw new CliError(describeUnknownFlag(token.rawName, token.name, flags));
    if (flag.type === 'boolean') {
      if (token.value !== undefined) throw new CliError(`${token.rawName} takes no value`);
      values[token.name] = true;
    } else if (token.value === undefined) {
      throw new CliError(`${token.rawName} needs a value`);
    } else values[token.name] = token.value;
  }
  return { values, positionals };
}

function describeUnknownFlag(written: string, name: string, flags: Flags): string {
  const closest = suggestClosest(name, Object.keys(flags));
  if (closest !== undefined) return `unknown option ${quote(written)}; did you mean --${closest}?`;
  return `unknown option ${quote(written)}; fairlead --help lists the options`;
}

/** The word among those allowed. */
export function chooseWord<T extends string>(flag: string, value: string | boolean, words: readonly T[]): T {
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  const closest = suggestClosest(String(value), words);
  const hint = closest === undefined ? '' : `; did you mean ${closest}?`;
  throw new CliError(`${flag} is one of ${words.join(', ')}, found ${quote(String(value))}${hint}`);
}

/** The value unless it is empty. */
export function refuseEmpty(flag: string, value: string): string {
  if (value === '') throw new CliError(`${flag} needs a value that is not empty`);
  return value;
}

/** A word of the command line as messages show it. */
export function quote(word: string): string {
  return JSON.stringify(word);
}
