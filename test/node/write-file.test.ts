import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FileChangedError } from '../../src/node/file-changed-error.js';
import { writeFileAtomically } from '../../src/node/write-file.js';
import { createTemporaryFolder, removeFolder } from '../cli/temporary-folder.js';
import type { WriteStep } from '../support/watch-writes.js';

const hook = pathToFileURL(join(import.meta.dirname, '../cli/record-writes.js')).href;
const writer = pathToFileURL(join(import.meta.dirname, '../../src/node/write-file.js')).href;

describe('writeFileAtomically', () => {
  let folder: string;
  beforeEach(() => {
    folder = createTemporaryFolder();
  });
  afterEach(() => removeFolder(folder));

  it('makes a new file and leaves nothing else', async () => {
    await writeFileAtomically(join(folder, 'new'), 'text');
    assert.equal(readFileSync(join(folder, 'new'), 'utf8'), 'text');
    assert.deepEqual(readdirSync(folder), ['new']);
  });

  it('keeps the mode', async () => {
    const path = join(folder, 'tool.py');
    writeFileSync(path, 'old');
    chmodSync(path, 0o750);
    await writeFileAtomically(path, 'new');
    assert.equal(statSync(path).mode & 0o7777, 0o750);
  });

  it('leaves a file alone that is read-only', async () => {
    const path = join(folder, 'kept.md');
    writeFileSync(path, 'old');
    chmodSync(path, 0o444);
    symlinkSync('kept.md', join(folder, 'link'));
    for (const name of [path, join(folder, 'link')])
      await assert.rejects(writeFileAtomically(name, 'new', Buffer.from('old')), /^Error: it is read-only$/);
    assert.equal(readFileSync(path, 'utf8'), 'old');
    assert.deepEqual(readdirSync(folder), ['kept.md', 'link']);
  });

  it('writes through a link', async () => {
    writeFileSync(join(folder, 'real'), 'old');
    symlinkSync('real', join(folder, 'link'));
    await writeFileAtomically(join(folder, 'link'), 'new');
    assert.equal(readlinkSync(join(folder, 'link')), 'real');
    assert.equal(readFileSync(join(folder, 'real'), 'utf8'), 'new');
  });

  it('refuses when the content is not the expected one, and changes nothing', async () => {
    const path = join(folder, 'a');
    writeFileSync(path, 'theirs');
    await assert.rejects(writeFileAtomically(path, 'ours', Buffer.from('read')), FileChangedError);
    assert.equal(readFileSync(path, 'utf8'), 'theirs');
    assert.deepEqual(readdirSync(folder), ['a']);
  });

  it('fails without a trace where a file cannot be', async () => {
    mkdirSync(join(folder, 'sub'));
    await assert.rejects(writeFileAtomically(join(folder, 'sub'), 'x'));
    await assert.rejects(writeFileAtomically(join(folder, 'gone', 'x'), 'x'));
    assert.deepEqual(readdirSync(folder), ['sub']);
    assert.deepEqual(readdirSync(join(folder, 'sub')), []);
  });

  describe('where the system refuses a step', function () {
    this.timeout(60_000);
    let path: string;
    let log: string;
    before(() => {
      log = join(createTemporaryFolder(), 'steps');
    });
    after(() => removeFolder(join(log, '..')));
    beforeEach(() => {
      path = join(folder, 'a');
    });

    /** Writes in a process of its own; gives the code of the error that it ended with, if any, and its steps. */
    function write(failing: string): { readonly code: string; readonly names: readonly string[] } {
      writeFileSync(path, 'old');
      writeFileSync(log, '');
      const script = `const { writeFileAtomically } = await import(${JSON.stringify(writer)});
        await writeFileAtomically(${JSON.stringify(path)}, 'new', Buffer.from('old')).catch(({ code }) => console.log(code));`;
      const env = { ...process.env, FAIRLEAD_FAIL: failing, FAIRLEAD_STEPS: log };
      const words = ['--import', hook, '--input-type=module', '--eval', script];
      const { stdout, stderr } = spawnSync(process.execPath, words, { env, encoding: 'utf8' });
      assert.equal(stderr, '');
      const lines = readFileSync(log, 'utf8').trim().split('\n');
      return { code: stdout.trim(), names: lines.map((line) => (JSON.parse(line) as WriteStep).name) };
    }

    const STEPS = ['open', 'writeFile', 'chmod', 'sync', 'open', 'rename', 'rm', 'sync'];

    it('leaves the old file and nothing else', () => {
      assert.deepEqual(write(''), { code: '', names: STEPS });
      assert.equal(readFileSync(path, 'utf8'), 'new');
      // With the rename it is done.
      for (const [index, name] of STEPS.slice(0, STEPS.indexOf('rename') + 1).entries()) {
        assert.equal(write(`${index + 1} ENOSPC`).code, 'ENOSPC', name);
        assert.equal(readFileSync(path, 'utf8'), 'old', name);
        assert.deepEqual(readdirSync(folder), ['a'], name);
      }
    });

    // What Windows says of files that a virus scanner, an indexer or a synchroniser holds, and of names about to go.
    for (const code of ['EPERM', 'EBUSY', 'EACCES']) {
      it(`waits for a file that another program holds: ${code}`, () => {
        const { code: end, names } = write(`rename ${code} 3`);
        assert.equal(end, '');
        assert.equal(names.filter((name) => name === 'rename').length, 4);
        assert.equal(readFileSync(path, 'utf8'), 'new');
        assert.deepEqual(readdirSync(folder), ['a']);
      });
    }

    it('waits for a mark that cannot be made or removed yet', () => {
      for (const failing of ['5 EPERM 1', 'rm EBUSY 3']) {
        assert.equal(write(failing).code, '', failing);
        assert.equal(readFileSync(path, 'utf8'), 'new');
        assert.deepEqual(readdirSync(folder), ['a']);
      }
    });

    it('does not wait for ever', () => {
      const { code, names } = write('rename EBUSY');
      assert.equal(code, 'EBUSY');
      assert.equal(names.filter((name) => name === 'rename').length, 9);
      assert.equal(readFileSync(path, 'utf8'), 'old');
      assert.deepEqual(readdirSync(folder), ['a']);
    });
  });
});

describe('writers of one file at once', () => {
  it('each add what they have to, when they read again what the others wrote', async () => {
    const folder = createTemporaryFolder();
    const path = join(folder, 'list');
    writeFileSync(path, '');
    const add = async (line: string): Promise<void> => {
      for (;;) {
        const before = readFileSync(path);
        try {
          return await writeFileAtomically(path, `${before}${line}\n`, before);
        } catch (error) {
          if (!(error instanceof FileChangedError)) throw error;
        }
      }
    };
    try {
      const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);
      await Promise.all(lines.map(add));
      assert.deepEqual(readFileSync(path, 'utf8').trim().split('\n').sort(), lines.sort());
      assert.deepEqual(readdirSync(folder), ['list']);
    } finally {
      removeFolder(folder);
    }
  });

  it('do not wait for the mark of one that was killed', async () => {
    const folder = createTemporaryFolder();
    const path = join(folder, 'a');
    try {
      writeFileSync(join(folder, '.a.fairlead-lock'), '');
      utimesSync(join(folder, '.a.fairlead-lock'), 0, 0);
      await writeFileAtomically(path, 'new', 'absent');
      assert.deepEqual(readdirSync(folder), ['a']);
    } finally {
      removeFolder(folder);
    }
  });
});
