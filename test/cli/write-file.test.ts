import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { FileChangedError, writeFileAtomically } from '../../src/cli/write-file.js';
import { createTemporaryFolder, removeFolder } from './temporary-folder.js';

describe('writeFileAtomically', () => {
  let folder: string;
  beforeEach(() => {
    folder = createTemporaryFolder();
  });
  afterEach(() => removeFolder(folder));

  it('makes a new file and leaves nothing else', () => {
    writeFileAtomically(join(folder, 'new'), 'text');
    assert.equal(readFileSync(join(folder, 'new'), 'utf8'), 'text');
    assert.deepEqual(readdirSync(folder), ['new']);
  });

  it('keeps the mode', () => {
    const path = join(folder, 'tool.py');
    writeFileSync(path, 'old');
    chmodSync(path, 0o750);
    writeFileAtomically(path, 'new');
    assert.equal(statSync(path).mode & 0o7777, 0o750);
  });

  it('writes through a link', () => {
    writeFileSync(join(folder, 'real'), 'old');
    symlinkSync('real', join(folder, 'link'));
    writeFileAtomically(join(folder, 'link'), 'new');
    assert.equal(readlinkSync(join(folder, 'link')), 'real');
    assert.equal(readFileSync(join(folder, 'real'), 'utf8'), 'new');
  });

  it('refuses when the content is not the expected one, and changes nothing', () => {
    const path = join(folder, 'a');
    writeFileSync(path, 'theirs');
    assert.throws(() => writeFileAtomically(path, 'ours', Buffer.from('read')), FileChangedError);
    assert.equal(readFileSync(path, 'utf8'), 'theirs');
    assert.deepEqual(readdirSync(folder), ['a']);
  });

  it('fails without a trace where a file cannot be', () => {
    mkdirSync(join(folder, 'sub'));
    assert.throws(() => writeFileAtomically(join(folder, 'sub'), 'x'));
    assert.throws(() => writeFileAtomically(join(folder, 'gone', 'x'), 'x'));
    assert.deepEqual(readdirSync(folder), ['sub']);
    assert.deepEqual(readdirSync(join(folder, 'sub')), []);
  });
});
