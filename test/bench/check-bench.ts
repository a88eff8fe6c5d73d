import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { formatNumber, formatTable } from './markdown-table.js';
import { findPeers, type Peer } from './peers.js';
import { type ProcessRun, runTimed } from './run-process.js';
import { median } from './statistics.js';

/** How to compare. */
export interface CheckBenchOptions {
  /** Folder that all tools read. */
  readonly folder: string;
  /** Where the peers are installed. */
  readonly cache: string;
  /** Root of the repository, with a built dist/. */
  readonly root: string;
  /** Rounds; tools that need over 20 seconds take part in the first `slowRuns` only. */
  readonly runs: number;
  readonly slowRuns: number;
  readonly hasPeers: boolean;
  /** Rules for Semgrep in place of our few. */
  readonly semgrepRules?: string;
}

interface Contestant extends Peer {
  readonly runs: ProcessRun[];
}

const SLOW_SECONDS = 20;

/** Cold checks of one folder by Fairlead and its peers, in turn, round by round. */
export function benchCheck(options: CheckBenchOptions): string {
  const { folder, root, cache } = options;
  const ours: Peer = {
    name: 'fairlead check',
    version: 'this build',
    command: (target) => [process.execPath, join(root, 'dist', 'cli.cjs'), 'check', target, '--quiet'],
    okCodes: [0, 1],
    environment: {},
  };
  const peers = options.hasPeers ? findPeers(cache, root, options.semgrepRules) : [];
  const contestants: Contestant[] = [ours, ...peers].map((peer) => ({ ...peer, runs: [] }));
  const failures: string[] = [];
  for (let round = 0; round < options.runs; round += 1) {
    for (const contestant of contestants) {
      if (contestant.version === undefined) continue;
      const isSlow = (contestant.runs[0]?.wall ?? 0) > SLOW_SECONDS;
      if (isSlow && round >= options.slowRuns) continue;
      const run = runTimed(contestant.command(folder), contestant.environment);
      if (run.code !== null && contestant.okCodes.includes(run.code)) contestant.runs.push(run);
      else failures.push(`${contestant.name} failed with exit code ${run.code}: ${run.complaint}`);
    }
  }
  const base = medianOf(contestants[0], 'wall');
  const baseUser = medianOf(contestants[0], 'user');
  const rows = contestants.map((contestant) => {
    const wall = medianOf(contestant, 'wall');
    const user = medianOf(contestant, 'user');
    return [
      contestant.name,
      contestant.version ?? 'not installed',
      `${contestant.runs.length}`,
      formatNumber(wall),
      formatNumber(user),
      formatNumber(medianOf(contestant, 'system')),
      formatNumber(wall / base),
      formatNumber(user / baseUser),
    ];
  });
  const { files, bytes } = measureFolder(folder);
  const head = ['tool', 'version', 'runs', 'wall s', 'user s', 'system s', 'wall / ours', 'user / ours'];
  return [
    `${files} Python files, ${formatNumber(bytes / 1024 / 1024)} MB; medians; no cache of any tool; the files are in the system's cache.`,
    '',
    formatTable(head, rows),
    ...new Set(failures.map((failure) => `\n${failure}`)),
  ].join('\n');
}

function medianOf(contestant: Contestant | undefined, key: 'wall' | 'user' | 'system'): number {
  return median(contestant?.runs.map((run) => run[key]) ?? []);
}

function measureFolder(folder: string): { readonly files: number; readonly bytes: number } {
  const sizes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.py'))
    .map((name) => statSync(join(folder, name)).size);
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}
