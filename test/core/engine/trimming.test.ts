import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { Engine } from '../../../src/core/api.js';
import type { DocumentInput } from '../../../src/core/source/document.js';
import { exampleLines, exampleProjectSamples, ruleSamples } from '../../support/corpus.js';
import { createContext, createTestEngine } from '../../support/engine.js';

const knowledge = loadKnowledge(process.cwd());
/** More for a long search by hand: `FAIRLEAD_RUNS=20000`. */
const RUNS = Number(process.env['FAIRLEAD_RUNS'] ?? 400);

/** Code in which the place of a match does not hold the word that the rule knows. Each must be found. */
const DISGUISES: readonly (readonly [name: string, code: string])[] = [
  ['an alias of an import', 'from torch import load as fetch\nfetch(p)\n'],
  [
    'an alias of an alias of an alias',
    'import torch\na = torch.load\nb = a\nc = b\nd = c\ne = d\nf = e\nf(p)\n',
  ],
  ['a call behind a comment that a carriage return ends', '# x\rimport torch\rtorch.load(p)\r'],
  [
    'what a table is written to that a function with any of many names gave',
    'import sys\nimport pandas as pd\ntable = pd.read_pickle(sys.argv[1])\ntable.to_pickle("a")\n',
  ],
  ['aliases in the wrong order', 'import torch\ndef f():\n    b(p)\nb = a = torch.load\n'],
  ['an unpacked alias', 'import torch\na, (b, c) = 1, (torch.load, 2)\nb(p)\n'],
  ['a walrus', 'import torch\nif (a := torch.load):\n    a(p)\n'],
  ['a walrus in a call', 'import torch\n(a := torch.load)(p)\n'],
  ['a conditional', 'import torch\na = torch.load if x else None\na(p)\n'],
  ['a conditional that is called', 'import torch\n(torch.load if x else print)(p)\n'],
  ['an alternative', 'import torch\na = None or torch.load\na(p)\n'],
  ['partial', 'import torch\nfrom functools import partial\na = partial(torch.load)\na(p)\n'],
  [
    'partial by another name',
    'import torch\nfrom functools import partial as bind\na = bind(torch.load)\na(p)\n',
  ],
  ['partial assigned', 'import torch, functools\nbind = functools.partial\na = bind(torch.load)\na(p)\n'],
  ['closing', 'import torch\nfrom contextlib import closing\na = closing(torch.load)\na(p)\n'],
  ['getattr', 'import torch\na = getattr(torch, "load")\na(p)\n'],
  ['getattr that is called', 'import torch\ngetattr(torch, "load")(p)\n'],
  ['getattr by another name', 'import torch\ng = getattr\na = g(torch, "load")\na(p)\n'],
  ['a function that gives it back', 'import torch\ndef get():\n    return torch.load\nget()(p)\n'],
  ['its result in a name', 'import torch\ndef get():\n    return torch.load\na = get()\na(p)\n'],
  [
    'an attribute',
    'import torch\nclass A:\n    def __init__(self):\n        self.fetch = torch.load\n    def run(self):\n        self.fetch(p)\n',
  ],
  [
    'attributes unpacked',
    'import torch\nclass A:\n    def __init__(self):\n        self.a, self.b = 1, torch.load\n    def run(self):\n        self.b(p)\n',
  ],
  ['a class attribute', 'import torch\nclass A:\n    fetch = torch.load\nA().fetch(p)\nA.fetch(p)\n'],
  ['an entry of a dict', 'import torch, json\na = {"pt": torch.load, "json": json.load}\na["pt"](p)\n'],
  ['any entry of a dict', 'import torch\na = {"pt": torch.load}\ndef f(k):\n    b = a[k]\n    b(p)\n'],
  [
    'a property',
    'import torch\nclass A:\n    @property\n    def fetch(self):\n        return torch.load\n    def f(self):\n        self.fetch(p)\n',
  ],
  ['an import by name', 'import importlib\na = importlib.import_module("torch").load\na(p)\n'],
  ['a star import', 'from torch import *\nload(p)\n'],
  [
    'a blank before a dot of an import',
    'import torch .utils.model_zoo as m\nz.load_state_dict(m.load_url(u["x"]))\n',
  ],
  [
    'a blank behind a dot of an import',
    'import os, torch. utils.model_zoo as m\nz.load_state_dict(m.load_url(u["x"]))\n',
  ],
  ['blanks in a module', 'from torch . utils import model_zoo as m\nz.load_state_dict(m.load_url(u["x"]))\n'],
  [
    'a constant that a rule knows the beginning of, with a blank in it',
    'from urllib.request import urlretrieve as u\nu("https://huggingface.co/org/a b/resolve/main/a.py")\n',
  ],
  ['a renamed package', 'import cPickle\ncPickle.load(f)\n'],
  ['a renamed package, renamed', 'from six.moves import cPickle as c\nc.load(f)\n'],
];

