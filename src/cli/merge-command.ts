import { resolve } from 'node:path';
import { mergeSarif, SarifMergeError } from '../core/index.js';
import { CliError } from './cli-error.js';
import type { Host } from './host.js';
import { readSource } from './read-source.js';
import { writeReport } from './write-report.js';

/** Largest report that is read, in bytes. */
const maxReportSize = 512 * 1024 * 1024;

/** What `merge` was asked to do. */
export interface MergeOptions {
  /** As written; at least one. */
  readonly files: readonly string[];
  /** File for the merged report; absent for standard output. */
  readonly output?: string;
}

/**
 * Puts SARIF reports of shards together.
 *
 * @returns 0
 * @throws CliError when a report cannot be read, merged or written
 */
export async function runMerge({ files, output }: MergeOptions, host: Host): Promise<number> {
  const reports = files.map((path) => {
    const reading = readSource(resolve(host.cwd, path), maxReportSize, false);
    if (!reading.ok) throw new CliError(`cannot read ${JSON.stringify(path)}: ${reading.why}`);
    return { path, text: reading.file.text };
  });
  await writeReport(merge(reports), output, host);
  return 0;
}

function merge(reports: Parameters<typeof mergeSarif>[0]): string {
  try {
    return mergeSarif(reports);
  } catch (error) {
    throw error instanceof SarifMergeError ? new CliError(`cannot merge ${error.message}`) : error;
  }
}
