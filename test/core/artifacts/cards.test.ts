import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from 'yaml';
import { ARTIFACT_KINDS } from '../../../src/core/artifacts/kinds.js';
import { mergeDocument } from '../../../src/core/artifacts/merge-document.js';
import type { Condition, FileCondition } from '../../../src/core/guidelines/evidence.js';
import { examineFile } from '../../../src/core/guidelines/evidence-text.js';
import type { InventoryFact, TrainingFact } from '../../../src/core/inventory/inventory.js';
import type { StatedValue } from '../../../src/core/inventory/stated-value.js';
import { type CardProject, createCardInput, generateNew } from '../../support/cards.js';
import { atLine, constant, createFinding, factAt } from '../../support/inventory.js';

const MARKDOWN_KINDS = [
  'model-card',
  'data-card',
  'incident-plan',
  'release-checklist',
  'security-policy',
  'acceptable-use',
];

const training: TrainingFact = {
  ...factAt('Trainer', 'src/train.py', 20),
  kind: 'training',
  framework: 'transformers',
  trainer: 'transformers.Trainer',
  task: 'text-classification',
  losses: [],
  optimizers: ['torch.optim.AdamW'],
  hyperparameters: [
    { name: 'learning_rate', value: constant(0.00002), location: atLine('src/train.py', 21) },
    { name: 'fp16', value: constant(true), location: atLine('src/train.py', 22) },
    {
      name: 'epochs',
      value: { kind: 'expression', text: 'args.epochs' },
      location: atLine('src/train.py', 23),
    },
  ],
  method: 'lora',
};
const base: InventoryFact = {
  ...factAt('acme/base', 'src/train.py', 5),
  kind: 'model',
  role: 'base',
  place: 'hub',
  reference: constant('acme/base'),
  loader: 'transformers.AutoModelForSequenceClassification.from_pretrained',
  mayRunCode: true,
};
const data: InventoryFact = {
  ...factAt('acme/data', 'src/train.py', 8),
  kind: 'dataset',
  place: 'hub',
  reference: constant('acme/data'),
  revision: constant('0123456789012345678901234567890123456789'),
  loader: 'datasets.load_dataset',
  use: 'training',
};
const metric: InventoryFact = {
  ...factAt('f1_score', 'src/train.py', 30),
  kind: 'metric',
  function: 'sklearn.metrics.f1_score',
  metric: 'f1',
};
const artifact: InventoryFact = {
  ...factAt('model.pkl', 'src/train.py', 40),
  kind: 'artifact',
  format: 'pickle',
  reference: constant('model.pkl'),
  saver: 'pickle.dump',
  isPublished: false,
};
const endpoint: InventoryFact = {
  ...factAt('predict', 'src/serve.py', 3),
  kind: 'endpoint',
  framework: 'fastapi',
  protocol: 'http',
  methods: ['POST'],
  route: constant('/predict'),
  inputs: [],
  authentication: { name: 'fastapi.security.HTTPBearer', location: atLine('src/serve.py', 2) },
};
const secret: InventoryFact = {
  ...factAt('API_KEY', 'src/serve.py', 9),
  kind: 'secret',
  source: 'environment',
};
const FACTS = [training, base, data, metric, artifact, endpoint, secret];
const MIT = `MIT License

Copyright (c) 2026 Acme

Permission is hereby granted, free of charge, to any person obtaining a copy of this software ...
The above copyright notice and this permission notice shall be included in all copies.
THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND.
`;
const OWNERS = '# who\n* @acme/ml\n';

/** A run that starts from nothing. */
const run: InventoryFact = { ...training, framework: 'sklearn', hyperparameters: [] };

function frontMatterOf(text: string): unknown {
  const match = /^---\n([\s\S]*?)\n---\n/.exec(text);
  return match === null ? undefined : parse(match[1] ?? '');
}

/** Lines that say something about this project: those inside generated blocks. */
function statementsOf(text: string): readonly string[] {
  return [...text.matchAll(/<!-- fairlead:begin [^\n]*\n([\s\S]*?)\n<!-- fairlead:end /g)].flatMap(
    ([, body = '']) =>
      body
        .split('\n')
        .filter((line) => line.trim() !== '' && line !== '*Fairlead found nothing about this in the code.*'),
  );
}

