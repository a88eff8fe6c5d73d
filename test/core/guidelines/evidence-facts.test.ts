import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { Engine } from '../../../src/core/api.js';
import { createProbes, splitFindings } from '../../../src/core/guidelines/evidence-probes.js';
import { createContext, createTestEngine } from '../../support/engine.js';

const commit = 'c9745ed1d9f207416be6d2e6f8de32d1f16199bf';

/** Code that shows a fact, and code that is close and does not. */
const cases: Readonly<
  Record<string, { readonly shows: readonly string[]; readonly hides?: readonly string[] }>
> = {
  serves: {
    shows: [
      'from fastapi import FastAPI\n',
      'import gradio as gr\n',
      '    import flask\n',
      'from ray import init, serve\n',
      'from ray import (\n    init,\n    serve,\n)\n',
      'import ray.serve\n',
    ],
    hides: ['import flask_like\n', 'x = "import flask"\n', 'import ray\n', 'from ray import data\n'],
  },
  trains: { shows: ['from sklearn.linear_model import LogisticRegression\n'] },
  'loads-data': {
    shows: ['from torch.utils.data import DataLoader\n', 'from torch.utils import data\n'],
    hides: ['import sqlite3\n', 'import csv\n', 'from torch.utils import checkpoint\n'],
  },
  'loads-training-data': {
    shows: ['from datasets import load_dataset\n', 'from torchvision import datasets, transforms\n'],
    hides: ['import pandas\n', 'from torchvision import transforms\n'],
  },
  'loads-model': { shows: ['import torch\n'] },
  'calls-llm': {
    shows: ['from openai import OpenAI\n', 'import requests\nrequests.post("https://api.openai.com/v1/x")\n'],
    hides: ['import requests\n'],
  },
  'uses-base-model': {
    shows: ['import timm\n', 'from torchvision import models\n', 'm = resnet50(pretrained=True)\n'],
    hides: ['import torch\n', 'import sklearn\n'],
  },
  'calls-ai-service': {
    shows: [
      'from openai import OpenAI\n',
      'from google.cloud import vision\n',
      'import boto3\nboto3.client("rekognition")\n',
      'import requests\nrequests.post("https://api.anthropic.com/v1/messages")\n',
    ],
    hides: [
      'import requests\n',
      'import boto3\nboto3.client("kinesis")\n',
      'import transformers\n',
      '@app.post("/v1/chat/completions")\ndef f(): ...\n',
      'requests.post("http://localhost:8000/v1/chat/completions")\n',
    ],
  },
  'generates-content': {
    shows: [
      'import diffusers\n',
      'import torch\nids = model.generate(x)\n',
      'import torch\nn = torch.multinomial(p, 1)\n',
      'import torch\nclass DCGAN(torch.nn.Module): ...\n',
      'class BeamSearchDecoder: ...\n',
      'from transformers import AutoModelForCausalLM\n',
      'from transformers import pipeline\npipeline("text-generation")\n',
    ],
    hides: [
      'import torch\nfrom transformers import BertModel\n',
      'import torch\ng = torch.Generator()\n',
      'ORGANIZATION = 1\n',
      'from transformers import pipeline\npipeline("text-classification")\n',
    ],
  },
  'retrieves-data': { shows: ['import chromadb\n'] },
  'safe-model-load': {
    shows: [
      'import torch\ntorch.load(p, weights_only=True)\n',
      'from safetensors.torch import load_file\nload_file(p)\n',
      'from transformers import AutoModel\nAutoModel.from_pretrained(n, use_safetensors=True)\n',
      'import keras\nkeras.models.load_model(p, safe_mode=True)\n',
    ],
    hides: ['import torch\ntorch.load(p)\n', 'import torch\ntorch.load(p, weights_only=False)\n'],
  },
  'unjudged-model-load': {
    shows: [
      'from transformers import AutoModel\nAutoModel.from_pretrained(n)\n',
      'import torch\ntorch.hub.load(a, b)\n',
    ],
    hides: ['from transformers import AutoModel\nAutoModel.from_pretrained(n, use_safetensors=True)\n'],
  },
  'pinned-hub-fetch': {
    shows: [
      `from transformers import AutoModel\nAutoModel.from_pretrained(n, revision="${commit}")\n`,
      `from datasets import load_dataset\nR = "${commit}"\nload_dataset("a/b", revision=R)\n`,
    ],
    hides: ['from datasets import load_dataset\nload_dataset("a/b", revision="main")\n'],
  },
  'model-fetch': {
    shows: [
      'from transformers import AutoModel\nAutoModel.from_pretrained(n)\n',
      'from huggingface_hub import snapshot_download\nsnapshot_download("a/b")\n',
    ],
    hides: [
      'from datasets import load_dataset\nload_dataset("a/b")\n',
      'from huggingface_hub import snapshot_download\nsnapshot_download("a/b", repo_type="dataset")\n',
    ],
  },
  'unhashed-download': {
    shows: [
      'import requests\nrequests.get(u)\n',
      'from torch.hub import load_state_dict_from_url\nload_state_dict_from_url(u)\n',
      'import keras\nkeras.utils.get_file("a", u)\n',
    ],
    hides: [
      'from torch.hub import load_state_dict_from_url\nload_state_dict_from_url(u, check_hash=True)\n',
      'import keras\nkeras.utils.get_file("a", u, file_hash="x")\n',
    ],
  },
  'hash-checked-load': {
    shows: [
      'from torch.hub import load_state_dict_from_url\nload_state_dict_from_url(u, check_hash=True)\n',
      `import pooch\npooch.retrieve(u, known_hash="sha256:${commit}")\n`,
      'import model_signing\nmodel_signing.verifying.Config().verify(p, s)\n',
    ],
    hides: ['import pooch\npooch.retrieve(u, known_hash=None)\n'],
  },
  'hash-comparison': {
    shows: [
      'if hashlib.sha256(data).hexdigest() != expected:\n    raise ValueError("changed")\n',
      'digest = h(x)\nif digest != wanted:\n    raise ValueError("changed")\n',
    ],
    hides: ['if digest != wanted:\n    print("changed")\n', 'if a != b:\n    raise ValueError()\n'],
  },
  'model-signing': { shows: ['import model_signing\nmodel_signing.signing.Config().sign(p, s)\n'] },
  'dated-api-model': {
    shows: ['m = "gpt-4o-2024-08-06"\n', 'm = "claude-sonnet-4-5-20250929"\n', "m = 'gpt-4-0613'\n"],
    hides: ['m = "gpt-4o"\n', 'm = "claude-3-opus"\n'],
  },
  'floating-api-model': {
    shows: ['m = "gpt-4o"\n', 'm = "claude-3-5-sonnet-latest"\n'],
    hides: ['m = "gpt-4o-2024-08-06"\n', 'm = "claude-sonnet-4-5-20250929"\n'],
  },
  'retired-api-model': {
    shows: [
      'f(model="text-davinci-003")\n',
      'engine = "gpt-3.5-turbo-0301"\n',
      'f(model="claude-2")\n',
      'self.model = "claude-3-5-sonnet-20240620"\n',
      'f(model="anthropic/claude-3-opus-20240229")\n',
      'f(model="claude-sonnet-4-20250514")\n',
      'f(model="gpt-4-vision-preview")\n',
      'f(model="gemini-1.5-pro")\n',
    ],
    hides: [
      'known = ["text-davinci-003"]\n',
      'f(model="gpt-4o")\n',
      'f(model="gpt-4")\n',
      'f(model="claude-2-next")\n',
      'f(model="claude-sonnet-4-5-20250929")\n',
      'f(model="anthropic.claude-3-sonnet-20240229-v1:0")\n',
      'f(model="gemini-2.5-pro")\n',
    ],
  },
  'redaction-before-llm': {
    shows: [
      'from openai import OpenAI\nfrom presidio_anonymizer import AnonymizerEngine\nengine = AnonymizerEngine()\nt = engine.anonymize(text=x, analyzer_results=r)\nOpenAI().chat.completions.create(model=m, messages=t)\n',
    ],
    hides: [
      'from presidio_anonymizer import AnonymizerEngine\nengine = AnonymizerEngine()\nengine.anonymize(text=x)\n',
    ],
  },
  'personal-data-removal': {
    shows: [
      'import pandas as pd\nimport scrubadub\nframe = pd.read_csv(p)\nframe.t = frame.t.map(lambda t: scrubadub.clean(t))\n',
      'from opacus import PrivacyEngine\nengine = PrivacyEngine()\nmodel, o, d = engine.make_private(module=m)\n',
    ],
    hides: ['import scrubadub\nscrubadub.clean(t)\n'],
  },
  'output-filter': { shows: ['from llm_guard.output_scanners import Sensitive\nscanner = Sensitive()\n'] },
  'rate-limit': {
    shows: [
      'from slowapi import Limiter\nlimiter = Limiter(key_func=f)\n',
      'from flask_limiter import Limiter\nlimiter = Limiter(f)\n',
    ],
    hides: ['from slowapi import Limiter\n'],
  },
  'output-bound': { shows: ['c.create(max_tokens=400)\n'], hides: ['x = 400\n'] },
  moderation: {
    shows: [
      'from openai import OpenAI\nclient = OpenAI()\nclient.moderations.create(input=x)\nclient.chat.completions.create(model=m, messages=n)\n',
    ],
    hides: ['from openai import OpenAI\nclient = OpenAI()\nclient.moderations.create(input=x)\n'],
  },
  'input-detector': {
    shows: [
      'from llm_guard.input_scanners import PromptInjection\ns = PromptInjection()\n',
      'from alibi_detect.od import IForest\nd = IForest()\n',
    ],
  },
  'drift-measure': {
    shows: [
      'from evidently.report import Report\nr = Report(metrics=m)\n',
      'import nannyml as nml\nnml.CBPE()\n',
    ],
  },
  'drift-baseline': {
    shows: [
      'from evidently.report import Report\nr = Report(metrics=m)\nr.run(reference_data=a, current_data=b)\n',
    ],
    hides: [
      'from evidently.report import Report\nr = Report(metrics=m)\nr.run(reference_data=None, current_data=b)\n',
    ],
  },
  'request-tracing': {
    shows: [
      'from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor\nFastAPIInstrumentor.instrument_app(app)\n',
      'import logfire\nlogfire.instrument_fastapi(app)\n',
    ],
  },
  'registry-alias': {
    shows: [
      'import mlflow\nmlflow.pyfunc.load_model("models:/tickets@champion")\n',
      'import mlflow\nmlflow.sklearn.load_model(model_uri="models:/tickets/Production")\n',
    ],
    hides: [
      'import mlflow\nmlflow.pyfunc.load_model("models:/tickets/3")\n',
      'import mlflow\nmlflow.pyfunc.load_model("runs:/a/model")\n',
    ],
  },
  'feature-flag': {
    shows: ['from UnleashClient import UnleashClient\nc = UnleashClient(url=u)\nc.is_enabled("x")\n'],
  },
  watermark: { shows: ['from imwatermark import WatermarkEncoder\ne = WatermarkEncoder()\n'] },
  'content-check': {
    shows: [
      'from fastapi import FastAPI\nfrom imwatermark import WatermarkDecoder\napp = FastAPI()\nd = WatermarkDecoder("bytes", 32)\n',
    ],
    hides: ['from imwatermark import WatermarkDecoder\nd = WatermarkDecoder("bytes", 32)\n'],
  },
  'experiment-tracking': {
    shows: ['import mlflow\nmlflow.autolog()\n', 'import wandb\nwandb.init(project="x")\n'],
  },
  emissions: {
    shows: [
      'from codecarbon import EmissionsTracker\nt = EmissionsTracker()\n',
      'from codecarbon import track_emissions\n@track_emissions\ndef train(): pass\n',
    ],
  },
  'data-quality': {
    shows: [
      'import pandera as pa\ns = pa.DataFrameSchema({})\n',
      'from cleanlab import Datalab\nDatalab(data=d)\n',
    ],
  },
  'bias-test': { shows: ['from fairlearn.metrics import MetricFrame\nMetricFrame(metrics=m)\n'] },
  'memorisation-test': {
    shows: [
      'from art.attacks.inference.membership_inference import MembershipInferenceBlackBox\nMembershipInferenceBlackBox(c)\n',
    ],
  },
  'versioned-route': {
    shows: ['@app.post("/v1/predict")\ndef f(): pass\n', '@router.get("/api/v2/x")\ndef f(): pass\n'],
    hides: ['@app.post("/predict")\ndef f(): pass\n', '@app.get("/video/x")\ndef f(): pass\n'],
  },
  'inline-prompt': {
    shows: [
      `system_prompt = "${'Answer politely. '.repeat(10)}"\n`,
      'm = [{"role": "system", "content": "Answer."}]\n',
    ],
    hides: ['system_prompt = load("prompts/a.txt")\n', 'm = [{"role": "system", "content": text}]\n'],
  },
  'untracked-shortcut': {
    shows: ['x = 1  # TODO make it two\n', '# FIXME: later\n', '# TODO later\n# TODO(#12) the other\n'],
    hides: [
      '# HACK: it needs the shell\n# until they solve [#249](https://example.org/249)\n',
      'x = 1  # TODO(#12) make it two\n',
      '# TODO see https://example.org/issues/3\n',
      '# HACK PROJ-12 later\n',
      'todo = "# done"\n',
    ],
  },
  'tracked-shortcut': {
    shows: ['x = 1  # TODO(#12) make it two\n', '# FIXME PROJ-12\n', '# TODO later\n#  see #12\n'],
    hides: ['# TODO later\n', '# TODO later\nx = "#12"\n'],
  },
  'llm-debug-on': {
    shows: ['import litellm\nlitellm.set_verbose = True\n', 'import langchain\nlangchain.debug=True\n'],
    hides: ['import litellm\nif verbose:\n    litellm.set_verbose = True\n', 'litellm.set_verbose = False\n'],
  },
};

