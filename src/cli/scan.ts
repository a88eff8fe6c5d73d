import {
  type Analysis,
  type AnalysisContext,
  type DocumentInput,
  type Engine,
  type Excerpt,
  type Finding,
  type Landmark,
  type ModuleOutline,
  type Notice,
  takeExcerpts,
} from '../core/index.js';
import { describeFileError } from '../node/file-error.js';
import { writeFileAtomically } from '../node/write-file.js';
import { encodeText } from './decode-text.js';
import type { SourceFile } from './discover-files.js';
import { fixText } from './fix-file.js';
import type { Pacer } from './pacer.js';
import type { Progress } from './progress.js';
import { type ReadFile, readSource } from './read-source.js';

/** How to scan. */
export interface ScanOptions {
  readonly engine: Engine;
  /** The context for one file, by its report path. */
  contextFor(path: string): AnalysisContext;
  /** In bytes. */
  readonly maxFileSize: number;
  readonly fix: 'none' | 'safe' | 'all';
  /** Whether to keep the source lines of findings. */
  readonly wantsExcerpts: boolean;
  /** Whether to keep what Python files tell about themselves to checks of others. */
  readonly wantsOutlines: boolean;
  readonly pacer: Pacer;
  readonly progress: Progress;
}

/** What scanning came to. */
export interface ScanResult {
  readonly findings: readonly Finding[];
  readonly notices: readonly Notice[];
  /** Empty unless the contexts ask for them. */
  readonly landmarks: readonly Landmark[];
  readonly excerpts: ReadonlyMap<string, Excerpt>;
  /** What Python files tell about themselves to checks of others; empty unless wanted, and the contexts give modules. */
  readonly outlines: readonly ModuleOutline[];
  /** How many files were analysed. */
  readonly fileCount: number;
  /** How many findings were fixed, and in how many files. */
  readonly fixedFindings: number;
  readonly fixedFiles: number;
  readonly unfixed: readonly UnfixedFile[];
}

/** A file whose fixes were not written. */
interface UnfixedFile {
  readonly path: string;
  readonly why: string;
  /** True when writing was tried and failed. */
  readonly isFailure: boolean;
}

interface Collected {
  readonly findings: Finding[];
  readonly notices: Notice[];
  readonly landmarks: Landmark[];
  readonly excerpts: Map<string, Excerpt>;
  readonly outlines: ModuleOutline[];
  readonly unfixed: UnfixedFile[];
  fileCount: number;
  fixedFindings: number;
  fixedFiles: number;
}

/** Reads and analyses files one after the other; with `fix`, rewrites those that fixes change. */
export async function scanFiles(files: readonly SourceFile[], options: ScanOptions): Promise<ScanResult> {
  const collected = createCollected();
  for (const [index, file] of files.entries()) {
    await options.pacer.breathe();
    options.progress.show(index, files.length, file.path);
    const reading = readSource(file.absolute, options.maxFileSize, file.kind === 'python');
    if (reading.ok) await scanFile(file, reading.file, options, collected);
    else
      collected.notices.push({
        kind: 'not-scanned',
        path: file.path,
        message: `Not scanned: ${reading.why}`,
      });
  }
  return collected;
}

/** Puts scans of parts of a list of files together, in the order of the list. */
export function mergeScans(scans: readonly ScanResult[]): ScanResult {
  const merged = createCollected();
  for (const scan of scans) {
    merged.findings.push(...scan.findings);
    merged.notices.push(...scan.notices);
    merged.landmarks.push(...scan.landmarks);
    merged.unfixed.push(...scan.unfixed);
    merged.outlines.push(...scan.outlines);
    for (const [key, excerpt] of scan.excerpts) merged.excerpts.set(key, excerpt);
    merged.fileCount += scan.fileCount;
    merged.fixedFindings += scan.fixedFindings;
    merged.fixedFiles += scan.fixedFiles;
  }
  return merged;
}

/** Analyses one text that is not on disk. */
export async function scanText(
  file: Pick<SourceFile, 'path' | 'kind'>,
  text: string,
  options: ScanOptions,
): Promise<ScanResult> {
  const collected = createCollected();
  const analysis = await analyse(file, text, options);
  collect(analysis, text, options, collected);
  return collected;
}

async function scanFile(
  file: SourceFile,
  read: ReadFile,
  options: ScanOptions,
  collected: Collected,
): Promise<void> {
  if (options.fix === 'none') {
    collect(await analyse(file, read.text, options), read.text, options, collected);
    return;
  }
  const form = file.kind === 'notebook' ? 'raw' : 'text';
  const original = await analyse(file, read.text, options);
  const fixed = await fixText(read.text, original, form, options.fix === 'safe', (text) =>
    analyse(file, text, options),
  );
  if (fixed.fixedCount === 0) {
    collect(original, read.text, options, collected);
    return;
  }
  const unfixed = await writeFixed(file, read, fixed.text);
  if (unfixed === undefined) {
    collected.fixedFindings += fixed.fixedCount;
    collected.fixedFiles += 1;
    collect(fixed.analysis, fixed.text, options, collected);
  } else {
    collected.unfixed.push(unfixed);
    collect(original, read.text, options, collected);
  }
}

/** Writes the fixed text in the form the file had; returns what hindered it. */
async function writeFixed(
  { absolute, path }: SourceFile,
  read: ReadFile,
  text: string,
): Promise<UnfixedFile | undefined> {
  const bytes = encodeText({ ...read, text });
  if (bytes === undefined) {
    const why = `its encoding ${read.encoding} is read but not written; save it as UTF-8`;
    return { path, why, isFailure: false };
  }
  try {
    await writeFileAtomically(absolute, bytes, read.bytes);
    return undefined;
  } catch (error) {
    return { path, why: describeFileError(error), isFailure: true };
  }
}

async function analyse(
  { path, kind }: Pick<SourceFile, 'path' | 'kind'>,
  text: string,
  options: ScanOptions,
): Promise<Analysis> {
  const context = { ...options.contextFor(path), wantOutline: options.wantsOutlines };
  return options.engine.analyse(createInput(path, kind, text), context);
}

/** A file of a kind as the engine takes it. */
export function createInput(path: string, kind: SourceFile['kind'], text: string): DocumentInput {
  if (kind === 'notebook') return { kind: 'notebook-json', path, text };
  // A script without an extension says on its first line what it is.
  const isScript = kind === 'text' && /^#!.*\bpython/.test(text);
  return { kind: 'text', path, text, ...(isScript ? { languageId: 'python' } : {}) };
}

function collect(analysis: Analysis, text: string, options: ScanOptions, collected: Collected): void {
  collected.findings.push(...analysis.findings);
  collected.notices.push(...analysis.notices);
  collected.landmarks.push(...analysis.landmarks);
  if (analysis.outline !== undefined) collected.outlines.push(analysis.outline);
  if (!analysis.notices.some(({ kind }) => kind === 'not-scanned')) collected.fileCount += 1;
  if (!options.wantsExcerpts || analysis.findings.length === 0) return;
  const locations = analysis.findings.map(({ location }) => location);
  for (const [key, excerpt] of takeExcerpts(text, locations)) collected.excerpts.set(key, excerpt);
}

function createCollected(): Collected {
  return {
    findings: [],
    notices: [],
    landmarks: [],
    excerpts: new Map(),
    outlines: [],
    unfixed: [],
    fileCount: 0,
    fixedFindings: 0,
    fixedFiles: 0,
  };
}