function trainWith(value: StatedValue): InventoryFact {
  return {
    ...factAt('fit', 'src/fit.py', 9),
    kind: 'training',
    framework: 'torch',
    trainer: 'torch.optim.SGD',
    losses: [],
    optimizers: [],
    hyperparameters: [{ name: 'lr', value, location: atLine('src/fit.py', 3) }],
  };
}

describe('cards', () => {
  const cases: readonly (readonly [string, string, CardProject, string])[] = [
    [
      'hyperparameter',
      'model-card',
      { facts: FACTS },
      '- `learning_rate` = `0.00002` ([src/train.py:21](src/train.py#L21))',
    ],
    [
      'value of an expression',
      'model-card',
      { facts: FACTS },
      '- `epochs` = the value of `args.epochs` ([src/train.py:23](src/train.py#L23))',
    ],
    [
      'default',
      'model-card',
      { facts: [trainWith({ kind: 'constant', value: 0.1, isDefault: true })] },
      '- `lr` = `0.1` by default ([src/fit.py:3](src/fit.py#L3))',
    ],
    [
      'value in a configuration file',
      'model-card',
      {
        facts: [
          trainWith({
            kind: 'expression',
            text: 'cfg["lr"]',
            setting: { key: ['lr'], value: 0.2, location: atLine('conf/a.yaml', 7) },
          }),
        ],
      },
      '- `lr` = the value of `cfg["lr"]`, `0.2` in `conf/a.yaml` ([src/fit.py:3](src/fit.py#L3), [conf/a.yaml:7](conf/a.yaml#L7))',
    ],
    [
      'networks of a file together where there are many',
      'model-card',
      {
        facts: ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((name, index) => ({
          ...factAt(name, index < 5 ? 'm/a.py' : 'm/b.py', index + 1),
          kind: 'architecture' as const,
          framework: 'torch',
          base: 'torch.nn.Module',
          parts: ['torch.nn.Linear'],
        })),
      },
      '- **Defined here:** `m/b.py` defines among others `F`, `G` ([m/b.py:6](m/b.py#L6))',
    ],
    [
      'precision',
      'model-card',
      { facts: FACTS },
      '- **Training regime:** `fp16` = `true` ([src/train.py:22](src/train.py#L22))',
    ],
    [
      'what opening a file can do',
      'model-card',
      { facts: FACTS },
      '- **Format:** pickle: opening such a file can run code that it holds ([src/train.py:40](src/train.py#L40))',
    ],
    [
      'data with its revision',
      'model-card',
      { facts: FACTS },
      '- **Train split, or read by training code:** `acme/data`, from the Hugging Face Hub, revision `0123456789012345678901234567890123456789`, a commit, read with `datasets.load_dataset` ([src/train.py:8](src/train.py#L8))',
    ],
    [
      'licence of the repository',
      'model-card',
      { files: [{ path: 'LICENSE', text: MIT }] },
      '- **License:** this repository: `MIT` ([LICENSE:1](LICENSE#L1))',
    ],
    [
      'findings by rule',
      'model-card',
      { findings: [createFinding('python/x', 'a.py', 1), createFinding('python/x', 'b.py', 2)] },
      '- warning: `python/x`, 2 places ([a.py:1](a.py#L1), [b.py:2](b.py#L2))',
    ],
    [
      'owners, seen from a folder',
      'incident-plan',
      { files: [{ path: 'CODEOWNERS', text: OWNERS }] },
      '- **Owner of code:** `*` is owned by `@acme/ml` ([CODEOWNERS:2](../CODEOWNERS#L2))',
    ],
    [
      'endpoint',
      'security-policy',
      { facts: FACTS },
      '- **Endpoint:** `POST /predict`, http, `fastapi` ([src/serve.py:3](src/serve.py#L3))',
    ],
    [
      'guard with its own line',
      'release-checklist',
      { facts: FACTS },
      '- **Protection in code:** `POST /predict`: authentication by `fastapi.security.HTTPBearer` ([src/serve.py:2](../src/serve.py#L2))',
    ],
    [
      'secret by name',
      'acceptable-use',
      { facts: FACTS },
      '- **Secret in use:** `API_KEY`, read from the environment ([src/serve.py:9](src/serve.py#L9))',
    ],
    [
      'address without its password',
      'data-card',
      { facts: [{ ...data, place: 'url', reference: constant('https://me:hunter2@host/d.csv') }] },
      'https://***@host/d.csv',
    ],
  ];
  for (const [title, kind, project, expected] of cases) {
    it(`states: ${title}`, () => {
      const text = generateNew(kind, project);
      assert.ok(text.includes(expected), `${expected}\nis not in\n${text}`);
      assert.ok(!text.includes('hunter2'));
    });
  }

  const asked: readonly (readonly [string, string, string])[] = [
    ['model-card', 'hyperparameters', '[More Information Needed] Which hyperparameters were used?'],
    ['model-card', 'licence', '[More Information Needed] Under which licence may the weights be used'],
    ['model-card', 'limits', '[More Information Needed] What are the known limits'],
    ['data-card', 'origin', '[More Information Needed] Where do the data come from?'],
    ['security-policy', 'channel', '[More Information Needed] To which private channel'],
    ['release-checklist', 'red team', '- [ ] Did people from outside the team attack it'],
  ];
  for (const [kind, title, expected] of asked) {
    it(`asks in a ${kind} of an empty project: ${title}`, () => {
      const text = generateNew(kind, {});
      assert.ok(text.includes(expected), text);
      assert.deepEqual(statementsOf(text), []);
    });
  }

  it('lists what is called outside, and not the own service that an example calls', () => {
    const service = (name: string): InventoryFact => ({
      ...factAt(name, 'src/ask.py', 3),
      kind: 'service',
      service: name,
      type: 'api',
    });
    const text = generateNew('acceptable-use', {
      facts: [service('localhost:9696'), service('api.example')],
    });
    assert.ok(text.includes('- **Service outside the process:** `api.example`, api'), text);
    assert.ok(!text.includes('localhost'));
  });

  it('does not ask what the code states', () => {
    assert.ok(!generateNew('model-card', { facts: FACTS }).includes('Which hyperparameters were used?'));
  });

  it('leaves tests and examples out', () => {
    const facts = FACTS.map((fact) => ({ ...fact, isSecondary: true }));
    for (const kind of MARKDOWN_KINDS) assert.deepEqual(statementsOf(generateNew(kind, { facts })), [], kind);
  });

  it('cites a line for whatever it states, and cannot be broken by names', () => {
    const name = fc.oneof(
      fc.string({ minLength: 1, maxLength: 30 }),
      fc.constantFrom('a`b', '-->', '<!-- fairlead:end x -->', '[x](y)', 'a\nb', '|', '\u202e', '\ud800'),
    );
    fc.assert(
      fc.property(fc.constantFrom(...MARKDOWN_KINDS), fc.array(name, { maxLength: 8 }), (kind, names) => {
        const facts = names.flatMap((each, index): InventoryFact[] => {
          const fact = FACTS[index % FACTS.length] ?? data;
          const named = { ...fact, id: `${fact.kind}:${each}`, name: each };
          return ['model', 'dataset', 'artifact'].includes(fact.kind)
            ? [{ ...named, reference: constant(each) } as InventoryFact]
            : [named as InventoryFact];
        });
        const text = generateNew(kind, { facts });
        for (const line of statementsOf(text)) assert.match(line, /\]\([^)]*#L\d+\)/, line);
        const form = ARTIFACT_KINDS.find(({ id }) => id === kind)?.forms[0];
        const again = form?.generate(createCardInput({ facts }, form.path));
        assert.ok(again?.kind === 'document');
        const merged = mergeDocument(text, again.document);
        assert.ok(merged.isMerged);
        assert.equal(merged.text, text);
      }),
      { numRuns: 150 },
    );
  });
});

