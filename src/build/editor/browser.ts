import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser as PlaywrightBrowser } from 'playwright-core';
import { hasBundledChromium, installBundledChromium } from './bundled-chromium.js';

/** A Chrome or Chromium on this machine. */
export interface Browser {
  readonly executablePath: string;
  /** What it needs in its environment beside the usual. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Finds a Chrome or Chromium: the one `CHROME_PATH` names, an installed one, the one in the npm registry (Linux x64), or
 * Debian's, which is installed when this process may do so.
 *
 * @param root where `.vscode-test/` is.
 * @throws Error naming the ways to get one.
 */
export async function findBrowser(
  root: string,
  report: (line: string) => void = () => undefined,
): Promise<Browser> {
  const named = process.env['CHROME_PATH'];
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROME_PATH is set to ${named}, which does not exist.`);
    return { executablePath: named, env: {} };
  }
  const installed = candidatePaths().find((path) => existsSync(path));
  if (installed) return { executablePath: installed, env: {} };
  const problems: string[] = [];
  const attempts = [
    ...(hasBundledChromium ? [() => installBundledChromium(root, report)] : []),
    ...(mayUseApt() ? [() => installDebianChromium(report)] : []),
  ];
  for (const attempt of attempts) {
    try {
      return await attempt();
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(
    [
      'No Chrome or Chromium was found. Do one of these:',
      '  1. install Chrome, Chromium or Edge, or set CHROME_PATH to the binary;',
      '  2. on Linux x64 let npm reach its registry: the package @sparticuz/chromium carries one;',
      '  3. on Debian or Ubuntu run: apt-get update && apt-get install -y chromium',
      ...problems.map((problem) => `What was tried: ${problem}`),
    ].join('\n'),
  );
}

/** Starts a browser without a window. */
export function launchBrowser(browser: Browser): Promise<PlaywrightBrowser> {
  return chromium.launch({
    executablePath: browser.executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    env: { ...stringsOnly(process.env), ...browser.env },
  });
}

function candidatePaths(): string[] {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (process.platform === 'win32') {
    const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => process.env[name]);
    const files = [
      join('Google', 'Chrome', 'Application', 'chrome.exe'),
      join('Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ];
    return files.flatMap((file) => folders.flatMap((folder) => (folder ? [join(folder, file)] : [])));
  }
  const names = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge'];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function mayUseApt(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version');
}

async function installDebianChromium(report: (line: string) => void): Promise<Browser> {
  report('Installing the chromium of Debian');
  const run = promisify(execFile);
  const options = { maxBuffer: 64 * 1024 * 1024, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  await run('apt-get', ['update', '-qq'], options);
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options);
  return { executablePath: '/usr/bin/chromium', env: {} };
}

function stringsOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
