import { basename, resolve } from 'node:path';
import { classifyFile, knownIn, type ModulePort, type Rule, type Settings } from '../core/index.js';
import { describeFileError } from '../node/file-error.js';
import { type Discovered, describeBaseline, type Job } from './check-job.js';
import { CliError } from './cli-error.js';
import { decodeText } from './decode-text.js';
import { createGrammarSource } from './grammars.js';
import { createModuleSource, type ModuleSetup } from './module-files.js';
import { createProgress } from './progress.js';
import { toReportPath } from './project-root.js';
import type { Project } from './read-project.js';
import { describeTooLarge } from './read-source.js';
import { type ScanOptions, type ScanResult, scanFiles, scanText } from './scan.js';
import { countThreads, scanOnThreads, type ThreadSetup } from './scan-threads.js';
import { planAgain, scanTwice, withReach } from './scan-twice.js';

/** Largest file that is read when nobody says otherwise, in bytes. */
const defaultMaxFileSize = 5 * 1024 * 1024;

/** Scans what a check found, or the text on standard input. */
export async function scanJob(job: Job, discovery: Discovered, project: Project): Promise<ScanResult> {
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
    wantsOutlines: true,
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
  const setup: Omit<ThreadSetup, 'reach' | 'wantsOutlines'> = {
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
  return scanTwice(
    files,
    scanOptions,
    modules,
    others,
    options.isFollowingAll,
    async (part, scanning, reach) => {
      const threads = host.script === undefined || scanning.fix !== 'none' ? 0 : countThreads(part.length);
      if (host.script === undefined || threads === 0) return scanFiles(part, scanning);
      const { wantsOutlines } = scanning;
      return scanOnThreads(part, scanning, { ...setup, reach, wantsOutlines }, host.script, threads);
    },
  );
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
  const reach = planAgain(first.outlines, options.engine, port).reach.get(file.path);
  return reach === undefined
    ? first
    : scanText(file, text, withReach(options, new Map([[file.path, reach]])));
}

/** The rules that are not Fairlead's own. */
function selectTeamRules({ knowledge: { rules }, configuration, host: { resources } }: Job): readonly Rule[] {
  if (configuration.teamRules.length === 0) return [];
  const own = new Set(resources.readKnowledge().rules.map(({ id }) => id));
  return rules.filter(({ id }) => !own.has(id));
}