describe('front matter of a model card', () => {
  it('holds what the project proves', () => {
    assert.deepEqual(frontMatterOf(generateNew('model-card', { facts: FACTS })), {
      library_name: 'transformers',
      pipeline_tag: 'text-classification',
      base_model: 'acme/base',
      base_model_relation: 'adapter',
      datasets: ['acme/data'],
      metrics: ['f1'],
      tags: ['lora', 'transformers'],
    });
  });

  const without: readonly (readonly [string, readonly InventoryFact[], string])[] = [
    ['base_model of two', [...FACTS, { ...base, id: 'b', reference: constant('acme/other') }], 'base_model'],
    [
      'base_model loaded elsewhere',
      [training, { ...base, location: atLine('src/serve.py', 1) }],
      'base_model',
    ],
    ['base_model beside distillation', [{ ...training, method: 'distillation' }, base], 'base_model'],
    ['library_name of two', [training, { ...training, id: 'b', framework: 'sklearn' }], 'library_name'],
    ['pipeline_tag of two', [training, { ...training, id: 'b', task: 'translation' }], 'pipeline_tag'],
    ['pipeline_tag that the Hub lacks', [{ ...training, task: 'classification' }], 'pipeline_tag'],
    ['data that is only evaluated on', [training, { ...data, use: 'evaluation' }], 'datasets'],
    ['data of unknown use', [training, { ...data, use: 'unknown' }], 'datasets'],
    ['metrics that the Hub lacks', [training, { ...metric, metric: 'running_mean' }], 'metrics'],
    [
      'data read in a file that trains nothing',
      [training, { ...data, location: atLine('src/bench.py', 1) }],
      'datasets',
    ],
    ['data from a file', [training, { ...data, place: 'file' }], 'datasets'],
  ];
  for (const [title, facts, key] of without) {
    it(`leaves out ${title}`, () => {
      const front = frontMatterOf(generateNew('model-card', { facts }));
      assert.ok(front === undefined || !Object.hasOwn(Object(front), key), JSON.stringify(front));
    });
  }

  const licences: readonly (readonly [string, CardProject, string | undefined])[] = [
    ['LICENSE', { facts: [run], files: [{ path: 'LICENSE', text: MIT }] }, 'mit'],
    [
      'pyproject.toml',
      {
        facts: [run],
        files: [{ path: 'pyproject.toml', text: '[project]\nname = "x"\nlicense = "Apache-2.0"\n' }],
      },
      'apache-2.0',
    ],
    [
      'files that disagree',
      {
        facts: [run],
        files: [
          { path: 'LICENSE', text: MIT },
          { path: 'pyproject.toml', text: '[project]\nname = "x"\nlicense = "Apache-2.0"\n' },
        ],
      },
      undefined,
    ],
    ['a project that trains nothing', { files: [{ path: 'LICENSE', text: MIT }] }, undefined],
    ['a fine-tuned model', { facts: FACTS, files: [{ path: 'LICENSE', text: MIT }] }, undefined],
    [
      'an unknown text',
      { facts: [run], files: [{ path: 'LICENSE', text: 'All rights reserved.' }] },
      undefined,
    ],
  ];
  for (const [title, project, expected] of licences) {
    it(`takes the licence from ${title}`, () => {
      const front = frontMatterOf(generateNew('model-card', project));
      assert.equal(front === undefined ? undefined : Object(front)['license'], expected);
    });
  }
});

