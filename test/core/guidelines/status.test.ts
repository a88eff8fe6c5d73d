import assert from 'node:assert/strict';
import { assessProject, type ProjectInput } from '../../../src/core/guidelines/assess-project.js';
import type { Attestation } from '../../../src/core/guidelines/attestation.js';
import type { QuestionEvidence } from '../../../src/core/guidelines/evidence.js';
import { EvidenceCache } from '../../../src/core/guidelines/evidence-cache.js';
import { combineStates, measureProgress, type State } from '../../../src/core/guidelines/status.js';
import { filterStatus } from '../../../src/core/report/status-report.js';
import {
  assessOne,
  createFinding,
  createHit,
  createLandmark,
  createNotice,
  sampleFramework,
  sampleInput,
} from './status-samples.js';

const id = 'fw-1.1.q1';
const card = { file: { in: 'card', sections: [{ what: 'a section on limits', pattern: 'limit' }] } };
const cardText = '# Limits\nFails on long and noisy input.\n';
const vouched: Attestation = { id, verdict: 'attested', by: 'Ada', date: '2026-01-01', reason: 'I looked' };
const limit: Omit<QuestionEvidence, 'id'> = {
  proves: [{ when: { fact: 'limit' }, says: '{path} limits, in {count} places.' }],
};
const clean: Omit<QuestionEvidence, 'id'> = {
  breaks: [{ rules: ['python/bad'] }],
  proves: [{ when: { all: [{ fact: 'limit' }, { clean: ['python/bad'] }] }, says: 'All is well.' }],
};
const served: Omit<QuestionEvidence, 'id'> = {
  applies: { when: { fact: 'serves' }, otherwise: 'Nothing serves.' },
  ...limit,
};

