import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runFairlead } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder } from './temporary-folder.js';

const LOAD = 'import torch\nmodel = torch.load(path)\n';

describe('fairlead check with a baseline', function () {
  this.timeout(60_000);
  let folder: string;
  const file = () => join(folder, '.fairlead/baseline.json');
  beforeEach(() => {
    folder = createTemporaryFolder();
    mkdirSync(join(folder, '.git'));
    writeFileSync(join(folder, 'a.py'), LOAD);
    writeFileSync(join(folder, 'b.py'), LOAD);
    // A pinned version, so that the load is a certain finding.
    writeFileSync(join(folder, 'requirements.txt'), 'torch==2.4.0\n');
  });
  afterEach(() => removeFolder(folder));

  it('accepts what is there and reports what is new', () => {
    assert.equal(runFairlead(folder, ['check', '-q']).code, 1);
    const written = runFairlead(folder, ['check', '--update-baseline']);
    assert.equal(written.code, 0, written.stderr);
    assert.match(written.stderr, /\.fairlead\/baseline\.json holds \d+ findings/);
    assert.equal(runFairlead(folder, ['check', '-q']).code, 0);
    assert.equal(runFairlead(folder, ['check', '-q', '--no-baseline']).code, 1);
    writeFileSync(join(folder, 'b.py'), `${LOAD}other = torch.load(path)\n`);
    const later = runFairlead(folder, ['check', '-q']);
    assert.equal(later.code, 1);
    assert.match(later.stdout, /^b\.py:3:/m);
    assert.doesNotMatch(later.stdout, /^a\.py|^b\.py:2:/m);
  });

  it('keeps the entries of files that a partial run did not look at', () => {
    runFairlead(folder, ['check', '--update-baseline']);
    const before = readFileSync(file(), 'utf8');
    runFairlead(folder, ['check', 'a.py', '--update-baseline']);
    assert.equal(readFileSync(file(), 'utf8'), before);
  });

  it('says which entries are stale, and drops them when asked', () => {
    runFairlead(folder, ['check', '--update-baseline']);
    writeFileSync(join(folder, 'a.py'), 'import torch\n');
    assert.match(runFairlead(folder, ['check']).stdout, /a\.py.*\n?.*of the baseline: nothing like that/);
    runFairlead(folder, ['check', '--update-baseline']);
    assert.doesNotMatch(readFileSync(file(), 'utf8'), /a\.py/);
  });

  it('is marked in SARIF as an external suppression', () => {
    runFairlead(folder, ['check', '--update-baseline']);
    const { stdout } = runFairlead(folder, ['check', 'a.py', '--format', 'sarif']);
    const { runs } = JSON.parse(stdout) as { runs: { results: { suppressions: { kind: string }[] }[] }[] };
    const kinds = runs[0]?.results.flatMap(({ suppressions }) => suppressions.map(({ kind }) => kind));
    assert.ok((kinds?.length ?? 0) > 0);
    assert.deepEqual([...new Set(kinds)], ['external']);
  });

  it('is refused when it is broken, with line and column, and left as it is', () => {
    mkdirSync(join(folder, '.fairlead'));
    const text = '{\n  "version": 1,\n<<<<<<< ours\n';
    writeFileSync(file(), text);
    for (const words of [['check'], ['check', '--update-baseline']]) {
      const { code, stderr } = runFairlead(folder, words);
      assert.equal(code, 2);
      assert.match(stderr, /baseline\.json:3:1: Not JSON/);
    }
    assert.equal(readFileSync(file(), 'utf8'), text);
  });

  it('may stand elsewhere, and must be there when it is named', () => {
    const missing = runFairlead(folder, ['check', '--baseline', 'known.json']);
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /cannot read known\.json: there is no such file/);
    assert.equal(runFairlead(folder, ['check', '--baseline', 'known.json', '--update-baseline']).code, 0);
    assert.ok(!existsSync(file()));
    assert.equal(runFairlead(folder, ['check', '-q', '--baseline', 'known.json']).code, 0);
  });

  it('contradictions are errors', () => {
    const words = ['check', '--no-baseline', '--update-baseline'];
    assert.match(runFairlead(folder, words).stderr, /--no-baseline contradicts/);
  });

  it('a report is not left out without a word', () => {
    const { code, stderr } = runFairlead(folder, ['check', '--update-baseline', '-o', 'out.sarif']);
    assert.equal(code, 2);
    assert.match(stderr, /--update-baseline makes no report: --output needs a check of its own/);
    assert.ok(!existsSync(file()));
  });
});
