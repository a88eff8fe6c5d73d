import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { JsonReport } from '../../src/core/report/json-report.js';
import { BUNDLE, type RunOptions, runFairlead } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder, writeFiles } from './temporary-folder.js';

const unsafe = 'import torch\n\nmodel = torch.load("model.pt", weights_only=False)\n';
const ruleId = 'python/torch-load-unsafe';
const nobody = 65_534;

function createNotebook(...sources: readonly string[]): string {
  const cells = sources.map((source) => ({
    cell_type: 'code',
    execution_count: null,
    metadata: {},
    outputs: [],
    source: source.split(/(?<=\n)/),
  }));
  const metadata = { kernelspec: { name: 'python3', language: 'python', display_name: 'Python 3' } };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

describe('fairlead check', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => {
    folder = createTemporaryFolder();
  });
  afterEach(() => removeFolder(folder));

  const run = (words: readonly string[], options?: RunOptions) =>
    runFairlead(folder, ['check', ...words], options);
  const check = (...words: readonly string[]): JsonReport => {
    const { stdout, stderr } = run(['--format', 'json', ...words]);
    assert.notEqual(stdout, '', stderr);
    return JSON.parse(stdout);
  };
  const places = (report: JsonReport) =>
    report.findings.map(({ path, range }) => `${path}:${range.start.line}:${range.start.column}`);

  describe('reports', () => {
    it('as text for people', () => {
      writeFiles(folder, { 'a.py': unsafe });
      const { code, stdout, stderr } = run([]);
      assert.equal(code, 1);
      assert.match(stdout, /^a\.py:3:9 {2}warning {2}.*\[python\/torch-load-unsafe\]\n/);
      assert.match(
        stdout,
        / 3 \| model = torch\.load\("model\.pt", weights_only=False\)\n {6}\| {9}\^{10}\n/,
      );
      assert.match(stdout, /1 warning in 1 of 1 file\./);
      assert.equal(stderr, '');
    });

    it('as JSON and as SARIF that agree', () => {
      writeFiles(folder, { 'a.py': unsafe, 'b.ipynb': createNotebook('x = 1', unsafe) });
      const report = check();
      assert.deepEqual(
        report.findings.map(({ path, cell }) => [path, cell]),
        [
          ['a.py', undefined],
          ['b.ipynb', 1],
        ],
      );
      const { stdout } = run(['--format', 'sarif']);
      const results = JSON.parse(stdout).runs[0].results;
      assert.deepEqual(
        results.map((result: { ruleId: string; fingerprints: Record<string, string> }) => [
          result.ruleId,
          result.fingerprints['fairlead/v1'],
        ]),
        report.findings.map((finding) => [finding.ruleId, finding.fingerprint]),
      );
      const { region } = results[1].locations[0].physicalLocation;
      const rawLine = readFileSync(join(folder, 'b.ipynb'), 'utf8').split('\n')[region.startLine - 1] ?? '';
      assert.equal(rawLine.slice(region.startColumn - 1, region.endColumn - 1), 'torch.load');
      assert.deepEqual([results[1].properties.cell, results[1].properties.cellLine], [1, 3]);
    });

    it('the same in every run', () => {
      writeFiles(folder, { 'a.py': unsafe, 'd/b.py': unsafe });
      for (const format of ['text', 'json', 'sarif']) {
        assert.equal(run(['--format', format]).stdout, run(['--format', format]).stdout);
      }
    });

    it('the same without shortcuts', () => {
      writeFiles(folder, { 'a.py': unsafe, 'b.ipynb': createNotebook('x = 1', unsafe), 'c.py': 'x = 1\n' });
      assert.equal(run(['--format', 'json', '--no-index']).stdout, run(['--format', 'json']).stdout);
    });

    it('paths relative to the project, and in text relative to the current folder', () => {
      writeFiles(folder, { '.git/HEAD': '', 'pkg/src/a.py': unsafe });
      const inside = join(folder, 'pkg');
      assert.match(runFairlead(inside, ['check', 'src']).stdout, /^src\/a\.py:3:9/);
      const { stdout } = runFairlead(inside, ['check', '--format', 'json']);
      assert.deepEqual(places(JSON.parse(stdout)), ['pkg/src/a.py:3:9']);
    });

    it('one line per finding when quiet, and nothing when there is nothing', () => {
      writeFiles(folder, { 'a.py': unsafe, 'b.py': '' });
      assert.match(run(['-q']).stdout, /^a\.py:3:9 .*\n$/);
      assert.equal(run(['-q', 'b.py']).stdout, '');
    });

    it('in colour only when told or on a terminal', () => {
      writeFiles(folder, { 'a.py': unsafe });
      const mark = String.fromCharCode(27);
      assert.ok(!run([]).stdout.includes(mark));
      assert.ok(run([], { environment: { FORCE_COLOR: '1' } }).stdout.includes(mark));
    });
  });

  describe('ends with', () => {
    it('0 without findings at or above the level, 1 with', () => {
      writeFiles(folder, { 'a.py': unsafe, 'clean.py': 'x = 1\n' });
      const codes = [
        run(['clean.py']),
        run(['a.py']),
        run(['a.py', '--fail-on', 'note']),
        run(['a.py', '--fail-on', 'error']),
        run(['a.py', '--fail-on', 'never']),
      ].map(({ code }) => code);
      assert.deepEqual(codes, [0, 1, 1, 0, 0]);
    });

    it('0 for a suppressed finding, which is counted', () => {
      const line =
        'm = torch.load("m", weights_only=False)  # fairlead: ignore[python/torch-load-unsafe] our own file\n';
      writeFiles(folder, { 'a.py': `import torch\n${line}` });
      const { code, stdout } = run([]);
      assert.equal(code, 0);
      assert.match(stdout, /No findings in 1 file\. 1 suppressed\./);
    });

    it('2 for a path that is not there, and reports nothing', () => {
      writeFiles(folder, { 'a.py': unsafe });
      const { code, stdout, stderr } = run(['a.py', 'gone.py', '--output', 'out.json']);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, /^fairlead: cannot check "gone\.py": no such file or folder\n$/);
      assert.deepEqual(readdirSync(folder), ['a.py']);
    });

    it('2 for an option that does not exist', () => {
      const { code, stderr } = run(['--fromat', 'json']);
      assert.equal(code, 2);
      assert.match(stderr, /unknown option "--fromat"; did you mean --format\?/);
    });

    it('2 for a path no system can open', () => {
      const { code, stderr } = run(['x'.repeat(5000)]);
      assert.equal(code, 2);
      assert.match(stderr, /the name is too long/);
    });
  });

  describe('says what it did not scan, and scans the rest:', () => {
    const noticesOf = (report: JsonReport) =>
      report.notices.map(({ kind, path, message }) => `${kind} ${path}: ${message}`);

    it('binary and badly encoded files', () => {
      writeFiles(folder, {
        'a.py': unsafe,
        'binary.py': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]),
        'latin.py': Buffer.from('# caf\xe9\n', 'latin1'),
        'klingon.py': '# coding: klingon\n',
      });
      const report = check();
      assert.deepEqual(places(report), ['a.py:3:9']);
      assert.deepEqual(noticesOf(report), [
        'not-scanned binary.py: Not scanned: it is a binary file (it has a NUL byte)',
        'not-scanned klingon.py: Not scanned: its encoding "klingon" is not known; save it as UTF-8',
        'not-scanned latin.py: Not scanned: it is not valid UTF-8; save it as UTF-8 or add a coding comment',
      ]);
      assert.equal(report.summary.files, 1);
    });

    it('files above the limit', () => {
      writeFiles(folder, { 'a.py': unsafe, 'big.py': `${unsafe}${'# more\n'.repeat(2000)}` });
      const report = check('--max-file-size', '4K');
      assert.deepEqual(places(report), ['a.py:3:9']);
      assert.match(
        noticesOf(report)[0] ?? '',
        /^not-scanned big\.py: Not scanned: it has 13\.7 KiB, more than the limit of 4\.0 KiB; raise it/,
      );
    });

    it('a file of more than 5 MiB, unless told otherwise', () => {
      writeFiles(folder, { 'a.py': unsafe, 'huge.py': `${unsafe}${'x = 1\n'.repeat(900_000)}` });
      const report = check();
      assert.deepEqual(places(report), ['a.py:3:9']);
      assert.match(noticesOf(report).join(), /^not-scanned huge\.py: /);
      assert.deepEqual(places(check('--max-file-size', '10M')), ['a.py:3:9', 'huge.py:3:9']);
    });

    it('a broken notebook', () => {
      writeFiles(folder, { 'a.py': unsafe, 'broken.ipynb': '{"cells": [' });
      const report = check();
      assert.deepEqual(places(report), ['a.py:3:9']);
      assert.match(noticesOf(report).join(), /^not-scanned broken\.ipynb: /);
    });

    it('what it may not read', () => {
      writeFiles(folder, { 'a.py': unsafe, 'closed/b.py': unsafe, 'secret.py': unsafe });
      chmodSync(join(folder, 'closed'), 0o000);
      chmodSync(join(folder, 'secret.py'), 0o000);
      // An administrator may read everything, so run as somebody else, from a place open to all.
      const program = join(createTemporaryFolder(), 'dist');
      try {
        let options: RunOptions = {};
        if (process.getuid?.() === 0) {
          cpSync(dirname(BUNDLE), program, { recursive: true });
          cpSync('package.json', join(dirname(program), 'package.json'));
          chmodSync(program, 0o755);
          options = { user: nobody, bundle: join(program, 'cli.cjs') };
        }
        const { code, stdout } = run(['--format', 'json'], options);
        assert.equal(code, 1);
        const report: JsonReport = JSON.parse(stdout);
        assert.deepEqual(places(report), ['a.py:3:9']);
        assert.deepEqual(noticesOf(report), [
          'not-scanned closed: Not scanned: permission denied',
          'not-scanned secret.py: Not scanned: permission denied',
        ]);
      } finally {
        chmodSync(join(folder, 'closed'), 0o755);
        removeFolder(dirname(program));
      }
    });

    it('links that lead nowhere, in circles or out of the project', () => {
      writeFiles(folder, { 'a.py': unsafe });
      symlinkSync('loop.py', join(folder, 'loop.py'));
      symlinkSync('gone', join(folder, 'gone.py'));
      const { notices } = check();
      assert.deepEqual(
        notices.map(({ path }) => path),
        ['gone.py', 'loop.py'],
      );
    });

    it('files whose names are no UTF-8', () => {
      writeFileSync(
        Buffer.concat([Buffer.from(`${folder}/odd`), Buffer.from([0xff]), Buffer.from('.py')]),
        unsafe,
      );
      assert.deepEqual(noticesOf(check()), [
        'not-scanned odd\ufffd.py: Not scanned: its name is not UTF-8; rename it',
      ]);
    });

    it('in SARIF as notifications', () => {
      writeFiles(folder, { 'binary.py': '\0' });
      const { stdout } = run(['--format', 'sarif']);
      const [invocation] = JSON.parse(stdout).runs[0].invocations;
      assert.equal(invocation.toolExecutionNotifications[0].descriptor.id, 'not-scanned');
    });
  });

  describe('reads', () => {
    it('files with syntax errors, without a finding for the error', () => {
      writeFiles(folder, { 'a.py': `def broken(:\n    pass\n\n${unsafe}` });
      assert.deepEqual(places(check()), ['a.py:6:9']);
    });

    const texts: readonly (readonly [name: string, content: string | Uint8Array, place: string])[] = [
      ['a byte order mark', `\ufeff${unsafe}`, 'a.py:3:9'],
      ['CRLF', unsafe.replaceAll('\n', '\r\n'), 'a.py:3:9'],
      ['tabs', 'import torch\nif x:\n\tm = torch.load("m", weights_only=False)\n', 'a.py:3:6'],
      ['emoji', 'import torch\ns = "\u{1f600}"; m = torch.load("m", weights_only=False)\n', 'a.py:2:15'],
      ['Latin-1', Buffer.from(`# coding: latin-1\n# \xe9\n${unsafe}`, 'latin1'), 'a.py:5:9'],
    ];
    for (const [name, content, place] of texts) {
      it(`${name} with right places`, () => {
        writeFiles(folder, { 'a.py': content });
        assert.deepEqual(places(check()), [place]);
      });
    }

    it('files of any name', () => {
      const names = ['a b.py', 'q"uo\'te.py', 'new\nline.py', '\u{1f600}.py', '-dash.py', '%41.py'];
      writeFiles(folder, Object.fromEntries(names.map((name) => [name, unsafe])));
      assert.deepEqual(
        check().findings.map(({ path }) => path),
        [...names].sort(),
      );
      assert.deepEqual(
        check('--', ...names).findings.map(({ path }) => path),
        [...names].sort(),
      );
      assert.equal(run([]).stdout.includes('new\nline'), false);
      const { stdout } = run(['--format', 'sarif']);
      const uris = JSON.parse(stdout).runs[0].results.map(
        (result: { locations: [{ physicalLocation: { artifactLocation: { uri: string } } }] }) =>
          result.locations[0].physicalLocation.artifactLocation.uri,
      );
      assert.deepEqual(uris.map(decodeURIComponent), [...names].sort());
    });

    it('standard input as a file', () => {
      const words = ['--stdin', '--stdin-path', 'src/a.py', '--format', 'json'];
      const { stdout, code } = run(words, { input: unsafe });
      assert.equal(code, 1);
      assert.deepEqual(places(JSON.parse(stdout)), ['src/a.py:3:9']);
      assert.equal(run(words, { input: Buffer.from([0]) }).code, 2);
    });

    it('the versions that the project states, wherever it is started', () => {
      writeFiles(folder, {
        '.git/HEAD': '',
        'requirements.txt': 'torch==2.1.0\n',
        'src/a.py': 'import torch\nm = torch.load("m")\n',
      });
      const levels = (path: string) => {
        const { stdout } = runFairlead(join(folder, 'src'), ['check', path, '--format', 'json']);
        const report: JsonReport = JSON.parse(stdout);
        return report.findings.map(({ level }) => level);
      };
      assert.deepEqual([levels('.'), levels('a.py')], [['warning'], ['warning']]);
      writeFiles(folder, { 'requirements.txt': 'torch==2.7.0\n' });
      assert.deepEqual([levels('.'), levels('a.py')], [['note'], ['note']]);
    });

    it('what Git does not ignore', () => {
      writeFiles(folder, { '.git/HEAD': '', '.gitignore': 'out/\n', 'out/a.py': unsafe, 'b.py': unsafe });
      assert.deepEqual(places(check()), ['b.py:3:9']);
      assert.deepEqual(places(check('--no-ignore')), ['b.py:3:9', 'out/a.py:3:9']);
      assert.deepEqual(places(check('out/a.py')), ['out/a.py:3:9']);
    });
  });

  describe('fairlead.yaml', () => {
    it('sets levels, leaves files out and says what fails', () => {
      writeFiles(folder, {
        'fairlead.yaml': 'rules:\n  python/torch-load-unsafe: error\nexclude: [old/]\nfailOn: error\n',
        'a.py': unsafe,
        'old/a.py': unsafe,
      });
      const report = check();
      assert.deepEqual(places(report), ['a.py:3:9']);
      assert.equal(report.findings[0]?.level, 'error');
      assert.equal(run([]).code, 1);
      writeFiles(folder, { 'fairlead.yaml': 'failOn: error\n' });
      assert.equal(run([]).code, 0);
      assert.equal(run(['--fail-on', 'warning']).code, 1);
      writeFiles(folder, { 'fairlead.yaml': 'rules:\n  python/torch-load-unsafe: off\n' });
      assert.deepEqual(places(check()), []);
    });

    it('limits the size of files, unless the command line does', () => {
      writeFiles(folder, { 'fairlead.yaml': 'maxFileSize: 10\n', 'a.py': unsafe });
      assert.equal(check('a.py').notices.length, 1);
      assert.equal(check('a.py', '--max-file-size', '1M').notices.length, 0);
    });

    it('may be another file', () => {
      writeFiles(folder, { 'conf/ci.yaml': 'exclude: ["*.py"]\n', 'a.py': unsafe });
      assert.deepEqual(places(check('--config', 'conf/ci.yaml')), []);
    });

    it('ends with 2 at its line and column when it is wrong, and checks nothing', () => {
      writeFiles(folder, { 'fairlead.yaml': 'exclude: []\nrulse:\n  x: off\n', 'a.py': unsafe });
      const { code, stdout, stderr } = run([]);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, /^fairlead: fairlead\.yaml:2:1: .*did you mean rules\?/);
    });

    it('ends with 2 when the named file is not there', () => {
      const { code, stderr } = run(['--config', 'gone.yaml']);
      assert.equal(code, 2);
      assert.match(stderr, /cannot read gone\.yaml: no such file/);
    });
  });

  describe('--output', () => {
    it('writes the report whole and leaves nothing else', () => {
      writeFiles(folder, { 'a.py': unsafe, 'out.json': 'old' });
      const { code, stdout } = run(['--format', 'json', '--output', 'out.json']);
      assert.equal(code, 1);
      assert.equal(stdout, '');
      assert.equal(readFileSync(join(folder, 'out.json'), 'utf8'), run(['a.py', '--format', 'json']).stdout);
      assert.deepEqual(readdirSync(folder), ['a.py', 'out.json']);
    });

    it('ends with 2 where a file cannot be', () => {
      writeFiles(folder, { 'a.py': unsafe });
      mkdirSync(join(folder, 'taken'));
      for (const output of ['gone/out.json', 'taken']) {
        const { code, stderr } = run(['--output', output]);
        assert.equal(code, 2);
        assert.match(stderr, /^fairlead: cannot write the report to ".*": /);
      }
      assert.deepEqual(readdirSync(folder), ['a.py', 'taken']);
    });

    it('keeps the old report when the check cannot run', () => {
      writeFiles(folder, { 'out.json': 'old' });
      assert.equal(run(['gone.py', '--output', 'out.json']).code, 2);
      assert.equal(readFileSync(join(folder, 'out.json'), 'utf8'), 'old');
    });
  });

  it('names the rule that found it', () => {
    writeFiles(folder, { 'a.py': unsafe });
    assert.deepEqual(
      check().findings.map((finding) => finding.ruleId),
      [ruleId],
    );
  });
});
