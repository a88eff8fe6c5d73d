import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonStatusReport } from '../../src/core/report/status-json.js';
import { type RunOptions, runFairlead } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder, writeFiles } from './temporary-folder.js';

const unsafe = 'import torch\n\nmodel = torch.load("model.pt", weights_only=False)\n';
const policy = '# Security\nWrite to security@example.org. Good-faith research is welcome.\n';

describe('fairlead status', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => {
    folder = createTemporaryFolder();
  });
  afterEach(() => removeFolder(folder));

  const run = (words: readonly string[], options?: RunOptions) =>
    runFairlead(folder, ['status', ...words], options);
  const assess = (...words: readonly string[]): JsonStatusReport => {
    const { stdout, stderr } = run(['--format', 'json', ...words]);
    assert.notEqual(stdout, '', stderr);
    return JSON.parse(stdout);
  };
  const questionsOf = (report: JsonStatusReport) =>
    report.frameworks.flatMap(({ sections }) =>
      sections.flatMap(({ items }) => items.flatMap(({ questions }) => questions)),
    );
  const find = (report: JsonStatusReport, id: string) => {
    const question = questionsOf(report).find((each) => each.id === id);
    assert.ok(question !== undefined, id);
    return question;
  };

  it('judges every question of every framework, each with a reason', () => {
    writeFiles(folder, { 'a.py': unsafe, 'SECURITY.md': policy });
    const questions = questionsOf(assess());
    assert.equal(questions.length, 154);
    assert.deepEqual(
      questions
        .filter(({ reason }) => !/^[A-Z0-9{"'.].*\.$/s.test(reason))
        .map(({ id, reason }) => [id, reason]),
      [],
    );
  });

  it('points at the lines that prove and break', () => {
    writeFiles(folder, { 'a.py': unsafe, 'SECURITY.md': policy });
    const report = assess();
    const broken = find(report, 'ncsc-1.3.q1');
    assert.deepEqual(
      [broken.state, broken.locations.map(({ path, range }) => [path, range.start.line])],
      ['failing', [['a.py', 3]]],
    );
    const proven = find(report, 'ncsc-4.4.q1');
    assert.deepEqual(
      [proven.state, proven.locations.map(({ path, range }) => [path, range.start.line])],
      [
        'evidenced',
        [
          ['SECURITY.md', 2],
          ['SECURITY.md', 2],
        ],
      ],
    );
    assert.equal(find(report, 'ncsc-3.2.q3').state, 'not-applicable');
  });

  it('reads workflows, tests and dependency files', () => {
    writeFiles(folder, {
      'src/a.py': 'x = 1\n',
      'tests/test_a.py': 'def test_x(): pass\n',
      'requirements.txt': 'torch>=2\n',
      '.github/workflows/ci.yml':
        'on: push\njobs:\n  t:\n    steps:\n      - run: pytest\n      - run: pip-audit\n',
    });
    const report = assess();
    assert.equal(find(report, 'ncsc-2.4.q2').state, 'evidenced');
    assert.equal(find(report, 'ncsc-2.1.q3').state, 'evidenced');
    assert.equal(find(report, 'ncsc-2.1.q1').state, 'failing');
  });

  it('knows what a notebook shows', () => {
    const cell = {
      cell_type: 'code',
      execution_count: null,
      metadata: {},
      outputs: [],
      source: ['from fastapi import FastAPI\n'],
    };
    const metadata = { kernelspec: { name: 'python3', language: 'python', display_name: 'Python 3' } };
    writeFiles(folder, {
      'a.ipynb': JSON.stringify({ cells: [cell], metadata, nbformat: 4, nbformat_minor: 5 }),
    });
    assert.equal(find(assess(), 'ncsc-3.2.q3').state, 'open');
  });

  it('leaves out what Git ignores, unless told otherwise', () => {
    writeFiles(folder, { '.git/HEAD': '', '.gitignore': 'SECURITY.md\n', 'a.py': '', 'SECURITY.md': policy });
    assert.equal(find(assess(), 'ncsc-4.4.q1').state, 'open');
    assert.equal(find(assess('--no-ignore'), 'ncsc-4.4.q1').state, 'evidenced');
  });

  it('takes a folder in place of the project around', () => {
    writeFiles(folder, { '.git/HEAD': '', 'SECURITY.md': policy, 'part/a.py': unsafe });
    assert.equal(find(assess('part'), 'ncsc-4.4.q1').state, 'open');
    assert.equal(find(assess('part'), 'ncsc-1.3.q1').locations[0]?.path, 'a.py');
    assert.match(run(['nowhere']).stderr, /cannot assess "nowhere": no such file or folder/);
    assert.match(run(['SECURITY.md']).stderr, /it is a file; name the folder/);
  });

  it('obeys fairlead.yaml', () => {
    writeFiles(folder, { 'a.py': unsafe, 'fairlead.yaml': 'exclude: [a.py]\n', 'b.py': 'import torch\n' });
    assert.equal(find(assess(), 'ncsc-1.3.q1').state, 'open');
  });

  for (const format of ['text', 'json', 'markdown', 'html', 'sarif', 'haip']) {
    it(`writes the same bytes again: ${format}`, () => {
      writeFiles(folder, { 'a.py': unsafe, 'SECURITY.md': policy });
      const first = run(['--format', format]);
      assert.equal(first.code, 0, first.stderr);
      assert.equal(run(['--format', format]).stdout, first.stdout);
      assert.equal(run(['--format', format, '-o', 'report']).stdout, '');
      assert.equal(readFileSync(join(folder, 'report'), 'utf8'), first.stdout);
    });
  }

  it('ends with 1 below a share, in one framework or any', () => {
    writeFiles(folder, { 'a.py': '' });
    assert.equal(run(['--fail-under', '0']).code, 0);
    assert.equal(run(['--fail-under', '1']).code, 1);
    assert.equal(run(['--fail-under', '1', '--framework', 'ncsc-secure-ai']).code, 1);
    assert.match(
      run(['-q', '--framework', 'ncsc-secure-ai']).stdout,
      /^Guidelines for secure AI system development\n/,
    );
    assert.equal(assess('--framework', 'g7-code-of-conduct').frameworks.length, 1);
  });

  it('shows a part', () => {
    writeFiles(folder, { 'a.py': '', 'SECURITY.md': policy });
    const open = assess('--open-only');
    assert.ok(questionsOf(open).every(({ state }) => ['failing', 'expired', 'open'].includes(state)));
    assert.equal(open.frameworks[0]?.progress.applicable, assess().frameworks[0]?.progress.applicable);
    const items = (report: JsonStatusReport) =>
      report.frameworks.flatMap(({ sections }) => sections.flatMap(({ items }) => items));
    assert.ok(items(assess('--role', 'deployer')).every(({ roles }) => roles.includes('deployer')));
    assert.ok(items(assess('--stage', 'training')).every(({ stages }) => stages.includes('training')));
  });

  it('says what got better and worse', () => {
    writeFiles(folder, { 'a.py': unsafe });
    run(['--format', 'json', '-o', 'old.json']);
    writeFiles(folder, {
      'a.py': 'import requests\nrequests.get("https://x", verify=False)\n',
      'SECURITY.md': policy,
    });
    const { code, stdout } = run(['--compare', 'old.json']);
    assert.equal(code, 0);
    assert.match(stdout, /better {2}ncsc-4\.4 [^\n]*\n[^\n]*ncsc-4\.4\.q1: open -> evidenced/);
    assert.match(stdout, /worse {3}ncsc-3\.1 [^\n]*\n[^\n]*ncsc-3\.1\.q5: open -> failing/);
    assert.match(run(['--compare', 'a.py']).stderr, /cannot compare with "a\.py": it is not JSON/);
    assert.match(run(['--compare', 'no.json']).stderr, /cannot read "no\.json": no such file/);
  });

  const wrong: readonly [words: readonly string[], message: RegExp][] = [
    [['--framework', 'ncsc'], /names no framework: "ncsc"; did you mean ncsc-secure-ai\?/],
    [['--fail-under', '101'], /whole number from 0 to 100/],
    [['--fail-under', '8x'], /whole number from 0 to 100/],
    [['--role', 'deploier'], /did you mean deployer\?/],
    [['--stage', 'trainig'], /did you mean training\?/],
    [['--format', 'pdf'], /--format is one of text, json, markdown, html, sarif, haip/],
    [['a', 'b'], /takes one folder/],
    [['--opn-only'], /did you mean --open-only\?/],
  ];
  for (const [words, message] of wrong) {
    it(`refuses ${words.join(' ')}`, () => {
      const { code, stdout, stderr } = run(words);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, message);
    });
  }

  it('finds in the example what is to be found', () => {
    cpSync('examples/ticket-triage', folder, { recursive: true });
    const report = assess();
    const failing = questionsOf(report)
      .filter(({ state }) => state === 'failing')
      .map(({ id }) => id);
    for (const id of [
      'ncsc-1.3.q1',
      'ncsc-1.3.q5',
      'ncsc-1.4.q2',
      'ncsc-2.1.q1',
      'ncsc-3.1.q1',
      'ncsc-3.1.q3',
      'ncsc-3.1.q5',
      'ncsc-3.2.q4',
    ]) {
      assert.ok(failing.includes(id), id);
    }
    assert.deepEqual(
      questionsOf(report)
        .filter(({ state }) => state === 'evidenced')
        .map(({ id }) => id),
      [],
    );
  });
});
