import assert from 'node:assert/strict';
import type { Engine } from '../../../src/core/api.js';
import { createInventory, type InventoryPart } from '../../../src/core/inventory/create-inventory.js';
import type { InventoryFact, InventoryFactKind } from '../../../src/core/inventory/inventory.js';
import { indexOwnModules } from '../../../src/core/inventory/own-modules.js';
import { createContext, createTestEngine } from '../../support/engine.js';

/** Kind, fields that a fact must have, and fields that it must not have. */
interface Expected {
  readonly kind: InventoryFactKind;
  readonly has?: Readonly<Record<string, unknown>>;
  readonly lacks?: readonly string[];
  readonly line?: number;
}

type Row = readonly [name: string, kind: InventoryFactKind, code: string, ...facts: Omit<Expected, 'kind'>[]];

const known = (value: unknown) => ({ kind: 'constant', value });
const fastapi = 'from fastapi import Depends, FastAPI, HTTPException\napp = FastAPI()\n';

const TABLE: readonly Row[] = [
  // datasets
  [
    'a data set of the hub',
    'dataset',
    'from datasets import load_dataset\nd = load_dataset("imdb", split="train", revision="abc")\n',
    {
      has: { place: 'hub', reference: known('imdb'), revision: known('abc'), use: 'training' },
      line: 2,
    },
  ],
  [
    'files behind a format',
    'dataset',
    'from datasets import load_dataset\nd = load_dataset("csv", data_files="a/test.csv")\n',
    { has: { place: 'file', name: 'a/test.csv', use: 'evaluation' }, lacks: ['configuration'] },
  ],
  [
    'a table from a URL',
    'dataset',
    'import pandas as pd\nd = pd.read_csv("https://example.org/a.csv")\n',
    { has: { place: 'url' } },
  ],
  [
    'a table from somewhere',
    'dataset',
    'import pandas as pd\ndef f(path):\n    return pd.read_csv(path)\n',
    { has: { place: 'unknown', reference: { kind: 'expression', text: 'path' }, symbol: 'f' } },
  ],
  [
    'a table that a search finds',
    'dataset',
    'import pandas as pd\ndef f(d):\n    for p in sorted(d.glob("train*.csv")):\n        pd.read_csv(p)\n',
    { has: { place: 'unknown', reference: { kind: 'expression', text: 'p' } } },
  ],
  [
    'what runs wrote down, found by a search',
    'dataset',
    'import pandas as pd\ndef f(d):\n    files = list(d.glob("results*.csv"))\n    for p in files:\n        pd.read_csv(p)\n',
  ],
  [
    'a data set of a package',
    'dataset',
    'from torchvision.datasets import MNIST\nd = MNIST(".", train=False)\n',
    { has: { place: 'library', use: 'evaluation', name: 'MNIST' } },
  ],
  [
    'data for search is not called training data',
    'dataset',
    'from datasets import load_dataset\nimport chromadb\nd = load_dataset("a/b", split="train")\nc = chromadb.Client()\n',
    { has: { use: 'unknown' } },
  ],
  [
    'a download of data with a digest',
    'dataset',
    'import pooch\np = pooch.retrieve("https://example.org/a.zip", known_hash="sha256:1f")\n',
    { has: { place: 'url', digest: known('sha256:1f') } },
  ],
  [
    'data that the hub keeps',
    'dataset',
    'from huggingface_hub import snapshot_download\nsnapshot_download(repo_id="a/b", repo_type="dataset")\n',
    { has: { place: 'hub' } },
  ],
  ['a function of that name', 'dataset', 'def load_dataset(x): ...\nload_dataset("imdb")\n'],
  [
    'an archive of models is no data',
    'dataset',
    'import requests\nrequests.get("https://example.org/saved_models.zip")\n',
  ],
  [
    'source code is no data',
    'dataset',
    'import requests\nrequests.get("https://example.org/archive/v1.zip")\n',
  ],
  // models
  [
    'a model by name',
    'model',
    'from transformers import AutoModel\nm = AutoModel.from_pretrained("a/b", revision="abc")\n',
    { has: { role: 'base', place: 'hub', mayRunCode: undefined, revision: known('abc') } },
  ],
  [
    'files that only the hub has',
    'model',
    'from huggingface_hub import snapshot_download\ndef f(repo_id):\n    snapshot_download(repo_id)\n',
    { has: { place: 'hub', reference: { kind: 'expression', text: 'repo_id' } } },
  ],
  [
    'a model that brings code',
    'model',
    'from transformers import AutoModel\nm = AutoModel.from_pretrained("a/b", trust_remote_code=True)\n',
    { has: { mayRunCode: true } },
  ],
  [
    'safe tensors without code',
    'model',
    'from transformers import AutoModel\nm = AutoModel.from_pretrained("./a", use_safetensors=True)\n',
    { has: { mayRunCode: false, place: 'file' } },
  ],
  [
    'weights only',
    'model',
    'import torch\nm = torch.load("model.pt", weights_only=True)\n',
    { has: { mayRunCode: false } },
  ],
  [
    'all of the file',
    'model',
    'import torch\nm = torch.load("model.pt", weights_only=False)\n',
    { has: { mayRunCode: true } },
  ],
  ['a file of tensors', 'model', 'import torch\nm = torch.load("train_data.pt")\n'],
  ['the state of an optimizer', 'model', 'import torch\nm = torch.load(opt_file_path)\n'],
  ['any pickle', 'model', 'import pickle\nx = pickle.load(open("words.pkl", "rb"))\n'],
  [
    'a pickle of a model',
    'model',
    'import pickle\nwith open("model.pkl", "rb") as f:\n    x = pickle.load(f)\n',
    { has: { reference: known('model.pkl'), mayRunCode: true } },
  ],
  ['weights at random', 'model', 'import torchvision\nm = torchvision.models.resnet18()\n'],
  [
    'a tokenizer',
    'model',
    'from transformers import AutoTokenizer as T\nm = T.from_pretrained("a/b")\n',
    { has: { role: 'tokenizer' } },
  ],
  [
    'an app of the hub',
    'model',
    'from huggingface_hub import hf_hub_download\nhf_hub_download("a/b", "x", repo_type="space")\n',
  ],
  // architectures
  [
    'a network',
    'architecture',
    'import torch.nn as nn\nclass Net(nn.Module):\n    def __init__(self):\n        self.a = nn.Linear(1, 2)\n',
    { has: { name: 'Net', base: 'torch.nn.Module', parts: ['torch.nn.Linear'] } },
  ],
  ['another class', 'architecture', 'class Net(Module):\n    pass\n'],
  // training
  [
    'a loop with options',
    'training',
    'import argparse, torch\np = argparse.ArgumentParser()\np.add_argument("--lr", default=0.1)\np.add_argument("--name", default="x")\nargs = p.parse_args()\no = torch.optim.SGD(m, lr=args.lr)\ndef train():\n    loss.backward()\n    o.step()\n',
    {
      has: { framework: 'torch', trainer: 'torch.optim.SGD', optimizers: ['torch.optim.SGD'], name: 'train' },
    },
  ],
  [
    'an estimator',
    'training',
    'from sklearn.ensemble import RandomForestClassifier\nm = RandomForestClassifier(max_depth=3)\nm.fit(x, y)\n',
    { has: { framework: 'sklearn', trainer: 'sklearn.ensemble.RandomForestClassifier' } },
  ],
  [
    'fine-tuning of adapters',
    'training',
    'from transformers import Trainer, TrainingArguments, AutoModelForCausalLM\nfrom peft import LoraConfig\nm = AutoModelForCausalLM.from_pretrained("a/b")\nc = LoraConfig(r=8)\nt = Trainer(model=m, args=TrainingArguments(output_dir="o", learning_rate=2e-5))\nt.train()\n',
    { has: { framework: 'transformers', method: 'lora', task: 'text-generation' } },
  ],
  [
    'a scaler is not a model',
    'training',
    'from sklearn.preprocessing import StandardScaler\nStandardScaler().fit(x)\n',
  ],
  ['half a loop', 'training', 'import torch\nloss.backward()\n'],
  // seeds, splits, metrics
  [
    'a seed',
    'seed',
    'import torch\ntorch.manual_seed(42)\n',
    { has: { value: known(42), setter: 'torch.manual_seed' } },
  ],
  ['a generator without a seed', 'seed', 'import numpy as np\nr = np.random.default_rng()\n'],
  [
    'a split',
    'split',
    'from sklearn.model_selection import train_test_split\na, b = train_test_split(x, test_size=0.2)\n',
    { has: { splitter: 'sklearn.model_selection.train_test_split' } },
  ],
  [
    'a tool whose name is a value',
    'tool',
    'from llama_index.core.tools import FunctionTool\ndef make(self):\n    return FunctionTool.from_defaults(name=self.name)\n',
    { has: { name: 'self.name' } },
  ],
  [
    'an answer in parts through an engine for chats',
    'llm-call',
    'from llama_index.core import VectorStoreIndex\ni = VectorStoreIndex.from_documents(d)\ni.as_chat_engine().stream_chat("a")\n',
    { has: { provider: 'llama-index' } },
  ],
  [
    'the root of a squared error',
    'metric',
    'from sklearn.metrics import mean_squared_error\na = mean_squared_error(y, p, squared=False)\nb = mean_squared_error(y, p)\n',
    { has: { metric: 'rmse' } },
    { has: { metric: 'mse' } },
  ],
  [
    'a model of MLflow, from a registry and from somewhere',
    'model',
    'import mlflow\na = mlflow.pyfunc.load_model("models:/a/1")\nb = mlflow.pyfunc.load_model(locate(run))\n',
    { has: { place: 'registry' } },
    { has: { place: 'unknown' } },
  ],
  [
    'a metric',
    'metric',
    'from sklearn.metrics import f1_score\nf1_score(a, b)\n',
    { has: { metric: 'f1', function: 'sklearn.metrics.f1_score' } },
  ],
  [
    'a plot is no metric',
    'metric',
    'from sklearn.metrics import ConfusionMatrixDisplay\nConfusionMatrixDisplay(a)\n',
  ],
  // artifacts, trackers
  [
    'a checkpoint',
    'artifact',
    'import torch\ntorch.save(m.state_dict(), "model.pt")\n',
    { has: { format: 'pickle', reference: known('model.pt'), isPublished: false } },
  ],
  [
    'an upload',
    'artifact',
    'from transformers import AutoModel\nm = AutoModel.from_pretrained("a/b")\nm.push_to_hub("c/d")\n',
    { has: { isPublished: true, reference: known('c/d') } },
  ],
  ['tensors that are kept', 'artifact', 'import torch\ntorch.save(x, "train.pt")\n'],
  [
    'a tracker, once',
    'tracker',
    'import mlflow\nmlflow.set_experiment("e")\nmlflow.log_metric("a", 1)\n',
    { has: { service: 'mlflow', project: known('e') } },
  ],
  [
    'records in files, and by a service',
    'tracker',
    'from lightning.fabric.loggers import TensorBoardLogger\nfrom lightning.pytorch.loggers import MLFlowLogger, WandbLogger\nTensorBoardLogger("logs")\nWandbLogger(project="p")\nMLFlowLogger(experiment_name="e")\n',
    { has: { service: 'tensorboard', records: 'files' } },
    { has: { service: 'wandb', records: 'service' } },
    { has: { service: 'mlflow', project: known('e') }, lacks: ['records'] },
  ],
  [
    'what a fabric saves',
    'artifact',
    'import lightning as L\ndef f(fabric: L.Fabric, state):\n    fabric.save("out/last.ckpt", state)\n',
    { has: { saver: 'lightning.Fabric.save', reference: known('out/last.ckpt') } },
  ],
  // endpoints
  [
    'a failure is no check of input',
    'endpoint',
    'from flask import Flask\napp = Flask(__name__)\n@app.route("/a")\ndef f():\n    try:\n        return run()\n    except ValueError:\n        return "bad", 400\n',
    { lacks: ['validation'] },
  ],
  [
    'an open route',
    'endpoint',
    `${fastapi}@app.post("/a")\ndef a(body: dict): ...\n`,
    {
      has: { methods: ['POST'], route: known('/a'), name: 'POST /a' },
      lacks: ['authentication', 'validation'],
    },
  ],
  [
    'a route with a check of the caller and a typed body',
    'endpoint',
    `${fastapi}from pydantic import BaseModel\nclass B(BaseModel): ...\ndef check():\n    raise HTTPException(status_code=401)\n@app.get("/a")\ndef a(b: B, user=Depends(check)): ...\n`,
    { has: { methods: ['GET'], inputs: [{ name: 'b', type: 'B' }] } },
  ],
  [
    'a dependency that checks nothing',
    'endpoint',
    `${fastapi}def db():\n    return 1\n@app.get("/a")\ndef a(x=Depends(db)): ...\n`,
    { lacks: ['authentication'] },
  ],
  [
    'an object that a dependency gives',
    'endpoint',
    `${fastapi}from typing import Annotated\nfrom pydantic import BaseModel\nclass U(BaseModel): ...\n@app.get("/a")\ndef a(u: Annotated[U, Depends(load)]): ...\n`,
    { lacks: ['validation'] },
  ],
  [
    'a dependency of another file that is no check',
    'endpoint',
    `${fastapi}from app.auth import get_auth_service\n@app.get("/a")\ndef a(x=Depends(get_auth_service)): ...\n`,
    { lacks: ['authentication'] },
  ],
  [
    'an answer 403 for another reason',
    'endpoint',
    `${fastapi}@app.delete("/a")\ndef a():\n    raise HTTPException(status_code=403, detail=f"Skill {id} is readonly and cannot be deleted")\n`,
    { lacks: ['authentication'] },
  ],
  [
    'a route behind a login',
    'endpoint',
    'from flask import Flask\nfrom flask_login import login_required\napp = Flask(__name__)\n@app.route("/a", methods=["GET", "POST"])\n@login_required\ndef a(): ...\n',
    { has: { framework: 'flask', methods: ['GET', 'POST'] } },
  ],
  [
    'a page with a password',
    'endpoint',
    'import gradio as gr\nd = gr.Interface(f)\nd.launch(auth=("a", password))\n',
    { has: { protocol: 'page' } },
  ],
  [
    'a page of which one launch asks for no password',
    'endpoint',
    'import gradio as gr\nd = gr.Interface(f)\nif lan:\n    d.launch(auth=("a", password))\nelse:\n    d.launch()\n',
    { lacks: ['authentication'] },
  ],
  [
    'a class behind a class',
    'endpoint',
    'import litserve\nclass Base(litserve.LitAPI): ...\nclass Api(Base):\n    def predict(self, x): ...\n',
    { has: { name: 'Api.predict', framework: 'litserve' } },
  ],
  [
    'a route that the check of every request lets through, and one that is no HTTP request',
    'endpoint',
    `${fastapi}from fastapi.responses import JSONResponse\n@app.middleware("http")\nasync def check(request, go):\n    if request.url.path == "/alive":\n        return await go(request)\n    return JSONResponse(status_code=403)\n@app.get("/alive")\ndef a(): ...\n@app.websocket("/ws")\ndef b(): ...\n`,
    { lacks: ['authentication'] },
    { lacks: ['authentication'] },
  ],
  [
    'a method called get',
    'endpoint',
    'class App:\n    def get(self, x): ...\napp = App()\n@app.get("/a")\ndef a(): ...\n',
  ],
  // language models
  [
    'a call of a language model',
    'llm-call',
    'from openai import OpenAI\nc = OpenAI()\nr = c.chat.completions.create(model="gpt-4o", messages=m, temperature=0)\n',
    { has: { provider: 'openai', model: known('gpt-4o'), isLocal: false, name: 'gpt-4o' } },
  ],
  [
    'a model in this process',
    'llm-call',
    'from transformers import pipeline\np = pipeline("text-generation", model="a/b")\np("x")\n',
    { has: { isLocal: true, model: known('a/b') } },
  ],
  [
    'the model is where the object was made',
    'llm-call',
    'from vllm import LLM\nm = LLM("a/b")\nm.generate(prompts)\n',
    { has: { provider: 'vllm', model: known('a/b') } },
  ],
  [
    'a classifier is none',
    'llm-call',
    'from transformers import pipeline\np = pipeline("sentiment-analysis")\np("x")\n',
  ],
  [
    'a system prompt without its secret',
    'prompt',
    'import anthropic\nanthropic.Anthropic().messages.create(model="m", system="Use sk-abcdefgh12345678.", messages=[])\n',
    { has: { role: 'system', excerpt: 'Use ***' } },
  ],
  [
    'an agent',
    'agent',
    'from smolagents import CodeAgent\na = CodeAgent(tools=[search, Visit()], model=m)\na("do it")\n',
    { has: { framework: 'smolagents', tools: ['search', 'Visit'] }, lacks: ['approval'] },
  ],
  [
    'a tool and what it reaches through a helper',
    'tool',
    'import subprocess\nfrom smolagents import tool\ndef run(c):\n    return subprocess.run(c)\n@tool\ndef shell(c: str) -> str:\n    return run(c)\n',
    { has: { name: 'shell', reaches: ['shell'] } },
  ],
  ['a decorator of that name', 'tool', 'def tool(f): return f\n@tool\ndef shell(c): ...\n'],
  [
    'a store of embeddings',
    'vector-store',
    'import chromadb\nc = chromadb.PersistentClient(path="./db")\n',
    { has: { service: 'chroma', reference: known('./db') } },
  ],
  // services, secrets
  [
    'a database without its password',
    'service',
    'import sqlalchemy\ne = sqlalchemy.create_engine("postgresql://u:hunter2@db/x")\n',
    { has: { type: 'database', reference: known('postgresql://***@db/x') } },
  ],
  [
    'an interface by host',
    'service',
    'import requests\nrequests.get("https://api.example.org/v1/x?key=abc")\n',
    { has: { service: 'api.example.org', reference: known('https://api.example.org/v1/x?key=***') } },
  ],
  ['an address known at run time', 'service', 'import requests\nrequests.get(url)\n'],
  [
    'an address whose end is known at run time',
    'service',
    'import requests\ndef f(name):\n    requests.get(f"https://api.example.org/repos/{name}")\n',
    { has: { service: 'api.example.org' } },
  ],
  [
    'an address whose host is known at run time',
    'service',
    'import requests\ndef f(zone):\n    requests.get(f"https://api.{zone}.example.org/")\n',
  ],
  [
    'a key from the environment',
    'secret',
    'import os\nk = os.environ["OPENAI_API_KEY"]\nl = os.getenv("HOME")\n',
    { has: { name: 'OPENAI_API_KEY', source: 'environment' }, line: 2 },
  ],
  [
    'a password with a default, and one with a word in its place',
    'secret',
    'import os\na = os.environ.get("DB_PASSWORD", "flower")\nb = os.getenv("API_TOKEN", "dummy")\n',
    { has: { name: 'DB_PASSWORD', source: 'environment-or-code' } },
    { has: { name: 'API_TOKEN', source: 'environment' } },
  ],
  ['a number of tokens', 'secret', 'import os\nn = os.getenv("MAX_TOKENS")\n'],
  [
    'a key in the code, by name only',
    'secret',
    'from openai import OpenAI\nc = OpenAI(api_key="sk-proj-a8Fh29Kd02LsmQ")\n',
    { has: { name: 'api_key', source: 'literal' } },
  ],
  ['a placeholder', 'secret', 'from openai import OpenAI\nc = OpenAI(api_key="your-api-key-1234")\n'],
];

