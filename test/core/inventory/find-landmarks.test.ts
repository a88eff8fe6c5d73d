import assert from 'node:assert/strict';
import type { Engine } from '../../../src/core/api.js';
import type { LandmarkKind } from '../../../src/core/inventory/landmark.js';
import { createContext, createTestEngine } from '../../support/engine.js';

/** Code, then kind, name and line (from 0) of each landmark. */
type Row = readonly [name: string, code: string, ...landmarks: (readonly [LandmarkKind, string, number])[]];

const TABLE: readonly Row[] = [
  [
    'a training loop',
    'import torch\ndef train():\n    loss.backward()\n    optimizer.step()\n',
    ['training', 'train', 1],
  ],
  [
    'a training loop in a module',
    'import torch\nloss.backward()\noptimizer.step()\n',
    ['training', 'backward', 1],
  ],
  ['half a loop', 'import torch\ndef f():\n    loss.backward()\ndef g():\n    optimizer.step()\n'],
  ['a loop of something else', 'import games\ndef play():\n    game.backward()\n    game.step()\n'],
  ['a trainer', 'from transformers import Trainer\nt = Trainer()\nt.train()\n', ['training', 'train', 2]],
  [
    'a trainer in a method',
    'from transformers import Trainer\nclass A:\n    def run(self):\n        Trainer().train()\n',
    ['training', 'run', 2],
  ],
  [
    'any estimator',
    'from sklearn.linear_model import LogisticRegression as L\nL().fit(x, y)\n',
    ['training', 'fit', 1],
  ],
  [
    'a loader',
    'from torch.utils.data import DataLoader\nx = DataLoader(d)\n',
    ['data-loading', 'DataLoader', 1],
  ],
  [
    'a loader by another name',
    'from torch.utils.data import DataLoader as DL\nx = DL(d)\n',
    ['data-loading', 'DL', 1],
  ],
  [
    'any data set of a package',
    'from torchvision.datasets import MNIST\nx = MNIST(".")\n',
    ['data-loading', 'MNIST', 1],
  ],
  ['other things of the package', 'from torchvision.transforms import Resize\nx = Resize(3)\n'],
  [
    'a class of data sets',
    'import torch\nclass A(torch.utils.data.Dataset):\n    pass\n',
    ['data-loading', 'A', 1],
  ],
  [
    'an endpoint',
    'from fastapi import FastAPI\napp = FastAPI()\n@app.post("/")\nasync def run(): ...\n',
    ['endpoint', 'run', 3],
  ],
  [
    'an endpoint of Flask',
    'import flask\napp = flask.Flask(__name__)\n@app.route("/")\ndef index(): ...\n',
    ['endpoint', 'index', 3],
  ],
  ['a demo', 'import gradio as gr\ngr.Interface(f).launch()\n', ['endpoint', 'Interface', 1]],
  [
    'two of a kind in one function, once',
    'import pandas as pd\ndef load():\n    a = pd.read_csv(p)\n    b = pd.read_json(p)\n',
    ['data-loading', 'load', 1],
  ],
  [
    'a model that is loaded',
    'import torch\ndef load(p):\n    return torch.load(p)\n',
    ['model-loading', 'load', 1],
  ],
  [
    'a model of the Hub',
    'from transformers import AutoModelForCausalLM as A\nm = A.from_pretrained("a/b")\n',
    ['model-loading', 'from_pretrained', 1],
  ],
  ['a checkpoint that is saved', 'import torch\ntorch.save(m, p)\n', ['model-saving', 'save', 1]],
  [
    'a model that is pushed',
    'from transformers import Trainer\ndef end(model):\n    model.save_pretrained(p)\n    model.push_to_hub("a/b")\n',
    ['model-saving', 'end', 1],
  ],
  [
    'a model of Keras that is saved',
    'import tensorflow as tf\nm = tf.keras.Sequential()\nm.save("m.keras")\n',
    ['model-saving', 'save', 2],
  ],
  [
    'an estimator that is trained and dumped',
    'import pickle\nfrom sklearn.svm import SVC\ndef run(x, y, f):\n    m = SVC()\n    m.fit(x, y)\n    pickle.dump(m, f)\n',
    ['training', 'run', 2],
    ['model-saving', 'run', 2],
  ],
  ['a dump of something else', 'import pickle\nimport sklearn\ndef keep(x, f):\n    pickle.dump(x, f)\n'],
  [
    'data that is pushed',
    'import datasets\nd = datasets.load_from_disk(p)\ndef end():\n    d.push_to_hub("a/b")\n',
    ['data-loading', 'load_from_disk', 1],
  ],
  ['something else with a method of the name', 'def end(disk):\n    disk.save_pretrained(p)\n'],
  [
    'an agent of LangChain',
    'from langchain.agents import AgentExecutor\ne = AgentExecutor(agent=a, tools=t)\n',
    ['agent', 'AgentExecutor', 1],
  ],
  [
    'a graph of agents',
    'from langgraph.graph import StateGraph\ndef build():\n    return StateGraph(S)\n',
    ['agent', 'build', 1],
  ],
  [
    'an agent of smolagents',
    'import smolagents\na = smolagents.CodeAgent(tools=[])\n',
    ['agent', 'CodeAgent', 1],
  ],
  ['an agent of PydanticAI', 'from pydantic_ai import Agent\na = Agent("m")\n', ['agent', 'Agent', 1]],
  ['an agent of nobody', 'from ours import Agent\na = Agent("m")\n'],
  [
    'a run of agents',
    'from agents import Runner\nasync def go(a):\n    await Runner.run(a, "x")\n',
    ['agent', 'go', 1],
  ],
  ['an MCP server', 'from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("x")\n', ['agent', 'FastMCP', 1]],
  [
    'a handler of Tornado',
    'import tornado.web\nclass H(tornado.web.RequestHandler):\n    def get(self): ...\n',
    ['endpoint', 'H', 1],
  ],
  [
    'a deployment of Ray Serve',
    'from ray import serve\n@serve.deployment(num_replicas=1)\nclass M: ...\n',
    ['endpoint', 'M', 2],
  ],
  ['words in comments', '# loss.backward() optimizer.step() with torch\nDataLoader = 1\n'],
];

