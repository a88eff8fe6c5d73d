import { readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import {
  ATTESTATIONS_PATH,
  type Attestation,
  assessProject,
  type Configuration,
  collectReferences,
  compareStatus,
  createProbes,
  createProjectIndex,
  filterStatus,
  findWantedFiles,
  formatHaip,
  formatStatusHtml,
  formatStatusJson,
  formatStatusMarkdown,
  formatStatusSarif,
  formatStatusText,
  type Knowledge,
  type ProjectStatus,
  reachesShare,
  readAttestations,
  readEarlierStatus,
  readProjectFacts,
  type StatusReport,
  suggestClosest,
} from '../core/index.js';
import { describeFileError, errorCode } from '../node/file-error.js';
import { CliError } from './cli-error.js';
import { loadProject } from './configuration.js';
import { type Discovery, findStarts } from './discover-files.js';
import { createGrammarSource } from './grammars.js';
import type { Host } from './host.js';
import { createPacer, type Pacer } from './pacer.js';
import { createProgress } from './progress.js';
import { discoverProject, readManifests, readProjectText } from './project-files.js';
import { findProjectRoot } from './project-root.js';
import { readSource } from './read-source.js';
import { type ScanResult, scanFiles } from './scan.js';
import type { StatusOptions } from './status-command-options.js';
import { wantsColour } from './terminal.js';
import { writeReport } from './write-report.js';

/** Largest file that is analysed when the configuration does not say, in bytes. */
const defaultMaxFileSize = 5 * 1024 * 1024;
const maxDocumentSize = 2 * 1024 * 1024;
const maxReportSize = 64 * 1024 * 1024;

interface Job {
  readonly options: StatusOptions;
  readonly host: Host;
  readonly knowledge: Knowledge;
  readonly configuration: Configuration;
  readonly pacer: Pacer;
  /** Absolute. */
  readonly root: string;
}

/**
 * Judges a project against the frameworks and reports.
 *
 * @returns the exit code: 1 when a framework is below `failUnder`, else 0
 * @throws CliError when the status could not be found out
 */
export async function runStatus(options: StatusOptions, host: Host): Promise<number> {
  const root = findRoot(options, host);
  const { configuration, knowledge } = loadProject(root, options.config, host.cwd, host.resources);
  const frameworks = findFrameworks(options.framework, knowledge);
  const attestations = loadAttestations(root, knowledge);
  const earlier = options.compare === undefined ? undefined : loadEarlier(options.compare, host);
  const job: Job = { options, host, knowledge, configuration, root, pacer: createPacer(host.isInterrupted) };
  const status = filterStatus(await assess(job, attestations), {
    ...(frameworks === undefined ? {} : { frameworks }),
    ...(options.role === undefined ? {} : { role: options.role }),
    ...(options.stage === undefined ? {} : { stage: options.stage }),
  });
  const shown = options.openOnly ? filterStatus(status, { openOnly: true }) : status;
  const report: StatusReport = {
    toolVersion: host.resources.readVersion(),
    root: basename(root),
    status: shown,
    references: collectReferences(knowledge),
    ...(earlier === undefined ? {} : { changes: compareStatus(earlier, status) }),
  };
  await writeReport(format(job, report), job.options.output, job.host);
  return options.failUnder === undefined || reachesShare(status, options.failUnder) ? 0 : 1;
}

function findRoot({ path }: StatusOptions, { cwd }: Host): string {
  if (path === undefined) return findProjectRoot([cwd], cwd);
  const root = resolve(cwd, path);
  try {
    if (statSync(root).isDirectory()) return root;
  } catch (error) {
    throw new CliError(`cannot assess ${JSON.stringify(path)}: ${describeFileError(error)}`);
  }
  throw new CliError(`cannot assess ${JSON.stringify(path)}: it is a file; name the folder of the project`);
}

function findFrameworks(written: string | undefined, knowledge: Knowledge): readonly string[] | undefined {
  if (written === undefined) return undefined;
  const ids = knowledge.frameworks.map(({ id }) => id);
  if (ids.includes(written)) return [written];
  const closest = ids.find((id) => id.includes(written.toLowerCase())) ?? suggestClosest(written, ids);
  const hint = closest === undefined ? `; expected ${ids.join(', ')}` : `; did you mean ${closest}?`;
  throw new CliError(`--framework names no framework: ${JSON.stringify(written)}${hint}`);
}

function loadAttestations(root: string, knowledge: Knowledge): readonly Attestation[] {
  const path = join(root, ATTESTATIONS_PATH);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return [];
    throw new CliError(`cannot read ${ATTESTATIONS_PATH}: ${describeFileError(error)}`);
  }
  const { attestations, problems } = readAttestations(text, knowledge.frameworks);
  if (problems.length === 0) return attestations;
  const lines = problems.map(({ path: file, location, message }) => {
    const { line, character } = location?.range.start ?? { line: 0, character: 0 };
    return `${file}:${line + 1}:${character + 1}: ${message}`;
  });
  throw new CliError(lines.join('\n'));
}