/** The same ideas, too far hidden to be looked for: both ways must miss them alike. */
const HIDDEN: readonly (readonly [name: string, code: string])[] = [
  ['a name put together', 'import torch\ngetattr(torch, "lo" "ad")(p)\n'],
  ['a name in escapes', 'import torch\ngetattr(torch, "\\x6coad")(p)\n'],
  ['a package put together', 'import importlib\nimportlib.import_module("tor" "ch").load(p)\n'],
  ['a setting put together', 'a = {"trust_" "remote_code": True}\n'],
  ['an option of its own spelling', 'p.add_argument("--trust_remote-code", default=True)\n'],
  ['an option as code spells it', 'p.add_argument("--trust_remote_code", default=True)\n'],
];

describe('trimming', () => {
  let engine: Engine;
  before(() => {
    engine = createTestEngine(knowledge);
  });
  after(() => engine.dispose());

  async function compare(
    input: DocumentInput,
    files: Readonly<Record<string, string>> = {},
  ): Promise<number> {
    const trimmed = await engine.analyse(input, createContext(input.path, files));
    const whole = await engine.analyse(input, createContext(input.path, files, { trim: false }));
    assert.deepEqual(trimmed.findings, whole.findings);
    return trimmed.findings.length;
  }

  function compareText(text: string): Promise<number> {
    return compare({ kind: 'text', path: 'app.py', text });
  }

  for (const [name, code] of DISGUISES) {
    it(`finds ${name}, as the whole search does`, async () => {
      assert.ok((await compareText(code)) > 0, 'nothing was found');
    });
  }

  for (const [name, code] of HIDDEN) {
    it(`treats ${name} as the whole search does`, () => compareText(code));
  }

  it('changes nothing for the examples of the rules', async () => {
    let count = 0;
    for (const { name, input, files } of ruleSamples(knowledge)) {
      try {
        count += await compare(input, files);
      } catch (cause) {
        throw new Error(`in ${name}`, { cause });
      }
    }
    assert.ok(count > 100);
  });

  it('changes nothing for the example project', async () => {
    let count = 0;
    for (const { input, files } of exampleProjectSamples()) count += await compare(input, files);
    assert.ok(count > 5);
  });

  it('changes nothing for lines of the examples in any order', async () => {
    const imports =
      'import torch, pickle, functools, importlib, yaml, requests, numpy as np\nfrom functools import partial\n';
    const tricky = DISGUISES.flatMap(([, code]) => code.split('\n').map((line) => `${line}\n`));
    const line = fc.constantFrom(...exampleLines(knowledge), ...tricky, ...tricky);
    const indented = fc
      .tuple(fc.constantFrom('    ', 'def f(a, b=torch):\n    ', 'if a:\n    ', 'for a in b:\n    '), line)
      .map((parts) => parts.join(''));
    const text = fc
      .array(fc.oneof({ weight: 3, arbitrary: line }, indented), { minLength: 2, maxLength: 40 })
      .map((lines) => imports + lines.join(''));
    await fc.assert(
      fc.asyncProperty(text, async (code) => void (await compareText(code))),
      { numRuns: RUNS },
    );
  }).timeout(600_000);

  it('changes nothing for the standard library of Python', async function () {
    const folder = findPythonLibrary();
    // Without Python on the machine there is no corpus to read.
    if (folder === undefined) this.skip();
    for (const path of pickFiles(folder, 3_000_000)) {
      try {
        await compareText(readFileSync(path, 'utf8'));
      } catch (cause) {
        throw new Error(`in ${path}`, { cause });
      }
    }
  }).timeout(120_000);
});

function findPythonLibrary(): string | undefined {
  try {
    const answer = execFileSync('python3', ['-c', 'import os; print(os.path.dirname(os.__file__))'], {
      encoding: 'utf8',
    });
    return answer.trim();
  } catch {
    return undefined;
  }
}

/** Every n-th file, so that the whole is about `budget` bytes. */
function pickFiles(folder: string, budget: number): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.py') && !file.includes('site-packages'))
    .map((file) => join(folder, file))
    .sort();
  const total = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const step = Math.max(1, Math.round(total / budget));
  return files.filter((_, index) => index % step === 0);
}
