import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { OriginKind } from '../../../src/core/rules/rule.js';
import { createRule } from '../../support/create-rule.js';
import { createContext, createTestEngine } from '../../support/engine.js';

const knowledge = loadKnowledge(process.cwd());
const source = { kind: 'request', label: 'request data', calls: [], values: [] } as const;
const semantics = {
  ...knowledge.semantics,
  cleansers: ['web.Depends', 'web.Context'],
  sources: [
    {
      ...source,
      decorators: ['web.App.get'],
      callbacks: ['web.Form', 'web.*.click'],
      methods: ['web.Api.run'],
    },
    {
      ...source,
      kind: 'secret',
      calls: ['os.getenv'],
      values: ['os.environ'],
      decorators: [],
      callbacks: [],
      methods: [],
      key: '_KEY$',
    },
  ] as const,
};

/** Lines, from 1, on which `sink` gets a value of the kind. */
async function run(code: string, kind: OriginKind): Promise<readonly number[]> {
  const rule = createRule({
    kind: 'call',
    names: ['web.sink'],
    where: { argument: { '@0': { from: [kind] } } },
  });
  const engine = createTestEngine({ ...knowledge, semantics, rules: [rule] });
  try {
    const text = `import os, web\n${code}`;
    const { findings } = await engine.analyse(
      { kind: 'text', path: 'app.py', text },
      createContext('app.py'),
    );
    return findings.map((finding) => finding.location.range.start.line + 1);
  } finally {
    engine.dispose();
  }
}

describe('values from outside', () => {
  const rows: readonly (readonly [string, OriginKind, string, readonly number[]])[] = [
    [
      'parameters of an endpoint',
      'request',
      'app = web.App()\n@app.get("/")\ndef f(a):\n  web.sink(a)\n',
      [5],
    ],
    ['a function handed over', 'request', 'def f(a):\n  web.sink(a)\nweb.Form(fn=f)\n', [3]],
    ['a function in a list', 'request', 'def f(a):\n  web.sink(a)\nweb.Form([f])\n', [3]],
    [
      'a method handed over',
      'request',
      'class A:\n  def f(self, a):\n    web.sink(a)\n  def g(self, b):\n    b = web.Button()\n    b.click(self.f)\n',
      [4],
    ],
    [
      'a method that a class overrides',
      'request',
      'class A(web.Api):\n  def run(self, a):\n    web.sink(a)\n',
      [4],
    ],
    [
      'not what the server fills in',
      'request',
      'def f(a: web.Context, b=web.Depends(x)):\n  web.sink(a)\n  web.sink(b)\nweb.Form(f)\n',
      [],
    ],
    [
      'not what is handed elsewhere',
      'request',
      'def f(a):\n  web.sink(a)\nweb.other(f)\nweb.Form(f(1))\n',
      [],
    ],
    [
      'not other methods',
      'request',
      'class A(web.Api):\n  def stop(self, a):\n    web.sink(a)\nclass B:\n  def run(self, a):\n    web.sink(a)\n',
      [],
    ],
    [
      'a secret by its key',
      'secret',
      'a = os.environ["A_KEY"]\nweb.sink(f"{a}")\nweb.sink(os.getenv("B_KEY"))\n',
      [3, 4],
    ],
    [
      'no secret by another key',
      'secret',
      'web.sink(os.environ["NAME"])\nweb.sink(os.getenv(x))\nweb.sink(os.environ)\n',
      [],
    ],
  ];
  for (const [name, kind, code, lines] of rows) {
    it(`sees ${name}`, async () => assert.deepEqual(await run(code, kind), lines));
  }
});
