import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import {
  type AnalysisContext,
  type Baseline,
  type BaselineScope,
  type Configuration,
  classifyFile,
  createProjectIndex,
  type Excerpt,
  findStaleEntries,
  formatJson,
  formatMarkdown,
  formatSarif,
  formatText,
  hasFindingAtLeast,
  isInShard,
  isManifest,
  type Knowledge,
  knownIn,
  type ModulePort,
  NO_BASELINE,
  type Notice,
  type QuotingReport,
  type Rule,
  type Settings,
} from '../core/index.js';
import type { CheckOptions } from './arguments.js';
import { type BaselineFile, loadBaseline, storeBaseline } from './baseline-file.js';
import { checkModels, divideModels, type ModelFile } from './check-models.js';
import { CliError, describeFileError } from './cli-error.js';
import { loadProject } from './configuration.js';
import { decodeText } from './decode-text.js';
import { type Discovery, discoverFiles, findStarts, type SourceFile, type Start } from './discover-files.js';
import { createGrammarSource } from './grammars.js';
import type { Host } from './host.js';
import { createModuleSource, type ModuleSetup } from './module-files.js';
import { createPacer, type Pacer } from './pacer.js';
import { createProgress } from './progress.js';
import { findProjectRoot, toReportPath } from './project-root.js';
import { describeTooLarge, readSource } from './read-source.js';
import { type ScanOptions, type ScanResult, scanFiles, scanText } from './scan.js';
import { countThreads, scanOnThreads, type ThreadSetup } from './scan-threads.js';
import { planAgain, scanTwice, withReach } from './scan-twice.js';
import { wantsColour, writeText } from './terminal.js';
import { writeFileAtomically } from './write-file.js';

/** Largest file that is read when nobody says otherwise, in bytes. */
const defaultMaxFileSize = 5 * 1024 * 1024;
/** Largest dependency file that is read, in bytes. */
const maxManifestSize = 20 * 1024 * 1024;

/** What one run works on. */
interface Job {
  readonly options: CheckOptions;
  readonly host: Host;
  readonly knowledge: Knowledge;
  readonly pacer: Pacer;
  /** Absolute. */
  readonly root: string;
  readonly configuration: Configuration;
  readonly baseline: BaselineFile;
}

/**
 * Checks files and reports.
 *
 * @returns the exit code: 1 when a finding is at or above `failOn`, else 0
 * @throws CliError when the check could not run
 */
export async function runCheck(options: CheckOptions, host: Host): Promise<number> {
  const paths = options.paths.length === 0 ? ['.'] : options.paths;
  const starts = options.stdinPath === undefined ? findStarts(paths, host.cwd) : [];
  const folders = starts.map(({ absolute, stats }) => (stats.isDirectory() ? absolute : dirname(absolute)));
  if (options.stdinPath !== undefined) folders.push(dirname(resolve(host.cwd, options.stdinPath)));
  const root = findProjectRoot(folders, host.cwd);
  const { configuration, knowledge } = loadProject(root, options.config, host.cwd, host.resources);
  const pacer = createPacer(host.isInterrupted);
  const baseline = loadBaseline(options.baseline, root, host.cwd);
  const job: Job = { options, host, knowledge, pacer, root, configuration, baseline };
  const discovery = await discover(job, starts, folders);
  const project = readProject(discovery.manifests, root);
  const scanned = await scan(job, discovery, project);
  const inspected = await checkModels(
    discovery.models,
    knowledge,
    configuration,
    describeBaseline(job).baseline,
    pacer,
  );
  const result: ScanResult = {
    ...scanned,
    findings: [...scanned.findings, ...inspected.findings],
    notices: [...scanned.notices, ...inspected.notices],
    fileCount: scanned.fileCount + inspected.fileCount,
  };
  const found = [...discovery.notices, ...project.notices, ...result.notices];
  const scope = createScope(job, [...discovery.files, ...discovery.models], found);
  if (options.baseline.use === 'update') {
    const count = storeBaseline(baseline, result.findings, scope);
    await writeText(host.stderr, `fairlead: ${baseline.name} holds ${countOf(count, 'finding')}\n`);
    return 0;
  }
  // One text on standard input says nothing about the other files of the project.
  const stale =
    options.stdinPath === undefined ? findStaleEntries(baseline.baseline, result.findings, scope) : [];
  const notices = [...found, ...stale];
  await report(job, result, notices);
  const failOn = options.failOn ?? configuration.failOn ?? 'warning';
  return failOn !== 'never' && hasFindingAtLeast(result.findings, failOn) ? 1 : 0;
}

