import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Knowledge } from '../../src/core/api.js';
import { checkDocument } from '../../src/core/artifacts/check-document.js';
import type { GeneratedDocument } from '../../src/core/artifacts/generated-document.js';
import { mergeDocument } from '../../src/core/artifacts/merge-document.js';
import { readConfiguration } from '../../src/core/configuration/configuration.js';
import { setRuleLevel } from '../../src/core/configuration/set-rule-level.js';
import { formatBaseline, readBaseline } from '../../src/core/findings/baseline.js';
import type { Attestation } from '../../src/core/guidelines/attestation.js';
import { readAttestations } from '../../src/core/guidelines/attestation-reader.js';
import { addAttestation } from '../../src/core/guidelines/attestation-writer.js';
import { mergeSarif, SarifMergeError } from '../../src/core/report/merge-sarif.js';
import { readEarlierStatus } from '../../src/core/report/status-compare.js';
import { explainSlowRegex } from '../../src/core/rules/regex-safety.js';
import { readTeamRules } from '../../src/core/rules/team-rules.js';
import { createProjectIndex } from '../../src/core/semantics/manifests/project-index.js';
import { inspectFormat } from '../support/inspect-format.js';
import { mutateBytes } from './mutate-bytes.js';
import { mutateText } from './mutate-text.js';
import type { FuzzTarget } from './target.js';

const YAML_WORDS: readonly string[] = [
  ...[
    '&a ',
    '*a',
    '<<: *a',
    '!!js/function x',
    '!!binary x',
    '? ',
    '- ',
    ': ',
    '|\n',
    '>-\n',
    '---\n',
    '...\n',
    '#',
    '%YAML 9\n',
  ],
  ...[
    'null',
    '~',
    '[]',
    '{}',
    '__proto__: ',
    'ncsc-1.1.q1',
    'until: 2027-01-01',
    '(a+)+$',
    '\\u0000',
    '"',
    "'",
    '<<<<<<< a\n',
  ],
];
const JSON_WORDS: readonly string[] = [
  ...[
    'null',
    'true',
    '[]',
    '{}',
    '"a": ',
    ',',
    '"__proto__"',
    '"\\ud800"',
    '1e999',
    '//',
    '/*',
    '"runs"',
    '"version": "2.1.0"',
  ],
];
const MANIFEST_WORDS: readonly string[] = [
  ...[
    'torch==2.1 ; python_version < "3.9" \\\n --hash=sha256:aa\n',
    '-r a.txt\n',
    '-e git+https://a/b@c#egg=d\n',
    '>=',
    '~=',
    '!=',
    '===',
    '*',
  ],
  ...[
    '[tool.poetry.dependencies]\n',
    '[[package]]\n',
    'name = "torch"\n',
    'dependencies = ["a"]\n',
    '[x]\n',
    '; extra == "a"',
    '@ file:///a',
  ],
];
const DOCUMENT: GeneratedDocument = {
  kind: 'test',
  opening: '# Title\n\nFirst words.',
  frontMatter: { tags: ['a', 'b'], licence: 'mit' },
  sections: ['one', 'two'].map((id) => ({
    id,
    opening: `## Section ${id}\n\nWhat do you think?`,
    blocks: [
      {
        id: `${id}/block`,
        content: [
          '| name | where |\n| --- | --- |',
          ...['a', 'b c', 'POST /p'].map((name) => ({
            id: name,
            name,
            text: `| ${name} | [f.py:1](f.py#L1) |`,
          })),
        ],
        after: '**Question:** decision',
      },
    ],
  })),
};
const ENTRY: Attestation = {
  id: 'ncsc-1.1.q1',
  verdict: 'attested',
  by: 'Ada <ada@example.org>',
  date: '2026-11-23',
  reason: 'reviewed',
};

