import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AnalysisContext, Engine } from '../../../src/core/api.js';
import type { DocumentInput } from '../../../src/core/source/document.js';
import { runSteps } from '../../../src/core/steps.js';
import { resultOf } from '../../support/analysis-result.js';
import { createContext, createTestEngine } from '../../support/engine.js';
import { createPort } from '../../support/workspace.js';

/** More for a long search by hand: `FAIRLEAD_RUNS=2000`. */
const RUNS = Number(process.env['FAIRLEAD_RUNS'] ?? 40);

/** Statements that rest on one another in many ways; each may be there, more than once, and in any order. */
const PIECES: readonly string[] = [
  'import torch\n',
  'import torch as t\n',
  'from torch import load\n',
  'import os, subprocess, pickle, argparse, importlib\n',
  'from functools import partial\n',
  'from flask import Flask, request\n',
  'from config import *\n',
  'from config import TRUST, PATH, open_model\n',
  'import config\n',
  'app = Flask(__name__)\n',
  'load = torch.load\n',
  'read = partial(load, weights_only=TRUST)\n',
  'TRUST = False\n',
  'TRUST = True\n',
  'TRUST = config.TRUST\n',
  'PATH = "model.bin"\n',
  'OPTIONS = {"weights_only": TRUST}\n',
  'OPTIONS["weights_only"] = False\n',
  'if TRUST:\n    PATH = input()\nelse:\n    PATH = "x"\n',
  'for PATH in os.environ:\n    read(PATH)\n',
  'def open_model(path, **options):\n    return torch.load(path, **OPTIONS)\n\n\n',
  'def run(command):\n    if not command:\n        return None\n    return subprocess.run(command, shell=True)\n\n\n',
  'def give():\n    return request.args["p"]\n\n\n',
  '@app.route("/x")\ndef handle(name=PATH):\n    path = request.args["name"]\n    run(path)\n    return open_model(path)\n\n\n',
  `class Store:
    path = PATH

    def __init__(self, path, trust=TRUST):
        self.path = path
        self.loader = load
        self.model = open_model(path)

    def get(self):
        return self.loader(self.path, weights_only=TRUST)

    def forward(self, batch):
        return run(batch)


`,
  'class Child(Store):\n    def get(self):\n        return read(self.path)\n\n\n',
  'store = Store(request.args["p"])\n',
  'store.get()\n',
  'app.register(run)\n',
  'read(PATH)\n',
  'run(give())\n',
  'torch.load(PATH, weights_only=TRUST)\n',
  'torch.load(config.PATH, weights_only=config.TRUST)\n',
  'parser = argparse.ArgumentParser()\nparser.add_argument("--path", default="x")\nargs = parser.parse_args()\n',
  'run(args.path)\n',
  'with open(PATH) as source:\n    pickle.load(source)\n',
  'def check(path):\n    if not path.startswith("/safe"):\n        raise ValueError(path)\n\n\n',
  'def main():\n    args = parser.parse_args()\n    check(args.path)\n    run(args.path)\n    handle(PATH)\n\n\n',
  'if __name__ == "__main__":\n    main()\n',
  'for batch in loader:\n    loss = model(batch)\n    loss.backward()\n    optimizer.step()\n',
  'def train(model, loader):\n    for batch in loader:\n        loss = model(batch)\n        loss.backward()\n        optimizer.step()\n\n\n',
  'torch.load(PATH)  # fairlead: ignore[python/torch-load-unsafe] mine\n',
];
const NAMES: readonly string[] = [...new Set(PIECES.join('').match(/[A-Za-z_]\w*/g))];

/** What somebody does to a text: at a share of its names or lines. */
type Edit =
  | { readonly kind: 'rename'; readonly place: number; readonly name: string }
  | { readonly kind: 'insert'; readonly place: number; readonly piece: string }
  | { readonly kind: 'delete' | 'double' | 'indent' | 'outdent'; readonly place: number }
  | { readonly kind: 'move'; readonly place: number; readonly to: number }
  | { readonly kind: 'type'; readonly place: number; readonly text: string };

