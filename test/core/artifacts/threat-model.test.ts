import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv, { type AnySchema } from 'ajv';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import { mergeDocument } from '../../../src/core/artifacts/merge-document.js';
import { buildThreatModel } from '../../../src/core/artifacts/threat-model/build-threat-model.js';
import { isOpen } from '../../../src/core/artifacts/threat-model/summarize-threat.js';
import type { ThreatRule } from '../../../src/core/artifacts/threat-model/threat-knowledge.js';
import type { ThreatModel } from '../../../src/core/artifacts/threat-model/threat-model.js';
import { validateThreats } from '../../../src/core/artifacts/threat-model/validate-threats.js';
import { writeOpenThreatModel } from '../../../src/core/artifacts/threat-model/write-open-threat-model.js';
import { writeThreatDragon } from '../../../src/core/artifacts/threat-model/write-threat-dragon.js';
import { writeThreatModel } from '../../../src/core/artifacts/threat-model/write-threat-model.js';
import type { Finding } from '../../../src/core/findings/finding.js';
import { parseYaml } from '../../../src/core/guidelines/yaml-reader.js';
import type { InventoryFact } from '../../../src/core/inventory/inventory.js';
import { atLine, constant, createFinding, createInventory, factAt } from '../../support/inventory.js';

const knowledge = loadKnowledge(process.cwd());
const rules: readonly ThreatRule[] = knowledge.threats;

function build(facts: readonly InventoryFact[], findings: readonly Finding[] = []): ThreatModel {
  return buildThreatModel('demo', createInventory(facts), findings, rules);
}

function write(model: ThreatModel): string {
  const result = mergeDocument(undefined, writeThreatModel(model, 'THREAT_MODEL.md', new Map()));
  assert.ok(result.isMerged);
  return result.text;
}

const endpoint: InventoryFact = {
  ...factAt('POST /predict', 'src/serve.py', 12),
  kind: 'endpoint',
  framework: 'fastapi',
  protocol: 'http',
  methods: ['POST'],
  inputs: [{ name: 'body' }],
  rateLimit: { name: 'slowapi.Limiter.limit', location: atLine('src/serve.py', 11) },
};
const hubModel: InventoryFact = {
  ...factAt('acme/model', 'src/serve.py', 5),
  kind: 'model',
  role: 'base',
  place: 'hub',
  reference: constant('acme/model'),
  loader: 'transformers.AutoModel.from_pretrained',
  mayRunCode: undefined,
};
const dataset: InventoryFact = {
  ...factAt('acme/data', 'src/train.py', 3),
  kind: 'dataset',
  place: 'hub',
  reference: constant('acme/data'),
  revision: constant('0123456789abcdef'),
  loader: 'datasets.load_dataset',
  use: 'training',
};
const llm: InventoryFact = {
  ...factAt('openai chat', 'src/ask.py', 8),
  kind: 'llm-call',
  provider: 'openai',
  callee: 'openai.OpenAI.chat.completions.create',
  parameters: [],
  inputs: ['request'],
  isLocal: false,
};
const everything: readonly InventoryFact[] = [
  endpoint,
  hubModel,
  dataset,
  llm,
  {
    ...factAt('out.pkl', 'src/train.py', 30),
    kind: 'artifact',
    format: 'pickle',
    saver: 'joblib.dump',
    isPublished: false,
    reference: constant('out.pkl'),
  },
  { ...factAt('mlflow', 'src/train.py', 9), kind: 'tracker', service: 'mlflow' },
  { ...factAt('chroma', 'src/ask.py', 2), kind: 'vector-store', service: 'chromadb' },
  { ...factAt('OPENAI_API_KEY', 'src/ask.py', 1), kind: 'secret', source: 'environment' },
  { ...factAt('helper', 'src/ask.py', 20), kind: 'agent', framework: 'langchain', tools: ['run'] },
  { ...factAt('run', 'src/ask.py', 15), kind: 'tool', framework: 'langchain', reaches: ['shell', 'network'] },
  { ...factAt('python:3.12', 'Dockerfile', 1), kind: 'container', image: constant('python:3.12'), ports: [] },
];

