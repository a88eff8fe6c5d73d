import assert from 'node:assert/strict';
import type { Engine } from '../../../src/core/api.js';
import type { LandmarkKind } from '../../../src/core/inventory/landmark.js';
import { createContext, createTestEngine } from '../../support/engine.js';

/** Path and text, then kind and line (from 0) of each landmark, and dependency files of the project. */
interface Row {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly landmarks: readonly (readonly [LandmarkKind, number])[];
}

const models = { 'requirements.txt': 'torch==2.9.0\n' };

const TABLE: readonly Row[] = [
  {
    name: 'an image that serves models',
    path: 'Dockerfile',
    text: 'FROM vllm/vllm-openai:v0.11.0\nUSER app\nCMD ["--model", "a/b"]\n',
    landmarks: [['deployment', 2]],
  },
  {
    name: 'such an image without a command of its own',
    path: 'Dockerfile',
    text: 'FROM python:3.12 AS build\nRUN make\nFROM ollama/ollama:0.12.6\nCOPY a b\n',
    landmarks: [['deployment', 2]],
  },
  {
    name: 'packages that an image installs',
    path: 'Dockerfile',
    text: 'FROM python:3.12-slim\nRUN pip install torch==2.9.0\nCMD ["python", "serve.py"]\n',
    landmarks: [['deployment', 2]],
  },
  {
    name: 'the image of a project with models',
    path: 'Dockerfile',
    text: 'FROM python:3.12-slim\nRUN pip install -r requirements.txt\nCMD ["python", "serve.py"]\n',
    files: models,
    landmarks: [['deployment', 2]],
  },
  {
    name: 'the image of another project',
    path: 'Dockerfile',
    text: 'FROM python:3.12-slim\nRUN pip install -r requirements.txt\nCMD ["python", "serve.py"]\n',
    files: { 'requirements.txt': 'django==5.2\n' },
    landmarks: [],
  },
  {
    name: 'an image that the project does not fill',
    path: 'deploy/nginx/Dockerfile',
    text: 'FROM nginx:1.29\nCOPY site /srv\nCMD ["nginx"]\n',
    files: models,
    landmarks: [],
  },
  {
    name: 'the services that serve models',
    path: 'compose.yaml',
    text: 'services:\n  web:\n    image: nginx:1.29\n  llm:\n    image: ollama/ollama:0.12.6\n  own:\n    image: acme/llm:1\n    command: vllm serve a/b\n',
    landmarks: [
      ['deployment', 3],
      ['deployment', 5],
    ],
  },
  {
    name: 'what a project with models builds and publishes',
    path: 'compose.yaml',
    text: 'services:\n  api:\n    build: .\n    ports: ["8000:8000"]\n  worker:\n    build: .\n',
    files: models,
    landmarks: [['deployment', 1]],
  },
  {
    name: 'the workloads of a stream that serve models',
    path: 'deploy/all.yaml',
    text: [
      'apiVersion: v1',
      'kind: Service',
      'metadata: { name: llm }',
      '---',
      'apiVersion: apps/v1',
      'kind: Deployment',
      'spec:',
      '  template:',
      '    spec:',
      '      containers: [{ name: llm, image: "vllm/vllm-openai:v0.11.0" }]',
      '---',
      'apiVersion: apps/v1',
      'kind: Deployment',
      'spec:',
      '  template:',
      '    spec:',
      '      containers: [{ name: web, image: nginx }]',
      '',
    ].join('\n'),
    landmarks: [['deployment', 5]],
  },
  {
    name: 'an inference service of KServe',
    path: 'kserve.yaml',
    text: 'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nspec: { predictor: { model: {} } }\n',
    landmarks: [['deployment', 1]],
  },
  {
    name: 'something of that name of somebody else',
    path: 'own.yaml',
    text: 'apiVersion: acme.example/v1\nkind: InferenceService\nspec: { predictor: { model: {} } }\n',
    landmarks: [],
  },
  {
    name: 'a training job',
    path: 'job.yaml',
    text: 'apiVersion: kubeflow.org/v1\nkind: PyTorchJob\nspec: {}\n',
    landmarks: [['training', 1]],
  },
  {
    name: 'jobs of a workflow',
    path: '.github/workflows/release.yml',
    text: [
      'on: push',
      'jobs:',
      '  test:',
      '    steps: [{ run: pytest }]',
      '  publish:',
      '    steps:',
      '      - run: |',
      '          pip install huggingface_hub',
      '          huggingface-cli upload acme/model .',
      '  review:',
      '    steps: [{ uses: anthropics/claude-code-action@v1 }]',
      '',
    ].join('\n'),
    landmarks: [
      ['model-saving', 4],
      ['agent-setup', 9],
    ],
  },
  {
    name: 'the first package that is for models',
    path: 'requirements.txt',
    text: 'requests==2.32\ntorch==2.9.0\ntransformers==5.3.0\n',
    landmarks: [['dependencies', 1]],
  },
  {
    name: 'a project without such packages',
    path: 'pyproject.toml',
    text: '[project]\ndependencies = ["django==5.2"]\n',
    landmarks: [],
  },
  {
    name: 'packages of npm',
    path: 'package.json',
    text: '{\n  "dependencies": {\n    "react": "19.1.0",\n    "@ai-sdk/openai": "2.0.1"\n  }\n}\n',
    landmarks: [['dependencies', 3]],
  },
  {
    name: 'a lock file',
    path: 'uv.lock',
    text: '[[package]]\nname = "torch"\nversion = "2.9.0"\n',
    landmarks: [],
  },
  {
    name: 'the servers of an MCP client',
    path: '.vscode/mcp.json',
    text: '{\n  "servers": { "a": { "command": "npx" }, "b": { "url": "https://b.example" } }\n}\n',
    landmarks: [['agent-setup', 1]],
  },
  {
    name: 'instructions of an agent',
    path: 'AGENTS.md',
    text: '# Rules\nBe kind.\n',
    landmarks: [['prompt', 0]],
  },
  { name: 'other prose', path: 'README.md', text: '# Rules\nBe kind to vllm serve.\n', landmarks: [] },
  {
    name: 'a proxy of models',
    path: 'litellm.yaml',
    text: '# litellm\nmodel_list:\n  - model_name: a\ngeneral_settings: {}\n',
    landmarks: [['deployment', 1]],
  },
  {
    name: 'a script that serves',
    path: 'serve.sh',
    text: '#!/bin/sh\nset -e\nvllm serve a/b\nvllm serve c/d\n',
    landmarks: [['deployment', 2]],
  },
  { name: 'broken text', path: 'compose.yaml', text: 'services:\n  - [\n}: ollama/ollama', landmarks: [] },
];

