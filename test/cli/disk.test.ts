import assert from 'node:assert/strict';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  cpSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeFolder } from '../../src/node/make-folder.js';
import { type RunOptions, runFairlead } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder, writeFiles } from './temporary-folder.js';

const unsafe = 'import torch\n\n\ndef read(path):\n    return torch.load(path, weights_only=False)\n';

/** Every command that writes a file, with what it says when it cannot. */
const WRITERS: readonly (readonly [words: string, says: string])[] = [
  ['check load.py --format json --output new.json', 'cannot write the report to "new.json"'],
  ['check load.py --format sarif --output old.json', 'cannot write the report to "old.json"'],
  ['check load.py --update-baseline', 'cannot write the baseline to .fairlead/baseline.json'],
  ['check load.py --fix --unsafe-fixes --fail-on never', 'not fixed: load.py'],
  ['attest ncsc-1.1.q1 --by Ada --reason reviewed', 'cannot write .fairlead/attestations.yaml'],
  ['generate threat-model', 'cannot write THREAT_MODEL.md'],
  ['generate ai-bom', 'cannot write ai-bom.cdx.json'],
  ['status --format html --output new.html', 'cannot write the report to "new.html"'],
  ['inventory --format json --output new.json', 'cannot write the report to "new.json"'],
  ['inspect tree.pkl --format json --output new.json', 'cannot write the report to "new.json"'],
  ['rules new acme/x rules python torch.load', 'cannot write rules/acme/x.yaml'],
  ['merge a.sarif --output old.json', 'cannot write the report to "old.json"'],
];

/** Every command that reports to standard output. */
const SPEAKERS: readonly string[] = [
  ...['check load.py', 'check . --format sarif', 'status', 'inventory', 'inspect tree.pkl', 'merge a.sarif'],
  ...['explain ncsc-2.1', 'generate --help', 'rules test rules', '--version'],
];

const RULE = `id: acme/x
title: Loads
level: note
confidence: high
languages: [python]
stage: training
guidelines: [ncsc-2.1]
references: {}
message: Loads.
why: Because.
match:
  kind: call
  names: [torch.load]
examples:
  bad:
    - name: a
      lines: [2]
      code: |
        import torch
        torch.load(p)
  good:
    - name: b
      code: |
        pass
`;

describe('a disk that takes no more', function () {
  this.timeout(120_000);
  let folder: string;
  let programs: string;
  before(() => {
    programs = createTemporaryFolder();
    // Whoever has no rights must be able to read it.
    cpSync('dist', join(programs, 'dist'), { recursive: true });
    copyFileSync('package.json', join(programs, 'package.json'));
  });
  after(() => removeFolder(programs));
  beforeEach(() => {
    folder = createTemporaryFolder();
    writeFiles(folder, {
      'fairlead.yaml': '',
      'load.py': unsafe,
      'old.json': '{"earlier": true}\n',
      'a.sarif': '{"version": "2.1.0", "runs": []}\n',
      'rules/acme.yaml': RULE,
    });
    copyFileSync('test/fixtures/modelfiles/pickles/tree.pkl', join(folder, 'tree.pkl'));
  });
  afterEach(() => {
    chmodSync(folder, 0o755);
    removeFolder(folder);
  });

  const contents = (): readonly (readonly [string, string])[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path, readFileSync(path, 'hex')]);

  function assertRefused(words: string, says: string, options: RunOptions): void {
    const before = contents();
    const { code, stderr } = runFairlead(folder, words.split(' '), options);
    assert.equal(code, 2, stderr);
    assert.ok(stderr.includes(`fairlead: ${says}: `), stderr);
    assert.doesNotMatch(stderr, /internal error|\n\s+at |no such file/);
    assert.deepEqual(contents(), before);
  }

  for (const [words, says] of WRITERS) {
    it(`is named by fairlead ${words}, where nothing may be written`, () => {
      for (const path of [folder, join(folder, 'rules')]) chmodSync(path, 0o555);
      // Rights do not hold an administrator back.
      const nobody = process.getuid?.() === 0 ? { user: 65534 } : {};
      assertRefused(words, says, { ...nobody, bundle: join(programs, 'dist/cli.cjs') });
    });

    it(`is named by fairlead ${words}, where it is full`, () => {
      const steps = join(programs, 'steps');
      const hook = pathToFileURL(join(import.meta.dirname, 'record-writes.js')).href;
      const environment = { NODE_OPTIONS: `--import ${hook}`, FAIRLEAD_STEPS: steps };
      writeFileSync(steps, '');
      assertRefused(words, says, { environment: { ...environment, FAIRLEAD_FAIL: 'writeFile ENOSPC' } });
    });
  }

  for (const words of SPEAKERS) {
    it(`is named by fairlead ${words} when its output goes there`, () => {
      const full = openSync('/dev/full', 'w');
      try {
        const { code, stderr } = runFairlead(folder, words.split(' '), { stdout: full });
        assert.equal(code, 2);
        assert.equal(stderr, 'fairlead: cannot write the output: the disk is full\n');
      } finally {
        closeSync(full);
      }
    });
  }

  it('is told from a folder that is missing', async () => {
    await makeFolder(join(folder, 'a/b/c'));
    await makeFolder(join(folder, 'a/b/c'));
    await assert.rejects(makeFolder(join(folder, 'load.py/a')), { code: 'ENOTDIR' });
    // A file system of the system's own, in which nobody makes folders.
    await assert.rejects(makeFolder('/proc/fairlead/a'), { code: 'ENOENT' });
  });
});
