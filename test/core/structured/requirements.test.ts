import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import { StructuredDocument } from '../../../src/core/structured/read-document.js';
import { DocumentRecogniser } from '../../../src/core/structured/recognise-document.js';

const { documents } = loadKnowledge(process.cwd());
const recogniser = new DocumentRecogniser(documents);

function open(path: string, text: string): StructuredDocument {
  const recognised = recogniser.recognise(path, '', text);
  assert.ok(recognised !== undefined, `${path} is of no kind`);
  return new StructuredDocument(text, path, recognised, documents);
}

/** Every package as `name specifiers @version`, with the version as it stands in the text. */
function listPackages(path: string, text: string): readonly string[] {
  return open(path, text).requirements.map(({ name, specifiers, versionSpan, from }) => {
    const version = versionSpan === undefined ? '' : ` @${text.slice(versionSpan.start, versionSpan.end)}`;
    return `${name} ${from === 'registry' ? specifiers.join(' || ') : from}${version}`;
  });
}

const PACKAGES: readonly (readonly [path: string, text: string, expected: readonly string[]])[] = [
  [
    'requirements.txt',
    '-r base.txt\nTorch == 2.3.0  # old\ntransformers[sentencepiece]>=4.40,<5\nkeras\n./own\nx @ git+https://a.example/x\n',
    ['torch ==2.3.0 @2.3.0', 'transformers >=4.40,<5', 'keras ', 'x elsewhere'],
  ],
  ['requirements.txt', 'ray==2.0.0 \\\n    --hash=sha256:00\n', ['ray ==2.0.0']],
  [
    'cog.yaml',
    'build:\n  python_packages:\n    - "torch==1.11.0 --extra-index-url=https://a.example/cu113"\n',
    ['torch ==1.11.0 @1.11.0'],
  ],
  [
    'setup.cfg',
    '[options]\ninstall_requires =\n    torch==2.3.0\n    numpy\n',
    ['torch ==2.3.0 @2.3.0', 'numpy '],
  ],
  [
    'pyproject.toml',
    '[project]\ndependencies = ["torch==2.3.0", \'keras>=3\']\n[tool.poetry.dependencies]\npython = "^3.11"\nray = "2.0.0"\nvllm = {version = "^0.6.1", extras = ["x"]}\nown = {path = "."}\n',
    ['torch ==2.3.0 @2.3.0', 'keras >=3', 'ray ==2.0.0 @2.0.0', 'vllm >=0.6.1,<0.7 @0.6.1', 'own elsewhere'],
  ],
  ['Pipfile', '[packages]\ntorch = "==2.3.0"\nray = "*"\n', ['torch ==2.3.0 @2.3.0', 'ray ']],
  [
    'environment.yml',
    'dependencies:\n  - pytorch=2.3.0\n  - numpy\n  - pip:\n      - ray==2.0.0\n',
    ['ray ==2.0.0 @2.0.0', 'torch ==2.3.0.* @2.3.0', 'numpy '],
  ],
  [
    'package.json',
    '{ "dependencies": { "ai": "5.0.1", "next": "^15.1.0", "own": "file:../own", "openai": "latest" } }',
    ['ai ==5.0.1 @5.0.1', 'next >=15.1.0,<16 @15.1.0', 'own elsewhere', 'openai '],
  ],
  [
    'uv.lock',
    'version = 1\n[[package]]\nname = "torch"\nversion = "2.3.0"\n\n[[package]]\nname = "torch"\nversion = "2.3.0"\n',
    ['torch ==2.3.0'],
  ],
  [
    'Pipfile.lock',
    '{\n  "_meta": { "hash": { "sha256": "00" } },\n  "default": { "torch": { "hashes": ["sha256:00"], "version": "==2.3.0" }, "own": { "path": "." } }\n}\n',
    ['torch ==2.3.0'],
  ],
  [
    'web/package-lock.json',
    '{\n  "name": "own",\n  "version": "1.0.0",\n  "packages": {\n    "": { "name": "own", "version": "1.0.0" },\n    "node_modules/ai": {\n      "version": "5.0.1"\n    },\n    "node_modules/a/node_modules/@s/x": { "version": "1.2.3-rc.1" },\n    "node_modules/b": { "link": true }\n  },\n  "dependencies": { "ai": { "version": "5.0.1" } }\n}\n',
    ['ai ==5.0.1', '@s/x ==1.2.3-rc.1'],
  ],
  [
    'yarn.lock',
    '# yarn lockfile v1\nai@^5.0.0, ai@~5.0.1:\n  version "5.0.1"\n"@s/x@npm:^1.0.0":\r\n  version: 1.2.3\r\n',
    ['ai ==5.0.1', '@s/x ==1.2.3'],
  ],
  [
    'pnpm-lock.yaml',
    "packages:\n  /ai@5.0.1(react@19.0.0):\n    dev: true\n  '@s/x@1.2.3':\n    engines: {}\n  /old/2.0.0_react@17.0.0:\n    dev: true\nsnapshots:\n  '@s/x@1.2.3(y@2.0.0)':\n    dependencies:\n      y: 2.0.0\n",
    ['ai ==5.0.1', '@s/x ==1.2.3', 'old ==2.0.0'],
  ],
  [
    'bun.lock',
    '{\n  "packages": {\n    "ai": ["ai@5.0.1", "", {}, "sha512-AA=="],\n  }\n}\n',
    ['ai ==5.0.1'],
  ],
  [
    'Dockerfile',
    'FROM python:3.12\nRUN pip install -q --index-url https://a.example "torch==2.3.0" ray -r requirements.txt && npm install -g mcp-remote@0.1.0\n',
    ['torch ==2.3.0 @2.3.0', 'ray ', 'mcp-remote ==0.1.0 @0.1.0'],
  ],
  [
    '.mcp.json',
    '{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "mcp-remote@0.1.5", "https://a.example"] } } }',
    ['mcp-remote ==0.1.5 @0.1.5'],
  ],
];

