import assert from 'node:assert/strict';
import type { Engine } from '../../../src/core/api.js';
import type { Finding } from '../../../src/core/findings/finding.js';
import { runSteps } from '../../../src/core/steps.js';
import { createContext, createTestEngine } from '../../support/engine.js';
import { checkWorkspace, createPort, type Files } from '../../support/workspace.js';

const LLM = `from openai import OpenAI
client = OpenAI()
def ask(q):
    r = client.chat.completions.create(model="gpt-4-0613", messages=[{"role": "user", "content": q}])
    return r.choices[0].message.content
`;
const RUN = 'import subprocess\ndef run_command(cmd):\n    return subprocess.run(cmd, shell=True)\n';
const LOAD = 'from transformers import AutoModel\n';
const TRUSTING = 'AutoModel.from_pretrained("a/b", trust_remote_code=TRUST)\n';

/** What must be found with the other modules, and is not without them: `path:line rule`. */
const FOUND: readonly (readonly [name: string, files: Files, expected: string])[] = [
  [
    'a constant',
    { 'config.py': 'TRUST = True\n', 'app.py': `${LOAD}from config import TRUST\n${TRUSTING}` },
    'app.py:3 python/trust-remote-code',
  ],
  [
    'a constant of a module, imported relative to a package',
    {
      'pkg/__init__.py': '',
      'pkg/config.py': 'TRUST = True\n',
      'pkg/app.py': `${LOAD}from . import config\nAutoModel.from_pretrained("a/b", trust_remote_code=config.TRUST)\n`,
    },
    'pkg/app.py:3 python/trust-remote-code',
  ],
  [
    'a constant that a package hands on',
    {
      'pkg/__init__.py': 'from .config import *\n',
      'pkg/config.py': 'from .base import TRUST as TRUST\n',
      'pkg/base.py': 'TRUST = True\n',
      'app.py': `${LOAD}from pkg import TRUST\n${TRUSTING}`,
    },
    'app.py:3 python/trust-remote-code',
  ],
  [
    'a constant of a package in src',
    {
      'src/own/__init__.py': '',
      'src/own/config.py': 'TRUST = True\n',
      'tools/app.py': `${LOAD}from own.config import TRUST\n${TRUSTING}`,
    },
    'tools/app.py:3 python/trust-remote-code',
  ],
  [
    'an alias',
    {
      'compat.py': 'import torch\ntorch_load = torch.load\n',
      'app.py': 'from compat import torch_load\ntorch_load("x.pt", weights_only=False)\n',
    },
    'app.py:2 python/torch-load-unsafe',
  ],
  [
    'a method that a class leaves to those that derive from it',
    {
      'base.py':
        'class Model:\n    def ask(self, q):\n        raise NotImplementedError\n    def run(self, q):\n        exec(self.ask(q))\n',
      'remote.py':
        'from openai import OpenAI\nfrom base import Model\nclass Remote(Model):\n    def __init__(self):\n        self.client = OpenAI()\n' +
        '    def ask(self, q):\n        return self.client.responses.create(model="gpt-4-0613", input=q).output_text\n',
    },
    'base.py:5 python/llm-output-executed',
  ],
  [
    'the worst among many that may hold something',
    {
      'llm.py': LLM,
      ...Object.fromEntries(
        Array.from({ length: 60 }, (_, at) => [
          `page${at}.py`,
          'import requests\nfrom llm import ask\ndef page(q):\n    ask(q)\n    return requests.get("https://a.invalid", timeout=9)\n',
        ]),
      ),
      'a.py': 'A = 1\n',
      'b.py': 'B = 1\n',
      'zrun.py': 'from a import A\nfrom b import B\nfrom llm import ask\nexec(ask("q"))\n',
    },
    'zrun.py:4 python/llm-output-executed',
  ],
  [
    'an alias in a module by another name',
    {
      'compat.py': 'from torch import load as fetch\n',
      'app.py': 'import compat as c\nc.fetch("x.pt", weights_only=False)\n',
    },
    'app.py:2 python/torch-load-unsafe',
  ],
  [
    'a library from an import of everything',
    {
      'common.py': 'import torch\n',
      'app.py': 'from common import *\ntorch.load("x.pt", weights_only=False)\n',
    },
    'app.py:2 python/torch-load-unsafe',
  ],
  [
    'an object',
    {
      'server.py': 'from flask import Flask\napp = Flask(__name__)\n',
      'app.py': 'from server import app\napp.run(debug=True)\n',
    },
    'app.py:2 python/flask-debug',
  ],
  [
    'a source that a function gives back',
    { 'llm.py': LLM, 'app.py': 'from llm import ask\nexec(ask(x))\n' },
    'app.py:2 python/llm-output-executed',
  ],
  [
    'a client in an attribute of a base class',
    {
      'base.py':
        'from openai import OpenAI\nclass Base:\n    def __init__(self):\n        self.client = OpenAI()\n',
      'app.py':
        'from base import Base\nclass Agent(Base):\n    def go(self):\n        r = self.client.chat.completions.create()\n        exec(r.choices[0].message.content)\n',
    },
    'app.py:5 python/llm-output-executed',
  ],
  [
    'a parameter that reaches a sink',
    {
      'llm.py': LLM,
      'utils.py': RUN,
      'app.py': 'from llm import ask\nimport utils as u\nu.run_command(ask(x))\n',
    },
    'utils.py:3 python/llm-output-executed',
  ],
];