/** What reads the files that Fairlead itself keeps, a project's manifests, and model files. */
export function createFileTargets(knowledge: Knowledge): readonly FuzzTarget[] {
  const { frameworks } = knowledge;
  const ruleIds = knowledge.rules.map(({ id }) => id);
  const rules = readFolder('guidelines/rules', /^(?!.*model-file).*\.yaml$/).map(({ text }) =>
    text.replace(/^id: .*\//m, 'id: acme/'),
  );
  const written = mergeDocument(undefined, DOCUMENT);
  assert.ok(written.isMerged);
  const papers = [written.text, written.text.replaceAll('\n', '\r\n'), '# Notes\n\n- a\n- b\n'];
  const models = [...readFolder('test/fixtures/modelfiles', /\.(?!py$)[a-z0-9]+$/)].map(({ bytes }) =>
    Uint8Array.from(bytes.subarray(0, 100_000)),
  );
  const manifests = knowledge.rules
    .filter(({ languages }) =>
      languages.some((language) => /requirements|pyproject|dependenc/.test(language)),
    )
    .flatMap(({ examples }) => [...examples.bad, ...examples.good].map(({ code }) => code));
  const attestations = seedAttestations(frameworks);
  const baselines = [
    '{\n  "schemaVersion": 1,\n  "findings": {\n    "a.py": [\n      { "rule": "a/b", "symbol": "f", "fingerprint": "0123456789abcdef" }\n    ]\n  }\n}\n',
  ];
  const sarif = [
    JSON.stringify({
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'fairlead', version: '1', rules: [] } },
          invocations: [{ executionSuccessful: true, toolExecutionNotifications: [] }],
          results: [
            { ruleId: 'a', message: { text: 'b' }, fingerprints: { 'fairlead/v1': 'c' }, locations: [] },
          ],
        },
      ],
    }),
  ];
  const statuses = [
    JSON.stringify({
      kind: 'status',
      schemaVersion: 1,
      date: '2026-01-01',
      frameworks: [{ id: 'a', items: [{ id: 'b', state: 'open' }] }],
    }),
  ];

  const text = (
    name: string,
    holds: string,
    [seeds, words]: readonly [readonly string[], readonly string[]],
    run: (input: string) => void,
  ): FuzzTarget => ({
    ...{ name, holds },
    create: (random) => mutateText(random.pick(seeds), seeds, words, random),
    run: (input) => run(String(input)),
  });

  return [
    text('team-rules', 'A rule file is read, or its problems are listed.', [rules, YAML_WORDS], (input) => {
      const { problems, rules: read } = readTeamRules(
        [{ name: 'a.yaml', path: 'r/a.yaml', text: input }],
        knowledge,
        explainSlowRegex,
      );
      assert.ok(problems.length > 0 || read.length > 0 || input.trim() === '');
    }),
    text(
      'configuration',
      'fairlead.yaml is read or its problems are listed; a level that is set is there afterwards.',
      [
        ['rules:\n  python/torch-load-unsafe: off\nexclude: ["a/**"]\nfailOn: error\nteamRules: [a]\n', ''],
        YAML_WORDS,
      ],
      (input) => {
        const { problems } = readConfiguration('fairlead.yaml', input, ruleIds);
        if (problems.length > 0) return;
        let changed: string;
        try {
          changed = setRuleLevel(input, 'python/torch-load-unsafe', 'hint');
        } catch (cause) {
          assert.match(String(cause), /correct the file first|fairlead\.yaml/);
          return;
        }
        const { configuration } = readConfiguration('fairlead.yaml', changed, ruleIds);
        assert.equal(configuration.rules['python/torch-load-unsafe'], 'hint', changed);
      },
    ),
    text(
      'attestations',
      'Entries are read or listed as problems; an entry that is added is there afterwards, with all that were.',
      [attestations, YAML_WORDS],
      (input) => {
        const before = readAttestations(input, frameworks);
        const edit = addAttestation(input, ENTRY, frameworks);
        if (!edit.ok) return assert.ok(edit.why.length > 0);
        const after = readAttestations(edit.text, frameworks);
        assert.equal(after.attestations.length, before.attestations.length + 1, edit.text);
        assert.ok(after.problems.length <= before.problems.length);
      },
    ),
    text(
      'baseline',
      'A baseline that was read is written and read as the same.',
      [baselines, JSON_WORDS],
      (input) => {
        const { baseline } = readBaseline('.fairlead/baseline.json', input);
        const again = readBaseline('.fairlead/baseline.json', formatBaseline(baseline));
        assert.deepEqual(again.problems, []);
        assert.equal(formatBaseline(again.baseline), formatBaseline(baseline));
      },
    ),
    text(
      'sarif-merge',
      'Logs are merged into valid JSON, or refused by name.',
      [sarif, JSON_WORDS],
      (input) => {
        try {
          JSON.parse(
            mergeSarif([
              { path: 'a', text: input },
              { path: 'b', text: sarif[0] ?? '' },
            ]),
          );
        } catch (cause) {
          if (!(cause instanceof SarifMergeError)) throw cause;
        }
      },
    ),
    text('earlier-status', 'A report is read or refused with a reason.', [statuses, JSON_WORDS], (input) => {
      readEarlierStatus(input);
    }),
    text(
      'living-document',
      'A document that was merged is up to date, and merging it again changes nothing.',
      [
        papers,
        [
          ...YAML_WORDS,
          '<!-- fairlead:end one -->',
          '<!-- fairlead:begin x 0123456789abcdef -->',
          '| a |\n',
          '\r\n',
        ],
      ],
      (input) => {
        const first = mergeDocument(input, DOCUMENT);
        if (!first.isMerged) return assert.ok(first.problems.length > 0);
        const second = mergeDocument(first.text, DOCUMENT);
        assert.ok(second.isMerged, JSON.stringify(second));
        assert.equal(second.text, first.text);
        assert.ok(checkDocument(first.text, DOCUMENT).isCurrent);
      },
    ),
    {
      name: 'manifests',
      holds: 'Dependency files of every kind are read, or what was not is a notice.',
      create: (random) => {
        const path = random.pick(MANIFESTS);
        return JSON.stringify([path, mutateText(random.pick(manifests), manifests, MANIFEST_WORDS, random)]);
      },
      run: (pair) => {
        const [path = '', content = '']: readonly string[] = JSON.parse(String(pair));
        const index = createProjectIndex([{ path, text: content }]);
        index.factsFor('app.py');
      },
    },
    {
      name: 'model-file',
      holds: 'Every reader ends within its limits with a verdict and plain words.',
      create: (random) => mutateBytes(random.pick(models), models, random),
      run: async (bytes) => {
        assert.ok(bytes instanceof Uint8Array);
        const limits = { steps: 200_000, bytesRead: 16 << 20, bytesInflated: 16 << 20, depth: 6 };
        const { verdict, findings } = await inspectFormat(bytes, limits);
        assert.ok(['dangerous', 'unknown', 'not-verified', 'nothing-found'].includes(verdict));
        for (const { message } of findings) assert.match(message, /^[\x20-\x7e]+$/);
      },
    },
  ];
}

const MANIFESTS: readonly string[] = [
  ...[
    'requirements.txt',
    'constraints.txt',
    'pyproject.toml',
    'poetry.lock',
    'uv.lock',
    'Pipfile',
    'Pipfile.lock',
  ],
  ...['environment.yml', 'setup.cfg', 'pdm.lock', 'package.json'],
];

function seedAttestations(frameworks: Knowledge['frameworks']): readonly string[] {
  const add = (before: string | undefined, entry: Attestation): string => {
    const edit = addAttestation(before, entry, frameworks);
    assert.ok(edit.ok);
    return edit.text;
  };
  const one = add(undefined, ENTRY);
  const two = add(one, {
    ...ENTRY,
    id: 'ncsc-2.1.q1',
    reason: 'a: b # c',
    until: '2027-01-01',
    evidence: 'docs/a.md',
  });
  return [one, two, add(two, { ...ENTRY, verdict: 'withdrawn' }), ''];
}

function readFolder(
  folder: string,
  pattern: RegExp,
): readonly { readonly text: string; readonly bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(join(entry.parentPath, entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => readFileSync(path))
    .map((bytes) => ({ bytes, text: bytes.toString('utf8') }));
}