describe('threat model', () => {
  it('names a party once, whether a client is made or a model is called', () => {
    const client: InventoryFact = {
      ...factAt('openai', 'src/ask.py', 7),
      kind: 'service',
      service: 'openai',
      type: 'api',
    };
    const local: InventoryFact = {
      ...client,
      ...factAt('localhost:9696', 'src/try.py', 3),
      service: 'localhost:9696',
    };
    const { nodes } = build([client, llm, local]).dataFlow;
    assert.deepEqual(
      nodes.filter(({ kind }) => kind === 'external').map(({ name }) => name),
      ['Language model through openai'],
    );
  });

  it('knows a tracker that writes files from one that sends records away', () => {
    const tracker = (service: string, records: 'files' | 'service'): InventoryFact => ({
      ...factAt(service, 'src/train.py', 9),
      kind: 'tracker',
      service,
      records,
    });
    const { dataFlow, threats } = build([tracker('tensorboard', 'files'), tracker('wandb', 'service')]);
    assert.deepEqual(
      dataFlow.nodes.filter(({ kind }) => kind !== 'process').map(({ kind, name }) => [kind, name]),
      [
        ['store', 'Tracking with tensorboard'],
        ['external', 'Tracking with wandb'],
      ],
    );
    assert.deepEqual(
      threats.flatMap(({ elements }) => elements.map(({ likelihood }) => likelihood.level)),
      ['low', 'unknown'],
    );
  });

  it('carries a threat of packages without an exact release, and rates it by the lock file', () => {
    const requirements = (releases: 'exact' | 'open', isLocked: boolean): InventoryFact => ({
      ...factAt('pyproject.toml', 'pyproject.toml', 4),
      kind: 'requirements',
      packages: 3,
      openPackages: releases === 'open' ? 1 : 0,
      releases,
      ...(isLocked ? { lock: { name: 'poetry.lock', location: atLine('poetry.lock', 1) } } : {}),
    });
    const levelOf = (fact: InventoryFact): string | undefined =>
      build([fact]).threats.find(({ rule }) => rule.id === 'dependency-replaced')?.elements[0]?.likelihood
        .level;
    assert.deepEqual(
      [
        levelOf(requirements('exact', false)),
        levelOf(requirements('open', false)),
        levelOf(requirements('open', true)),
      ],
      [undefined, 'medium', 'low'],
    );
  });

  it('begins with what has an open point and is rated highest', () => {
    const { threats } = build(everything);
    const weights = threats.map(({ elements }) => elements.some(isOpen));
    assert.ok(weights.lastIndexOf(true) < weights.indexOf(false), 'open ones first');
    const text = write(build(everything));
    assert.ok(text.indexOf('## In short') < text.indexOf('## Scope and assumptions'));
    assert.ok(text.indexOf(`  - ${threats[0]?.rule.title}`) < text.indexOf('## Scope and assumptions'));
  });

  it('does not rest on what a rule only reports as likely', () => {
    const load: InventoryFact = { ...hubModel, loader: 'torch.load', place: 'file', mayRunCode: undefined };
    const finding = createFinding('python/torch-load-unsafe', 'src/serve.py', 5);
    const has = (level: 'note' | 'warning'): boolean =>
      build([load], [{ ...finding, level }]).threats.some(({ rule }) => rule.id === 'model-runs-code');
    assert.deepEqual([has('note'), has('warning')], [false, true]);
  });

  it('tells crossings of a process and a zone together, each with an id of its own', () => {
    const facts = ['a.csv', 'b.csv'].map(
      (name, index): InventoryFact => ({
        ...factAt(name, 'src/train.py', index + 1),
        kind: 'dataset',
        place: 'file',
        reference: constant(name),
        loader: 'pandas.read_csv',
        use: 'unknown',
      }),
    );
    const text = write(build([...facts, ...everything]));
    assert.match(text, /\| `a\.csv`, `b\.csv`[^|]* to `src\/train\.py` \|/);
    const ids = [...text.matchAll(/fairlead:item (flow\S*)/g)].map(([, id]) => id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('holds no threat for a project with nothing that carries one', () => {
    const model = build([
      {
        ...factAt('iris', 'train.py', 2),
        kind: 'dataset',
        place: 'library',
        loader: 'sklearn.datasets.load_iris',
        use: 'training',
      },
    ]);
    assert.deepEqual(model.threats, []);
    assert.match(write(model), /No element that carries a threat of the catalogue was found in the code/);
  });

  it('says of each mitigation whether it was found, is missing, was not found or was not looked for', () => {
    const pinned = createFinding('python/hub-revision-unpinned', 'src/serve.py', 5);
    const model = build([endpoint, hubModel, dataset], [pinned]);
    const states = (id: string): unknown =>
      model.threats
        .find(({ rule }) => rule.id === id)
        ?.elements[0]?.measures.map(({ state, detail }) => [state, detail]);
    assert.deepEqual(states('endpoint-exhausted'), [
      ['found', 'slowapi.Limiter.limit'],
      ['not-found', undefined],
    ]);
    assert.deepEqual(states('model-replaced'), [
      ['missing', 'python/hub-revision-unpinned'],
      ['ask', undefined],
    ]);
    assert.deepEqual(states('data-poisoned'), [
      ['found', '0123456789abcdef'],
      ['ask', undefined],
    ]);
  });

  it('rates a model at a fixed commit lower than one that can move', () => {
    const level = (fact: InventoryFact): unknown =>
      build([fact]).threats.find(({ rule }) => rule.id === 'model-replaced')?.elements[0]?.likelihood.level;
    assert.equal(level(hubModel), 'medium');
    assert.equal(
      level({ ...hubModel, revision: constant('c9745ed1d9f207416be6d2e6f8de32d1f16199bf') }),
      'low',
    );
    assert.equal(level({ ...hubModel, revision: constant('main') }), 'medium');
  });

  it('counts a branch name as no fixed revision, and an expression as known only at run time', () => {
    const state = (revision: InventoryFact & { kind: 'dataset' }): unknown =>
      build([revision]).threats.find(({ rule }) => rule.id === 'data-poisoned')?.elements[0]?.measures[0]
        ?.state;
    assert.equal(state({ ...dataset, revision: constant('main') }), 'not-met');
    assert.equal(state({ ...dataset, revision: { kind: 'expression', text: 'args.revision' } }), 'unclear');
  });

  it('leaves out tests and examples, in facts and in findings', () => {
    const finding = createFinding('python/pickle-load-unsafe', 'tests/test_load.py', 4);
    const model = build([{ ...llm, isSecondary: true }], [finding]);
    assert.deepEqual([model.threats, model.dataFlow.nodes], [[], []]);
  });

  it('does not expect crafted input where an entry point takes none', () => {
    const health: InventoryFact = {
      ...endpoint,
      ...factAt('GET /health', 'src/serve.py', 20),
      methods: ['GET'],
      inputs: [],
    };
    const names = (facts: readonly InventoryFact[]): unknown =>
      build(facts)
        .threats.find(({ rule }) => rule.id === 'model-evaded')
        ?.elements.map(({ name }) => name);
    assert.deepEqual(names([hubModel, endpoint, health]), ['POST /predict']);
    assert.deepEqual(names([hubModel, { ...health, framework: 'flask' }]), ['GET /health']);
    assert.equal(names([endpoint]), undefined, 'there is no model');
  });

  it('does not tell a finding twice that stands beside a fact', () => {
    const load: InventoryFact = {
      ...hubModel,
      ...factAt('m.pt', 'src/load.py', 7),
      place: 'file',
      mayRunCode: true,
    };
    const findings = [7, 9].map((line) => createFinding('python/torch-load-unsafe', 'src/load.py', line));
    const model = build([load], findings);
    const lines = model.threats
      .find(({ rule }) => rule.id === 'object-runs-code')
      ?.elements.map(({ locations }) => (locations[0]?.range.start.line ?? 0) + 1);
    assert.deepEqual(lines, [9]);
  });

  it('never says that something is safe or that a guard is absent', () => {
    const text = write(build(everything));
    assert.doesNotMatch(
      text,
      /\bis safe\b|\bare safe\b|no authentication\b(?! was found)|not authenticated|unprotected/i,
    );
    assert.match(text, /none found in the code/);
  });

  it('gives an evidence link for every element, relative to the document', () => {
    const document = writeThreatModel(build(everything), 'docs/THREAT_MODEL.md', new Map());
    for (const { blocks } of document.sections) {
      for (const part of blocks.flatMap(({ content }) => content)) {
        if (typeof part !== 'string') assert.match(part.text, /\]\(\.\.\/[^)]+#L\d+\)/, part.text);
      }
    }
  });

  it('draws a boundary that labels from the code cannot leave', () => {
    const nasty = '"]\nend\n%% click x" --> <b>`$$';
    const model = build([{ ...dataset, place: 'file', reference: constant(nasty) }]);
    const text = write(model);
    const diagram = /```mermaid\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
    assert.equal(
      diagram.split('\n').filter((line) => line.trim() === 'end').length,
      model.dataFlow.zones.length,
    );
    const [, ...below] = diagram.split('\n');
    assert.doesNotMatch(below.join('\n'), /click x"|<b>|%%/);
  });

  it('keeps the diagram legible when there are many things', () => {
    const many = Array.from({ length: 300 }, (_, index): InventoryFact => {
      const path = `pkg${index % 40}/sub${index % 7}/file${index}.py`;
      return {
        ...factAt(`d${index}`, path, 1),
        kind: 'dataset',
        place: 'url',
        reference: constant(`https://h${index}.example/x`),
        loader: 'pandas.read_csv',
        use: 'training',
      };
    });
    const { dataFlow } = build(many);
    assert.ok(dataFlow.nodes.length <= 25, String(dataFlow.nodes.length));
    assert.ok(dataFlow.isGrouped);
  });

  describe('formats', () => {
    const models = [build([]), build(everything, [createFinding('python/flask-debug', 'src/app.py', 3)])];
    for (const [name, writeModel, schema] of [
      ['Open Threat Model', writeOpenThreatModel, 'otm-0.2.schema.json'],
      ['Threat Dragon', writeThreatDragon, 'threat-dragon-v2.schema.json'],
    ] as const) {
      it(`${name} follows its published schema, and refers only to what is in the file`, () => {
        const json: AnySchema = JSON.parse(readFileSync(`test/fixtures/schemas/${schema}`, 'utf8'));
        const validate = new Ajv({ allErrors: true, strict: false }).compile(json);
        for (const model of models) {
          const text = writeModel(model);
          const value: unknown = JSON.parse(text);
          assert.ok(validate(value), JSON.stringify(validate.errors?.slice(0, 3)));
          const ids = new Set([...text.matchAll(/"id": "([^"]+)"/g)].map(([, id]) => id));
          for (const [, id] of text.matchAll(
            /"(?:source|destination|trustZone|cell|threat|mitigation)": "([^"\n]+)"/g,
          )) {
            if (name === 'Open Threat Model' || /^[0-9a-f-]{36}$/.test(id ?? '')) assert.ok(ids.has(id), id);
          }
        }
        assert.equal(writeModel(models[1] ?? build([])), writeModel(models[1] ?? build([])));
      });
    }
  });
});

