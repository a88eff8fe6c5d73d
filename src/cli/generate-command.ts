import { lstatSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import {
  ARTIFACT_KINDS,
  type ArtifactForm,
  checkDocument,
  type DocumentChange,
  type GeneratedArtifact,
  type GeneratedDocument,
  isLivingDocument,
  mergeDocument,
} from '../core/index.js';
import { FileChangedError } from '../node/file-changed-error.js';
import { describeFileError, errorCode } from '../node/file-error.js';
import { makeFolder } from '../node/make-folder.js';
import { writeFileAtomically } from '../node/write-file.js';
import { CliError } from './cli-error.js';
import { collectProject, findProjectFolder } from './collect-project.js';
import type { GenerateOptions } from './generate-command-options.js';
import type { Host } from './host.js';
import { isInside, toReportPath } from './project-root.js';
import { type ReadFile, readSource } from './read-source.js';
import { writeText } from './terminal.js';
import { writeLines } from './write-lines.js';

/** Largest document that is brought up to date, in bytes. */
const maxDocumentSize = 5 * 1024 * 1024;

interface Target {
  /** Absolute. */
  readonly path: string;
  /** For messages. */
  readonly name: string;
  /** The file as it is; undefined when there is none. */
  readonly file?: ReadFile;
}

/**
 * Writes a document from the code of a project, or compares it.
 *
 * @returns the exit code: 1 when `--check` finds that the document is not up to date, else 0
 * @throws CliError when the document could not be made or written; nothing is written then
 */
export async function runGenerate(options: GenerateOptions, host: Host): Promise<number> {
  const root = findProjectFolder(options.path, host);
  const kind = ARTIFACT_KINDS.find(({ id }) => id === options.kind);
  const form = kind?.forms.find(({ format }) => format === options.format);
  if (kind === undefined || form === undefined) throw new CliError(`no such kind: ${options.kind}`);
  const target = readTarget(options, form, root, host);
  const project = await collectProject(options, host, root, kind.files, target.path);
  const artifact = form.generate({
    projectName: basename(root),
    ...project,
    path: isInside(target.path, root) ? toReportPath(target.path, root) : form.path,
    today: host.today,
  });
  const command = `fairlead generate ${options.kind}`;
  if (options.isChecking) return check(artifact, target, command, options, host);
  return artifact.kind === 'document'
    ? writeDocument(artifact.document, target, options, host)
    : writeWhole(artifact.text, target, options, host);
}

function readTarget(options: GenerateOptions, form: ArtifactForm, root: string, host: Host): Target {
  const path = options.output === undefined ? resolve(root, form.path) : resolve(host.cwd, options.output);
  const name = toReportPath(path, host.cwd);
  const reading = readSource(path, maxDocumentSize, false);
  if (reading.ok) return { path, name, file: reading.file };
  if (isMissing(path)) return { path, name };
  throw new CliError(`cannot read ${name}: ${reading.why}`);
}

function isMissing(path: string): boolean {
  try {
    lstatSync(path);
    return false;
  } catch (error) {
    return ['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '');
  }
}

async function check(
  artifact: GeneratedArtifact,
  { name, file }: Target,
  command: string,
  { isQuiet }: GenerateOptions,
  host: Host,
): Promise<number> {
  if (file === undefined) {
    await writeLines(host.stdout, [`${name}: not there yet; write it with ${command}`]);
    return 1;
  }
  if (artifact.kind === 'text') {
    const isCurrent = normalizeLineEnds(file.text) === artifact.text;
    const words = isCurrent ? 'up to date' : `the code has changed; write it anew with ${command}`;
    if (!isQuiet || !isCurrent) await writeLines(host.stdout, [`${name}: ${words}`]);
    return isCurrent ? 0 : 1;
  }
  const drift = checkDocument(readBack(file), artifact.document);
  refuseProblems(name, drift.problems);
  const lines = [
    ...drift.missing.map((each) => {
      const { path, range } = each.location ?? {};
      const place = path === undefined || range === undefined ? '' : ` (${path}:${range.start.line + 1})`;
      return `${name}:${each.line}: not in the document: ${each.name}${place}`;
    }),
    ...drift.gone.map(({ line, what }) => `${name}:${line}: no longer found in the code: ${what}`),
    ...drift.changes.filter(({ kind }) => kind !== 'marked-gone').map(({ message }) => `${name}: ${message}`),
    ...(isQuiet ? [] : drift.conflicts.map(({ line, message }) => `${name}:${line}: ${message}`)),
  ];
  if (drift.isCurrent && !isQuiet) {
    lines.push(
      `${name}: up to date${drift.hasMovedLines ? ', but links lead to lines that have moved' : ''}`,
    );
  }
  if (!drift.isCurrent) lines.push(`${name}: not up to date; run ${command}`);
  await writeLines(host.stdout, lines);
  return drift.isCurrent ? 0 : 1;
}

async function writeDocument(
  document: GeneratedDocument,
  target: Target,
  options: GenerateOptions,
  host: Host,
): Promise<number> {
  const { name, file } = target;
  const existing = file === undefined ? undefined : readBack(file);
  if (
    existing !== undefined &&
    existing.trim() !== '' &&
    options.output === undefined &&
    !isLivingDocument(existing)
  ) {
    throw new CliError(
      `${name} was written without Fairlead and is left alone; add the sections to it with --output ${name}`,
    );
  }
  const merge = mergeDocument(existing, document, { restore: options.restore });
  if (!merge.isMerged) {
    refuseProblems(name, merge.problems);
    return 2;
  }
  if (options.isDryRun) {
    await writeText(host.stdout, merge.text);
    return 0;
  }
  const isSame = merge.text === existing;
  if (!isSame) await save(target, merge.text);
  const conflicts = merge.conflicts.map(({ line, message }) => `${name}:${line}: ${message}`);
  const head =
    existing === undefined ? 'written' : isSame ? 'up to date, nothing written' : 'brought up to date';
  const summary = options.isQuiet
    ? []
    : [`${name}: ${head}`, ...(existing === undefined ? [] : summarize(merge.changes))];
  const lines = [...summary, ...conflicts];
  await writeLines(host.stdout, lines);
  return 0;
}

async function writeWhole(
  text: string,
  target: Target,
  options: GenerateOptions,
  host: Host,
): Promise<number> {
  if (options.isDryRun) {
    await writeText(host.stdout, text);
    return 0;
  }
  const isSame = target.file !== undefined && normalizeLineEnds(target.file.text) === text;
  if (!isSame) await save(target, text);
  const words =
    target.file === undefined ? 'written' : isSame ? 'up to date, nothing written' : 'written anew';
  if (!options.isQuiet) await writeLines(host.stdout, [`${target.name}: ${words}`]);
  return 0;
}

/** What was done, one line per change; what stayed as a person wants it, last. */
function summarize(changes: readonly DocumentChange[]): readonly string[] {
  const isQuietKind = ({ kind }: DocumentChange): boolean =>
    kind === 'kept-edited' || kind === 'kept-deleted';
  const moved = changes.filter(({ kind }) => kind === 'moved-lines').length;
  return [
    ...changes.filter((change) => change.kind !== 'moved-lines' && !isQuietKind(change)),
    ...changes.filter(isQuietKind),
  ]
    .map(({ message }) => `  ${message}`)
    .concat(
      moved === 0
        ? []
        : [`  line numbers of links refreshed in ${moved} ${moved === 1 ? 'block' : 'blocks'}`],
    );
}

function refuseProblems(
  name: string,
  problems: readonly { readonly line: number; readonly message: string }[],
): void {
  if (problems.length === 0) return;
  throw new CliError(problems.map(({ line, message }) => `${name}:${line}: ${message}`).join('\n'));
}

async function save({ path, name, file }: Target, text: string): Promise<void> {
  try {
    if (file === undefined) await makeFolder(dirname(path));
    await writeFileAtomically(path, text, file?.bytes ?? 'absent');
  } catch (error) {
    const why =
      error instanceof FileChangedError
        ? 'it changed meanwhile; run the command again'
        : describeFileError(error);
    throw new CliError(`cannot write ${name}: ${why}`);
  }
}

/** The text with its byte order mark, which reading takes off. */
function readBack({ text, encoding, hasByteOrderMark }: ReadFile): string {
  if (encoding !== 'utf-8') throw new CliError(`the document is in ${encoding}; save it as UTF-8`);
  return hasByteOrderMark ? `\ufeff${text}` : text;
}

function normalizeLineEnds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