/** What must be left alone. */
const CLEAN: readonly (readonly [name: string, files: Files])[] = [
  ['two modules of the name', { 'config.py': 'TRUST = True\n', 'src/config.py': 'TRUST = False\n' }],
  ['a module that is not there', {}],
  ['a module without the name', { 'config.py': 'OTHER = True\n' }],
  ['a name that is bound twice', { 'config.py': 'TRUST = False\nif x:\n    TRUST = True\n' }],
  ['modules that import each other', { 'config.py': 'from app import TRUST\n' }],
  ['a module that cannot be parsed', { 'config.py': 'TRUST = = (\ndef (:\n' }],
  ['a name that is kept to a function', { 'config.py': 'def f():\n    TRUST = True\n' }],
];

describe('modules of a workspace', function () {
  this.timeout(60_000);
  let engine: Engine;
  before(() => {
    engine = createTestEngine();
  });
  after(() => engine.dispose());

  async function list(files: Files, trim = true): Promise<readonly string[]> {
    const findings = await checkWorkspace(engine, files, trim);
    return findings.map(
      ({ location, ruleId }) => `${location.path}:${location.range.start.line + 1} ${ruleId}`,
    );
  }

  for (const [name, files, expected] of FOUND) {
    it(`are followed to ${name}`, async () => {
      const found = await list(files);
      assert.equal(found.filter((one) => one === expected).length, 1, found.join('\n'));
      const path = expected.slice(0, expected.indexOf(':'));
      assert.ok(
        !(await list({ [path]: files[path] ?? '' })).includes(expected),
        'found without the other modules',
      );
      assert.deepEqual(await list(files, false), found, 'not what the whole search finds');
    });
  }

  it('are followed in one analysis of each file with a plan as in two without', async () => {
    for (const [name, files] of FOUND) {
      const modules = createPort(files);
      const outlines = Object.entries(files).flatMap(
        ([path, text]) => engine.outline({ kind: 'text', path, text }) ?? [],
      );
      const plan = runSteps(engine.planInSteps(outlines, modules));
      const session = engine.openSession();
      for (const version of [1, 2]) {
        const found: Finding[] = [];
        for (const [path, text] of Object.entries(files)) {
          const context = createContext(path, files, { modules, plan });
          found.push(...(await session.analyse({ kind: 'text', path, text }, context)).findings);
        }
        assert.deepEqual(found, await checkWorkspace(engine, files), `${name}, time ${version}`);
      }
      session.dispose();
    }
  });

  for (const [name, files] of CLEAN) {
    it(`tell nothing of ${name}`, async () => {
      const all = { ...files, 'app.py': `${LOAD}from config import TRUST\n${TRUSTING}` };
      const found = await list(all);
      assert.deepEqual(
        found.filter((one) => one.includes('trust-remote-code')),
        [],
      );
      assert.deepEqual(await list(all, false), found);
    });
  }

  it('are named in the path of a value', async () => {
    const files = {
      'llm.py': LLM,
      'utils.py': RUN,
      'app.py': 'from llm import ask\nfrom utils import run_command\nrun_command(ask(x))\n',
    };
    const [finding, ...others] = (await checkWorkspace(engine, files)).filter(
      ({ level }) => level === 'error',
    );
    assert.equal(others.length, 0);
    assert.equal(finding?.isFlow, true);
    assert.deepEqual(
      finding.related.map(
        ({ location, message }) => `${location.path}:${location.range.start.line + 1} ${message}`,
      ),
      [
        'llm.py:4 model output comes from here',
        'llm.py:4 flows into `r`',
        'llm.py:5 returned by `ask`',
        'app.py:3 passed to `run_command`',
        'utils.py:2 passed as `cmd`',
      ],
    );
  });

  it('may be a thousand that hand everything on to each other', async () => {
    const count = 1000;
    const files: Record<string, string> = {};
    for (let number = 0; number < count; number += 1) {
      const others = [1, 7, 31].map((step) => `from m${(number + step) % count} import *\n`).join('');
      files[`m${number}.py`] = others;
    }
    files['app.py'] = `${LOAD}from m0 import TRUST\n${TRUSTING}`;
    assert.ok(!(await list(files)).some((one) => one.includes('trust-remote-code')));
  });
});