/** What the baseline needs to know of the run. */
function createScope({ root }: Job, files: readonly ModelFile[], notices: readonly Notice[]): BaselineScope {
  const skipped = new Set(notices.filter(({ kind }) => kind === 'not-scanned').map(({ path }) => path));
  const scanned = new Set(files.map(({ path }) => path).filter((path) => !skipped.has(path)));
  return {
    isScanned: (path) => scanned.has(path),
    exists: (path) => scanned.has(path) || existsSync(resolve(root, path)),
  };
}

/** What there is to check, and what else there is. */
interface Discovered extends Discovery {
  readonly models: readonly ModelFile[];
  /** Python files and notebooks that others check. */
  readonly others: readonly SourceFile[];
  /** Paths of all Python files of the project; undefined when not all of it was walked. */
  readonly modules: readonly string[] | undefined;
}

function isModule({ kind }: SourceFile): boolean {
  return kind === 'python' || kind === 'notebook';
}

async function discover(
  { options, host, knowledge, configuration, root, pacer }: Job,
  starts: readonly Start[],
  folders: readonly string[],
): Promise<Discovered> {
  const { rules, exclude } = configuration;
  const wantsText = knowledge.rules.some(
    (rule) => rule.languages.includes('any') && rules[rule.id] !== 'off',
  );
  const found = await discoverFiles(
    {
      root,
      starts,
      manifestFolders: folders,
      isIgnoring: options.isIgnoring,
      exclude,
      wantsText,
      isManifest,
    },
    pacer,
  );
  const { shard } = options;
  // A report of an earlier run is not a part of the project.
  const output = options.output === undefined ? undefined : resolve(host.cwd, options.output);
  const isOwn = ({ absolute, path }: ModelFile): boolean =>
    absolute !== output && (shard === undefined || isInShard(path, shard));
  const { models, files } = divideModels(found, root);
  return {
    ...found,
    files: files.filter(isOwn),
    others: files.filter((file) => isModule(file) && !isOwn(file)),
    modules: starts.some(({ absolute }) => absolute === root)
      ? files.flatMap(({ path, kind }) => (kind === 'python' ? path : []))
      : undefined,
    models: configuration.inspectModels === false ? [] : models.filter(isOwn),
  };
}

/** Dependency facts by the place of a file, and what could not be read of them. */
interface Project {
  factsFor(path: string): AnalysisContext['project'];
  readonly notices: readonly Notice[];
  /** The dependency files that were read. */
  readonly manifests: readonly { readonly path: string; readonly text: string }[];
}

function readProject(manifests: readonly string[], root: string): Project {
  const notices: Notice[] = [];
  const files = manifests.flatMap((absolute) => {
    const path = toReportPath(absolute, root);
    const reading = readSource(absolute, maxManifestSize, false);
    if (reading.ok) return [{ path, text: reading.file.text }];
    const message = `the versions it states were not read: ${reading.why}`;
    notices.push({ kind: 'configuration', path, message });
    return [];
  });
  const index = createProjectIndex(files);
  return {
    factsFor: (path) => index.factsFor(path),
    notices: [...notices, ...index.notices],
    manifests: files,
  };
}

async function scan(job: Job, discovery: Discovered, project: Project): Promise<ScanResult> {
  const { options, host, knowledge, pacer, configuration } = job;
  const { baseline, isGrouping } = describeBaseline(job);
  const maxFileSize = options.maxFileSize ?? configuration.maxFileSize ?? defaultMaxFileSize;
  const settings: Settings = { rules: configuration.rules, maxDocumentLength: maxFileSize };
  const progress = createProgress(host.stderr, options.isQuiet);
  const engine = host.createEngine({ knowledge, grammars: createGrammarSource(host.resources) });
  const modules: ModuleSetup = {
    root: job.root,
    maxFileSize,
    ...(discovery.modules === undefined ? {} : { paths: discovery.modules }),
  };
  const port = createModuleSource(modules);
  const scanOptions: ScanOptions = {
    engine,
    contextFor: (path) => ({
      project: project.factsFor(path),
      settings,
      today: host.today,
      known: knownIn(baseline, path),
      isGrouping,
      trim: options.isTrimmed,
      modules: port,
    }),
    maxFileSize,
    fix: options.fix,
    wantsExcerpts: options.format === 'text' && !options.isQuiet,
    pacer,
    progress,
  };
  try {
    if (options.stdinPath === undefined)
      return await scanFound(job, discovery, project, scanOptions, settings, { setup: modules, port });
    return await scanStdin(job, options.stdinPath, scanOptions, port);
  } finally {
    progress.clear();
    engine.dispose();
  }
}

/** What the analysis is told of the baseline: nothing while a new one is written. */
function describeBaseline({ options, baseline }: Job): {
  readonly baseline: Baseline;
  readonly isGrouping: boolean;
} {
  const isUpdating = options.baseline.use === 'update';
  return { baseline: isUpdating ? NO_BASELINE : baseline.baseline, isGrouping: !isUpdating };
}