const place = fc.double({ min: 0, max: 0.9999, noNaN: true });
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constant('rename' as const), place, name: fc.constantFrom(...NAMES) }),
  fc.record({ kind: fc.constant('insert' as const), place, piece: fc.constantFrom(...PIECES) }),
  fc.record({ kind: fc.constantFrom('delete', 'double', 'indent', 'outdent'), place }),
  fc.record({ kind: fc.constant('move' as const), place, to: place }),
  fc.record({
    kind: fc.constant('type' as const),
    place,
    text: fc.constantFrom('x', ' ', '\n', '(', ')', '"', '"""', '#', ':', '.', '    '),
  }),
);

function applyEdit(text: string, change: Edit): string {
  if (change.kind === 'rename') {
    const names = [...text.matchAll(/[A-Za-z_]\w*/g)];
    const found = names[Math.floor(change.place * names.length)];
    if (found === undefined) return text;
    return text.slice(0, found.index) + change.name + text.slice(found.index + found[0].length);
  }
  if (change.kind === 'type') {
    const at = Math.floor(change.place * (text.length + 1));
    return text.slice(0, at) + change.text + text.slice(at);
  }
  const lines = text.split(/(?<=\n)/);
  const at = Math.floor(change.place * lines.length);
  const line = lines[at] ?? '';
  switch (change.kind) {
    case 'insert':
      lines.splice(at, 0, change.piece);
      break;
    case 'delete':
      lines.splice(at, 1);
      break;
    case 'double':
      lines.splice(at, 0, line);
      break;
    case 'indent':
      lines[at] = `    ${line}`;
      break;
    case 'outdent':
      lines[at] = line.replace(/^ {4}/, '');
      break;
    case 'move':
      lines.splice(at, 1);
      lines.splice(Math.floor(change.to * (lines.length + 1)), 0, line);
      break;
  }
  return lines.join('');
}

function textInput(text: string): DocumentInput {
  return { kind: 'text', path: 'app.py', text };
}

function cellInput(cells: readonly string[]): DocumentInput {
  return {
    kind: 'notebook-cells',
    path: 'app.ipynb',
    kernelLanguage: 'python',
    cells: cells.map((text, index) => ({ index, kind: 'code', languageId: 'python', text })),
  };
}

