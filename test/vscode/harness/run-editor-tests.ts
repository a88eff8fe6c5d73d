// Runs mocha suites inside a real VS Code:
// node out/test/vscode/harness/run-editor-tests.js [--version 1.139|1.104] [--suite PATH] [--web] [--folders] [--untrusted] [--workspace DIR] [--extension DIR]

import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { exampleProject } from '../../../src/build/editor/example.js';
import { newestEditor, parseEditorVersion } from '../../../src/build/editor/versions.js';
import { bundleSuites } from './bundle-suites.js';
import type { SuiteResult } from './ui-context.js';

const root = resolve(import.meta.dirname, '../../../..');

const settings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'files.autoSave': 'off',
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'window.autoDetectColorScheme': false,
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

type Values = ReturnType<typeof parseOptions>;

function parseOptions() {
  return parseArgs({
    options: {
      version: { type: 'string', default: newestEditor },
      suite: { type: 'string' },
      web: { type: 'boolean', default: false },
      workspace: { type: 'string', default: join(root, exampleProject) },
      folders: { type: 'boolean', default: false },
      untrusted: { type: 'boolean', default: false },
      extension: { type: 'string', default: root },
    },
  }).values;
}

/**
 * Without a suite everything runs: the suites in one folder, in a workspace of several, in one that is not trusted, and those
 * after which nothing is analysed any more.
 */
async function main(): Promise<SuiteResult> {
  const values = parseOptions();
  const first = await runOnce(values);
  if (values.suite !== undefined || values.web || values.folders || values.untrusted) return first;
  const second = await runOnce({ ...values, folders: true });
  const third = await runOnce({ ...values, untrusted: true });
  const fourth = await runOnce({ ...values, suite: 'test/vscode/suite-thread' });
  const all = [first, second, third, fourth];
  return {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
  };
}

async function runOnce(values: Values): Promise<SuiteResult> {
  const version = parseEditorVersion(values.version);
  const host = values.web ? 'web' : 'node';
  const kind = values.web ? 'suite-web' : values.folders ? 'suite-folders' : 'suite';
  const suites = await findSuites(
    values.suite ?? `test/vscode/${values.untrusted ? 'suite-untrusted' : kind}`,
  );
  const workspace = resolve(values.workspace);
  if (!existsSync(workspace)) throw new Error(`The workspace ${workspace} does not exist`);
  const bundle = join(root, 'out', 'test', 'vscode', `suites-${host}-${process.pid}.cjs`);
  const home = await mkdtemp(join(tmpdir(), 'fairlead-run-'));
  try {
    await bundleSuites({ suites, outfile: bundle, host });
    const copy = join(home, basename(workspace));
    await cp(workspace, copy, { recursive: true });
    if (values.untrusted) await addTeamRules(copy);
    const opened = values.folders ? await writeWorkspace(home, copy) : copy;
    const userDataDir = join(home, 'user');
    await mkdir(join(userDataDir, 'User'), { recursive: true });
    await writeFile(join(userDataDir, 'User', 'settings.json'), JSON.stringify(settings));
    const resultFile = join(home, 'result.json');
    const exitCode = await runTests({
      vscodeExecutablePath: process.env['VSCODE_EXECUTABLE'] ?? (await writeLauncher(home)),
      extensionDevelopmentPath: resolve(values.extension),
      extensionTestsPath: bundle,
      launchArgs: [opened, `--user-data-dir=${userDataDir}`, `--extensions-dir=${join(home, 'extensions')}`],
      extensionTestsEnv: {
        FAIRLEAD_EDITOR_VERSION: version,
        FAIRLEAD_EXTENSION_HOST: host,
        FAIRLEAD_EDITOR_TRUST: values.untrusted ? 'ask' : 'all',
        FAIRLEAD_TEST_COLOR: process.stdout.isTTY ? '1' : '0',
        FAIRLEAD_TEST_RESULTS: resultFile,
      },
    }).catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      return 1;
    });
    return await readResult(resultFile, exitCode);
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
    await rm(bundle, { force: true });
  }
}

/** Rules of the workspace's own, there before it is opened. */
async function addTeamRules(copy: string): Promise<void> {
  await cp(join(root, 'examples', 'team-rules', 'rules'), join(copy, 'tools', 'rules'), { recursive: true });
  await writeFile(join(copy, 'fairlead.yaml'), 'teamRules:\n  - tools/rules\n');
}

/** A workspace of the copy and a second, small project; files beside them are in no folder. */
async function writeWorkspace(home: string, copy: string): Promise<string> {
  const second = join(home, 'second');
  await mkdir(second);
  await writeFile(join(second, 'load.py'), 'import yaml\n\nyaml.load(open("a"), Loader=yaml.Loader)\n');
  await writeFile(join(home, 'outside.py'), 'import yaml\n\nyaml.load(open("b"), Loader=yaml.Loader)\n');
  const file = join(home, 'both.code-workspace');
  await writeFile(file, JSON.stringify({ folders: [{ path: copy }, { path: second }] }));
  return file;
}

// A source path, a compiled path, or a folder of either.
async function findSuites(path: string): Promise<readonly string[]> {
  const absolute = resolve(root, path);
  const compiled = absolute.startsWith(join(root, 'out'))
    ? absolute
    : absolute.replace(root, join(root, 'out'));
  const target = compiled.replace(/\.ts$/, '.js');
  const found = await stat(target).catch(() => undefined);
  if (found?.isFile()) return [target];
  const names = found ? await readdir(target, { recursive: true }) : [];
  const suites = names.filter((name) => name.endsWith('.test.js')).sort();
  if (suites.length === 0) throw new Error(`No suite (*.test.js) was found in ${target}`);
  return suites.map((name) => join(target, name));
}

/** A file that can be started like an editor: `runTests` spawns exactly one path. */
async function writeLauncher(folder: string): Promise<string> {
  const script = join(import.meta.dirname, 'launcher.js');
  const isWindows = process.platform === 'win32';
  const path = join(folder, isWindows ? 'launcher.cmd' : 'launcher');
  const text = isWindows
    ? `@"${process.execPath}" "${script}" %*\r\n`
    : `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`;
  await writeFile(path, text, { mode: 0o755 });
  return path;
}

async function readResult(file: string, exitCode: number): Promise<SuiteResult> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return { passed: 0, failed: 1 };
  const result = JSON.parse(text) as SuiteResult;
  return { passed: result.passed, failed: exitCode === 0 ? result.failed : Math.max(1, result.failed) };
}

const result = await main().catch((error: unknown): SuiteResult => {
  console.error(error instanceof Error ? error.message : error);
  return { passed: 0, failed: 1 };
});
console.log(`${result.passed} passed, ${result.failed} failed`);
process.exit(result.failed === 0 ? 0 : 1);
