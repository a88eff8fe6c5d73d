import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSource } from '../../src/cli/read-source.js';
import { hashInSteps, type OpenFile, openFile } from '../../src/node/open-file.js';
import { createTemporaryFolder, removeFolder } from '../cli/temporary-folder.js';

const watching = { report: () => undefined, isCancelled: false };

describe('a file that changes while it is read', () => {
  let folder: string;
  let path: string;
  let file: OpenFile;
  beforeEach(async () => {
    folder = createTemporaryFolder();
    path = join(folder, 'model.bin');
    writeFileSync(path, Buffer.alloc(3 << 20, 7));
    file = await openFile(path);
  });
  afterEach(async () => {
    await file.close();
    removeFolder(folder);
  });

  it('gives what is left of it when it was cut, and has no hash', async () => {
    truncateSync(path, 100);
    assert.equal((await file.read(0, 1000)).length, 100);
    assert.equal((await file.read(5000, 1000)).length, 0);
    await assert.rejects(hashInSteps(file, watching), /ends at 1048576 bytes: it was cut while it was read/);
  });

  it('is read to the length it had when it was opened', async () => {
    appendFileSync(path, 'more');
    assert.equal((await file.read((3 << 20) - 10, 1000)).length, 10);
  });

  it('can be deleted meanwhile', async () => {
    unlinkSync(path);
    assert.match((await hashInSteps(file, watching)) ?? '', /^[0-9a-f]{64}$/);
  });

  it('ends with what the reader is interrupted by', async () => {
    const interrupted = await openFile(path, () => Promise.reject(new Error('interrupted')));
    try {
      await assert.rejects(hashInSteps(interrupted, watching), /interrupted/);
    } finally {
      await interrupted.close();
    }
  });

  it('is no file any more', () => {
    execFileSync('mkfifo', [join(folder, 'pipe.py')]);
    for (const [name, why] of [
      ['gone.py', 'no such file or folder'],
      ['.', 'it is not a regular file'],
      ['pipe.py', 'it is not a regular file'],
    ] as const) {
      assert.deepEqual(readSource(join(folder, name), 1000, true), { ok: false, why });
    }
  });
});