describe('sessions of statements that rest on one another', () => {
  let engine: Engine;
  before(() => {
    engine = createTestEngine();
  });
  after(() => engine.dispose());

  const pieces = (maxLength: number): fc.Arbitrary<string[]> =>
    fc.array(fc.constantFrom(...PIECES), { minLength: 3, maxLength });

  /** Analyses each version in one session and from nothing. */
  async function compare(versions: Iterable<readonly [DocumentInput, AnalysisContext]>): Promise<void> {
    const session = engine.openSession();
    try {
      for (const [input, context] of versions) {
        const kept = resultOf(await session.analyse(input, context));
        assert.deepEqual(kept, resultOf(await engine.analyse(input, context)), JSON.stringify(input));
      }
    } finally {
      session.dispose();
    }
  }

  it('give for every version of a text what a fresh analysis gives', async () => {
    const context = createContext('app.py', {}, { wantLandmarks: true });
    await fc.assert(
      fc.asyncProperty(pieces(30), fc.array(edit, { minLength: 1, maxLength: 20 }), async (first, edits) => {
        function* versions(): Generator<readonly [DocumentInput, AnalysisContext]> {
          let text = first.join('');
          yield [textInput(text), context];
          for (const change of edits) {
            text = applyEdit(text, change);
            yield [textInput(text), context];
          }
        }
        await compare(versions());
      }),
      { numRuns: RUNS },
    );
  }).timeout(900_000);

  it('give for every version of a notebook what a fresh analysis gives', async () => {
    const context = createContext('app.ipynb', {}, { wantLandmarks: true });
    const cellEdit = fc.record({
      cell: place,
      to: place,
      kind: fc.constantFrom('edit', 'move', 'cut'),
      edit,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(pieces(5), { minLength: 2, maxLength: 8 }),
        fc.array(cellEdit, { minLength: 1, maxLength: 15 }),
        async (first, edits) => {
          function* versions(): Generator<readonly [DocumentInput, AnalysisContext]> {
            const cells = first.map((parts) => parts.join(''));
            yield [cellInput(cells), context];
            for (const change of edits) {
              const at = Math.floor(change.cell * cells.length);
              const [cell = ''] = cells.splice(at, 1);
              const to = Math.floor(change.to * (cells.length + 1));
              if (change.kind === 'move') cells.splice(to, 0, cell);
              else if (change.kind === 'edit') cells.splice(at, 0, applyEdit(cell, change.edit));
              else cells.splice(at, 0, cell.slice(0, cell.length / 2), cell.slice(cell.length / 2));
              yield [cellInput(cells), context];
            }
          }
          await compare(versions());
        },
      ),
      { numRuns: RUNS },
    );
  }).timeout(900_000);

  it('find what other modules say as soon as they are at hand', async () => {
    const text =
      'from transformers import AutoModel\nfrom settings import TRUST\nAutoModel.from_pretrained("a/b", trust_remote_code=TRUST)\n';
    const modules = createPort({ 'settings.py': 'TRUST = True\n', 'load.py': text });
    const session = engine.openSession();
    try {
      const input = { kind: 'text', path: 'load.py', text } as const;
      const found = async (context: Partial<AnalysisContext>): Promise<boolean> => {
        const { findings } = await session.analyse(input, createContext('load.py', {}, context));
        return findings.some(({ ruleId }) => ruleId === 'python/trust-remote-code');
      };
      assert.deepEqual([await found({}), await found({ modules }), await found({})], [false, true, false]);
    } finally {
      session.dispose();
    }
  });

  it('give for every version of a module and of those it imports what a fresh analysis gives', async () => {
    const step = fc.record({ file: fc.constantFrom('app.py', 'config.py', 'web.py', 'none'), edit });
    await fc.assert(
      fc.asyncProperty(
        pieces(20),
        pieces(8),
        fc.array(step, { minLength: 1, maxLength: 15 }),
        async (own, other, steps) => {
          const files: Record<string, string> = {
            'app.py': own.join(''),
            'config.py': other.join(''),
            'web.py':
              'from app import run, Store, TRUST\nfrom flask import request\nrun(request.args["x"])\n',
          };
          let modules = createPort(files);
          function* versions(): Generator<readonly [DocumentInput, AnalysisContext]> {
            for (const { file, edit: change } of steps) {
              if (file === 'none') delete files['config.py'];
              else if (files[file] !== undefined) files[file] = applyEdit(files[file], change);
              if (file === 'web.py' || file === 'none') modules = createPort(files);
              const extra = { wantLandmarks: true, modules };
              const reach = {
                bits: [],
                packages: ['flask'],
                origins: [],
                aliases: [],
                importers: ['web.py'],
                derived: [],
              };
              const text = files['app.py'] ?? '';
              yield [textInput(text), createContext('app.py', {}, extra)];
              const outlines = Object.entries(files).flatMap(
                ([path, code]) => engine.outline({ kind: 'text', path, text: code }) ?? [],
              );
              const plan = runSteps(engine.planInSteps(outlines, modules));
              yield [textInput(text), createContext('app.py', {}, { ...extra, plan })];
              yield [textInput(`${text}\n`), createContext('app.py', {}, { ...extra, plan })];
              // As an editor does where callers are wanted.
              yield [textInput(text), createContext('app.py', {}, { ...extra, reach })];
            }
          }
          await compare(versions());
        },
      ),
      { numRuns: RUNS },
    );
  }).timeout(900_000);
});
