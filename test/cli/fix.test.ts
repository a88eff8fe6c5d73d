import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runFairlead } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder, writeFiles } from './temporary-folder.js';

const fixAll = ['check', '--fix', '--unsafe-fixes'];

describe('fairlead check --fix', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => {
    folder = createTemporaryFolder();
  });
  afterEach(() => removeFolder(folder));

  const read = (name: string) => readFileSync(join(folder, name));

  it('keeps byte order mark, line ends, mode and everything else of a file', () => {
    const before =
      '\ufeff#!/usr/bin/env python\r\nimport torch\r\n\r\ntorch.load(p, weights_only=False)  # \u00e9 \u{1f600}\r\n\t# end';
    writeFiles(folder, { 'a.py': before });
    chmodSync(join(folder, 'a.py'), 0o755);
    const { code, stdout, stderr } = runFairlead(folder, fixAll);
    assert.equal(read('a.py').toString('utf8'), before.replace('=False', '=True'));
    assert.equal(statSync(join(folder, 'a.py')).mode & 0o777, 0o755);
    assert.equal(code, 0);
    assert.equal(stdout, 'No findings in 1 file.\n');
    assert.equal(stderr, 'fairlead: fixed 1 finding in 1 file\n');
    assert.deepEqual(readdirSync(folder), ['a.py']);
  });

  it('leaves alone what may change behaviour, unless told', () => {
    const before = 'import torch\ntorch.load(p, weights_only=False)\n';
    writeFiles(folder, { 'a.py': before });
    const { code, stdout } = runFairlead(folder, ['check', '--fix']);
    assert.equal(read('a.py').toString('utf8'), before);
    assert.equal(code, 1);
    assert.match(stdout, /1 fixable with --fix --unsafe-fixes/);
  });

  it('changes nothing in a notebook but the cell', () => {
    const notebook = {
      cells: [
        { cell_type: 'markdown', metadata: {}, source: ['# "Title" \\ \u00e9\n'] },
        {
          cell_type: 'code',
          execution_count: 3,
          metadata: { tags: [] },
          outputs: [{ output_type: 'stream', name: 'stdout', text: ['torch.load(p, weights_only=False)\n'] }],
          source: ['import torch\n', '%time m = torch.load("m \\"x\\"", weights_only=False)'],
        },
      ],
      metadata: { kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' } },
      nbformat: 4,
      nbformat_minor: 5,
    };
    const before = JSON.stringify(notebook, null, 4).replaceAll('\n', '\r\n');
    writeFiles(folder, { 'n.ipynb': before });
    assert.equal(runFairlead(folder, fixAll).code, 0);
    const from = before.lastIndexOf('weights_only=False');
    const expected = `${before.slice(0, from)}weights_only=True${before.slice(from + 'weights_only=False'.length)}`;
    assert.equal(read('n.ipynb').toString('utf8'), expected);
  });

  it('writes Latin-1 as Latin-1, and leaves encodings it cannot write', () => {
    const code = 'import torch\ntorch.load(p, weights_only=False)\n';
    writeFiles(folder, {
      'latin.py': Buffer.from(`# coding: latin-1\n# \xe9\n${code}`, 'latin1'),
      'sjis.py': Buffer.concat([
        Buffer.from('# coding: shift_jis\n# '),
        Buffer.from([0x93, 0xfa]),
        Buffer.from(`\n${code}`),
      ]),
    });
    const before = read('sjis.py');
    const { stdout, stderr } = runFairlead(folder, fixAll);
    assert.ok(
      read('latin.py').equals(
        Buffer.from(`# coding: latin-1\n# \xe9\n${code.replace('False', 'True')}`, 'latin1'),
      ),
    );
    assert.ok(read('sjis.py').equals(before));
    assert.match(stdout, /^sjis\.py:4:1/);
    assert.match(stderr, /fairlead: not fixed: sjis\.py: its encoding shift-jis is read but not written/);
  });

  it('does not touch a file without fixes', () => {
    writeFiles(folder, { 'a.py': 'x = 1\n' });
    const before = statSync(join(folder, 'a.py'));
    runFairlead(folder, fixAll);
    const after = statSync(join(folder, 'a.py'));
    assert.deepEqual([after.ino, after.mtimeMs], [before.ino, before.mtimeMs]);
  });
});
