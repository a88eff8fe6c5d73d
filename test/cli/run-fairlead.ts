import { spawn, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** The bundle that `npm run build` makes. */
export const BUNDLE = resolve('dist/cli.cjs');

/** How a run ended. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a run is given beside its words. */
export interface RunOptions {
  readonly input?: string | Uint8Array;
  readonly environment?: Readonly<Record<string, string>>;
  /** The program to run in place of {@link BUNDLE}. */
  readonly bundle?: string;
  /** User and group to run as. */
  readonly user?: number;
  /** A file that its output goes to. */
  readonly stdout?: number;
}

/** An environment that decides nothing about colours. */
function createEnvironment(overrides: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _force, NO_COLOR: _no, ...rest } = process.env;
  return { ...rest, ...overrides };
}

/** Runs the program in a folder and waits for its end. */
export function runFairlead(cwd: string, words: readonly string[], options: RunOptions = {}): Run {
  const { input = '', environment, bundle = BUNDLE, user } = options;
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [bundle, ...words], {
    cwd,
    input,
    encoding: 'utf8',
    env: createEnvironment(environment),
    maxBuffer: 64 * 1024 * 1024,
    ...(user === undefined ? {} : { uid: user, gid: user }),
    stdio: ['pipe', options.stdout ?? 'pipe', 'pipe'],
  });
  if (error !== undefined) throw error;
  // Null where it went to a file.
  return { code: status, stdout: stdout ?? '', stderr };
}

/** Starts the program and hands over the process. */
export function startFairlead(cwd: string, words: readonly string[]) {
  return spawn(process.execPath, [BUNDLE, ...words], { cwd, env: createEnvironment() });
}
