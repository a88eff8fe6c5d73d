import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv, { type AnySchema, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { createModelFileFact } from '../../../src/core/inventory/create-model-file-fact.js';
import type { InventoryFact } from '../../../src/core/inventory/inventory.js';
import { type CardProject, generateNew } from '../../support/cards.js';
import { inspectFormat } from '../../support/inspect-format.js';
import { atLine, constant, createFinding, factAt } from '../../support/inventory.js';
import { callStream } from '../../support/pickle-builder.js';

const training: InventoryFact = {
  ...factAt('LogisticRegression', 'src/train.py', 20),
  kind: 'training',
  framework: 'sklearn',
  trainer: 'sklearn.linear_model.LogisticRegression',
  losses: [],
  optimizers: [],
  hyperparameters: [{ name: 'C', value: constant(10), location: atLine('src/train.py', 20) }],
};
const data: InventoryFact = {
  ...factAt('d.csv', 'src/train.py', 8),
  kind: 'dataset',
  place: 'url',
  reference: constant('https://me:hunter2@host.example/d.csv'),
  digest: constant(`sha256:${'ab'.repeat(32)}`),
  loader: 'pandas.read_csv',
  use: 'training',
};
const model: InventoryFact = {
  ...factAt('acme/base', 'src/embed.py', 5),
  kind: 'model',
  role: 'embedding',
  place: 'hub',
  reference: constant('acme/base'),
  revision: constant('main'),
  loader: 'transformers.AutoModel.from_pretrained',
  mayRunCode: undefined,
};
const call: InventoryFact = {
  ...factAt('chat', 'src/ask.py', 8),
  kind: 'llm-call',
  provider: 'openai',
  callee: 'openai.OpenAI.chat.completions.create',
  model: constant('gpt-4o-mini-2024-07-18'),
  parameters: [],
  inputs: [],
  isLocal: false,
};
const endpoint: InventoryFact = {
  ...factAt('predict', 'src/serve.py', 3),
  kind: 'endpoint',
  framework: 'fastapi',
  protocol: 'http',
  methods: ['POST'],
  route: constant('/items/{id}'),
  inputs: [],
};
const metric: InventoryFact = {
  ...factAt('accuracy', 'src/train.py', 30),
  kind: 'metric',
  function: 'sklearn.metrics.accuracy_score',
  metric: 'accuracy',
};
const project: CardProject = {
  facts: [training, data, model, { ...model, location: atLine('src/other.py', 7) }, call, endpoint, metric],
  files: [{ path: 'pyproject.toml', text: '[project]\nname = "acme"\nversion = "1.2"\nlicense = "MIT"\n' }],
  dependencies: {
    packages: {
      torch: [{ specifier: '==2.5.1', locked: false, path: 'requirements.txt', line: 1 }],
      numpy: [{ specifier: '>=2', locked: false, path: 'requirements.txt', line: 2 }],
    },
  },
};

describe('AI bill of materials', () => {
  let validate: ValidateFunction;

  before(() => {
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats(ajv);
    // Addresses with letters of all languages, and mail addresses, are more than their ASCII kin.
    ajv.addFormat('iri-reference', /^[^\s{}<>"\\^`|]*$/);
    ajv.addFormat('idn-email', true);
    for (const name of ['spdx', 'jsf-0.82']) ajv.addSchema(readSchema(name));
    validate = ajv.compile(readSchema('bom-1.6'));
  });

  interface Bom {
    readonly components: readonly Record<string, unknown>[];
    readonly services?: readonly Record<string, unknown>[];
    readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
    readonly metadata: { readonly component: unknown };
    readonly serialNumber: string;
  }

  function generate(from: CardProject): Bom {
    const text = generateNew('ai-bom', from);
    assert.ok(validate(JSON.parse(text)), JSON.stringify(validate.errors, null, 1));
    return JSON.parse(text);
  }

  it('is valid, for a full project and for an empty one', () => {
    assert.equal(generate({}).components.length, 0);
    assert.equal(generate(project).components.length, 6);
  });

  it('states what the code states, and no more', () => {
    const { components, metadata, services } = generate(project);
    const find = (ref: string) => components.find((component) => component['bom-ref'] === ref);
    assert.deepEqual(metadata.component, {
      type: 'application',
      'bom-ref': 'project',
      name: 'acme',
      version: '1.2',
      licenses: [{ license: { id: 'MIT' } }],
    });
    assert.equal(find('library:torch')?.['purl'], 'pkg:pypi/torch@2.5.1');
    assert.equal(find('library:numpy')?.['version'], undefined);
    assert.deepEqual(find('data:url/https://***@host.example/d.csv')?.['hashes'], [
      { alg: 'SHA-256', content: 'ab'.repeat(32) },
    ]);
    assert.deepEqual(find('model:hub/acme/base@main')?.['evidence'], {
      occurrences: [
        { location: 'src/embed.py', line: 5 },
        { location: 'src/other.py', line: 7 },
      ],
    });
    assert.deepEqual(find(`trained:${training.id}`)?.['modelCard'], {
      modelParameters: {
        approach: { type: 'supervised' },
        task: 'classification',
        modelArchitecture: 'sklearn.linear_model.LogisticRegression',
        datasets: [{ ref: 'data:url/https://***@host.example/d.csv' }],
      },
      quantitativeAnalysis: { performanceMetrics: [{ type: 'accuracy' }] },
      properties: [{ name: 'fairlead:hyperparameter:C', value: '10' }],
    });
    // A route with a placeholder is no address.
    assert.deepEqual(
      services?.map((service) => service['endpoints']),
      [undefined, undefined],
    );
  });

  it('believes a finding about loading before the call, and names no folder as publisher', () => {
    const { components } = generate({
      facts: [
        { ...model, id: 'a', place: 'file', reference: constant('models/a.pt'), mayRunCode: false },
        { ...model, id: 'b', location: atLine('src/other.py', 7), mayRunCode: false },
      ],
      findings: [createFinding('python/torch-load-unsafe', 'src/embed.py', 5)],
    });
    assert.deepEqual(
      components.map(({ group, name, properties }) => [
        group,
        name,
        (properties as readonly { readonly name: string; readonly value: string }[]).find(
          (each) => each.name === 'fairlead:loading-may-run-code',
        )?.value,
      ]),
      [
        [undefined, 'models/a.pt', 'true'],
        ['acme', 'base', 'false'],
      ],
    );
  });

  it('lists model files of the project as their bytes show them', async () => {
    const report = await inspectFormat(callStream('posix', 'getcwd'));
    const fact = createModelFileFact({ ...report, path: 'models/a.pkl' });
    assert.ok(fact);
    const { components } = JSON.parse(generateNew('ai-bom', { facts: [fact] }));
    assert.deepEqual(components, [
      {
        type: 'file',
        'bom-ref': 'model-file:models/a.pkl',
        name: 'models/a.pkl',
        evidence: { occurrences: [{ location: 'models/a.pkl', line: 1 }] },
        properties: [
          { name: 'fairlead:origin', value: 'kept in the project' },
          { name: 'fairlead:format', value: 'pickle' },
          { name: 'fairlead:size', value: `${report.size} bytes` },
          { name: 'fairlead:inspection', value: 'dangerous' },
        ],
      },
    ]);
    assert.equal(createModelFileFact({ ...report, format: 'unknown', findings: [] }), undefined);
  });

  it('leaves out what runs on the machine itself', () => {
    const local: InventoryFact = {
      ...factAt('localhost:5000', 'src/example.py', 3),
      kind: 'service',
      service: 'localhost:5000',
      type: 'api',
    };
    const outside: InventoryFact = { ...local, service: 'api.example.org' };
    const { services } = generate({ facts: [local, outside] });
    assert.deepEqual(
      services?.map(({ name }) => name),
      ['api.example.org'],
    );
  });

  it('draws no boundary to a service of the machine itself', () => {
    const service: InventoryFact = {
      ...factAt('mongodb', 'src/db.py', 3),
      kind: 'service',
      service: 'mongodb',
      type: 'database',
      reference: constant('mongodb://me:pw@localhost:27017/'),
    };
    const away = { ...service, id: 'b', reference: constant('mongodb://db.example/') };
    const { services = [] } = generate({ facts: [service, away] });
    assert.deepEqual(
      services.map((each) => each['x-trust-boundary']),
      [undefined, true],
    );
  });

  it('states a release only where all folders that state one agree', () => {
    const at = (specifier: string, path: string, locked = false) => ({ specifier, locked, path, line: 1 });
    const { components } = generate({
      dependencies: {
        packages: {
          numpy: [at('==1.0', 'a/Pipfile.lock', true), at('==2.0', 'b/requirements.txt')],
          torch: [
            at('==2.5', 'a/Pipfile.lock', true),
            at('==2.4', 'a/Pipfile'),
            at('', 'b/requirements.txt'),
          ],
        },
      },
    });
    assert.deepEqual(
      components.map(({ name, version }) => [name, version]),
      [
        ['numpy', undefined],
        ['torch', '2.5'],
      ],
    );
  });

  it('names every reference once, and only what is there', () => {
    const { components, services = [], dependencies } = generate(project);
    const refs = [...components, ...services].map((part) => part['bom-ref']);
    assert.equal(new Set(refs).size, refs.length);
    const known = new Set([...refs, 'project']);
    for (const { ref, dependsOn } of dependencies) {
      for (const each of [ref, ...dependsOn]) assert.ok(known.has(each), each);
    }
  });

  it('is the same for the same project, with another serial number for another', () => {
    assert.equal(generateNew('ai-bom', project), generateNew('ai-bom', project));
    assert.notEqual(generate(project).serialNumber, generate({}).serialNumber);
    assert.ok(!generateNew('ai-bom', project).includes('hunter2'));
  });

  it('names a revision that no text can hold', () => {
    const text = generateNew('ai-bom', { facts: [{ ...model, revision: constant('\ud83d') }] });
    assert.match(text, /"purl": "pkg:huggingface\/acme\/base@%EF%BF%BD"/);
  });

  it('stays valid whatever things are called', () => {
    const name = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('a b', 'http://[', '%zz', '{x}', 'acme/\ud83d', '\udc00'),
    );
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 5, maxLength: 5 }),
        ([a = '', b = '', c = '', d = '', e = '']) => {
          generate({
            facts: [
              { ...data, id: a, name: a, reference: constant(b) },
              { ...model, id: c, name: c, reference: constant(c), revision: constant(d) },
              { ...call, model: constant(e) },
              { ...endpoint, id: d, name: e, route: constant(a) },
              { ...training, id: b, symbol: b },
            ] as readonly InventoryFact[],
          });
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('Croissant', () => {
  it('lists files whose digest the code states, and names the rest as what it is based on', () => {
    const hub: InventoryFact = { ...data, place: 'hub', reference: constant('acme/data') };
    const { digest: _, ...bare } = hub;
    const croissant = JSON.parse(generateNew('croissant', { facts: [data, bare] }));
    assert.equal(croissant['@type'], 'sc:Dataset');
    assert.deepEqual(croissant.distribution, [
      {
        '@type': 'cr:FileObject',
        '@id': 'https://***@host.example/d.csv',
        name: 'd.csv',
        contentUrl: 'https://***@host.example/d.csv',
        encodingFormat: 'text/csv',
        sha256: 'ab'.repeat(32),
      },
    ]);
    assert.deepEqual(croissant.isBasedOn, ['https://huggingface.co/datasets/acme/data']);
    for (const key of ['license', 'creator', 'datePublished', 'url'])
      assert.ok(!Object.hasOwn(croissant, key));
  });

  it('says that there is no data where there is none', () => {
    assert.match(JSON.parse(generateNew('croissant', {})).description, /^No data was found/);
  });
});

function readSchema(name: string): AnySchema {
  const path = `${process.cwd()}/test/fixtures/schemas/cyclonedx-${name}.schema.json`;
  return JSON.parse(readFileSync(path, 'utf8'));
}
