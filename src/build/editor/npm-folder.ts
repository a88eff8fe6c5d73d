import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const markerName = 'complete.json';

/** A folder of npm packages, installed apart from the project's own dependencies. */
export interface NpmFolder {
  /** Where it ends up. */
  readonly folder: string;
  /** Exact packages, `name@version`. */
  readonly packages: readonly string[];
  /** Work after the packages are there, inside the not yet published folder. */
  readonly finish?: (folder: string) => Promise<void>;
}

/**
 * Installs packages into a folder unless the same ones are already there. The work happens in a sibling folder that is
 * renamed at the end, so an interrupted install is never taken for a whole one and two runs may install at once.
 *
 * @throws Error with npm's last lines when a package cannot be installed.
 */
export async function ensureNpmFolder(request: NpmFolder): Promise<void> {
  if (await isComplete(request)) return;
  const partial = `${request.folder}.partial-${process.pid}`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  try {
    await runNpm(['install', '--prefix', partial, ...installFlags, ...request.packages], partial);
    await request.finish?.(partial);
    await writeFile(join(partial, markerName), JSON.stringify({ packages: request.packages }));
    if (!(await isComplete(request))) {
      await rm(request.folder, { recursive: true, force: true });
      await rename(partial, request.folder);
    }
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/**
 * Installs the production dependencies of a package that lies in `folder`, from its own manifest and lock file.
 *
 * @throws Error with npm's last lines when that fails.
 */
export function installManifest(folder: string): Promise<void> {
  return runNpm(['install', '--omit=dev', ...installFlags], folder);
}

const installFlags = ['--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];

async function isComplete({ folder, packages }: NpmFolder): Promise<boolean> {
  const text = await readFile(join(folder, markerName), 'utf8').catch(() => '');
  return text === JSON.stringify({ packages });
}

function runNpm(args: readonly string[], cwd: string): Promise<void> {
  const script = process.env['npm_execpath'];
  const viaScript = script?.endsWith('npm-cli.js') && existsSync(script);
  const command = viaScript ? process.execPath : 'npm';
  const fullArgs = viaScript && script ? [script, ...args] : [...args];
  return new Promise((resolve, reject) => {
    const child = spawn(command, fullArgs, {
      cwd,
      shell: !viaScript && process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: npmEnvironment(),
    });
    let output = '';
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => reject(new Error(`npm could not be started: ${error.message}`)));
    child.on('close', (code) => {
      if (code === 0) return resolve();
      reject(new Error(`npm ${args.join(' ')} failed (exit ${code}). Its last lines:\n${output.trim()}`));
    });
  });
}

// A surrounding `npm run` or `npm ci --omit=…` hands its own settings down; they are not meant for this folder.
function npmEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_config_(local_prefix|omit|include|only|production|workspace|workspaces)$/i.test(name),
  );
  return Object.fromEntries(inherited);
}
