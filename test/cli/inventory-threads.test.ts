import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type CollectOptions, type CollectSetup, collectFiles } from '../../src/cli/collect-inventory.js';
import type { SourceFile } from '../../src/cli/discover-files.js';
import { collectOnThreads, countInventoryThreads } from '../../src/cli/inventory-threads.js';
import { createProjectIndex } from '../../src/core/semantics/manifests/project-index.js';
import { createTestEngine } from '../support/engine.js';
import { BUNDLE } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder } from './temporary-folder.js';

const FILES = 70;
const SETUP: CollectSetup = {
  settings: { rules: {}, maxDocumentLength: 100_000 },
  manifests: [{ path: 'requirements.txt', text: 'torch==2.5.1\n' }],
  today: '2026-01-01',
  teamRules: [],
  maxFileSize: 100_000,
};

describe('an inventory on threads', function () {
  this.timeout(60_000);
  let folder: string;
  let files: readonly SourceFile[];
  const engine = createTestEngine();
  const options: CollectOptions = {
    engine,
    project: createProjectIndex(SETUP.manifests),
    pacer: { breathe: async () => undefined },
    progress: { show: () => undefined, clear: () => undefined },
  };

  before(() => {
    folder = createTemporaryFolder();
    mkdirSync(join(folder, 'a'));
    files = Array.from({ length: FILES }, (_, number) => {
      const path = number === 0 ? 'a/conf.yaml' : `a/f${number}.py`;
      const absolute = join(folder, path);
      const code = `import torch\nC = "conf.yaml"\n${'\n'.repeat(number)}m = torch.load("m${number}.pt")\n`;
      if (number % 10 !== 9) writeFileSync(absolute, number === 0 ? 'lr: 0.1\n' : code);
      return { path, absolute, kind: number === 0 ? 'text' : 'python' };
    });
  });
  after(() => {
    removeFolder(folder);
    engine.dispose();
  });

  async function compare(script: string, threads: number): Promise<void> {
    const expected = await collectFiles(files, files, SETUP, options);
    assert.equal(expected.parts.flatMap(({ facts }) => facts).length, FILES - FILES / 10 - 1);
    assert.ok(expected.findings.length > 0);
    assert.equal(expected.notices.length, FILES / 10, 'files that are not there');
    assert.deepEqual(await collectOnThreads(files, SETUP, options, script, threads), expected);
  }

  it('is what one thread collects, in the same order', () => compare(BUNDLE, 3));

  it('has here what a thread that fails leaves undone', async () => {
    const broken = join(folder, 'broken.cjs');
    writeFileSync(
      broken,
      `const { workerData } = require('node:worker_threads');
       Atomics.add(new Int32Array(workerData.next), 0, 2);
       throw new Error('as it happens');`,
    );
    await compare(broken, 1);
    await compare(resolve(folder, 'missing.cjs'), 2);
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
