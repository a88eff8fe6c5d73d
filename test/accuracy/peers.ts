import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import type { CorpusFile } from './corpus-file.js';

/** A finding of another tool. */
export interface PeerFinding {
  readonly path: string;
  /** Index over all cells, from 0; absent outside notebooks. */
  readonly cell?: number;
  /** First and last line, from 1. */
  readonly first: number;
  readonly last: number;
  readonly code: string;
}

/** Another tool and what it said; `findings` is absent when it could not be asked, and `state` says why. */
export interface PeerRun {
  readonly name: string;
  readonly state: string;
  readonly findings?: readonly PeerFinding[];
}

interface BanditReport {
  readonly results: readonly {
    readonly filename: string;
    readonly line_number: number;
    readonly line_range: readonly number[];
    readonly test_id: string;
  }[];
}

interface SemgrepReport {
  readonly results: readonly {
    readonly check_id: string;
    readonly path: string;
    readonly start: { readonly line: number };
    readonly end: { readonly line: number };
  }[];
}

type RuffReport = readonly {
  readonly filename: string;
  readonly cell: number | null;
  readonly code: string;
  readonly location: { readonly row: number };
  readonly end_location: { readonly row: number };
}[];

interface Tool {
  readonly name: string;
  readonly program: string;
  readonly options: readonly string[];
  readonly read: (output: string, folder: string) => readonly PeerFinding[];
}

/** Where the tools are, and what they run. */
export interface PeerOptions {
  /** A virtual environment that holds the tools; absent when none is to be asked. */
  readonly environment?: string;
  /** A folder of rules for Semgrep, which brings none along and would fetch them; absent to leave it out. */
  readonly semgrepRules?: string;
}

const TOOLS: readonly Tool[] = [
  { name: 'Bandit', program: 'bandit', options: ['-r', '-q', '-f', 'json'], read: readBandit },
  {
    name: 'Ruff S',
    program: 'ruff',
    options: ['check', '--select', 'S', '--isolated', '--no-cache', '-q', '--output-format', 'json'],
    read: readRuff,
  },
];

function createSemgrep(rules: string): Tool {
  const options = ['scan', '--config', resolve(rules), '--metrics', 'off', '--disable-version-check'];
  return {
    name: 'Semgrep',
    program: 'semgrep',
    options: [...options, '--no-git-ignore', '--quiet', '--json'],
    read: readSemgrep,
  };
}

/** Runs Bandit, Ruff and Semgrep over the corpus without its labels, in a folder of its own that is deleted afterwards. */
export function runPeers(
  { environment, semgrepRules }: PeerOptions,
  corpus: readonly CorpusFile[],
): readonly PeerRun[] {
  const tools = semgrepRules === undefined ? TOOLS : [...TOOLS, createSemgrep(semgrepRules)];
  if (environment === undefined)
    return tools.map(({ name }) => ({
      name,
      state: 'not measured; name a virtual environment with --peers',
    }));
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-accuracy-'));
  try {
    for (const { input } of corpus) {
      const target = join(folder, input.path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, input.text);
    }
    return tools.map((tool) => runTool(tool, environment, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runTool({ name, program, options, read }: Tool, environment: string, folder: string): PeerRun {
  const path = join(environment, process.platform === 'win32' ? 'Scripts' : 'bin', program);
  const version = spawnSync(path, ['--version'], { encoding: 'utf8' });
  if (version.error !== undefined || version.status !== 0)
    return { name, state: `not installed in ${environment}` };
  const { status, stdout, stderr } = spawnSync(path, [...options, folder], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0 && status !== 1)
    return { name, state: `failed with ${status}: ${stderr.trim().split('\n').at(-1)}` };
  const state = version.stdout.split('\n')[0] ?? '';
  return { name, state, findings: read(stdout, folder) };
}

function readBandit(output: string, folder: string): readonly PeerFinding[] {
  const { results } = JSON.parse(output) as BanditReport;
  return results.map(({ filename, line_number, line_range, test_id }) => ({
    path: relative(folder, filename).replaceAll('\\', '/'),
    first: Math.min(line_number, ...line_range),
    last: Math.max(line_number, ...line_range),
    code: `Bandit:${test_id}`,
  }));
}

function readSemgrep(output: string, folder: string): readonly PeerFinding[] {
  const { results } = JSON.parse(output) as SemgrepReport;
  return results.map(({ check_id, end, path, start }) => ({
    path: relative(folder, path).replaceAll('\\', '/'),
    first: start.line,
    last: end.line,
    code: `Semgrep:${check_id.split('.').at(-1)}`,
  }));
}

function readRuff(output: string, folder: string): readonly PeerFinding[] {
  return (JSON.parse(output) as RuffReport).map(({ filename, cell, code, location, end_location }) => ({
    path: relative(folder, filename).replaceAll('\\', '/'),
    ...(cell === null ? {} : { cell: cell - 1 }),
    first: location.row,
    last: end_location.row,
    code: `Ruff:${code}`,
  }));
}
