import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  ATTESTATIONS_ATTRIBUTES,
  ATTESTATIONS_PATH,
  type Attestation,
  addAttestation,
  findSubject,
  type Knowledge,
  listIds,
  suggestClosest,
} from '../core/index.js';
import { FileChangedError } from '../node/file-changed-error.js';
import { describeFileError, errorCode } from '../node/file-error.js';
import { makeFolder } from '../node/make-folder.js';
import { writeFileAtomically } from '../node/write-file.js';
import { readGitIdentity } from './attest-command-identity.js';
import type { AttestOptions } from './attest-command-options.js';
import { CliError } from './cli-error.js';
import type { Host } from './host.js';
import { findProjectRoot } from './project-root.js';
import { writeLines } from './write-lines.js';

/**
 * Adds an entry to the project's attestations.
 *
 * @throws CliError when the id, the person or the file is not as it must be; nothing is written then
 */
export async function runAttest(options: AttestOptions, host: Host): Promise<number> {
  const knowledge = host.resources.readKnowledge();
  const id = findId(options.id, knowledge);
  const root =
    options.project === undefined
      ? findProjectRoot([host.cwd], host.cwd)
      : resolve(host.cwd, options.project);
  const by = options.by ?? readGitIdentity(root, host.environment);
  if (by === undefined) {
    throw new CliError(
      'nobody is named: give --by "NAME <ADDRESS>", or set user.name and user.email in the configuration of Git',
    );
  }
  const { verdict, reason, evidence, until } = options;
  if (until !== undefined && until < host.today) {
    throw new CliError(`--until ${until} is past; give a day from ${host.today} on`);
  }
  const entry: Attestation = {
    id,
    verdict,
    by,
    date: host.today,
    reason,
    ...(evidence === undefined ? {} : { evidence }),
    ...(until === undefined ? {} : { until }),
  };
  const isNew = await addEntry(join(root, ATTESTATIONS_PATH), entry, knowledge);
  if (isNew) await writeAttributes(root);
  const subject = findSubject(id, knowledge.frameworks) ?? '';
  const words = { attested: 'Attested', 'not-applicable': 'Declared not applicable', withdrawn: 'Withdrawn' }[
    verdict
  ];
  await writeLines(host.stdout, [`${words}: ${id} ${subject}`, `by ${by} in ${ATTESTATIONS_PATH}`]);
  return 0;
}

/** Runs that write at once each find what the others wrote in at most so many tries. */
const MAX_TRIES = 100;

/** Adds an entry to a file, which another run may change at any time; returns whether the file is new. */
async function addEntry(path: string, entry: Attestation, { frameworks }: Knowledge): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    const bytes = readBytes(path);
    const text = bytes === undefined ? undefined : decode(bytes, path);
    const edit = addAttestation(text, entry, frameworks);
    if (!edit.ok) throw new CliError(edit.why);
    try {
      await makeFolder(dirname(path));
      await writeFileAtomically(path, edit.text, bytes ?? 'absent');
      return bytes === undefined;
    } catch (error) {
      const isChanged = error instanceof FileChangedError;
      if (isChanged && tries < MAX_TRIES) continue;
      const why = isChanged ? 'it was changed meanwhile; try again' : describeFileError(error);
      throw new CliError(`cannot write ${ATTESTATIONS_PATH}: ${why}`);
    }
  }
}

function findId(written: string, knowledge: Knowledge): string {
  const ids = listIds(knowledge.frameworks);
  const wanted = written.toLowerCase();
  if (ids.includes(wanted)) return wanted;
  const closest = suggestClosest(wanted, ids);
  const hint = closest === undefined ? '; fairlead status lists them' : `; did you mean ${closest}?`;
  throw new CliError(`no question or item is called ${JSON.stringify(written)}${hint}`);
}

function readBytes(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new CliError(`cannot read ${ATTESTATIONS_PATH}: ${describeFileError(error)}`);
  }
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CliError(`cannot read ${path}: it is not UTF-8; save it as UTF-8`);
  }
}

/** Leaves a file alone that is there. */
async function writeAttributes(root: string): Promise<void> {
  const { path, text } = ATTESTATIONS_ATTRIBUTES;
  try {
    await writeFileAtomically(join(root, path), text, 'absent');
  } catch (error) {
    if (error instanceof FileChangedError) return;
    throw new CliError(`the entry is written, but not ${path}: ${describeFileError(error)}`);
  }
}
