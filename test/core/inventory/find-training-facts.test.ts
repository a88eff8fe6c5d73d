import assert from 'node:assert/strict';
import type { Engine } from '../../../src/core/api.js';
import type { TrainingFact } from '../../../src/core/inventory/inventory.js';
import { createContext, createTestEngine } from '../../support/engine.js';

const resumed = `from transformers import Trainer, TrainingArguments
def train(again):
    trainer = Trainer(model, args=TrainingArguments(learning_rate=0.1))
    if again:
        trainer.train()
    else:
        trainer.train()
`;

describe('training', () => {
  let engine: Engine;
  before(() => {
    engine = createTestEngine();
  });
  after(() => engine.dispose());

  async function find(text: string): Promise<readonly TrainingFact[]> {
    const context = createContext('a.py', {}, { wantInventory: true });
    const { facts } = await engine.analyse({ kind: 'text', path: 'a.py', text }, context);
    return facts.flatMap((fact) => (fact.kind === 'training' ? [fact] : []));
  }
  const namesOf = ({ hyperparameters }: TrainingFact): readonly string[] =>
    hyperparameters.map(({ name }) => name);

  it('is one where a trainer is run again on another branch', async () => {
    assert.deepEqual((await find(resumed)).map(namesOf), [['learning_rate']]);
  });

  it('is two where two trainers run', async () => {
    const code = `${resumed}def more():\n    Trainer(model).train()\n`;
    assert.equal((await find(code)).length, 2);
  });

  it('has the constants of the module when it is the only one', async () => {
    const loop = (name: string): string => `def ${name}():\n    loss.backward()\n    optimizer.step()\n`;
    const one = await find(`import torch\nbatch_size = 8\n${loop('a')}`);
    assert.deepEqual(one.map(namesOf), [['batch_size']]);
    const two = await find(`import torch\nbatch_size = 8\n${loop('a')}${loop('b')}`);
    assert.deepEqual(two.map(namesOf), [[], []]);
  });
});
