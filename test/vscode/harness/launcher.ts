// Takes a desktop VS Code's place behind `runTests` of `@vscode/test-electron`: the same command line, the same exit code,
// but the editor is a server from the npm registry and a browser without a window.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { findBrowser, launchBrowser } from '../../../src/build/editor/browser.js';
import { installEditor } from '../../../src/build/editor/install.js';
import { type EditorServer, startEditorServer } from '../../../src/build/editor/server.js';
import { type EditorVersion, newestEditor, parseEditorVersion } from '../../../src/build/editor/versions.js';
import { type Bridge, startBridge } from './bridge.js';
import { formatHostLog } from './host-log.js';
import { type LauncherArguments, parseLauncherArguments } from './launcher-arguments.js';
import { bridgeVariable, type UiContext } from './ui-context.js';
import { useWebWorkerHost } from './web-host.js';

const root = resolve(import.meta.dirname, '../../../..');
const extensionHost = process.env['FAIRLEAD_EXTENSION_HOST'] === 'web' ? 'web' : 'node';
const timeLimitMs = Number(process.env['FAIRLEAD_TEST_TIME_LIMIT_S'] ?? 1500) * 1000;

async function main(): Promise<number> {
  const args = parseLauncherArguments(process.argv.slice(2));
  const report = (line: string) => console.log(line);
  const version = parseEditorVersion(process.env['FAIRLEAD_EDITOR_VERSION'] ?? newestEditor);
  const editor = await installEditor(root, version, report);
  const installedBrowser = await findBrowser(root, report);
  const state: { context?: UiContext } = {};
  const bridge = await startBridge(
    () => state.context,
    (result) =>
      void writeFile(process.env['FAIRLEAD_TEST_RESULTS'] ?? 'results.json', JSON.stringify(result)),
  );
  const server = await startEditorServer({
    editor,
    userDataDir: args.userDataDir,
    extensionsDir: args.extensionsDir,
    isTestMode: true,
    hasWorkspaceTrust: process.env['FAIRLEAD_EDITOR_TRUST'] === 'ask',
    env: { [bridgeVariable]: bridge.address },
  });
  const browser = await launchBrowser(installedBrowser);
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    state.context = await createContext(page, version);
    return await runInPage(page, server, bridge, args);
  } finally {
    await browser.close();
    await server.stop();
    bridge.stop();
  }
}

async function createContext(page: Page, version: EditorVersion): Promise<UiContext> {
  const isUsual = version === newestEditor && extensionHost === 'node';
  const screenshotFolder = join(
    root,
    'out',
    'screenshots',
    ...(isUsual ? [] : [`${version}-${extensionHost}`]),
  );
  await mkdir(screenshotFolder, { recursive: true });
  const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  const policyViolations: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy directive')) {
      const owner = /[?&]extensionId=([^&]+)/.exec(message.location().url)?.[1] ?? 'window';
      policyViolations.push(`${owner}: ${message.text()}`);
    }
  });
  return { page, screenshotFolder, axeSource: await readFile(axePath, 'utf8'), policyViolations };
}

async function runInPage(
  page: Page,
  server: EditorServer,
  bridge: Bridge,
  args: LauncherArguments,
): Promise<number> {
  const finished = new Promise<number>((resolveCode, reject) => {
    void page.exposeFunction('codeAutomationExit', (code: number) => resolveCode(code));
    page.on('console', (message) => {
      if (message.text().startsWith('No extension host found')) reject(new Error(message.text()));
    });
    page.on('crash', () => reject(new Error('The page crashed.')));
    void server.ended.then(() =>
      reject(new Error(`The editor's server ended early.\n${server.output().slice(-3000)}`)),
    );
    setTimeout(
      () => reject(new Error(`The suites did not end within ${timeLimitMs / 1000} s.`)),
      timeLimitMs,
    ).unref();
  });
  await page.exposeFunction('codeAutomationLog', (_type: string, logged: unknown[]) => {
    const line = formatHostLog(logged);
    if (line !== undefined) console.log(line);
  });
  const payload = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  if (extensionHost === 'web') {
    await useWebWorkerHost(page, server, bridge, args);
  } else {
    const remote = (path: string) =>
      `vscode-remote://127.0.0.1:${server.port}${pathToFileURL(path).pathname}`;
    payload.push(['extensionDevelopmentPath', remote(args.extensionDevelopmentPath)]);
    payload.push(['extensionTestsPath', remote(args.extensionTestsPath)]);
  }
  const query = new URLSearchParams({
    [args.workspace.endsWith('.code-workspace') ? 'workspace' : 'folder']: pathToFileURL(args.workspace)
      .pathname,
    payload: JSON.stringify(payload),
  });
  await page.goto(`${server.origin}/?${query}`);
  try {
    return await finished;
  } catch (error) {
    await page.screenshot({ path: join(root, 'out', 'screenshots', 'failure.png') }).catch(() => undefined);
    throw error;
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  },
);
