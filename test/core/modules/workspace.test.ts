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

const ABSTRACT = 'class Model:\n    def ask(self, q):\n        raise NotImplementedError\n';
const REMOTE =
  'from openai import OpenAI\nfrom base import Model\nclass Remote(Model):\n    def __init__(self):\n        self.client = OpenAI()\n' +
  '    def ask(self, q):\n        return self.client.responses.create(model="gpt-4-0613", input=q).output_text\n';
const TOOL =
  'class BaseTool:\n    name = "?"\n    args_schema = None\n    def _execute(self, command):\n        raise NotImplementedError\n';
const NAMED_TOOL =
  'from abc import ABC, abstractmethod\nclass Tool(ABC):\n    @abstractmethod\n    def execute_action(self, action, **kwargs):\n        pass\n    def get_actions_metadata(self):\n        return []\n';
const NAMED_SHELL =
  'import subprocess\nfrom base import Tool\nclass Shell(Tool):\n    def execute_action(self, action, **kwargs):\n        actions = {"run": self._run}\n        return actions[action](**kwargs)\n    def _run(self, command):\n        subprocess.run(command, shell=True)\n';
const LISTING_BASE =
  'class Extension:\n    async def call(self, agent, module, name, args):\n        return await getattr(module(), name)(**args)\n';
const LISTED_SHELL =
  'import subprocess\nfrom base import Extension\nclass Shell(Extension):\n    def __init__(self):\n        self.commands = {"Run a command": self.run}\n    async def run(self, command):\n        subprocess.run(command, shell=True)\n    def stop(self):\n        pass\n';
const SHELL_TOOL =
  'import subprocess\nfrom base import BaseTool\nclass Shell(BaseTool):\n    name = "shell"\n    def _execute(self, command):\n        subprocess.run(command, shell=True)\n';
const REGISTRY =
  'import inspect\nTOOLS = {}\ndef register_tool(f=None, include_functions=()):\n    TOOLS[f.__name__] = (f, inspect.signature(f))\n    return f\n';

/** What must be found with the other modules, and is not without them: `path:line rule`. */
const FOUND: readonly (readonly [name: string, files: Files, expected: string])[] = [
  [
    'a view that another file gives an address',
    {
      'views.py': 'import os\ndef run(request):\n    os.system(request.GET["c"])\n',
      'urls.py': 'from django.urls import path\nimport views\nurlpatterns = [path("run/", views.run)]\n',
    },
    'views.py:3 python/command-from-request',
  ],
  [
    'a method that another file hands to a page',
    {
      'job.py': 'import os\nclass Job:\n    def run(self, command):\n        os.system(command)\n',
      'page.py':
        'import gradio as gr\nfrom job import Job\njob = Job()\nwith gr.Blocks() as page:\n    box = gr.Textbox()\n    box.submit(job.run, box, box)\n',
    },
    'job.py:4 python/command-from-request',
  ],
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
  [
    'a method of a class in a third module that nobody here imports',
    {
      'base.py': ABSTRACT,
      'remote.py': REMOTE,
      'app.py': 'from base import Model\ndef go(model: Model):\n    exec(model.ask("q"))\n',
    },
    'app.py:3 python/llm-output-executed',
  ],
  [
    'a method of a class that derives from it over another',
    {
      'base.py': ABSTRACT,
      'middle.py': 'from base import Model\nclass Hosted(Model):\n    pass\n',
      'remote.py': REMOTE.replace('from base import Model', 'from middle import Hosted as Model'),
      'app.py':
        'from base import Model\nclass Agent:\n    model: Model\n    def go(self):\n        exec(self.model.ask("q"))\n',
    },
    'app.py:5 python/llm-output-executed',
  ],
  [
    'callers of what a class stands in for',
    {
      'base.py':
        'from abc import ABC, abstractmethod\nclass Runner(ABC):\n    @abstractmethod\n    def run(self, code):\n        pass\n',
      'local.py':
        'from base import Runner\nclass Local(Runner):\n    def run(self, code):\n        exec(code)\n',
      'llm.py': LLM,
      'app.py':
        'from base import Runner\nfrom llm import ask\ndef go(runner: Runner):\n    runner.run(ask("q"))\n',
    },
    'local.py:4 python/llm-output-executed',
  ],
  [
    'a class of tools',
    { 'base.py': TOOL, 'shell.py': SHELL_TOOL },
    'shell.py:6 python/tool-argument-executed',
  ],
  [
    'a class of tools over another',
    {
      'base.py': TOOL,
      'middle.py': 'from base import BaseTool\nclass LocalTool(BaseTool):\n    pass\n',
      'shell.py': SHELL_TOOL.replace('from base import BaseTool', 'from middle import LocalTool as BaseTool'),
    },
    'shell.py:6 python/tool-argument-executed',
  ],
  [
    'a known class of tools over one of the workspace',
    {
      'base.py': 'from langchain_core.tools import BaseTool\nclass Own(BaseTool):\n    pass\n',
      'shell.py':
        'import subprocess\nfrom base import Own\nclass Shell(Own):\n    def _run(self, command):\n        subprocess.run(command, shell=True)\n',
    },
    'shell.py:5 python/tool-argument-executed',
  ],
  [
    'a decorator that makes tools',
    {
      'registry.py': REGISTRY,
      'shell.py':
        'import subprocess\nfrom registry import register_tool\n@register_tool\ndef run(command):\n    subprocess.run(command, shell=True)\n',
    },
    'shell.py:5 python/tool-argument-executed',
  ],
  [
    'a decorator of a class that makes tools of some methods',
    {
      'registry.py': REGISTRY,
      'shell.py':
        'import subprocess\nfrom registry import register_tool\n@register_tool(include_functions=["run"])\nclass Terminal:\n    def run(self, command):\n        subprocess.run(command, shell=True)\n',
    },
    'shell.py:6 python/tool-argument-executed',
  ],
  [
    'a method that a tool enters others by',
    { 'base.py': NAMED_TOOL, 'shell.py': NAMED_SHELL },
    'shell.py:8 python/tool-argument-executed',
  ],
  [
    'a method that a class lists for a base that calls by name',
    { 'base.py': LISTING_BASE, 'shell.py': LISTED_SHELL },
    'shell.py:7 python/tool-argument-executed',
  ],
  [
    'a class of the package around, for what lies in a folder of it that is no package',
    { 'app/__init__.py': '', 'app/base.py': LISTING_BASE, 'app/plugins/shell.py': LISTED_SHELL },
    'app/plugins/shell.py:7 python/tool-argument-executed',
  ],
  [
    'a decorator that is told what the arguments are',
    {
      'commands.py':
        'def command(name, description, parameters):\n    def wrap(f):\n        COMMANDS[name] = f\n        return f\n    return wrap\n',
      'shell.py':
        'import subprocess\nfrom commands import command\n@command("shell", "Runs", {"line": {"type": "string", "description": "What to run"}})\ndef run(line):\n    subprocess.run(line, shell=True)\n',
    },
    'shell.py:5 python/tool-argument-executed',
  ],
];