describe('the state of a question', () => {
  const cases: readonly [
    name: string,
    entry: Omit<QuestionEvidence, 'id'>,
    extra: Partial<ProjectInput>,
    state: State,
    reason: RegExp,
  ][] = [
    ['is open without proof', limit, {}, 'open', /^Not shown: no rate limit was found in the code\.$/],
    [
      'is evidenced by code',
      limit,
      { findings: [createHit('limit'), createHit('limit', 'b.py')] },
      'evidenced',
      /^a\.py limits, in 2 places\.$/,
    ],
    [
      'is not evidenced by a test',
      limit,
      { findings: [createHit('limit', 'tests/test_a.py')] },
      'open',
      /Not shown/,
    ],
    [
      'is not evidenced by an example',
      limit,
      { findings: [createHit('limit', 'examples/a.py')] },
      'open',
      /Not shown/,
    ],
    [
      'is evidenced by a file with content',
      { proves: [{ when: card, says: '{path} states limits.' }] },
      { paths: ['a.py', 'MODEL_CARD.md'], texts: [{ path: 'MODEL_CARD.md', text: cardText }] },
      'evidenced',
      /^MODEL_CARD\.md states limits\.$/,
    ],
    [
      'is open when the file lacks content',
      { proves: [{ when: card, says: 'Yes.' }] },
      { paths: ['a.py', 'MODEL_CARD.md'], texts: [{ path: 'MODEL_CARD.md', text: '# Limits\n' }] },
      'open',
      /MODEL_CARD\.md lacks a section on limits/,
    ],
    [
      'is open when the file was not read',
      { proves: [{ when: card, says: 'Yes.' }] },
      { paths: ['a.py', 'MODEL_CARD.md'] },
      'open',
      /not read/,
    ],
    [
      'is open without the file',
      { proves: [{ when: card, says: 'Yes.' }] },
      {},
      'open',
      /there is no model card/,
    ],
    [
      'is failing by a finding',
      clean,
      { findings: [createFinding('python/bad')] },
      'failing',
      /^1 open finding: It runs code \(a\.py:3\)\.$/,
    ],
    [
      'is failing although proof is there too',
      clean,
      { findings: [createFinding('python/bad'), createHit('limit')] },
      'failing',
      /open finding/,
    ],
    [
      'is not failing by a finding in a test',
      clean,
      { findings: [createFinding('python/bad', 'tests/a.py')] },
      'open',
      /Not shown/,
    ],
    [
      'is not failing by a hint',
      clean,
      { findings: [createFinding('python/bad', 'a.py', { level: 'hint' })] },
      'open',
      /Not shown/,
    ],
    [
      'is not failing below its level',
      { breaks: [{ rules: ['python/bad'], level: 'error' }], ...limit },
      { findings: [createFinding('python/bad')] },
      'open',
      /Not shown/,
    ],
    [
      'is neither failing nor evidenced with a suppressed finding',
      clean,
      {
        findings: [
          createFinding('python/bad', 'a.py', { suppression: { kind: 'in-source', reason: 'known' } }),
          createHit('limit'),
        ],
      },
      'open',
      /1 finding is suppressed/,
    ],
    [
      'is not evidenced when a rule is off',
      clean,
      { findings: [createHit('limit')], rulesOff: ['python/bad'] },
      'open',
      /python\/bad is switched off/,
    ],
    [
      'is not evidenced when a file was not scanned',
      clean,
      { findings: [createHit('limit')], notices: [createNotice('b.py')] },
      'open',
      /1 Python file could not be scanned/,
    ],
    ['is evidenced when all is clean', clean, { findings: [createHit('limit')] }, 'evidenced', /All is well/],
    ['does not apply without what it is about', served, {}, 'not-applicable', /^Nothing serves\.$/],
    ['applies with a landmark', served, { landmarks: [createLandmark('endpoint')] }, 'open', /Not shown/],
    [
      'applies with an import in an example',
      served,
      { findings: [createHit('serves', 'examples/a.py')] },
      'open',
      /Not shown/,
    ],
    [
      'does not apply by a test alone',
      served,
      { landmarks: [createLandmark('endpoint', 'tests/test_a.py')] },
      'not-applicable',
      /Nothing serves/,
    ],
    ['applies where there is no Python to judge by', served, { paths: ['main.go'] }, 'open', /Not shown/],
    [
      'applies where most code is not Python',
      served,
      { paths: ['a.py', 'main.go', 'b.go'] },
      'open',
      /Not shown/,
    ],
    [
      'is attested',
      limit,
      { attestations: [vouched] },
      'attested',
      /^Attested by Ada on 2026-01-01: I looked\.$/,
    ],
    [
      'is attested through its item',
      limit,
      { attestations: [{ ...vouched, id: 'fw-1.1' }] },
      'attested',
      /by Ada/,
    ],
    [
      'is evidenced rather than attested',
      limit,
      { attestations: [vouched], findings: [createHit('limit')] },
      'evidenced',
      /limits/,
    ],
    [
      'is failing rather than attested',
      clean,
      { attestations: [vouched], findings: [createFinding('python/bad')] },
      'failing',
      /What Ada attested does not outweigh it/,
    ],
    [
      'is attested on the last day',
      limit,
      { attestations: [{ ...vouched, until: '2026-11-23' }] },
      'attested',
      /by Ada/,
    ],
    [
      'is expired a day later',
      limit,
      { attestations: [{ ...vouched, until: '2026-11-22' }] },
      'expired',
      /good until 2026-11-22/,
    ],
    [
      'is evidenced rather than expired',
      limit,
      { attestations: [{ ...vouched, until: '2026-11-22' }], findings: [createHit('limit')] },
      'evidenced',
      /limits/,
    ],
    [
      'is open when withdrawn',
      limit,
      { attestations: [vouched, { ...vouched, verdict: 'withdrawn', date: '2026-02-01' }] },
      'open',
      /Not shown/,
    ],
    [
      'is open when withdrawn for one question of an attested item',
      limit,
      {
        attestations: [
          { ...vouched, id: 'fw-1.1' },
          { ...vouched, verdict: 'withdrawn' },
        ],
      },
      'open',
      /Not shown/,
    ],
    [
      'follows the later date, whatever the order',
      limit,
      { attestations: [{ ...vouched, verdict: 'withdrawn', date: '2026-02-01' }, vouched] },
      'open',
      /Not shown/,
    ],
    [
      'is attested anew after it was withdrawn',
      limit,
      { attestations: [{ ...vouched, verdict: 'withdrawn' }, vouched] },
      'attested',
      /by Ada/,
    ],
    [
      'does not apply by word of a person',
      limit,
      { attestations: [{ ...vouched, verdict: 'not-applicable' }] },
      'not-applicable',
      /Declared not applicable by Ada/,
    ],
  ];
  for (const [name, entry, extra, state, reason] of cases) {
    it(name, () => {
      const status = assessOne(id, sampleInput([{ id, ...entry }], extra));
      assert.equal(status.state, state, status.reason);
      assert.match(status.reason, reason);
    });
  }

  it('says that only a person can answer', () => {
    const { state, reason } = assessOne('fw-1.1.q3', sampleInput([]));
    assert.deepEqual([state, reason], ['open', 'Only a person can vouch for this: a record.']);
  });

  it('shares the evidence of another question', () => {
    const entries: QuestionEvidence[] = [
      { id, ...limit },
      { id: 'fw-1.2.q1', as: id },
    ];
    assert.equal(
      assessOne('fw-1.2.q1', sampleInput(entries, { findings: [createHit('limit')] })).state,
      'evidenced',
    );
  });

  it('lists each place once, twenty at most, in order', () => {
    const findings = Array.from({ length: 30 }, (_, index) =>
      createFinding('python/bad', `f${30 - index}.py`),
    );
    const status = assessOne(id, sampleInput([{ id, ...clean }], { findings: [...findings, ...findings] }));
    assert.equal(status.locationCount, 30);
    assert.equal(status.locations.length, 20);
    assert.deepEqual(status.locations.map(({ path }) => path).slice(0, 3), ['f1.py', 'f10.py', 'f11.py']);
  });
});

