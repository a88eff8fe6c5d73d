import assert from 'node:assert/strict';
import type { SourceFile } from '../../src/cli/discover-files.js';
import { createModuleSource } from '../../src/cli/module-files.js';
import { type ScanOptions, type ScanResult, scanFiles } from '../../src/cli/scan.js';
import { countThreads, scanOnThreads, type ThreadSetup } from '../../src/cli/scan-threads.js';
import { createProjectIndex } from '../../src/core/semantics/manifests/project-index.js';
import { createTestEngine } from '../support/engine.js';
import { BUNDLE } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder } from './temporary-folder.js';
import { QUIET, THREAD_FILES, THREAD_SETUP, writeBrokenThreads, writeThreadFiles } from './thread-samples.js';

const SETUP: ThreadSetup = {
  ...THREAD_SETUP,
  baseline: new Map(),
  isGrouping: true,
  isTrimmed: true,
  wantsExcerpts: true,
  wantsOutlines: true,
  modules: { root: process.cwd(), paths: [], maxFileSize: 100_000 },
  reach: new Map(),
};

describe('scanning on threads', function () {
  this.timeout(60_000);
  let folder: string;
  let files: readonly SourceFile[];
  const engine = createTestEngine();
  const index = createProjectIndex(SETUP.manifests);
  const options: ScanOptions = {
    engine,
    contextFor: (path) => ({
      project: index.factsFor(path),
      settings: SETUP.settings,
      today: SETUP.today,
      modules: createModuleSource(SETUP.modules),
    }),
    maxFileSize: SETUP.maxFileSize,
    fix: 'none',
    wantsExcerpts: true,
    wantsOutlines: true,
    ...QUIET,
  };

  before(() => {
    folder = createTemporaryFolder();
    files = writeThreadFiles(folder, (number) => {
      const load = number % 3 === 0 ? 'torch.load(p)\n' : '';
      return {
        path: `a/f${number}.py`,
        kind: 'python',
        text: `import torch\n${'\n'.repeat(number)}${load}`,
      };
    });
  });
  after(() => {
    removeFolder(folder);
    engine.dispose();
  });

  async function compare(script: string, threads: number): Promise<void> {
    const expected: ScanResult = await scanFiles(files, options);
    assert.ok(expected.findings.length > 15);
    assert.equal(expected.notices.length, THREAD_FILES / 10, 'files that are not there');
    assert.deepEqual(await scanOnThreads(files, options, SETUP, script, threads), expected);
  }

  it('gives what one thread gives, in the same order', () => compare(BUNDLE, 3));

  it('does here what a thread that fails leaves undone', async () => {
    const { broken, missing } = writeBrokenThreads(folder);
    await compare(broken, 1);
    await compare(missing, 2);
  });

  it('ends its threads when it is interrupted', async () => {
    const pacer = { breathe: () => Promise.reject(new Error('interrupted')) };
    await assert.rejects(scanOnThreads(files, { ...options, pacer }, SETUP, BUNDLE, 2), /interrupted/);
  });

  it('is not worth it for few files', () => {
    assert.equal(countThreads(0), 0);
    assert.equal(countThreads(399), 0);
    assert.ok(countThreads(1_000_000) <= 3);
  });
});