const NO_TOOLS: readonly (readonly [name: string, files: Files])[] = [
  [
    'a method that no tool is entered by',
    { 'base.py': TOOL, 'shell.py': SHELL_TOOL.replace('_execute', 'install') },
  ],
  [
    'a method of the same name in a class of its own',
    { 'base.py': TOOL, 'shell.py': SHELL_TOOL.replace('(BaseTool)', '') },
  ],
  [
    'a base that declares no arguments',
    { 'base.py': TOOL.replace('    args_schema = None\n', ''), 'shell.py': SHELL_TOOL },
  ],
  [
    'a base that is no tool',
    {
      'base.py': TOOL.replaceAll('BaseTool', 'BaseStep'),
      'shell.py': SHELL_TOOL.replaceAll('BaseTool', 'BaseStep'),
    },
  ],
  [
    'a base that does the work itself',
    { 'base.py': TOOL.replace('raise NotImplementedError', 'return command'), 'shell.py': SHELL_TOOL },
  ],
  [
    'a method of tools that is given no arguments by name',
    {
      'base.py': NAMED_TOOL.replace(', **kwargs', ''),
      'shell.py': NAMED_SHELL.replace(', **kwargs', '').replace('(**kwargs)', '(action)'),
    },
  ],
  [
    'a method that the class does not list',
    { 'base.py': LISTING_BASE, 'shell.py': LISTED_SHELL.replace(': self.run', ': self.stop') },
  ],
  [
    'a list for a base that calls nothing by name',
    { 'base.py': LISTING_BASE.replace('(**args)', ''), 'shell.py': LISTED_SHELL },
  ],
  [
    'a list of a program without a model',
    { 'base.py': LISTING_BASE.replaceAll('agent', 'menu'), 'shell.py': LISTED_SHELL },
  ],
  [
    'a list under another name',
    { 'base.py': LISTING_BASE, 'shell.py': LISTED_SHELL.replace('self.commands', 'self.signals') },
  ],
  [
    'a module of a package around the own one, which another name means',
    {
      'app/__init__.py': '',
      'app/base.py': LISTING_BASE,
      'app/plugins/__init__.py': '',
      'app/plugins/shell.py': LISTED_SHELL,
    },
  ],
  [
    'what every tool gets from the program',
    {
      'base.py': `class Context:\n    pass\n${TOOL.replace('(self, command)', '(self, command: Context)')}`,
      'shell.py': SHELL_TOOL,
    },
  ],
  [
    'a method that the decorator of the class leaves out',
    {
      'registry.py': REGISTRY,
      'shell.py':
        'import subprocess\nfrom registry import register_tool\n@register_tool(include_functions=["other"])\nclass Terminal:\n    def run(self, command):\n        subprocess.run(command, shell=True)\n',
    },
  ],
  [
    'a decorator that only says so',
    {
      'registry.py': 'def register_tool(f):\n    TOOLS.append(f)\n    return f\n',
      'shell.py':
        'import subprocess\nfrom registry import register_tool\n@register_tool\ndef run(command):\n    subprocess.run(command, shell=True)\n',
    },
  ],
  [
    'a decorator that says something else',
    {
      'registry.py': REGISTRY.replaceAll('register_tool', 'register_toolbar'),
      'shell.py':
        'import subprocess\nfrom registry import register_toolbar\n@register_toolbar\ndef run(command):\n    subprocess.run(command, shell=True)\n',
    },
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

  for (const [name, files] of NO_TOOLS) {
    it(`make no tool of ${name}`, async () => {
      assert.deepEqual(
        (await list(files)).filter((one) => one.includes('tool-argument')),
        [],
      );
    });
  }

  it('do not lend the methods of one class to another of the name', async () => {
    const files = {
      'base.py': ABSTRACT,
      'remote.py': REMOTE,
      'other.py': ABSTRACT,
      'app.py': 'from other import Model\ndef go(model: Model):\n    exec(model.ask("q"))\n',
    };
    assert.deepEqual(
      (await list(files)).filter((one) => one.includes('llm-output-executed')),
      [],
    );
  });

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
