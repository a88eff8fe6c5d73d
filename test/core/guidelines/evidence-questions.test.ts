import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import { assessProject } from '../../../src/core/guidelines/assess-project.js';
import { findWantedFiles } from '../../../src/core/guidelines/evidence-paths.js';
import { listItemStatuses, type QuestionStatus, type State } from '../../../src/core/guidelines/status.js';
import { isManifest } from '../../../src/core/semantics/manifests/manifest-kinds.js';
import { readProjectFacts } from '../../../src/core/semantics/manifests/project-index.js';

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
    /package like numpy in a lock file/,
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
];

describe('the shipped evidence', () => {
  const { frameworks, evidence } = loadKnowledge(process.cwd());

  function assess(id: string, files: Files): QuestionStatus {
    const paths = Object.keys(files).sort();
    const wanted = findWantedFiles(paths, evidence).filter(({ maxLength }) => maxLength > 0);
    const manifests = paths.filter(isManifest).map((path) => ({ path, text: files[path] ?? '' }));
    const status = assessProject({
      frameworks,
      evidence,
      paths,
      texts: wanted.map(({ path }) => ({ path, text: files[path] ?? '' })),
      findings: [],
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