describe('dependencies', () => {
  const entry: Omit<QuestionEvidence, 'id'> = {
    applies: { when: { dependencies: 'declared' }, otherwise: 'No packages.' },
    breaks: [{ when: { dependencies: 'unlocked' }, says: '{count} packages are loose, first in {path}.' }],
    ...limit,
  };
  const need = (specifier: string, extra: object = {}) => ({
    specifier,
    locked: false,
    path: 'requirements.txt',
    line: 3,
    ...extra,
  });
  const cases: readonly [name: string, packages: ProjectInput['project']['packages'], state: State][] = [
    ['do not apply when there are none', {}, 'not-applicable'],
    ['fail when loose', { torch: [need('>=2')] }, 'failing'],
    ['fail without a version', { torch: [need('')] }, 'failing'],
    ['do not fail when exact', { torch: [need('==2.1')] }, 'open'],
    ['fail with a wildcard', { torch: [need('==2.*')] }, 'failing'],
    [
      'do not fail when locked',
      { torch: [need('>=2'), need('==2.1', { locked: true, path: 'uv.lock' })] },
      'open',
    ],
    [
      'do not fail by an example',
      { torch: [need('>=2', { path: 'examples/requirements.txt' })] },
      'not-applicable',
    ],
    ['hold a package named like a member of Object', { constructor: [need('>=2')] } as never, 'failing'],
  ];
  for (const [name, packages, state] of cases) {
    it(name, () => {
      assert.equal(assessOne(id, sampleInput([{ id, ...entry }], { project: { packages } })).state, state);
    });
  }
});

describe('the state of a group', () => {
  const states = (...list: readonly State[]) => list.map((state) => ({ state }));
  const cases: readonly [list: readonly State[], state: State][] = [
    [['evidenced', 'failing', 'open'], 'failing'],
    [['evidenced', 'expired', 'open'], 'expired'],
    [['evidenced', 'attested', 'open'], 'open'],
    [['evidenced', 'attested', 'not-applicable'], 'attested'],
    [['evidenced', 'not-applicable'], 'evidenced'],
    [['not-applicable', 'not-applicable'], 'not-applicable'],
  ];
  for (const [list, state] of cases) {
    it(`of ${list.join(', ')} is ${state}`, () => assert.equal(combineStates(states(...list)), state));
  }

  it('counts settled of applicable, rounded down', () => {
    const progress = measureProgress(states('evidenced', 'attested', 'open', 'not-applicable'));
    assert.deepEqual([progress.settled, progress.applicable, progress.percent], [2, 3, 66]);
    assert.equal(measureProgress(states('not-applicable')).percent, 100);
  });
});