/** Path and code of a script, then kind, name and line (from 0) of each landmark. */
type ScriptRow = readonly [
  name: string,
  path: string,
  code: string,
  ...landmarks: (readonly [LandmarkKind, string, number])[],
];

const SCRIPTS: readonly ScriptRow[] = [
  [
    'a question to a model, at the function around it',
    'chat.ts',
    "import OpenAI from 'openai';\nconst client = new OpenAI();\nexport async function answer(text: string) {\n  return client.responses.create({ input: text });\n}\n",
    ['model-call', 'answer', 2],
  ],
  [
    'an arrow function, by the name it is given',
    'chat.ts',
    "import { generateText } from 'ai';\nexport const title =\n  async (text: string) => generateText({ prompt: text });\n",
    ['model-call', 'title', 1],
  ],
  [
    'a function without a name, at the call',
    'server.js',
    "import express from 'express';\nimport { streamText } from 'ai';\nconst app = express();\napp.post('/chat', async (request, response) => {\n  const result = streamText({ prompt: 'x' });\n});\n",
    ['endpoint', 'post', 3],
    ['model-call', 'streamText', 4],
  ],
  [
    'a server without models',
    'server.js',
    "import express from 'express';\nexpress().post('/x', () => 1);\n",
  ],
  [
    'a route of Next.js',
    'app/api/chat/route.ts',
    "import { streamText } from 'ai';\nexport async function POST(request: Request) {\n  return streamText({ prompt: 'x' });\n}\n",
    ['endpoint', 'POST', 1],
    ['model-call', 'POST', 1],
  ],
  [
    'a function of that name elsewhere',
    'lib/http.ts',
    "import { streamText } from 'ai';\nexport async function POST() {\n  return 1;\n}\n",
  ],
  [
    'an MCP server, not each of its tools',
    'mcp.ts',
    "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nconst server = new McpServer({ name: 'x' });\nserver.registerTool('a', {}, async () => ({}));\nserver.registerTool('b', {}, async () => ({}));\n",
    ['agent', 'McpServer', 1],
  ],
  [
    'the first of the tools of a file',
    'tools.ts',
    "import { tool } from 'ai';\nexport const a = tool({ execute: async () => 1 });\nexport const b = tool({ execute: async () => 2 });\n",
    ['agent', 'tool', 1],
  ],
  [
    'a template of a prompt',
    'prompt.ts',
    "import { ChatPromptTemplate } from '@langchain/core/prompts';\nexport const prompt = ChatPromptTemplate.fromMessages([]);\n",
    ['prompt', 'fromMessages', 1],
  ],
];

describe('landmarks', () => {
  let engine: Engine;
  before(() => {
    engine = createTestEngine();
  });
  after(() => engine.dispose());

  for (const [name, text, ...landmarks] of TABLE) {
    it(`are right for ${name}`, async () => {
      const context = createContext('app.py', {}, { wantLandmarks: true });
      const found = (await engine.analyse({ kind: 'text', path: 'app.py', text }, context)).landmarks;
      assert.deepEqual(
        found.map((landmark) => [landmark.kind, landmark.name, landmark.location.range.start.line]),
        landmarks,
      );
      for (const { guidelines } of found) assert.ok(guidelines.length > 0);
    });
  }

  for (const [name, path, text, ...landmarks] of SCRIPTS) {
    it(`are right for ${name}`, async () => {
      const context = createContext(path, {}, { wantLandmarks: true });
      const found = (await engine.analyse({ kind: 'text', path, text }, context)).landmarks;
      assert.deepEqual(
        found.map((landmark) => [landmark.kind, landmark.name, landmark.location.range.start.line]),
        landmarks,
      );
    });
  }

  it('cover the name of a function, wherever it stands', async () => {
    const path = 'chat.ts';
    const text =
      "import { generateText } from 'ai';\nconst title = async () => generateText({ prompt: 'x' });\n";
    const context = createContext(path, {}, { wantLandmarks: true });
    const [landmark] = (await engine.analyse({ kind: 'text', path, text }, context)).landmarks;
    assert.deepEqual(landmark?.location.range, {
      start: { line: 1, character: 6 },
      end: { line: 1, character: 11 },
    });
  });

  it('are not looked for unless somebody wants them', async () => {
    const text = 'import torch\nloss.backward()\noptimizer.step()\n';
    const { landmarks, work } = await engine.analyse(
      { kind: 'text', path: 'app.py', text },
      createContext('app.py'),
    );
    assert.deepEqual(landmarks, []);
    assert.equal(work.parsedBlocks, 0);
  });
});