describe('landmarks of documents', () => {
  let engine: Engine;
  before(() => {
    engine = createTestEngine();
  });
  after(() => engine.dispose());

  for (const { name, path, text, files, landmarks } of TABLE) {
    it(`are right for ${name}`, async () => {
      const context = createContext(path, files, { wantLandmarks: true });
      const found = (await engine.analyse({ kind: 'text', path, text }, context)).landmarks;
      assert.deepEqual(
        found.map(({ kind, location }) => [kind, location.range.start.line]),
        landmarks,
      );
      for (const { guidelines } of found) assert.ok(guidelines.length > 0);
    });
  }

  const hostile: readonly (readonly [name: string, path: string, text: string])[] = [
    [
      'many services',
      'compose.yaml',
      `services:\n${Array.from({ length: 3000 }, (_, index) => `  s${index}: { image: ollama/ollama }\n`).join('')}`,
    ],
    [
      'anchors in a circle',
      'compose.yaml',
      'services: &s\n  a: *s\n  b:\n    image: ollama/ollama\n    <<: *s\n',
    ],
    ['many instructions', 'Dockerfile', `FROM ollama/ollama\n${'CMD ["vllm", "serve"]\n'.repeat(4000)}`],
    ['many documents', 'all.yaml', 'apiVersion: v1\nkind: Pod\nimage: ollama/ollama\n---\n'.repeat(4000)],
    ['many packages', 'requirements.txt', 'torch==2.9.0\n'.repeat(10_000)],
    ['a long line', 'package.json', `{"dependencies":{"ai":"${'1'.repeat(1_000_000)}"`],
  ];
  for (const [name, path, text] of hostile) {
    it(`are found in bounded time in ${name}`, async () => {
      const context = createContext(path, {}, { wantLandmarks: true });
      const { landmarks } = await engine.analyse({ kind: 'text', path, text }, context);
      assert.ok(landmarks.length <= 1000);
    });
  }

  it('are not looked for unless somebody wants them', async () => {
    const path = 'Dockerfile';
    const text = 'FROM ollama/ollama:0.12.6\n';
    assert.deepEqual((await engine.analyse({ kind: 'text', path, text }, createContext(path))).landmarks, []);
  });
});