describe('inventory facts', () => {
  let engine: Engine;
  before(() => {
    engine = createTestEngine();
  });
  after(() => engine.dispose());

  async function collect(path: string, text: string, own: readonly string[] = []): Promise<InventoryPart> {
    const context = createContext(path, {}, { wantInventory: true, ownModules: new Set(own) });
    const kind = path.endsWith('.ipynb') ? 'notebook-json' : 'text';
    const { facts } = await engine.analyse({ kind, path, text }, context);
    return { path, facts };
  }

  for (const [name, kind, code, ...expected] of TABLE) {
    it(`${kind}: ${name}`, async () => {
      const { facts } = await collect('src/a.py', code);
      const found = facts.filter((fact) => fact.kind === kind);
      assert.equal(found.length, expected.length, JSON.stringify(found, null, 1));
      for (const [index, { has = {}, lacks = [], line }] of expected.entries()) {
        const fact: Record<string, unknown> = { ...found[index] };
        const shown = Object.fromEntries(Object.keys(has).map((key) => [key, withoutPlace(fact[key])]));
        assert.deepEqual(shown, has);
        for (const key of lacks) assert.ok(fact[key] === undefined, `${key}: ${JSON.stringify(fact[key])}`);
        if (line !== undefined) assert.equal(found[index]?.location.range.start.line, line - 1);
      }
    });
  }

  it('takes a body in Annotated, of a class that derives from one of pydantic, for checked', async () => {
    const { facts } = await collect(
      'src/a.py',
      `${fastapi}from typing import Annotated\nfrom fastapi import Body\nfrom pydantic import BaseModel\nclass A(BaseModel): ...\nclass B(A): ...\n@app.get("/a")\ndef a(b: Annotated[B, Body(description="x")]): ...\n`,
    );
    assert.equal(facts.find((fact) => fact.kind === 'endpoint')?.validation?.name, 'B');
  });

  for (const [name, argument, expected] of [
    ['a number', 'max_tokens=400', 'max_tokens'],
    ['a value', 'max_tokens=limit', undefined],
    ['nothing', 'temperature=1', undefined],
  ] as const) {
    it(`finds the limit of an answer: ${name}`, async () => {
      const code = `from anthropic import Anthropic\nAnthropic().messages.create(model="m", ${argument}, messages=m)\n`;
      const { facts } = await collect('src/a.py', code);
      assert.equal(facts.find((fact) => fact.kind === 'llm-call')?.answerLimit?.name, expected);
    });
  }

  for (const [name, code, guard, line] of [
    ['a dependency', TABLE.find(([each]) => each.startsWith('a route with a check'))?.[2] ?? '', 'check', 8],
    [
      'a decorator',
      TABLE.find(([each]) => each.startsWith('a route behind'))?.[2] ?? '',
      'flask_login.login_required',
      5,
    ],
    [
      'an answer of 401',
      `import flask\napp = flask.Flask("a")\n@app.get("/a")\ndef a():\n    if bad:\n        flask.abort(403)\n`,
      'flask.abort',
      6,
    ],
    [
      'a hook before each request',
      `import flask\napp = flask.Flask("a")\n@app.before_request\ndef check():\n    flask.abort(401)\n@app.get("/a")\ndef a(): ...\n`,
      'check',
      4,
    ],
    [
      'the application',
      `from fastapi import Depends, FastAPI, HTTPException\ndef check():\n    raise HTTPException(403)\napp = FastAPI(dependencies=[Depends(check)])\n@app.get("/a")\ndef a(): ...\n`,
      'check',
      4,
    ],
    [
      'a router with a check of another file',
      `from fastapi import APIRouter, Depends\nfrom app.auth import authenticated\nr = APIRouter(\n    dependencies=[Depends(authenticated)],\n)\n@r.get("/a")\ndef a(): ...\n`,
      'authenticated',
      4,
    ],
    [
      'an answer of 403 about the caller',
      `from fastapi import FastAPI, HTTPException\napp = FastAPI()\n@app.get("/a")\ndef a():\n    raise HTTPException(403, "Invalid token was sent")\n`,
      'fastapi.HTTPException',
      5,
    ],
  ] as const) {
    it(`authentication by ${name}`, async () => {
      const { facts } = await collect('src/a.py', code);
      const endpoint = facts.find((fact) => fact.kind === 'endpoint');
      assert.equal(endpoint?.authentication?.name, guard);
      assert.equal(endpoint?.authentication?.location.range.start.line, line - 1);
    });
  }

  for (const [name, code, guard, line] of [
    [
      'a returned status',
      'from flask import Flask, request\napp = Flask(__name__)\n@app.route("/a", methods=["POST"])\ndef f():\n    if not request.files.get("image"):\n        return {"error": "none"}, 400\n    return run()\n',
      'refusal with 400',
      6,
    ],
    [
      'an exception',
      `${fastapi}@app.post("/a")\ndef f(name: str):\n    if len(name) > 9: raise HTTPException(status_code=422)\n    return run(name)\n`,
      'refusal with 422',
      5,
    ],
  ] as const) {
    it(`refusal of an input by ${name}`, async () => {
      const { facts } = await collect('src/a.py', code);
      const endpoint = facts.find((fact) => fact.kind === 'endpoint');
      assert.equal(endpoint?.validation?.name, guard);
      assert.equal(endpoint?.validation?.location.range.start.line, line - 1);
    });
  }

  it('takes hyperparameters from options, dataclasses and calls, with where they stand', async () => {
    const code =
      'import argparse\nfrom dataclasses import dataclass\nimport torch\n@dataclass\nclass C:\n    batch_size: int = 8\n    note: str = "x"\n    epochs: int = None\np = argparse.ArgumentParser()\np.add_argument("--lr", "-l", type=float, default=0.1)\na = p.parse_args()\no = torch.optim.AdamW(w, lr=a.lr, weight_decay=0.01)\nloss.backward()\no.step()\n';
    const { facts } = await collect('src/a.py', code);
    const training = facts.find((fact) => fact.kind === 'training');
    const shown = training?.hyperparameters.map(({ name, value, location }) => [
      name,
      value.kind === 'constant' ? value.value : value.text,
      location.range.start.line + 1,
    ]);
    assert.deepEqual(shown, [
      ['lr', 0.1, 12],
      ['weight_decay', 0.01, 12],
      ['batch_size', 8, 6],
    ]);
    const [lr] = training?.hyperparameters ?? [];
    assert.equal(lr?.value.kind === 'constant' ? lr.value.statedAt?.range.start.line : undefined, 9);
  });

  it('reads what a notebook states, by cell', async () => {
    const cell = {
      cell_type: 'code',
      metadata: {},
      outputs: [],
      source: ['import torch\n', 'torch.manual_seed(1)'],
    };
    const text = JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 });
    const { facts } = await collect('a.ipynb', text);
    assert.deepEqual(
      facts.map(({ kind, location }) => [kind, location.cell, location.range.start.line]),
      [['seed', 0, 1]],
    );
  });

  it('does not take a module of the project for a library of that name', async () => {
    const code = 'from agents import Agent\na = Agent(tools=[])\n';
    assert.equal((await collect('run.py', code)).facts.length, 1);
    const own = indexOwnModules(['run.py', 'agents/base.py', 'lib/evaluate.py']);
    assert.deepEqual([...own.modulesFor('run.py')].sort(), ['agents', 'lib', 'run']);
    assert.deepEqual((await collect('run.py', code, [...own.modulesFor('run.py')])).facts, []);
  });

  it('tells an image to develop in from one that is deployed', async () => {
    const roles = ['Dockerfile', '.devcontainer/Dockerfile'].map(async (path) =>
      (await collect(path, 'FROM python:3.12\n')).facts.map(({ isSecondary }) => isSecondary),
    );
    assert.deepEqual(await Promise.all(roles), [[false], [true]]);
  });

  for (const [name, path, text, expected] of [
    [
      'an image',
      'Dockerfile',
      'FROM node AS b\nFROM python:3.12\nUSER app\nEXPOSE 80 443/tcp\n',
      ['container', 'python:3.12', 2],
    ],
    [
      'a service of compose',
      'compose.yaml',
      'services:\n  db:\n    image: postgres:16\n    ports: ["1:2"]\n',
      ['deployment', 'db', 2],
    ],
    [
      'a workload',
      'k8s/a.yaml',
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\nspec: {a: [{image: i}]}\n',
      ['deployment', 'Deployment x', 2],
    ],
    ['another YAML file', 'a.yaml', 'kind: Deployment\n', undefined],
    ['YAML that is broken', 'compose.yaml', 'services: [\n', undefined],
  ] as const) {
    it(`containers: ${name}`, async () => {
      const { facts } = await collect(path, text);
      const shown = facts.map((fact) => [fact.kind, fact.name, fact.location.range.start.line + 1]);
      assert.deepEqual(shown, expected === undefined ? [] : [expected]);
    });
  }

  it('gives ids that are unique and do not hold lines, and the same bytes in any order', async () => {
    const parts: InventoryPart[] = [];
    for (const [index, [, , code]] of TABLE.entries()) parts.push(await collect(`src/m${index}.py`, code));
    const inventory = createInventory(parts);
    const ids = inventory.facts.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(JSON.stringify(createInventory([...parts].reverse())), JSON.stringify(inventory));
    const again = await collect('src/m0.py', `# moved\n\n${TABLE[0]?.[2]}`);
    assert.deepEqual(
      again.facts.map(({ id }) => id),
      parts[0]?.facts.map(({ id }) => id),
    );
  });

  it('finds nothing unless asked, and the same whether or not shortcuts are on', async () => {
    const code = TABLE[0]?.[2] ?? '';
    const input = { kind: 'text', path: 'a.py', text: code } as const;
    assert.deepEqual((await engine.analyse(input, createContext('a.py'))).facts, []);
    const facts = async (trim: boolean): Promise<readonly InventoryFact[]> =>
      (await engine.analyse(input, createContext('a.py', {}, { wantInventory: true, trim }))).facts;
    assert.deepEqual(await facts(true), await facts(false));
  });
});

/** A value without where it stands. */
function withoutPlace(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { statedAt: _place, ...rest } = value as { readonly statedAt?: unknown };
  return rest;
}
