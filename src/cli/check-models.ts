import { basename, resolve } from 'node:path';
import {
  type Baseline,
  type Configuration,
  createModelFileFact,
  createModelFindings,
  type Finding,
  type InventoryPart,
  inspectModelFile,
  isModelFileName,
  type Knowledge,
  knownIn,
  type ModelFileReport,
  type Notice,
} from '../core/index.js';
import { describeFileError } from '../node/file-error.js';
import { type OpenFile, openFile } from '../node/open-file.js';
import type { Discovery, SourceFile } from './discover-files.js';
import type { Pacer } from './pacer.js';

/** Most reasons that one notice lists. */
const maxReasons = 3;
/** Formats in which nothing that runs can stand in a part that was not read. */
const PLAIN: readonly ModelFileReport['format'][] = ['safetensors', 'tflite'];

/** A model file to look into. */
export type ModelFile = Pick<SourceFile, 'path' | 'absolute'>;

/** Divides what was found into model files, by their names, and files that are read as text. */
export function divideModels(
  { files, paths }: Discovery,
  root: string,
): { readonly models: readonly ModelFile[]; readonly files: readonly SourceFile[] } {
  const isModel = (path: string): boolean => isModelFileName(basename(path));
  const named = files.filter(({ path }) => isModel(path));
  const known = new Set(named.map(({ path }) => path));
  const walked = paths
    .filter((path) => isModel(path) && !known.has(path))
    .map((path) => ({ path, absolute: resolve(root, path) }));
  const models = [...named, ...walked].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { models, files: files.filter(({ path }) => !isModel(path)) };
}

/** Looks into model files one after the other; what cannot be opened or read becomes a notice. */
export async function checkModels(
  models: readonly ModelFile[],
  knowledge: Knowledge,
  { rules: levels }: Configuration,
  baseline: Baseline,
  pacer: Pacer,
): Promise<{
  readonly findings: readonly Finding[];
  readonly notices: readonly Notice[];
  fileCount: number;
}> {
  const findings: Finding[] = [];
  const notices: Notice[] = [];
  let fileCount = 0;
  for (const { path, absolute } of models) {
    await pacer.breathe();
    const outcome = await inspect(path, absolute, knowledge, pacer);
    if ('why' in outcome) {
      notices.push({ kind: 'not-scanned', path, message: `Not scanned: ${outcome.why}` });
      continue;
    }
    fileCount += 1;
    const { report } = outcome;
    findings.push(
      ...createModelFindings(report, {
        rules: knowledge.rules,
        levels,
        known: knownIn(baseline, path),
        judgesPlace: true,
      }),
    );
    if (report.unread.length > 0 && !PLAIN.includes(report.format)) {
      notices.push({ kind: 'partly-scanned', path, message: `Partly scanned: ${describeUnread(report)}` });
    }
  }
  return { findings, notices, fileCount };
}

/** What an inventory says of model files; those that cannot be read are left out, with a notice. */
export async function collectModels(
  models: readonly ModelFile[],
  knowledge: Knowledge,
  pacer: Pacer,
): Promise<{ readonly parts: readonly InventoryPart[]; readonly notices: readonly Notice[] }> {
  const parts: InventoryPart[] = [];
  const notices: Notice[] = [];
  for (const { path, absolute } of models) {
    await pacer.breathe();
    const outcome = await inspect(path, absolute, knowledge, pacer);
    const fact = 'why' in outcome ? undefined : createModelFileFact(outcome.report);
    if (fact !== undefined) parts.push({ path, facts: [fact] });
    if ('why' in outcome) notices.push({ kind: 'not-scanned', path, message: `Not scanned: ${outcome.why}` });
  }
  return { parts, notices };
}

async function inspect(
  path: string,
  absolute: string,
  knowledge: Knowledge,
  pacer: Pacer,
): Promise<{ readonly report: ModelFileReport } | { readonly why: string }> {
  let source: OpenFile | undefined;
  try {
    source = await openFile(absolute, () => pacer.breathe());
    if (source.size === 0) return { why: 'it is empty' };
    if (await isPointer(source))
      return { why: 'only a Git LFS pointer is here; fetch the file with git lfs pull' };
    const report = await inspectModelFile(path, source, knowledge.modelFiles);
    if (report.format === 'unknown' && report.findings.length === 0) return { why: describeUnread(report) };
    return { report };
  } catch (error) {
    return { why: describeFileError(error) };
  } finally {
    await source?.close();
    // An interrupted read looks like a file that cannot be read.
    await pacer.breathe();
  }
}

async function isPointer(source: OpenFile): Promise<boolean> {
  if (source.size > 1024) return false;
  const start = Buffer.from(await source.read(0, 64)).toString('latin1');
  return start.startsWith('version https://git-lfs.github.com/spec/');
}

function describeUnread({ unread }: ModelFileReport): string {
  const rest = unread.length - maxReasons;
  return `${unread.slice(0, maxReasons).join('; ')}${rest > 0 ? `; and ${rest} more, see fairlead inspect` : ''}`;
}
