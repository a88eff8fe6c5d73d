import { describeFileError } from '../node/file-error.js';
import { CliError } from './cli-error.js';

/** What the program may know of the process it runs in; a test hands in its own. */
export interface Environment {
  readonly [name: string]: string | undefined;
}

/** A stream to write to. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string, done: (error?: Error | null) => void): boolean;
}

/**
 * Whether to colour what goes to an output: FORCE_COLOR says yes (or no, when 0 or false), NO_COLOR says no, and
 * otherwise a terminal decides.
 */
export function wantsColour(output: Output, environment: Environment): boolean {
  const { FORCE_COLOR: force, NO_COLOR: refuse, TERM: terminal } = environment;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if (refuse !== undefined && refuse !== '') return false;
  return output.isTTY === true && terminal !== 'dumb';
}

/**
 * Writes text and waits until it has left the program. A reader that went away (EPIPE) is no error.
 *
 * @throws CliError when it cannot be written, as to a file on a full disk
 */
export function writeText(output: Output, text: string): Promise<void> {
  if (text === '') return Promise.resolve();
  return new Promise((resolve, reject) => {
    output.write(text, (error) => {
      const isBrokenPipe = error instanceof Error && 'code' in error && error.code === 'EPIPE';
      if (error && !isBrokenPipe)
        reject(new CliError(`cannot write the output: ${describeFileError(error)}`));
      else resolve();
    });
  });
}
