import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { Engine } from '../../../src/core/api.js';
import { createContext, createTestEngine } from '../../support/engine.js';
import { fixInRounds } from '../../support/fix-rounds.js';

const TORCH = { 'requirements.txt': 'torch>=2.6\n' };

/** Code that looks like what is mended unasked, where that might change what it does. */
const left: readonly (readonly [name: string, code: string, files?: Readonly<Record<string, string>>])[] = [
  ['torch of any version', 'import torch\ntorch.load("a.pt")\n', { 'requirements.txt': 'torch\n' }],
  ['a torch that may be older', 'import torch\ntorch.load("a.pt")\n', { 'requirements.txt': 'torch>=2.5\n' }],
  ['weights_only=False', 'import torch\ntorch.load("a.pt", weights_only=False)\n', TORCH],
  ['another pickle module', 'import torch, dill\ntorch.load("a.pt", pickle_module=dill)\n', TORCH],
  ['YAML from a file', 'import yaml\nyaml.load(open("a.yaml"), Loader=yaml.Loader)\n'],
  ['YAML with a tag', 'import yaml\nyaml.unsafe_load("!!python/tuple [1, 2]")\n'],
  ['YAML that dump wrote', 'import yaml\nyaml.unsafe_load(yaml.dump(x))\n'],
  ['a host nobody knows', 'import requests\nrequests.get("http://data.invalid/a.csv", timeout=1)\n'],
  ['a known host in a name', 'import requests\nrequests.get("http://github.com.invalid/a.csv", timeout=1)\n'],
  ['a known host on a port', 'import requests\nrequests.get("http://github.com:8080/a.csv", timeout=1)\n'],
  [
    'a user in front of the host',
    'import requests\nrequests.get("http://github.com@a.invalid/a.csv", timeout=1)\n',
  ],
  [
    'a bucket that is a web site',
    'import pandas as pd\npd.read_csv("http://b.s3-website-us-east-1.amazonaws.com/a.csv")\n',
  ],
  [
    'an address that others use',
    'import pandas as pd\nU = "http://github.com/a.csv"\npd.read_csv(U)\nlog(U)\n',
  ],
  [
    'a repository with code',
    'from transformers import AutoModel\nAutoModel.from_pretrained("Qwen/Qwen-7B", trust_remote_code=True)\n',
  ],
  [
    'a name that begins alike',
    'from transformers import AutoModel\nAutoModel.from_pretrained("gpt2-evil/x", trust_remote_code=True)\n',
  ],
  [
    'a dataset with a script',
    'from datasets import load_dataset\nload_dataset("org/csv", trust_remote_code=True)\n',
  ],
  [
    'a checker that is there',
    'from diffusers import StableDiffusionPipeline\nStableDiffusionPipeline.from_pretrained("./sd", safety_checker=None)\n',
  ],
  [
    'a .keras file',
    'import keras\nkeras.models.load_model("a.keras", safe_mode=False)\n',
    { 'requirements.txt': 'keras<3.11\n' },
  ],
  ['an H5 file of any Keras', 'import keras\nkeras.models.load_model("a.h5", safe_mode=False)\n'],
  [
    'pickled weights before transformers 5',
    'from transformers import AutoModel\nm = AutoModel.from_pretrained("./m")\nm.save_pretrained("o", safe_serialization=False)\n',
    { 'requirements.txt': 'transformers>=4.40\n' },
  ],
  [
    'weights of another host',
    'import torch\ntorch.hub.load_state_dict_from_url("https://a.invalid/resnet50-0676ba61.pth")\n',
    TORCH,
  ],
  [
    'names whose digits were wrong',
    'import torch\ntorch.hub.load_state_dict_from_url("https://download.pytorch.org/models/efficientnet_b0_rwightman-3dd342df.pth", weights_only=True)\n',
    TORCH,
  ],
  ['invisible characters in a string', 'x = "a\u2066b"  # why\n'],
  ['a missing timeout', 'import requests\nrequests.get("https://a.invalid")\n'],
  ['checks that are off', 'import requests\nrequests.get("https://github.com", timeout=1, verify=False)\n'],
  ['a public demo', 'import gradio as gr\ngr.Interface(f, "text", "text").launch(share=True)\n'],
  ['debugging', 'from flask import Flask\napp = Flask(__name__)\napp.run(debug=True)\n'],
  ['a whole module that is saved', 'import torch\nm = torch.nn.Linear(1, 1)\ntorch.save(m, "a.pt")\n'],
  [
    'a model that only has a default',
    'import argparse\nfrom transformers import AutoModel\np = argparse.ArgumentParser()\np.add_argument("--model", default="gpt2")\na = p.parse_args()\nAutoModel.from_pretrained(a.model, trust_remote_code=True)\n',
  ],
  [
    'a text that whoever makes the object may give',
    'import yaml\nfrom dataclasses import dataclass\n@dataclass\nclass C:\n    text: str = "a: 1"\ndef f(c: C):\n    return yaml.load(c.text, Loader=yaml.Loader)\n',
  ],
  [
    'a text that a class below may give',
    'import yaml\nclass K:\n    text = "a: 1"\n    def run(self):\n        return yaml.load(self.text, Loader=yaml.Loader)\n',
  ],
  [
    'a map of a file that only has a default',
    'import argparse\nimport numpy as np\np = argparse.ArgumentParser()\np.add_argument("--data", default="x.npy")\na = p.parse_args()\nnp.load(a.data, mmap_mode="r", allow_pickle=True)\n',
  ],
  [
    'a tokenizer of others beside a known model',
    'from transformers import pipeline\npipeline("text-generation", model="gpt2", tokenizer="org/x", trust_remote_code=True)\n',
  ],
  ['an array in an archive', 'import numpy as np\nnp.load("x.npz", mmap_mode="r", allow_pickle=True)\n'],
  [
    'storage over https',
    'import boto3\nboto3.client("s3", endpoint_url="https://a.invalid", verify=False)\n',
  ],
  [
    'a host of a mirror in another place',
    'import pandas as pd\npd.read_csv("http://a.invalid/github.com/x.csv")\n',
  ],
  ['an archive', 'import tarfile\ntarfile.open("a.tar").extractall("out")\n'],
  ['a split', 'from sklearn.model_selection import train_test_split\ntrain_test_split(x, y)\n'],
];

describe('what is never changed unasked', () => {
  let engine: Engine;
  before(() => {
    engine = createTestEngine(loadKnowledge(process.cwd()));
  });
  after(() => engine.dispose());

  for (const [name, text, files = {}] of left) {
    it(name, async () => {
      const input = { kind: 'text', path: 'app.py', text } as const;
      const fixed = await fixInRounds(engine, input, createContext('app.py', files), true);
      assert.ok(fixed.analysis.findings.length > 0, 'there is something to find');
      assert.equal(fixed.text, text);
    });
  }
});
