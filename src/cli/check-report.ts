import { basename, resolve } from 'node:path';
import {
  type Excerpt,
  formatJson,
  formatMarkdown,
  formatSarif,
  formatText,
  groupRequirements,
  type Notice,
  type QuotingReport,
} from '../core/index.js';
import type { Job } from './check-job.js';
import { toReportPath } from './project-root.js';
import type { ScanResult } from './scan.js';
import { wantsColour } from './terminal.js';
import { writeLines } from './write-lines.js';
import { writeReport } from './write-report.js';

/** Writes the report where it was asked for, and what became of fixes to standard error. */
export async function reportCheck(job: Job, result: ScanResult, notices: readonly Notice[]): Promise<void> {
  const { options, host, root } = job;
  const text = formatReport(job, result, notices);
  await writeReport(text, options.output, host);
  const remarks = result.unfixed.map(
    ({ path, why }) => `fairlead: not fixed: ${toReportPath(resolve(root, path), host.cwd)}: ${why}`,
  );
  if (result.fixedFindings > 0 && !options.isQuiet) {
    remarks.push(
      `fairlead: fixed ${countOf(result.fixedFindings, 'finding')} in ${countOf(result.fixedFiles, 'file')}`,
    );
  }
  await writeLines(host.stderr, remarks);
}

function formatReport(job: Job, result: ScanResult, notices: readonly Notice[]): string {
  const { options, host, knowledge, root, configuration } = job;
  const excerpts: ReadonlyMap<string, Excerpt> = result.excerpts;
  const content: QuotingReport = {
    toolVersion: host.resources.readVersion(),
    root: basename(root),
    fileCount: result.fileCount,
    findings: groupRequirements(result.findings),
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
    displayPath: (path) => toReportPath(resolve(root, path), host.cwd) || '.',
    ...(!toFile && isTTY === true && columns !== undefined ? { width: columns } : {}),
  });
}

/** A number with its noun. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
