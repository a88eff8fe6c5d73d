import assert from 'node:assert/strict';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CheckKnowledge,
  completeKnowledge,
  selectCheckKnowledge,
} from '../../src/cli/check-knowledge.js';
import type { Knowledge } from '../../src/core/index.js';
import { createTestEngine } from '../support/engine.js';
import { runFairlead } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder, writeFiles } from './temporary-folder.js';

describe('the knowledge of a check', () => {
  it('is whole, however it is read', () => {
    const whole = createTestEngine().knowledge;
    const part: CheckKnowledge = JSON.parse(JSON.stringify(selectCheckKnowledge(whole)));
    let reads = 0;
    const read = (): Knowledge => {
      reads += 1;
      return whole;
    };
    const knowledge = completeKnowledge(part, read);
    assert.equal(reads, 0);
    assert.deepEqual(JSON.parse(JSON.stringify(knowledge)), JSON.parse(JSON.stringify(whole)));
    assert.deepEqual(knowledge.rules.at(-1)?.examples, whole.rules.at(-1)?.examples);
    assert.equal(reads, 1);
  });

  it('is all that a check of code reads', () => {
    const folder = createTemporaryFolder();
    try {
      const dist = join(folder, 'dist');
      cpSync('dist', dist, { recursive: true });
      rmSync(join(dist, 'knowledge.json'));
      cpSync('package.json', join(folder, 'package.json'));
      writeFiles(join(folder, 'project'), {
        'a.py': 'import torch\ntorch.load(p, weights_only=False)\n',
        'requirements.txt': 'torch\n',
        'a.ts': "import OpenAI from 'openai';\n",
      });
      const run = (words: string) =>
        runFairlead(join(folder, 'project'), words.split(' '), { bundle: join(dist, 'cli.cjs') });
      const { code, stdout, stderr } = run('check');
      assert.match(stdout, /python\/torch-load-unsafe/);
      assert.deepEqual([stderr, code], ['', 1]);
      const { code: other, stderr: says } = run('status');
      assert.match(says, /^fairlead: the installation is damaged: .*knowledge\.json: /);
      assert.equal(other, 2);
    } finally {
      removeFolder(folder);
    }
  });
});