/** The rules that are not Fairlead's own. */
function selectTeamRules({ knowledge: { rules }, configuration, host: { resources } }: Job): readonly Rule[] {
  if (configuration.teamRules.length === 0) return [];
  const own = new Set(resources.readKnowledge().rules.map(({ id }) => id));
  return rules.filter(({ id }) => !own.has(id));
}

async function scanFound(
  job: Job,
  { files, others }: Discovered,
  { manifests }: Project,
  scanOptions: ScanOptions,
  settings: Settings,
  modules: { readonly setup: ModuleSetup; readonly port: ModulePort },
): Promise<ScanResult> {
  const { options, host } = job;
  const { maxFileSize, wantsExcerpts } = scanOptions;
  const { today } = host;
  const setup: Omit<ThreadSetup, 'reach'> = {
    settings,
    manifests,
    today,
    ...describeBaseline(job),
    teamRules: selectTeamRules(job),
    isTrimmed: options.isTrimmed,
    maxFileSize,
    wantsExcerpts,
    modules: modules.setup,
  };
  return scanTwice(files, scanOptions, modules, others, async (part, scanning, reach) => {
    const threads = host.script === undefined || scanning.fix !== 'none' ? 0 : countThreads(part.length);
    if (host.script === undefined || threads === 0) return scanFiles(part, scanning);
    return scanOnThreads(part, scanning, { ...setup, reach }, host.script, threads);
  });
}

async function scanStdin(
  { host, root }: Job,
  path: string,
  options: ScanOptions,
  port: ModulePort,
): Promise<ScanResult> {
  const kind = classifyFile(basename(path)) ?? 'text';
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of host.stdin) {
      size += chunk.length;
      if (size <= options.maxFileSize) chunks.push(chunk);
    }
  } catch (error) {
    await options.pacer.breathe();
    throw new CliError(`cannot read standard input: ${describeFileError(error)}`);
  }
  await options.pacer.breathe();
  if (size > options.maxFileSize) {
    throw new CliError(`cannot check standard input: ${describeTooLarge(size, options.maxFileSize)}`);
  }
  const decoding = decodeText(Buffer.concat(chunks), kind === 'python');
  if (!decoding.ok) throw new CliError(`cannot check standard input: ${decoding.why}`);
  const file = { path: toReportPath(resolve(host.cwd, path), root), kind };
  const { text } = decoding.value;
  const first = await scanText(file, text, options);
  const reach = planAgain(first.outlines, options.engine, port).get(file.path);
  return reach === undefined
    ? first
    : scanText(file, text, withReach(options, new Map([[file.path, reach]])));
}

async function report(job: Job, result: ScanResult, notices: readonly Notice[]): Promise<void> {
  const { options, host, root } = job;
  const text = formatReport(job, result, notices);
  if (options.output === undefined) await writeText(host.stdout, text);
  else {
    try {
      writeFileAtomically(resolve(host.cwd, options.output), text);
    } catch (error) {
      const file = JSON.stringify(options.output);
      throw new CliError(`cannot write the report to ${file}: ${describeFileError(error)}`);
    }
  }
  const remarks = result.unfixed.map(
    ({ path, why }) => `fairlead: not fixed: ${toReportPath(resolve(root, path), host.cwd)}: ${why}`,
  );
  if (result.fixedFindings > 0 && !options.isQuiet) {
    remarks.push(
      `fairlead: fixed ${countOf(result.fixedFindings, 'finding')} in ${countOf(result.fixedFiles, 'file')}`,
    );
  }
  await writeText(host.stderr, remarks.map((remark) => `${remark}\n`).join(''));
}

function formatReport(job: Job, result: ScanResult, notices: readonly Notice[]): string {
  const { options, host, knowledge, root, configuration } = job;
  const excerpts: ReadonlyMap<string, Excerpt> = result.excerpts;
  const content: QuotingReport = {
    toolVersion: host.resources.readVersion(),
    root: basename(root),
    fileCount: result.fileCount,
    findings: result.findings,
    notices,
    rules: knowledge.rules.filter((rule) => configuration.rules[rule.id] !== 'off'),
    frameworks: knowledge.frameworks,
    taxonomies: knowledge.taxonomies,
    excerpts,
  };
  if (options.format === 'json') return formatJson(content);
  if (options.format === 'sarif') return formatSarif(content);
  if (options.format === 'markdown') return formatMarkdown(content);
  const toFile = options.output !== undefined;
  const { columns, isTTY } = host.stdout;
  return formatText(content, {
    isColoured: !toFile && wantsColour(host.stdout, host.environment),
    isBrief: options.isQuiet,
    displayPath: (path) => toReportPath(resolve(root, path), host.cwd),
    ...(!toFile && isTTY === true && columns !== undefined ? { width: columns } : {}),
  });
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
