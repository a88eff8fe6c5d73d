import { resolve } from 'node:path';
import { describeFileError } from '../node/file-error.js';
import { writeFileAtomically } from '../node/write-file.js';
import { CliError } from './cli-error.js';
import type { Host } from './host.js';
import { writeText } from './terminal.js';

/**
 * Writes a report to a file, or to standard output when there is none.
 *
 * @param output the file as written on the command line
 * @throws CliError when the file cannot be written; what was there before is still there then
 */
export async function writeReport(
  text: string,
  output: string | undefined,
  { cwd, stdout }: Pick<Host, 'cwd' | 'stdout'>,
): Promise<void> {
  if (output === undefined) return writeText(stdout, text);
  try {
    await writeFileAtomically(resolve(cwd, output), text);
  } catch (error) {
    throw new CliError(`cannot write the report to ${JSON.stringify(output)}: ${describeFileError(error)}`);
  }
}