describe('packages that documents ask for', () => {
  for (const [path, text, expected] of PACKAGES) {
    it(`are read in ${path}: ${text.split('\n')[0]}`, () => {
      assert.deepEqual(listPackages(path, text), expected);
    });
  }
});

describe('packages of lock files', () => {
  const hostile: readonly (readonly [path: string, piece: string])[] = [
    ['package-lock.json', '"node_modules/a": {'],
    ['package-lock.json', '"a'],
    ['package-lock.json', '"node_modules/'],
    ['yarn.lock', '"@a/b@^1:\n '],
    ['yarn.lock', 'a@1'],
    ['pnpm-lock.yaml', "  '/@a/b@1(\n"],
    ['pnpm-lock.yaml', '  a@1'],
    ['Pipfile.lock', '"a": {'],
    ['Pipfile.lock', '"a": {}'],
    ['bun.lock', ' "a": ["a@1'],
    ['uv.lock', '[[package]]\nname = "'],
  ];
  for (const [path, piece] of hostile) {
    it(`are looked for in bounded time in ${path} full of ${JSON.stringify(piece)}`, () => {
      const text = piece.repeat(Math.ceil(3_000_000 / piece.length));
      assert.ok(open(path, text).requirements.length <= 20_000);
    });
  }
});

const VARIABLES: readonly (readonly [path: string, text: string, expected: readonly string[]])[] = [
  ['.env', '# x\nexport A=1\nB="two words"\n', ['A=1 (1)', 'B=two words ("two words")']],
  [
    'Dockerfile',
    'FROM a\nENV A=1 B="x y"\nENV C old form\nARG D=1\n',
    ['A=1 (1)', 'B=x y ("x y")', 'C=old form (old form)'],
  ],
  [
    'compose.yaml',
    'services:\n  a:\n    environment:\n      A: "true"\n      B: $B\n  b:\n    environment:\n      - C=1\n      - D\n',
    ['A=true ("true")', 'B=$B ($B)', 'C=1 (1)'],
  ],
  [
    'pod.yaml',
    'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - env:\n        - name: A\n          value: "1"\n        - name: B\n          valueFrom: {}\n',
    ['A=1 ("1")'],
  ],
  ['start.sh', 'export A=1\nB=2 python serve.py\nexport C=$D\n', ['A=1 (1)', 'B=2 ()', 'C=? ($D)']],
  [
    '.github/workflows/a.yml',
    'env:\n  A: 1\njobs:\n  a:\n    steps:\n      - run: x\n        env: { B: "2" }\n',
    ['A=1 (1)', 'B=2 ("2")'],
  ],
];

describe('variables that documents set', () => {
  for (const [path, text, expected] of VARIABLES) {
    it(`are read in ${path}`, () => {
      const found = open(path, text).variables.map(({ name, value, valueSpan }) => {
        const written = valueSpan === undefined ? '' : text.slice(valueSpan.start, valueSpan.end);
        return `${name}=${value ?? '?'} (${written})`;
      });
      assert.deepEqual(found, expected);
    });
  }
});