describe('facts in code', function () {
  this.timeout(60_000);
  const knowledge = loadKnowledge(process.cwd());
  let engine: Engine;
  before(() => {
    const rules = [...knowledge.rules, ...createProbes(knowledge.evidence)];
    engine = createTestEngine({ ...knowledge, rules });
  });
  after(() => engine.dispose());

  const factsOf = async (text: string) => {
    const analysis = await engine.analyse(
      { kind: 'text', path: 'src/a.py', text },
      createContext('src/a.py'),
    );
    return splitFindings(analysis.findings).hits.map(({ fact }) => fact);
  };

  it('are all shown here', () => {
    assert.deepEqual(
      knowledge.evidence.facts.map(({ id }) => id).filter((id) => !Object.hasOwn(cases, id)),
      [],
    );
  });

  for (const [fact, { shows, hides = [] }] of Object.entries(cases)) {
    shows.forEach((text, index) => {
      it(`${fact} is seen (${index + 1})`, async () => assert.ok((await factsOf(text)).includes(fact), text));
    });
    hides.forEach((text, index) => {
      it(`${fact} is not made up (${index + 1})`, async () =>
        assert.ok(!(await factsOf(text)).includes(fact), text));
    });
  }

  it('are no findings', async () => {
    const text = 'import torch\ntorch.load(p, weights_only=True)  # TODO later\n';
    const analysis = await engine.analyse(
      { kind: 'text', path: 'src/a.py', text },
      createContext('src/a.py'),
    );
    assert.deepEqual(splitFindings(analysis.findings).findings, []);
  });
});
