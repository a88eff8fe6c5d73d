import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { Finding } from '../../../src/core/findings/finding.js';
import { assessProject } from '../../../src/core/guidelines/assess-project.js';
import { findWantedFiles } from '../../../src/core/guidelines/evidence-paths.js';
import { listItemStatuses, type QuestionStatus, type State } from '../../../src/core/guidelines/status.js';
import { isManifest } from '../../../src/core/semantics/manifests/manifest-kinds.js';
import { readProjectFacts } from '../../../src/core/semantics/manifests/project-index.js';
import type { Location } from '../../../src/core/source/document.js';
import { createFinding } from './status-samples.js';

type Files = Readonly<Record<string, string>>;

/** A question of the shipped checklists, files of a project, and the state that a reviewer would give. */
type Row = readonly [name: string, id: string, files: Files, state: State, reason: RegExp];

const code: Files = { 'app/main.py': 'import torch\n' };
const tests: Files = { ...code, 'tests/test_main.py': 'def test_main(): ...\n' };
const workflow = (step: string): Files => ({
  '.github/workflows/ci.yml': `jobs:\n  test:\n    steps:\n${step}`,
});
const lock =
  '[[package]]\nname = "torch"\nversion = "2.6.0"\nfiles = [{ file = "a", hash = "sha256:00ff" }]\n';
const locked: Files = {
  ...code,
  'pyproject.toml': '[project]\nname = "a"\nversion = "1"\ndependencies = ["torch>=2"]\n',
  'poetry.lock': lock,
};
const dockerfile = (...lines: readonly string[]): Files => ({
  Dockerfile: ['FROM python:3.12', ...lines, ''].join('\n'),
});

