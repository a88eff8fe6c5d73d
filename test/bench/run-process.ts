import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How a process ran. Seconds. */
export interface ProcessRun {
  readonly wall: number;
  /** Of the process and its children; NaN where the shell cannot say. */
  readonly user: number;
  readonly system: number;
  readonly code: number | null;
  /** The last lines of standard error. */
  readonly complaint: string;
}

/** Makes bash print wall, user and system seconds of a command on its own standard error. */
const TIMER = `TIMEFORMAT='%3R %3U %3S'; error="$1"; shift; time "$@" >/dev/null 2>"$error"`;

/** Runs a command with its output thrown away and measures it, children included. Needs bash. */
export function runTimed(
  command: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ProcessRun {
  const errors = join(tmpdir(), `fairlead-bench-${process.pid}.err`);
  const env = { ...process.env, ...environment };
  const { status, stderr, error } = spawnSync('bash', ['-c', TIMER, 'bash', errors, ...command], {
    encoding: 'utf8',
    env,
  });
  if (error !== undefined) throw error;
  const [wall = Number.NaN, user = Number.NaN, system = Number.NaN] =
    stderr.trim().split('\n').at(-1)?.split(' ').map(Number) ?? [];
  const complaint = readFileSync(errors, 'utf8').trim().split('\n').slice(-5).join('\n');
  rmSync(errors, { force: true });
  return { wall, user, system, code: status, complaint };
}

/** Standard output of a command, trimmed; undefined when it cannot run or fails. */
export function readOutput(command: readonly string[]): string | undefined {
  const [program = '', ...words] = command;
  const { status, stdout, error } = spawnSync(program, words, { encoding: 'utf8' });
  return error !== undefined || status !== 0 ? undefined : stdout.trim();
}
