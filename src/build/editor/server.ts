import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InstalledEditor } from './install.js';
import { findFreePort } from './ports.js';
import { endProcessTree, killProcessTree } from './process-tree.js';

/** How to start an editor's server. What is left out gets a temporary folder, which `stop` removes. */
export interface ServerOptions {
  readonly editor: InstalledEditor;
  /** Tried first; when taken, a free port near it. */
  readonly preferredPort?: number;
  /** User settings, written before the start (replaces the file). Absent: the file is left as it is. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Holds `User/settings.json`, as in a desktop VS Code. */
  readonly userDataDir?: string;
  readonly extensionsDir?: string;
  /** Lets the page honour a test payload; hides toasts. */
  readonly isTestMode?: boolean;
  /** Ask before a folder is trusted, as a person's editor does. Default: every folder is trusted. */
  readonly hasWorkspaceTrust?: boolean;
  /** Added to the environment of the server and of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A running server. */
export interface EditorServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly origin: string;
  readonly extensionsDir: string;
  /** What the server printed, the last 20,000 characters. */
  output(): string;
  /** Resolves when the server has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Ends the server with all its children and removes its temporary folders. */
  stop(): Promise<void>;
}

/**
 * Starts an editor's server on a loopback port and waits until it answers (30 s at most).
 *
 * @throws Error with the server's last lines when it ends or does not answer in time.
 */
export async function startEditorServer(options: ServerOptions): Promise<EditorServer> {
  const home = await mkdtemp(join(tmpdir(), 'fairlead-editor-'));
  const userDataDir = options.userDataDir ?? join(home, 'user');
  const extensionsDir = options.extensionsDir ?? join(home, 'extensions');
  await mkdir(join(userDataDir, 'User'), { recursive: true });
  await mkdir(extensionsDir, { recursive: true });
  if (options.settings) {
    await writeFile(
      join(userDataDir, 'User', 'settings.json'),
      JSON.stringify(options.settings, undefined, 2),
    );
  }
  const port = await findFreePort(options.preferredPort);
  const child = spawn(
    options.editor.nodePath,
    [
      options.editor.serverMain,
      ...['--host', '127.0.0.1', '--port', String(port)],
      ...['--server-data-dir', join(home, 'server'), '--user-data-dir', userDataDir],
      ...['--extensions-dir', extensionsDir, '--telemetry-level', 'off'],
      ...['--without-connection-token', '--accept-server-license-terms'],
      ...(options.hasWorkspaceTrust ? [] : ['--disable-workspace-trust']),
      ...(options.isTestMode ? ['--enable-smoke-test-driver'] : []),
    ],
    {
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: childEnvironment(options.env),
    },
  );
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-20_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  child.on('error', (error) => keep(Buffer.from(`${error.message}\n`)));
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const killOnExit = () => {
    killProcessTree(child);
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  };
  process.once('exit', killOnExit);
  const stop = async () => {
    process.off('exit', killOnExit);
    await endProcessTree(child);
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  const origin = `http://127.0.0.1:${port}`;
  try {
    await waitUntilReady(origin, child);
  } catch (error) {
    await stop();
    throw new Error(
      `${error instanceof Error ? error.message : error} Its last lines:\n${output.slice(-3000)}`,
    );
  }
  return { port, origin, extensionsDir, output: () => output, ended, stop };
}

/**
 * Installs a packaged extension into an extensions folder with the editor's own command line.
 *
 * @throws Error with the editor's message when it refuses the package.
 */
export async function installVsix(
  editor: InstalledEditor,
  vsixPath: string,
  extensionsDir: string,
): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'fairlead-install-'));
  try {
    await new Promise<void>((resolve, reject) => {
      const child = spawn(
        editor.nodePath,
        [
          editor.serverMain,
          ...['--install-extension', vsixPath, '--force', '--accept-server-license-terms'],
          ...['--extensions-dir', extensionsDir, '--server-data-dir', home, '--telemetry-level', 'off'],
        ],
        { stdio: ['ignore', 'pipe', 'pipe'], env: childEnvironment() },
      );
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
      child.stderr.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
      child.on('error', reject);
      child.on('close', (code) => {
        if (code === 0 && output.includes('successfully installed')) return resolve();
        reject(new Error(`The editor did not install ${vsixPath} (exit ${code}):\n${output.slice(-3000)}`));
      });
    });
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function waitUntilReady(origin: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
      throw new Error("The editor's server ended before it was ready.");
    }
    const response = await fetch(`${origin}/version`, { signal: AbortSignal.timeout(2000) }).catch(
      () => undefined,
    );
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("The editor's server did not answer within 30 s.");
}

// Variables of a surrounding VS Code (its terminal, its test runner) would change the server's behaviour.
function childEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name),
  );
  return { ...Object.fromEntries(inherited), ...extra };
}