function loadEarlier(path: string, host: Host) {
  const reading = readSource(resolve(host.cwd, path), maxReportSize, false);
  if (!reading.ok) throw new CliError(`cannot read ${JSON.stringify(path)}: ${reading.why}`);
  const earlier = readEarlierStatus(reading.file.text);
  if (typeof earlier !== 'string') return earlier;
  throw new CliError(`cannot compare with ${JSON.stringify(path)}: ${earlier}`);
}

async function assess(job: Job, attestations: readonly Attestation[]): Promise<ProjectStatus> {
  const { host, knowledge, configuration, root } = job;
  const discovery = await discover(job);
  const manifests = readManifests(root, discovery.manifests);
  const result = await scan(job, discovery, manifests);
  const wanted = findWantedFiles(discovery.paths, knowledge.evidence).filter(
    ({ maxLength }) => maxLength > 0,
  );
  const texts = wanted.flatMap(({ path, maxLength }) =>
    readProjectText(root, join(root, path), maxDocumentSize).map(({ text }) => ({
      path,
      text: text.slice(0, maxLength),
    })),
  );
  return assessProject({
    frameworks: knowledge.frameworks,
    evidence: knowledge.evidence,
    paths: discovery.paths,
    texts,
    findings: result.findings,
    landmarks: result.landmarks,
    notices: [...discovery.notices, ...result.notices],
    project: readProjectFacts(manifests).facts,
    rulesOff: Object.keys(configuration.rules).filter((id) => configuration.rules[id] === 'off'),
    attestations,
    today: host.today,
  });
}

async function discover({ options, host, configuration, root, pacer }: Job): Promise<Discovery> {
  const { isIgnoring } = options;
  const { exclude } = configuration;
  const found = await discoverProject(root, findStarts([root], host.cwd), { isIgnoring, exclude }, pacer);
  const output = options.output === undefined ? undefined : resolve(host.cwd, options.output);
  // A report of an earlier run is not a part of the project.
  return { ...found, files: found.files.filter(({ absolute }) => absolute !== output) };
}

async function scan(
  { options, host, knowledge, configuration, pacer }: Job,
  discovery: Discovery,
  manifests: readonly { path: string; text: string }[],
): Promise<ScanResult> {
  const project = createProjectIndex(manifests);
  const maxFileSize = configuration.maxFileSize ?? defaultMaxFileSize;
  const settings = { rules: configuration.rules, maxDocumentLength: maxFileSize };
  const progress = createProgress(host.stderr, options.isQuiet);
  const rules = [...knowledge.rules, ...createProbes(knowledge.evidence)];
  const engine = host.createEngine({
    knowledge: { ...knowledge, rules },
    grammars: createGrammarSource(host.resources),
  });
  const contextFor = (path: string) => ({
    project: project.factsFor(path),
    settings,
    today: host.today,
    wantLandmarks: true,
  });
  try {
    return await scanFiles(discovery.files, {
      engine,
      contextFor,
      maxFileSize,
      fix: 'none',
      wantsExcerpts: false,
      wantsOutlines: false,
      pacer,
      progress,
    });
  } finally {
    progress.clear();
    engine.dispose();
  }
}

function format({ options, host, knowledge }: Job, report: StatusReport): string {
  switch (options.format) {
    case 'json':
      return formatStatusJson(report);
    case 'markdown':
      return formatStatusMarkdown(report);
    case 'html':
      return formatStatusHtml(report);
    case 'sarif':
      return formatStatusSarif(report);
    case 'haip':
      return formatHaip(report, knowledge.haip);
    case 'text': {
      const toFile = options.output !== undefined;
      const { columns, isTTY } = host.stdout;
      return formatStatusText(report, {
        isColoured: !toFile && wantsColour(host.stdout, host.environment),
        isBrief: options.isQuiet,
        ...(!toFile && isTTY === true && columns !== undefined ? { width: columns } : {}),
      });
    }
  }
}
