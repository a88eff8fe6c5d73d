import assert from 'node:assert/strict';
import type { Engine } from '../../../src/core/api.js';
import { createContext, createTestEngine } from '../../support/engine.js';

/** A class of torch with one line as its `__init__`. */
const network = (name: string, line: string, base = 'nn.Module'): string =>
  `class ${name}(${base}):\n    def __init__(self):\n        ${line}\n`;

/** Code after `import torch.nn as nn`, then name and parts of each model. */
const TABLE: readonly (readonly [
  name: string,
  code: string,
  ...models: (readonly [name: string, parts: readonly string[]])[],
])[] = [
  ['a network', network('Net', 'self.a = nn.Linear(1, 2)'), ['Net', ['torch.nn.Linear']]],
  [
    'a network made of another one',
    `${network('Block', 'self.a = nn.Linear(1, 2)')}${network('Net', 'self.b = Block()')}`,
    ['Net', ['Block']],
  ],
  [
    'a network that derives from another one',
    `${network('Base', 'self.a = nn.Linear(1, 2)')}${network('Net', 'self.b = nn.ReLU()', 'Base')}`,
    ['Net', ['torch.nn.ReLU', 'Base']],
  ],
  [
    'a base class with a second name is a model too',
    `${network('Base', 'self.a = nn.Linear(1, 2)')}${network('Net', 'self.b = nn.ReLU()', 'Base')}Model = Base\n`,
    ['Base', ['torch.nn.Linear']],
    ['Net', ['torch.nn.ReLU', 'Base']],
  ],
  [
    'a base class that the file builds is a model too',
    `${network('Base', 'self.a = nn.Linear(1, 2)')}${network('Net', 'self.b = nn.ReLU()', 'Base')}b = Base()\n`,
    ['Base', ['torch.nn.Linear']],
    ['Net', ['torch.nn.ReLU', 'Base']],
  ],
  [
    'a network that makes others of its own kind',
    network('Tree', 'self.a = nn.Linear(1, 2); self.b = Tree()'),
    ['Tree', ['torch.nn.Linear']],
  ],
  [
    'a network of parts of another module',
    `from .layers import Encoder\n${network('Net', 'self.a = Encoder()')}`,
    ['Net', ['.layers.Encoder']],
  ],
  [
    'a helper of another module that is not kept',
    `from .timing import Timer\n${network('Net', 'with Timer() as t: pass')}`,
  ],
  ['an activation', 'class Swish(nn.Module):\n    def forward(self, x):\n        return x * x.sigmoid()\n'],
  ['a loss', network('Focal', 'self.a = nn.BCEWithLogitsLoss()')],
  ['a loss that wraps one it is given', network('Focal', 'self.a = loss')],
  ['a class of something else', network('Net', 'self.a = nn.Linear(1, 2)', 'object')],
];

describe('architectures', () => {
  let engine: Engine;
  before(() => {
    engine = createTestEngine();
  });
  after(() => engine.dispose());

  for (const [name, code, ...models] of TABLE) {
    it(`are right for ${name}`, async () => {
      const text = `import torch.nn as nn\n${code}`;
      const context = createContext('a.py', {}, { wantInventory: true });
      const { facts } = await engine.analyse({ kind: 'text', path: 'a.py', text }, context);
      const found = facts.flatMap((fact) => (fact.kind === 'architecture' ? [[fact.name, fact.parts]] : []));
      assert.deepEqual(found, models);
    });
  }
});
