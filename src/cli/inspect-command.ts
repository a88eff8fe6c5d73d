import { basename, dirname } from 'node:path';
import {
  createModelFindings,
  formatInspectionsJson,
  formatInspectionText,
  formatSarif,
  hasFindingAtLeast,
  type Inspection,
  inspectModelFile,
  type Knowledge,
  type ModelFindingOptions,
  type Notice,
} from '../core/index.js';
import { describeFileError } from '../node/file-error.js';
import { type HashControl, hashInSteps, openFile } from '../node/open-file.js';
import { CliError } from './cli-error.js';
import { loadProject } from './configuration.js';
import { findStarts } from './discover-files.js';
import type { Host } from './host.js';
import type { InspectOptions } from './inspect-command-options.js';
import { createPacer, type Pacer } from './pacer.js';
import { findProjectRoot, toReportPath } from './project-root.js';
import { wantsColour } from './terminal.js';
import { writeReport } from './write-report.js';

/** Files up to this many bytes are hashed unasked. */
const maxUnaskedHash = 256 * 1024 * 1024;

/**
 * Looks into model files without executing a byte of them, and reports.
 *
 * @returns the exit code: 1 when a finding is at or above `failOn`, else 0
 * @throws CliError when a file cannot be opened or the report not be written
 */
export async function runInspect(options: InspectOptions, host: Host): Promise<number> {
  const starts = findStarts(options.paths, host.cwd, 'inspect');
  const folder = starts.find(({ stats }) => stats.isDirectory());
  if (folder !== undefined) {
    const path = JSON.stringify(toReportPath(folder.absolute, host.cwd) || '.');
    throw new CliError(`${path} is a folder: name its files, or look for them with fairlead check ${path}`);
  }
  const root = findProjectRoot(
    starts.map(({ absolute }) => dirname(absolute)),
    host.cwd,
  );
  const { configuration, knowledge } = loadProject(root, options.config, host.cwd, host.resources);
  const pacer = createPacer(host.isInterrupted);
  const judging = { rules: knowledge.rules, levels: configuration.rules };
  // Paths as the user would write them; in SARIF as other reports of the project have them.
  const base = options.format === 'sarif' ? root : host.cwd;
  const inspections: Inspection[] = [];
  for (const { absolute } of starts) {
    inspections.push(
      await inspectFile(absolute, toReportPath(absolute, base), options.wantsHash, knowledge, judging, pacer),
    );
  }
  const findings = inspections.flatMap((inspection) => inspection.findings);
  await writeReport(format(inspections, options, host, knowledge, root), options.output, host);
  const failOn = options.failOn ?? configuration.failOn ?? 'warning';
  return failOn !== 'never' && hasFindingAtLeast(findings, failOn) ? 1 : 0;
}

/** The pacer of the source listens for Ctrl+C. */
const unwatched: HashControl = { report: () => undefined, isCancelled: false };

async function inspectFile(
  absolute: string,
  path: string,
  wantsHash: boolean,
  knowledge: Knowledge,
  judging: ModelFindingOptions,
  pacer: Pacer,
): Promise<Inspection> {
  let isOpen = false;
  try {
    const source = await openFile(absolute, () => pacer.breathe());
    isOpen = true;
    try {
      const report = await inspectModelFile(path, source, knowledge.modelFiles);
      await pacer.breathe();
      const isHashed = wantsHash || source.size <= maxUnaskedHash;
      const sha256 = isHashed ? await hashInSteps(source, unwatched) : undefined;
      const findings = createModelFindings(report, judging);
      return { report, findings, ...(sha256 === undefined ? {} : { sha256 }) };
    } finally {
      await source.close();
    }
  } catch (error) {
    await pacer.breathe();
    throw new CliError(
      `cannot ${isOpen ? 'read' : 'open'} ${JSON.stringify(path)}: ${describeFileError(error)}`,
    );
  }
}

function format(
  inspections: readonly Inspection[],
  options: InspectOptions,
  host: Host,
  knowledge: Knowledge,
  root: string,
): string {
  const toolVersion = host.resources.readVersion();
  if (options.format === 'json') return formatInspectionsJson(toolVersion, inspections, options.hasTensors);
  if (options.format === 'text') {
    const isColoured = options.output === undefined && wantsColour(host.stdout, host.environment);
    const look = { isColoured, hasTensors: options.hasTensors, isBrief: options.isQuiet };
    return inspections
      .map((inspection) => formatInspectionText(inspection, look))
      .join(options.isQuiet ? '' : '\n');
  }
  const { rules, frameworks, taxonomies } = knowledge;
  return formatSarif({
    toolVersion,
    root: basename(root),
    fileCount: inspections.length,
    findings: inspections.flatMap(({ findings }) => findings),
    notices: inspections.flatMap(({ report }) =>
      report.unread.map((message) => toNotice(report.path, message)),
    ),
    rules,
    frameworks,
    taxonomies,
  });
}

function toNotice(path: string, message: string): Notice {
  return { kind: 'partly-scanned', path, message: `Partly scanned: ${message}` };
}
