import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  type BaselineScope,
  findStaleEntries,
  hasFindingAtLeast,
  isInShard,
  isManifest,
  type Notice,
} from '../core/index.js';
import type { CheckOptions } from './arguments.js';
import { loadBaseline, storeBaseline } from './baseline-file.js';
import { type Discovered, describeBaseline, type Job } from './check-job.js';
import { checkModels, divideModels, type ModelFile } from './check-models.js';
import { countOf, reportCheck } from './check-report.js';
import { scanJob } from './check-scan.js';
import { loadProject } from './configuration.js';
import { discoverFiles, findStarts, type SourceFile, type Start } from './discover-files.js';
import type { Host } from './host.js';
import { createPacer } from './pacer.js';
import { findProjectRoot } from './project-root.js';
import { readProject } from './read-project.js';
import type { ScanResult } from './scan.js';
import { writeLines } from './write-lines.js';

/**
 * Checks files and reports.
 *
 * @returns the exit code: 2 when a fix could not be written, 1 when a finding is at or above `failOn`, else 0
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
  const scanned = await scanJob(job, discovery, project);
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
    const count = await storeBaseline(baseline, result.findings, scope);
    await writeLines(host.stderr, [`fairlead: ${baseline.name} holds ${countOf(count, 'finding')}`]);
    return 0;
  }
  // One text on standard input says nothing about the other files of the project.
  const stale =
    options.stdinPath === undefined ? findStaleEntries(baseline.baseline, result.findings, scope) : [];
  const notices = [...found, ...stale];
  await reportCheck(job, result, notices);
  if (result.unfixed.some(({ isFailure }) => isFailure)) return 2;
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
