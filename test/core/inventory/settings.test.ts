import assert from 'node:assert/strict';
import type { Engine } from '../../../src/core/api.js';
import { createInventory, type InventoryPart } from '../../../src/core/inventory/create-inventory.js';
import type { Inventory, TrainingFact } from '../../../src/core/inventory/inventory.js';
import type { StatedValue } from '../../../src/core/inventory/stated-value.js';
import { createContext, createTestEngine } from '../../support/engine.js';
import { createPort } from '../../support/workspace.js';

const loop = '    loss.backward()\n    optimizer.step()\n';

describe('values that stand elsewhere', () => {
  let engine: Engine;
  before(() => {
    engine = createTestEngine();
  });
  after(() => engine.dispose());

  async function collect(files: Readonly<Record<string, string>>): Promise<Inventory> {
    const parts: InventoryPart[] = [];
    for (const [path, text] of Object.entries(files)) {
      const context = createContext(path, {}, { wantInventory: true, modules: createPort(files) });
      const { facts, settings } = await engine.analyse({ kind: 'text', path, text }, context);
      parts.push({ path, facts, ...(settings === undefined ? {} : { settings }) });
    }
    return createInventory(parts);
  }
  function runOf({ facts }: Inventory): TrainingFact {
    const run = facts.find((fact) => fact.kind === 'training');
    assert.ok(run?.kind === 'training');
    return run;
  }
  const show = (value: StatedValue): unknown =>
    value.kind === 'constant'
      ? [value.value, ...(value.isDefault === true ? ['default'] : [])]
      : value.setting === undefined
        ? value.text
        : [
            value.setting.value,
            `${value.setting.location.path}:${value.setting.location.range.start.line + 1}`,
          ];
  async function parametersOf(files: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
    const { hyperparameters } = runOf(await collect(files));
    return Object.fromEntries(hyperparameters.map(({ name, value }) => [name, show(value)]));
  }

  it('come from the configuration file that the code opens', async () => {
    const code =
      'import torch, yaml\n' +
      'def train(model):\n' +
      '    settings = yaml.safe_load(open("conf/train.yaml"))\n' +
      '    optimizer = torch.optim.SGD(model.parameters(), lr=float(settings["optim"]["lr"]))\n' +
      '    for _ in range(settings["epochs"]):\n' +
      `    ${loop.replace('    optimizer', '        optimizer')}`;
    assert.deepEqual(
      await parametersOf({
        'train.py': code,
        'conf/train.yaml': 'epochs: 4\noptim:\n  lr: 0.1\nbatch_size: 8\n',
      }),
      { lr: [0.1, 'conf/train.yaml:3'], epochs: [4, 'conf/train.yaml:1'] },
    );
  });

  it('stay expressions where two files could be meant', async () => {
    const code =
      'import torch, json\n' +
      'def train(model, path):\n' +
      '    settings = json.load(open(path))\n' +
      `    optimizer = torch.optim.SGD(model.parameters(), lr=settings["lr"])\n${loop}` +
      'NAMES = ["a.json", "b.json"]\n';
    const files = { 'train.py': code, 'a.json': '{"lr": 1}', 'b.json': '{"lr": 2}' };
    assert.deepEqual(await parametersOf(files), { lr: 'settings["lr"]' });
    const { 'b.json': _, ...one } = files;
    assert.deepEqual(await parametersOf(one), { lr: [1, 'a.json:1'] });
  });

  it('come from the groups that a Hydra configuration puts together', async () => {
    const code =
      'import hydra, torch\n' +
      'from omegaconf import DictConfig\n' +
      '@hydra.main(config_path="conf", config_name="config")\n' +
      'def main(cfg: DictConfig):\n' +
      `    optimizer = torch.optim.AdamW(model.parameters(), lr=cfg.optimizer.lr)\n${loop}`;
    assert.deepEqual(
      await parametersOf({
        'train.py': code,
        'conf/config.yaml': 'defaults:\n  - optimizer: adam\n  - _self_\nseed: 3\n',
        'conf/optimizer/adam.yaml': 'lr: 0.002\n',
        'conf/optimizer/sgd.yaml': 'lr: 0.5\n',
      }),
      { lr: [0.002, 'conf/optimizer/adam.yaml:1'] },
    );
  });

  it('come from a file that no code names never', async () => {
    const code = `import torch\ndef train(config):\n    optimizer = torch.optim.SGD(p, lr=config["lr"])\n${loop}`;
    assert.deepEqual(await parametersOf({ 'train.py': code, 'other.yaml': 'lr: 7\n' }), {
      lr: 'config["lr"]',
    });
  });

  it('come from defaults of functions that lead to the run, and of no other', async () => {
    const code =
      'import torch\n' +
      `def fit(model, optimizer):\n${loop}` +
      'def setup(lr=0.3, train: TrainArgs = TrainArgs(epochs=5), eval: EvalArgs = EvalArgs(batch_size=1)):\n' +
      '    fit(model, torch.optim.SGD(model.parameters(), lr=lr))\n' +
      'def evaluate(batch_size=64):\n    pass\n';
    assert.deepEqual(await parametersOf({ 'train.py': code }), {
      lr: [0.3, 'default'],
      epochs: [5, 'default'],
    });
  });

  it('come from options that a function is handed', async () => {
    const code =
      'import argparse, torch\n' +
      'def train(args):\n' +
      `    optimizer = torch.optim.SGD(model.parameters(), lr=args.lr)\n${loop}` +
      'parser = argparse.ArgumentParser()\n' +
      'parser.add_argument("--lr", type=float, default=0.5)\n' +
      'train(parser.parse_args())\n';
    assert.deepEqual(await parametersOf({ 'train.py': code }), { lr: [0.5, 'default'] });
  });

  it('are none where results go and what is logged', async () => {
    const code =
      'from transformers import Trainer, TrainingArguments\n' +
      'args = TrainingArguments(output_dir="out", report_to="none", logging_steps=5, learning_rate=1e-4, save_strategy="no")\n' +
      'Trainer(model, args).train()\n';
    assert.deepEqual(await parametersOf({ 'train.py': code }), { learning_rate: [0.0001] });
  });

  it('are those of the environment and of fields of data classes unless something else is given', async () => {
    const code =
      'import os\nfrom dataclasses import dataclass\nfrom datasets import load_dataset\nfrom openai import OpenAI\n' +
      'MODEL = os.environ.get("MODEL", "gpt-4o")\n' +
      'OpenAI().chat.completions.create(model=MODEL, messages=[])\n' +
      '@dataclass\nclass Data:\n    repo: str = "a/b"\n    def load(self):\n        return load_dataset(self.repo)\n';
    const { facts } = await collect({ 'a.py': code });
    const values = facts.flatMap((fact) =>
      fact.kind === 'llm-call' && fact.model !== undefined
        ? [show(fact.model)]
        : fact.kind === 'dataset' && fact.reference !== undefined
          ? [show(fact.reference)]
          : [],
    );
    assert.deepEqual(values, [
      ['gpt-4o', 'default'],
      ['a/b', 'default'],
    ]);
  });

  it('come from constants of other modules, with the line there', async () => {
    const inventory = await collect({
      'train.py': `import torch\nfrom config import LR\nimport config\ndef train(model):\n    o = torch.optim.SGD(p, lr=LR, momentum=config.MOMENTUM)\n${loop}`,
      'config.py': '\n\nLR = 0.25\nMOMENTUM = 0.5\n',
      'run.py':
        'from prompts import SYSTEM\nfrom openai import OpenAI\nOpenAI().chat.completions.create(model="m", messages=[{"role": "system", "content": SYSTEM}])\n',
      'prompts.py': '\nSYSTEM = "Answer in English."\n',
    });
    const { hyperparameters } = runOf(inventory);
    assert.deepEqual(
      hyperparameters.map(({ name, value }) => [name, show(value)]),
      [
        ['lr', [0.25]],
        ['momentum', [0.5]],
      ],
    );
    const [lr] = hyperparameters;
    assert.ok(lr?.value.kind === 'constant');
    assert.deepEqual(
      [lr.value.statedAt?.path, lr.value.statedAt?.range.start.line, lr.location.path],
      ['config.py', 2, 'train.py'],
    );
    const prompt = inventory.facts.find(({ kind }) => kind === 'prompt');
    assert.deepEqual([prompt?.location.path, prompt?.location.range.start.line], ['prompts.py', 1]);
  });
});