const table: readonly Row[] = [
  ['locked with hashes', 'ncsc-2.1.q1', locked, 'evidenced', /^poetry\.lock locks versions with hashes/],
  [
    'packages of npm that are locked',
    'ncsc-2.1.q1',
    {
      'web/chat.ts': '',
      'pnpm-lock.yaml': 'packages:\n  ai@5.0.1:\n    resolution: {integrity: sha512-AA==}\n',
    },
    'open',
    /^Not proved: the packages of npm are locked with hashes in pnpm-lock\.yaml/,
  ],
  [
    'a lock file without the hashes of files',
    'ncsc-2.1.q1',
    {
      ...locked,
      'poetry.lock': `${lock.replace(/files.*/, 'files = []')}[metadata]\ncontent-hash = "00ff"\n`,
    },
    'open',
    /poetry\.lock lacks hashes/,
  ],
  [
    'an exact version beside the lock file',
    'ncsc-2.1.q1',
    { ...locked, 'requirements.txt': 'numpy==2.0.0\n' },
    'open',
    /^Not shown: the package numpy is in no lock file\.$/,
  ],
  [
    'an image that installs the project past its lock file',
    'ncsc-2.1.q1',
    { ...locked, ...dockerfile('COPY . .', 'RUN pip install ".[server]"') },
    'failing',
    /^Dockerfile installs the project without a lock file/,
  ],
  [
    'the same in place',
    'ncsc-2.1.q1',
    { ...locked, ...dockerfile('RUN pip install -e .') },
    'failing',
    /^Dockerfile/,
  ],
  [
    'an image that installs what is locked first',
    'ncsc-2.1.q1',
    { ...locked, ...dockerfile('RUN pip install -r requirements.lock', 'RUN pip install .') },
    'evidenced',
    /poetry\.lock/,
  ],
  [
    'an image that installs the project alone',
    'ncsc-2.1.q1',
    { ...locked, ...dockerfile('RUN poetry install', 'RUN pip install --no-deps .') },
    'evidenced',
    /poetry\.lock/,
  ],
  [
    'a CI that moves on from the lock file',
    'ncsc-2.1.q1',
    { ...locked, ...workflow('      - run: poetry update\n') },
    'open',
    /ci\.yml has an installation of newer versions/,
  ],
  [
    'tests that CI runs',
    'ncsc-2.4.q2',
    { ...tests, ...workflow('      - run: poetry run pytest -x\n') },
    'evidenced',
    /^\.github\/workflows\/ci\.yml runs the tests, and no notebook stands among the code\.$/,
  ],
  [
    'tests that CI runs in the root by name',
    'ncsc-2.4.q2',
    { ...tests, ...workflow('      - working-directory: .\n        run: pytest\n') },
    'evidenced',
    /ci\.yml/,
  ],
  [
    'CI that only installs what runs tests',
    'ncsc-2.4.q2',
    { ...tests, ...workflow('      - name: Install pytest\n        run: pip install pytest\n') },
    'open',
    /lacks a run of tests at the root/,
  ],
  [
    'CI that checks links with pytest',
    'ncsc-2.4.q2',
    { ...tests, ...workflow('      - run: pytest --check-links README.md\n') },
    'open',
    /lacks a run of tests at the root/,
  ],
  [
    'tests that CI runs for one folder only',
    'ncsc-2.4.q2',
    { ...tests, ...workflow('      - working-directory: "app/code"\n        run: pytest tests/\n') },
    'open',
    /lacks a run of tests at the root/,
  ],
  [
    'the same by changing into it',
    'ncsc-2.4.q2',
    { ...tests, ...workflow('      - run: cd app && pytest\n') },
    'open',
    /lacks a run of tests at the root/,
  ],
  [
    'a notebook beside the code',
    'ncsc-2.4.q2',
    { ...tests, ...workflow('      - run: pytest\n'), 'app/try.ipynb': '{}' },
    'open',
    /^Not shown: app\/try\.ipynb is a notebook among the code\.$/,
  ],
  [
    'notebooks in a folder of their own',
    'ncsc-2.4.q2',
    { ...tests, ...workflow('      - run: pytest\n'), 'notebooks/try.ipynb': '{}' },
    'evidenced',
    /ci\.yml/,
  ],
  [
    'CI without tests',
    'ncsc-2.4.q2',
    { ...code, ...workflow('      - run: pytest\n') },
    'open',
    /there is no folder with tests/,
  ],
  [
    'an image that runs as root',
    'ncsc-3.1.q3',
    { ...code, ...dockerfile('RUN true') },
    'failing',
    /^Dockerfile sets no USER/,
  ],
  [
    'an image built by one that runs as root',
    'ncsc-3.1.q3',
    { ...code, ...dockerfile('FROM gcr.io/distroless/python3:nonroot') },
    'open',
    /./,
  ],
  [
    'an evaluation in every pull request, by the name of its step',
    'ncsc-4.3.q1',
    {
      ...code,
      '.github/workflows/ml.yml':
        'on:\n  pull_request:\njobs:\n  ml:\n    steps:\n      - name: Comment evaluation results on PR\n',
    },
    'evidenced',
    /ml\.yml evaluates on every change/,
  ],
  [
    'a step that evaluates something else',
    'ncsc-4.3.q1',
    {
      ...code,
      '.github/workflows/ml.yml':
        'on:\n  pull_request:\njobs:\n  ml:\n    steps:\n      - name: Evaluate path filters\n',
    },
    'open',
    /lacks an evaluation \(promptfoo, lm_eval\)/,
  ],
  [
    'CI that scans packages, but not the image',
    'ncsc-2.1.q3',
    { ...code, ...dockerfile('USER me'), ...workflow('      - run: pip-audit\n') },
    'open',
    /^Not shown: CI scans dependencies, but not the image that Dockerfile builds\.$/,
  ],
  [
    'an image and CI that scans nothing',
    'ncsc-2.1.q3',
    { ...code, ...dockerfile('USER me'), ...workflow('      - run: pytest\n') },
    'open',
    /^Not shown: \S+ lacks a scan of packages and images \(Trivy\); \S+ lacks a scan of dependencies \(pip-audit\) \(either would do\)\.$/,
  ],
  [
    'code without shortcuts',
    'ncsc-2.4.q1',
    code,
    'open',
    /^Not shown: the code holds no TODO, FIXME or HACK comment/,
  ],
  [
    'a project without the document that people vouch for',
    'ncsc-1.2.q3',
    code,
    'open',
    /^There is no written threat model, such as docs\/threat-model\.md; only a person can vouch for this: its last commit/,
  ],
  [
    'a project with it',
    'ncsc-1.2.q3',
    { ...code, 'docs/threat-model.md': '# Threats\n' },
    'open',
    /^Only a person can vouch for this: its last commit/,
  ],
  [
    'settings of a deployment that are no Kubernetes manifest',
    'ncsc-3.1.q3',
    { ...code, 'deploy/cluster.yaml': 'cloud: here\n', ...dockerfile('USER me') },
    'open',
    /there is no Kubernetes manifest/,
  ],
  [
    'two documents of which one would do',
    'ncsc-1.4.q1',
    code,
    'open',
    /^Not shown: there is no decision record on the model, such as docs\/adr\/0001-model-choice\.md; there is no model card, such as MODEL_CARD\.md \(either would do\)\.$/,
  ],
  [
    'a README that says where the model is wrong',
    'g7-gp-9.q2',
    {
      ...code,
      'README.md': `# A\n\n${'word '.repeat(120)}\n\n## Limitations\n\nAnswers on dates are often incorrect.\n`,
    },
    'evidenced',
    /README\.md says what the AI cannot do/,
  ],
  [
    'a README on the limits of the machine',
    'g7-gp-9.q2',
    {
      ...code,
      'README.md': `# A\n\n${'word '.repeat(120)}\n\n## Tips for GPU memory limitations\n\nPass a smaller type when the answers are incorrect.\n`,
    },
    'open',
    /README\.md lacks a section on what the AI cannot do/,
  ],
  [
    'a README on the limits of the program',
    'g7-gp-9.q2',
    {
      ...code,
      'README.md': `# A\n\n${'word '.repeat(120)}\n\n## Limitations\n\nOnly Linux has been tried so far.\n`,
    },
    'open',
    /README\.md lacks a word on wrong results/,
  ],
  [
    'an explanation under a question',
    'g7-coc-9.q2',
    {
      ...code,
      'README.md': `# A\n\n${'word '.repeat(120)}\n\n## How Does it Work?\n\nIt calls a model and prints.\n`,
    },
    'open',
    /^Not shown: README\.md lacks a section on where it fails and a word on wrong results\.$/,
  ],
  [
    'documentation in MDX',
    'ncsc-1.1.q4',
    { ...code, 'docs/safety.mdx': '# Safety\n\nPrompt injection may run code on your machine.\n' },
    'evidenced',
    /docs\/safety\.mdx tells users about the risks/,
  ],
];

