// npm start: the built extension, installed in a real VS Code, on the example project, in your browser.
// Options: --port N, --check (look at it without a window and exit), --screenshot FILE (with --check).

import { existsSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { findBrowser, launchBrowser } from './editor/browser.js';
import { exampleProject } from './editor/example.js';
import { installEditor } from './editor/install.js';
import {
  collectComplaints,
  openFile,
  openFolder,
  openViewContainer,
  waitForFindings,
  waitForLens,
} from './editor/person.js';
import { type EditorServer, installVsix, startEditorServer } from './editor/server.js';
import { newestEditor } from './editor/versions.js';
import { packageVsix } from './package-vsix.js';

const root = resolve(import.meta.dirname, '../../..');
const home = join(root, '.start');
const defaultPort = 8123;

const firstSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'telemetry.telemetryLevel': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      check: { type: 'boolean', default: false },
      screenshot: { type: 'string' },
    },
  });
  const report = (line: string) => console.log(line);
  const vsix = await packageVsix(root);
  const editor = await installEditor(root, newestEditor, report);
  // A check starts from nothing, so that it shows what a newcomer gets.
  const place = values.check ? join(home, 'check') : home;
  if (values.check) await rm(place, { recursive: true, force: true });
  const workspace = await prepareWorkspace(place);
  const extensionsDir = join(place, 'extensions');
  await installVsix(editor, vsix.path, extensionsDir);
  const isFirstStart = !existsSync(join(place, 'user', 'User', 'settings.json'));
  const server = await startEditorServer({
    editor,
    preferredPort: values.port ? Number(values.port) : defaultPort,
    userDataDir: join(place, 'user'),
    extensionsDir,
    ...(isFirstStart ? { settings: firstSettings } : {}),
  });
  if (values.check) {
    const isGood = await check(server, workspace, values.screenshot);
    await server.stop();
    process.exit(isGood ? 0 : 1);
  }
  printAddress(server, workspace);
  await Promise.race([server.ended, interrupted()]);
  await server.stop();
}

/** Copies the example project once: what a person changes in the copy stays. */
async function prepareWorkspace(place: string): Promise<string> {
  const workspace = join(place, 'workspace');
  if (!existsSync(workspace)) {
    await mkdir(place, { recursive: true });
    await cp(join(root, exampleProject), workspace, { recursive: true });
  }
  return workspace;
}

function printAddress(server: EditorServer, workspace: string): void {
  const folder = pathToFileURL(workspace).pathname;
  console.log(`\nFairlead is ready. Open this page:\n\n  ${server.origin}/?folder=${folder}\n`);
  if (process.env['SSH_CONNECTION']) {
    console.log(
      `You are logged in over SSH. On your own machine run first:\n\n` +
        `  ssh -N -L ${server.port}:127.0.0.1:${server.port} USER@HOST\n`,
    );
  }
  console.log(`The project is a copy in ${workspace}. Your changes stay; delete the folder to start afresh.`);
  console.log('Press Ctrl+C to stop.');
}

async function check(
  server: EditorServer,
  workspace: string,
  screenshot: string | undefined,
): Promise<boolean> {
  const browser = await launchBrowser(await findBrowser(root, (line) => console.log(line)));
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const complaints = collectComplaints(page);
  try {
    await openFolder(page, server.origin, pathToFileURL(workspace).pathname);
    await openFile(page, 'train.py');
    console.log(`  lens above def train: ${await waitForLens(page, 'def train')}`);
    const findings = await waitForFindings(page);
    for (const finding of findings) console.log(`  ${finding}`);
    await openViewContainer(page, 'Fairlead').catch(() =>
      console.log('There is no Fairlead icon in the activity bar.'),
    );
    const standing = page
      .locator('.statusbar-item')
      .filter({ hasText: / settled/ })
      .first();
    await standing.waitFor({ timeout: 30_000 });
    console.log(`  status bar: ${(await standing.innerText()).trim()}`);
    await page.waitForTimeout(1500);
    if (screenshot) await saveScreenshot(resolve(screenshot), () => page.screenshot());
    console.log(`start: ${server.origin} shows ${findings.length} findings in train.py`);
    return true;
  } catch (error) {
    await saveScreenshot(join(root, 'out', 'screenshots', 'start-failure.png'), () => page.screenshot());
    console.error(complaints.join('\n'));
    console.error(error instanceof Error ? error.message : error);
    return false;
  } finally {
    await browser.close();
  }
}

async function saveScreenshot(path: string, take: () => Promise<Buffer>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await take());
  console.log(`Screenshot: ${path}`);
}

function interrupted(): Promise<void> {
  return new Promise((resolveInterrupt) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolveInterrupt());
  });
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
