// node out/test/vscode/smoke/vsix.js [--version 1.139|1.104]: packages the extension, installs the package into a bare
// editor and opens a Python file as a person does: no development path, no test mode.

import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { findBrowser, launchBrowser } from '../../../src/build/editor/browser.js';
import { exampleProject } from '../../../src/build/editor/example.js';
import { installEditor } from '../../../src/build/editor/install.js';
import {
  collectComplaints,
  openFile,
  openFolder,
  waitForFindings,
} from '../../../src/build/editor/person.js';
import { installVsix, startEditorServer } from '../../../src/build/editor/server.js';
import { newestEditor, parseEditorVersion } from '../../../src/build/editor/versions.js';
import { packageVsix } from '../../../src/build/package-vsix.js';

const root = resolve(import.meta.dirname, '../../../..');

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { version: { type: 'string', default: newestEditor } } });
  const version = parseEditorVersion(values.version);
  const report = (line: string) => console.log(line);
  const home = await mkdtemp(join(tmpdir(), 'fairlead-smoke-'));
  try {
    const vsix = await packageVsix(root, join(home, 'fairlead.vsix'));
    report(`Packaged: ${Math.ceil(vsix.bytes / 1024)} KB`);
    const editor = await installEditor(root, version, report);
    const browserPath = await findBrowser(root, report);
    const extensionsDir = join(home, 'extensions');
    await installVsix(editor, vsix.path, extensionsDir);
    const workspace = join(home, 'workspace');
    await cp(join(root, exampleProject), workspace, { recursive: true });
    const rules = join(workspace, 'tools', 'rules');
    await cp(join(root, 'examples', 'team-rules', 'rules'), rules, { recursive: true });
    await writeFile(join(workspace, 'fairlead.yaml'), 'teamRules: [tools/rules]\n');
    const server = await startEditorServer({
      editor,
      userDataDir: join(home, 'user'),
      extensionsDir,
      settings: {
        'chat.disableAIFeatures': true,
        'workbench.secondarySideBar.defaultVisibility': 'hidden',
        'workbench.startupEditor': 'none',
      },
    });
    try {
      const browser = await launchBrowser(browserPath);
      const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      const complaints = collectComplaints(page);
      const screenshots = join(root, 'out', 'screenshots');
      await mkdir(screenshots, { recursive: true });
      try {
        await openFolder(page, server.origin, pathToFileURL(workspace).pathname);
        await openFile(page, 'baseline.py');
        await page.locator('.squiggly-info').first().waitFor({ state: 'attached', timeout: 30_000 });
        await openFile(page, 'train.py');
        const findings = await waitForFindings(page);
        if (!findings.some((finding) => finding.includes('acme/estimator-pickled')))
          throw new Error(`The rules of the team found nothing: ${findings.join(' | ')}`);
        report(`Problems of the installed extension:\n  ${findings.join('\n  ')}`);
      } catch (error) {
        report(complaints.join('\n'));
        throw error;
      } finally {
        await page.screenshot({ path: join(screenshots, `vsix-${version}.png`) });
        await browser.close();
      }
    } finally {
      await server.stop();
    }
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

const failed = await main().then(
  () => 0,
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  },
);
console.log(`${1 - failed} passed, ${failed} failed`);
process.exit(failed);