describe('the shipped evidence', () => {
  const { frameworks, evidence } = loadKnowledge(process.cwd());

  function assess(id: string, files: Files, findings: readonly Finding[] = []): QuestionStatus {
    const paths = Object.keys(files).sort();
    const wanted = findWantedFiles(paths, evidence).filter(({ maxLength }) => maxLength > 0);
    const manifests = paths.filter(isManifest).map((path) => ({ path, text: files[path] ?? '' }));
    const status = assessProject({
      frameworks,
      evidence,
      paths,
      texts: wanted.map(({ path }) => ({ path, text: files[path] ?? '' })),
      findings,
      landmarks: [],
      notices: [],
      project: readProjectFacts(manifests).facts,
      rulesOff: [],
      attestations: [],
      today: '2026-11-23',
    });
    const found = status.frameworks
      .flatMap(listItemStatuses)
      .flatMap(({ questions }) => questions)
      .find((question) => question.id === id);
    assert.ok(found, id);
    return found;
  }

  for (const [name, id, files, state, reason] of table) {
    it(`calls ${id} ${state} for ${name}`, () => {
      const found = assess(id, files);
      assert.equal(found.state, state, found.reason);
      assert.match(found.reason, reason);
      if (state === 'evidenced' || state === 'failing')
        assert.ok(found.locations.length > 0, 'a place to look');
    });
  }

  it('points at the line that installs past the lock file', () => {
    const files = { ...locked, ...dockerfile('COPY . .', 'RUN pip install .') };
    assert.equal(assess('ncsc-2.1.q1', files).locations[0]?.range.start.line, 2);
  });

  it('counts a finding only beside what the question is about, and points there', () => {
    const at = (line: number): Location => ({
      path: 'app/main.py',
      range: { start: { line, character: 0 }, end: { line, character: 9 } },
    });
    const found = (ruleId: string, line: number, related: readonly number[] = []): Finding => ({
      ...createFinding(ruleId),
      location: at(line),
      related: related.map((other) => ({ location: at(other), message: 'also' })),
    });
    const unpinned = found('python/hub-revision-unpinned', 1, [5]);
    assert.equal(assess('ncsc-2.1.q2', code, [unpinned]).state, 'failing');
    assert.notEqual(assess('ncsc-1.4.q2', code, [unpinned]).state, 'failing');
    assert.notEqual(assess('ncsc-1.4.q2', code, [unpinned, found('fact/model-fetch/0', 3)]).state, 'failing');
    const failing = assess('ncsc-1.4.q2', code, [unpinned, found('fact/model-fetch/0', 5)]);
    assert.equal(failing.state, 'failing');
    assert.deepEqual(
      failing.locations.map(({ range }) => range.start.line),
      [5],
    );
  });

  it('names what points to yes without proving it, and where', () => {
    const loads = createFinding('fact/loads-model/imports', 'app/main.py');
    const found = assess('ncsc-3.2.q2', code, [
      loads,
      createFinding('fact/hash-comparison/0', 'app/main.py'),
    ]);
    assert.equal(found.state, 'open');
    assert.match(found.reason, /^Not proved: hashes are compared in app\/main\.py, and whether every model/);
    assert.deepEqual(
      found.locations.map(({ path }) => path),
      ['app/main.py'],
    );
    const aside = assess('ncsc-3.2.q2', code, [
      loads,
      createFinding('fact/hash-comparison/0', 'tests/test_a.py'),
    ]);
    assert.doesNotMatch(aside.reason, /compared/);
  });

  it('looks into long files in bounded time', () => {
    const long = '      - run: echo hello world  \n'.repeat(6000);
    const files = {
      ...workflow(long),
      ...dockerfile(long.replaceAll('- run:', 'RUN')),
      'deploy/a.yaml': long,
    };
    assert.notEqual(assess('ncsc-2.4.q2', files).state, 'evidenced');
  });

  it('wants notebooks by their path alone', () => {
    const wanted = findWantedFiles(['app/a.ipynb', 'README.md'], evidence);
    assert.deepEqual(
      wanted.map(({ path, maxLength }) => [path, maxLength > 0]),
      [
        ['README.md', true],
        ['app/a.ipynb', false],
      ],
    );
  });
});