describe('the status of a project', () => {
  const status = assessProject(
    sampleInput(
      [
        { id, ...limit },
        { id: 'fw-1.2.q1', ...clean },
      ],
      {
        findings: [createHit('limit'), createFinding('python/bad')],
      },
    ),
  );

  it('adds up', () => {
    const [framework] = status.frameworks;
    assert.deepEqual(framework?.progress.states, {
      failing: 1,
      expired: 0,
      open: 2,
      attested: 0,
      evidenced: 1,
      'not-applicable': 0,
    });
    assert.deepEqual(
      framework?.sections[0]?.items.map(({ state }) => state),
      ['open', 'failing'],
    );
    assert.equal(framework?.sections[0]?.items[0]?.reason, '2 of 3 questions are open.');
  });

  it('is plain data and the same again', () => {
    assert.deepEqual(JSON.parse(JSON.stringify(status)), status);
  });

  it('is the same with a cache, also after a file changed', () => {
    const cache = new EvidenceCache();
    const entries = [{ id, proves: [{ when: card, says: '{path} states limits.' }] }];
    const paths = ['a.py', 'MODEL_CARD.md'];
    for (const text of [cardText, '', cardText, undefined, '# Limits\n', cardText]) {
      const texts = text === undefined ? [] : [{ path: 'MODEL_CARD.md', text }];
      const input = sampleInput(entries, { paths, texts });
      assert.deepEqual(assessProject({ ...input, cache }), assessProject(input));
    }
    assert.notDeepEqual(
      assessProject(sampleInput(entries, { paths: ['a.py'], cache })),
      assessProject(
        sampleInput(entries, { paths, texts: [{ path: 'MODEL_CARD.md', text: cardText }], cache }),
      ),
    );
  });

  it('is filtered by role, stage and framework, and what is open', () => {
    const items = (filter: Parameters<typeof filterStatus>[1]) =>
      filterStatus(status, filter).frameworks.flatMap(({ sections }) =>
        sections.flatMap(({ items }) => items),
      );
    assert.deepEqual(
      items({ role: 'deployer' }).map((each) => each.id),
      ['fw-1.2'],
    );
    assert.deepEqual(
      items({ stage: 'training' }).map((each) => each.id),
      ['fw-1.1'],
    );
    assert.deepEqual(items({ frameworks: ['other'] }), []);
    assert.deepEqual(
      items({ openOnly: true }).map(({ questions }) => questions.length),
      [2, 1],
    );
    assert.equal(filterStatus(status, { openOnly: true }).frameworks[0]?.progress.settled, 1);
    assert.equal(filterStatus(status, { role: 'deployer' }).frameworks[0]?.progress.applicable, 1);
  });

  it('says what it could not look at', () => {
    const remarks = (extra: Partial<ProjectInput>) =>
      assessProject(sampleInput([], extra)).remarks.join('\n');
    assert.match(remarks({ paths: [] }), /no Python code/);
    assert.match(remarks({ paths: ['a.py', 'b.ts', 'c.ts'] }), /Most of the code is not Python/);
    assert.match(remarks({ notices: [createNotice('a.ipynb')] }), /1 Python file could not be scanned/);
    assert.equal(remarks({}), '');
  });

  it('holds every item of the framework', () => {
    const items = sampleFramework.sections.flatMap((section) => section.items.map((item) => item.id));
    assert.deepEqual(
      status.frameworks.flatMap(({ sections }) =>
        sections.flatMap((each) => each.items.map((item) => item.id)),
      ),
      items,
    );
  });
});
