import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callStream } from '../support/pickle-builder.js';
import { runFairlead } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder, writeFiles } from './temporary-folder.js';

const code =
  'import os\nfrom datasets import load_dataset\nd = load_dataset("imdb")\nk = os.environ["HF_TOKEN"]\n';

describe('fairlead inventory', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => {
    folder = createTemporaryFolder();
    writeFiles(folder, { 'fairlead.yaml': '', 'a/load.py': code, 'requirements.txt': 'datasets==3.0.0\n' });
  });
  afterEach(() => removeFolder(folder));

  it('lists facts with their lines', () => {
    const { code: exit, stdout } = runFairlead(folder, ['inventory']);
    assert.equal(exit, 0);
    assert.match(stdout, /^Datasets \(1\)\n {2}a\/load\.py:3 {2}imdb {2}\(place hub; /);
    assert.match(stdout, /\n {2}a\/load\.py:4 {2}HF_TOKEN {2}/);
    assert.match(stdout, /\nFiles that ask for packages \(1\)\n {2}requirements\.txt:1 /);
    assert.match(stdout, /\n3 facts from \d files\.\n$/);
  });

  it('writes JSON that is the same every time, with what the manifests ask for', () => {
    const words = ['inventory', '.', '--format', 'json'];
    const { stdout } = runFairlead(folder, words);
    const report = JSON.parse(stdout);
    assert.deepEqual(
      report.facts.map(({ kind, name }: { kind: string; name: string }) => [kind, name]),
      [
        ['dataset', 'imdb'],
        ['secret', 'HF_TOKEN'],
        ['requirements', 'requirements.txt'],
      ],
    );
    assert.ok('datasets' in report.dependencies.packages);
    assert.equal(runFairlead(folder, words).stdout, stdout);
  });

  it('lists model files by what is in them, unless told not to look', () => {
    writeFiles(folder, { 'models/a.pkl': callStream('posix', 'getcwd'), 'models/notes.pt': 'just words\n' });
    const { stdout } = runFairlead(folder, ['inventory']);
    assert.match(
      stdout,
      /\nModel files in the project \(1\)\n {2}models\/a\.pkl:1 {2}models\/a\.pkl {2}\(format pickle; .*verdict dangerous\)\n/,
    );
    assert.match(stdout, /\nmodels\/notes\.pt: Not scanned: /);
    writeFiles(folder, { 'fairlead.yaml': 'inspectModels: false\n' });
    assert.doesNotMatch(runFairlead(folder, ['inventory']).stdout, /Model files/);
  });

  it('writes Markdown to a file', () => {
    const { code: exit, stdout } = runFairlead(folder, ['inventory', '--format', 'markdown', '-o', 'i.md']);
    assert.deepEqual([exit, stdout], [0, '']);
    const text = readFileSync(join(folder, 'i.md'), 'utf8');
    assert.match(text, /^# Inventory\n\n## Datasets\n/);
    assert.ok(
      text.includes('| imdb | place hub; loader datasets.load\\_dataset; use unknown | a/load.py:3 |'),
    );
  });

  it('says what it did not read', () => {
    writeFiles(folder, { 'broken.ipynb': '{' });
    assert.match(runFairlead(folder, ['inventory']).stdout, /\nbroken\.ipynb: Notebook not scanned: /);
  });

  for (const [words, message] of [
    [['--format', 'sarif'], /--format is one of text, json, markdown/],
    [['nowhere'], /"nowhere": no such file or folder/],
  ] as const) {
    it(`refuses ${words.join(' ')}`, () => {
      const { code: exit, stderr } = runFairlead(folder, ['inventory', ...words]);
      assert.equal(exit, 2);
      assert.match(stderr, message);
    });
  }
});