describe('evidence in generated documents', () => {
  const condition = {
    in: 'model-card',
    sections: [{ what: 'limits', pattern: 'limit' }],
    contains: [{ what: 'poisoning', pattern: 'poison' }],
  };

  it('does not count a section whose questions are open', () => {
    const { missing } = examineFile(
      'x.md',
      '# A\n\n## Limits of poisoning\n\nSome words that say what it is about.\n- [More Information Needed] Which limits?\n',
      condition,
    );
    assert.deepEqual(missing, ['limits', 'poisoning']);
  });

  it('counts it once they are answered', () => {
    const text = '# A\n\n## Limits of poisoning\n\nSome words that say what it is about.\n';
    assert.deepEqual(examineFile('x.md', text, condition).missing, []);
  });

  it('is not made by scaffolds that nobody filled in', () => {
    const { evidence } = createCardInput({}, '').knowledge;
    const conditions = evidence.questions.flatMap(({ id, proves = [] }) =>
      proves.flatMap(({ when }) => listFileConditions(when).map((file) => ({ id, file }))),
    );
    const sets: Readonly<Record<string, string>> = {
      'model-card': 'model-card',
      'data-card': 'data-card',
      'incident-plan': 'incident-plan',
      'security-policy': 'security-policy',
      'acceptable-use': 'user-docs',
      'release-checklist': 'user-docs',
    };
    let judged = 0;
    for (const [kind, set] of Object.entries(sets)) {
      const text = generateNew(kind, { facts: FACTS });
      for (const { id, file } of conditions) {
        if (file.in !== set && file.in !== 'user-docs') continue;
        judged += 1;
        assert.notDeepEqual(examineFile(`${kind}.md`, text, file).missing, [], `${kind} proves ${id}`);
      }
    }
    assert.ok(judged > 20, String(judged));
  });
});

function listFileConditions(condition: Condition): readonly FileCondition[] {
  if ('file' in condition) return [condition.file];
  if ('all' in condition) return condition.all.flatMap(listFileConditions);
  if ('any' in condition) return condition.any.flatMap(listFileConditions);
  return [];
}
