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
import type { WriteStep } from '../cli/record-writes.js';
import { createTemporaryFolder, removeFolder } from '../cli/temporary-folder.js';

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

  it('leaves the old file and nothing else, whichever step fails', function () {
    this.timeout(60_000);
    const path = join(folder, 'a');
    const log = join(createTemporaryFolder(), 'steps');
    const script = `const { writeFileAtomically } = await import(${JSON.stringify(writer)});
      await writeFileAtomically(${JSON.stringify(path)}, 'new', Buffer.from('old')).catch(({ code }) => console.log(code));`;
    const run = (failing: string) => {
      writeFileSync(path, 'old');
      writeFileSync(log, '');
      const env = { ...process.env, FAIRLEAD_FAIL: failing, FAIRLEAD_STEPS: log };
      const words = ['--import', hook, '--input-type=module', '--eval', script];
      return spawnSync(process.execPath, words, { env, encoding: 'utf8' });
    };
    try {
      assert.equal(run('').stdout, '');
      assert.equal(readFileSync(path, 'utf8'), 'new');
      const lines = readFileSync(log, 'utf8').trim().split('\n');
      const names = lines.map((line) => (JSON.parse(line) as WriteStep).name);
      assert.deepEqual(names, ['open', 'writeFile', 'chmod', 'sync', 'open', 'rename', 'rm', 'sync']);
      // With the rename it is done.
      for (const [index, name] of names.slice(0, names.indexOf('rename') + 1).entries()) {
        const { stdout, stderr } = run(`${index + 1} ENOSPC`);
        assert.equal(stdout, 'ENOSPC\n', `${name}: ${stderr}`);
        assert.equal(readFileSync(path, 'utf8'), 'old', name);
        assert.deepEqual(readdirSync(folder), ['a'], name);
      }
    } finally {
      removeFolder(join(log, '..'));
    }
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