describe('catalogue of threats', () => {
  const base = `threats:
  - id: a
    title: Something happens
    description: It happens.
    elements: [model]
    stride: [tampering]
    likelihood: [{ level: low, because: It is so. }]
    impact: [{ level: low, because: It is so. }]
    mitigations: [{ title: A thing is done, question: ncsc-1.3.q1 }]
`;
  const check = (text: string): readonly string[] => {
    const result = validateThreats(parseYaml('threats.yaml', text), {
      ...knowledge,
      rules: knowledge.rules.map(({ id }) => id),
    });
    return result.ok ? [] : result.problems.map(({ message }) => message);
  };

  it('is accepted as it should be', () => assert.deepEqual(check(base), []));
  for (const [what, from, to, message] of [
    [
      'an id that no taxonomy has',
      'stride:',
      'references: [AML.T9999]\n    stride:',
      /unknown entry of a taxonomy AML\.T9999/,
    ],
    ['an unknown question', 'ncsc-1.3.q1', 'ncsc-1.3.q99', /unknown question/],
    ['an unknown field', 'stride:', 'when: { has: [colour] }\n    stride:', /unknown field of model colour/],
    ['an unknown rule', 'elements: [model]', 'findings: [python/nothing-such]', /unknown rule/],
    [
      'a threat that nothing carries',
      'elements: [model]',
      'elements: []',
      /needs either elements or findings/,
    ],
    [
      'a last rating with a condition',
      'likelihood: [{ ',
      'likelihood: [{ when: { has: [revision] }, ',
      /last rating has no condition/,
    ],
  ] as const) {
    it(`refuses ${what}`, () => assert.match(check(base.replace(from, to)).join('\n'), message));
  }
});
