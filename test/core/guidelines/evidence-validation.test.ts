import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import { listQuestions, validateEvidence } from '../../../src/core/guidelines/evidence-validation.js';
import { formatYamlProblem, parseYaml } from '../../../src/core/guidelines/yaml-reader.js';
import { sampleFramework } from './status-samples.js';

const files = 'sets:\n  - { id: card, title: a model card, paths: [MODEL_CARD.md] }\n';
const facts = `facts:
  - { id: seen, title: a server, imports: [flask] }
  - { id: shown, title: a rate limit, matches: [ { match: { kind: call, names: [x.Limiter] } } ] }
`;
const questions = `framework: fw
questions:
  fw-1.1.q1: { proves: [ { when: { fact: shown }, says: It is there. } ] }
  fw-1.1.q2: { breaks: [ { rules: [python/known] } ] }
  fw-1.1.q3: {}
  fw-1.2.q1: { as: fw-1.1.q1 }
`;

function validate(
  edit: { files?: string; facts?: string; questions?: readonly [string, string] } = {},
): string {
  const [from, to] = edit.questions ?? ['', ''];
  assert.ok(questions.includes(from));
  const result = validateEvidence(
    {
      files: parseYaml('evidence/files.yaml', edit.files ?? files),
      facts: parseYaml('evidence/facts.yaml', edit.facts ?? facts),
      questions: [parseYaml('evidence/questions/fw.yaml', questions.replace(from, to))],
    },
    [sampleFramework],
    ['python/known'],
  );
  return result.ok ? '' : result.problems.map(formatYamlProblem).join('\n');
}

describe('evidence data', () => {
  it('is read when all fits', () => assert.equal(validate(), ''));

  const proves = '{ when: { fact: shown }, says: It is there. }';
  const wrong: readonly [name: string, edit: Parameters<typeof validate>[0], expected: RegExp][] = [
    [
      'an unknown question',
      { questions: ['fw-1.1.q3', 'fw-1.1.q4'] },
      /fw\.yaml:3:3.*lacks the question fw-1\.1\.q3/s,
    ],
    [
      'an unknown question, with the closest',
      { questions: ['fw-1.1.q3', 'fw-1.1.q33'] },
      /unknown question fw-1\.1\.q33; did you mean fw-1\.1\.q3\?/,
    ],
    [
      'an unknown rule',
      { questions: ['python/known', 'python/knwon'] },
      /fw\.yaml:4:36: .*unknown rule python\/knwon; did you mean python\/known\?/,
    ],
    [
      'an unknown fact',
      { questions: ['fact: shown', 'fact: show'] },
      /unknown fact show; did you mean shown\?/,
    ],
    [
      'an unknown file set',
      { questions: [proves, '{ when: { file: { in: cart } }, says: It is there. }'] },
      /unknown file set cart; did you mean card\?/,
    ],
    [
      'an unknown landmark',
      { facts: 'facts:\n  - { id: shown, title: x, landmarks: [trainng] }\n' },
      /facts\.yaml:2:\d+: .*did you mean training\?/,
    ],
    [
      'an unknown framework',
      { questions: ['framework: fw', 'framework: fx'] },
      /unknown framework fx; did you mean fw\?/,
    ],
    ['an import as proof', { questions: ['fact: shown', 'fact: seen'] }, /may rest on an import alone/],
    [
      'absence as proof',
      { questions: ['{ fact: shown }', '{ not: { fact: shown } }'] },
      /rests on absence alone/,
    ],
    [
      'a clean scan as proof',
      { questions: ['{ fact: shown }', '{ clean: [python/known] }'] },
      /rests on absence alone/,
    ],
    [
      'a proof of what only a person can say',
      { questions: ['fw-1.1.q3: {}', `fw-1.1.q3: { proves: [ ${proves} ] }`] },
      /only a person can say yes/,
    ],
    [
      'code that proves nothing',
      { questions: ['{ breaks: [ { rules: [python/known] } ] }', '{}'] },
      /kind code: say what proves or breaks it/,
    ],
    ['a link to nothing', { questions: ['as: fw-1.1.q1', 'as: fw-1.1.q9'] }, /unknown question fw-1\.1\.q9/],
    [
      'a broken expression',
      {
        questions: [
          proves,
          '{ when: { file: { in: card, contains: [ { what: x, pattern: "(" } ] } }, says: It is there. }',
        ],
      },
      /not a regular expression/,
    ],
    [
      'a break without a reason',
      { questions: ['{ rules: [python/known] }', '{ when: { fact: shown } }'] },
      /needs says/,
    ],
    [
      'a need of files that nobody knows',
      {
        questions: [
          '{ breaks: [ { rules: [python/known] } ] }',
          '{ needs: crad, breaks: [ { rules: [python/known] } ] }',
        ],
      },
      /unknown file set crad/,
    ],
    [
      'a place beside a fact that nobody knows',
      { questions: ['{ rules: [python/known] }', '{ rules: [python/known], beside: shwon }'] },
      /unknown fact shwon/,
    ],
    ['names that every file may hold', { facts: facts.replace('x.Limiter', "'x.**'") }, /ends in a wildcard/],
  ];
  for (const [name, edit, expected] of wrong) {
    it(`refuses ${name}`, () => assert.match(validate(edit), expected));
  }

  it('shipped: decides every question, and code questions by code', () => {
    const { evidence, frameworks } = loadKnowledge(process.cwd());
    const all = frameworks.flatMap(listQuestions);
    assert.deepEqual(
      evidence.questions.map(({ id }) => id),
      all.map(({ id }) => id),
    );
    assert.equal(all.length, 154);
  });

  it('shipped: uses every fact and every kind of file', () => {
    const { evidence } = loadKnowledge(process.cwd());
    const used = JSON.stringify(evidence.questions);
    const unused = [
      ...evidence.facts.filter(
        ({ id }) => !used.includes(`"fact":"${id}"`) && !used.includes(`"beside":"${id}"`),
      ),
      ...evidence.fileSets.filter(({ id }) => !used.includes(`"in":"${id}"`)),
    ];
    assert.deepEqual(
      unused.map(({ id }) => id),
      [],
    );
  });
});
