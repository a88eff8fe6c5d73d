import assert from 'node:assert/strict';
import { type CollectOptions, type CollectSetup, collectFiles } from '../../src/cli/collect-inventory.js';
import type { SourceFile } from '../../src/cli/discover-files.js';
import { collectOnThreads, countInventoryThreads } from '../../src/cli/inventory-threads.js';
import { createProjectIndex } from '../../src/core/semantics/manifests/project-index.js';
import { createTestEngine } from '../support/engine.js';
import { BUNDLE } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder } from './temporary-folder.js';
import { QUIET, THREAD_FILES, THREAD_SETUP, writeBrokenThreads, writeThreadFiles } from './thread-samples.js';

const SETUP: CollectSetup = THREAD_SETUP;

describe('an inventory on threads', function () {
  this.timeout(60_000);
  let folder: string;
  let files: readonly SourceFile[];
  const engine = createTestEngine();
  const options: CollectOptions = {
    engine,
    project: createProjectIndex(SETUP.manifests),
    ...QUIET,
  };

  before(() => {
    folder = createTemporaryFolder();
    files = writeThreadFiles(folder, (number) => {
      if (number === 0) return { path: 'a/conf.yaml', kind: 'text', text: 'lr: 0.1\n' };
      const text = `import torch\nC = "conf.yaml"\n${'\n'.repeat(number)}m = torch.load("m${number}.pt")\n`;
      return { path: `a/f${number}.py`, kind: 'python', text };
    });
  });
  after(() => {
    removeFolder(folder);
    engine.dispose();
  });

  async function compare(script: string, threads: number): Promise<void> {
    const expected = await collectFiles(files, files, SETUP, options);
    assert.equal(expected.parts.flatMap(({ facts }) => facts).length, THREAD_FILES - THREAD_FILES / 10 - 1);
    assert.ok(expected.findings.length > 0);
    assert.equal(expected.notices.length, THREAD_FILES / 10, 'files that are not there');
    assert.deepEqual(await collectOnThreads(files, SETUP, options, script, threads), expected);
  }

  it('is what one thread collects, in the same order', () => compare(BUNDLE, 3));

  it('has here what a thread that fails leaves undone', async () => {
    const { broken, missing } = writeBrokenThreads(folder);
    await compare(broken, 1);
    await compare(missing, 2);
  });

  it('ends with its threads when it is interrupted', async () => {
    const pacer = { breathe: () => Promise.reject(new Error('interrupted')) };
    await assert.rejects(collectOnThreads(files, SETUP, { ...options, pacer }, BUNDLE, 2), /interrupted/);
  });

  it('is not worth threads for few files', () => {
    assert.equal(countInventoryThreads(99), 0);
    assert.ok(countInventoryThreads(100_000) <= 3);
  });
});
