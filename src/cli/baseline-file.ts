import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  BASELINE_PATH,
  type Baseline,
  type BaselineScope,
  type Finding,
  formatBaseline,
  NO_BASELINE,
  readBaseline,
  updateBaseline,
} from '../core/index.js';
import { FileChangedError } from '../node/file-changed-error.js';
import { describeFileError } from '../node/file-error.js';
import { makeFolder } from '../node/make-folder.js';
import { writeFileAtomically } from '../node/write-file.js';
import type { CheckOptions } from './arguments.js';
import { CliError } from './cli-error.js';
import { readSource } from './read-source.js';

/** Largest baseline that is read, in bytes. */
const maxSize = 20 * 1024 * 1024;

/** A project's baseline, and where it is kept. */
export interface BaselineFile {
  /** Absolute. */
  readonly absolute: string;
  /** As people know it: as named on the command line, or relative to the root. */
  readonly name: string;
  readonly baseline: Baseline;
  /** The file's content as it was read; absent where there is no file, or it was not looked at. */
  readonly bytes?: Uint8Array;
}

/**
 * Reads the baseline that the options name; an empty one where there is none.
 *
 * @param root absolute path of the project's root
 * @throws CliError that lists what is wrong with the file: obeying half of it would hide or show too much
 */
export function loadBaseline(options: CheckOptions['baseline'], root: string, cwd: string): BaselineFile {
  const absolute = options.file === undefined ? join(root, BASELINE_PATH) : resolve(cwd, options.file);
  const name = options.file ?? BASELINE_PATH;
  const nothing = { absolute, name, baseline: NO_BASELINE };
  if (options.use === 'ignore') return nothing;
  if (!existsSync(absolute)) {
    if (options.file === undefined || options.use === 'update') return nothing;
    throw new CliError(`cannot read ${name}: there is no such file; write it with --update-baseline`);
  }
  const reading = readSource(absolute, maxSize, false);
  if (!reading.ok) throw new CliError(`cannot read ${name}: ${reading.why}`);
  const { baseline, problems } = readBaseline(name, reading.file.text);
  if (problems.length === 0) return { absolute, name, baseline, bytes: reading.file.bytes };
  const lines = problems.map(({ location, message }) => {
    const start = location?.range.start ?? { line: 0, character: 0 };
    return `${name}:${start.line + 1}:${start.character + 1}: ${message}`;
  });
  throw new CliError(lines.join('\n'));
}

/**
 * Writes what a run found as the new baseline; nothing when that changes nothing.
 *
 * @returns how many findings it holds
 * @throws CliError when the file cannot be written
 */
export async function storeBaseline(
  file: BaselineFile,
  findings: readonly Finding[],
  scope: BaselineScope,
): Promise<number> {
  const updated = updateBaseline(file.baseline, findings, scope);
  const text = formatBaseline(updated);
  const count = [...updated.values()].reduce((sum, entries) => sum + entries.length, 0);
  try {
    if (file.bytes !== undefined && Buffer.from(text).equals(file.bytes)) return count;
    await makeFolder(dirname(file.absolute));
    await writeFileAtomically(file.absolute, text, file.bytes ?? 'absent');
  } catch (error) {
    const why =
      error instanceof FileChangedError
        ? 'it was changed meanwhile; run the command again'
        : describeFileError(error);
    throw new CliError(`cannot write the baseline to ${file.name}: ${why}`);
  }
  return count;
}
