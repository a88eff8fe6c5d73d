import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import { applyEdits } from '../../../src/core/report/apply-edits.js';
import { selectFixes } from '../../../src/core/report/select-fixes.js';
import type { Rule, ValueTest } from '../../../src/core/rules/rule.js';
import { createRule } from '../../support/create-rule.js';
import { createContext, createTestEngine } from '../../support/engine.js';

const knowledge = loadKnowledge(process.cwd());

/** Lines, from 1, on which the rule reports, and the code after its fixes. */
async function run(rule: Rule, code: string): Promise<{ lines: readonly number[]; fixed: string }> {
  const engine = createTestEngine({ ...knowledge, rules: [rule] });
  try {
    const document = { kind: 'text', path: 'app.py', text: code } as const;
    const { findings } = await engine.analyse(document, createContext('app.py'));
    const edits = [...selectFixes(findings, { onlySafe: false }).edits.values()].flat();
    return {
      lines: findings.map((finding) => finding.location.range.start.line + 1),
      fixed: applyEdits(code, edits, 'text'),
    };
  } finally {
    engine.dispose();
  }
}

function callOf(test: ValueTest): Rule {
  return createRule({ kind: 'call', names: ['lib.use'], where: { argument: { '@0': test } } });
}

describe('value tests of rules', () => {
  const rows: readonly (readonly [string, ValueTest, string, readonly number[]])[] = [
    ['an item of a list', { holds: { equals: '*' } }, 'lib.use(["a", "*"])\nlib.use(["a"])\n', [2]],
    ['an item of a named tuple', { holds: { equals: '*' } }, 'ALL = ("*",)\nlib.use(ALL)\n', [3]],
    ['an item appended later', { holds: { equals: '*' } }, 'a = []\na.append("*")\nlib.use(a)\n', [4]],
    [
      'a public host',
      { host: 'public' },
      'lib.use(f"http://a.b.invalid:{port}")\nlib.use(f"http://a.b{c}")\n',
      [2],
    ],
    ['no item of two lists', { holds: { equals: '*' } }, 'a = []\nif x:\n  a = ["*"]\nlib.use(a)\n', []],
    ['a value of a dict', { holds: { equals: 1 } }, 'lib.use({"a": 1})\nlib.use(dict(a=1))\n', [2, 3]],
    ['not a key of a dict', { holds: { equals: 'a' } }, 'lib.use({"a": 1})\n', []],
    ['a value in an f-string', { holds: { equals: 1 } }, 'lib.use(f"a{1}")\n', [2]],
    ['a text is no list', { holds: { equals: '*' } }, 'lib.use("*")\n', []],
    ['the start of an f-string', { start: { matches: '^http:' } }, 'lib.use(f"http://{host}")\n', [2]],
    ['the start of a sum', { start: { matches: '^http:' } }, 'lib.use("http://" + host)\n', [2]],
    ['the start of a format', { start: { matches: '^http:' } }, 'lib.use("http://{}".format(h))\n', [2]],
    ['the start of a percent', { start: { matches: '^http:' } }, 'lib.use("http://%s" % host)\n', [2]],
    [
      'the start through names',
      { start: { matches: '^a/b$' } },
      'A = "a/"\nB = f"{A}b{x}"\nlib.use(B)\n',
      [4],
    ],
    [
      'an unknown start',
      { start: { matches: 'http' } },
      'lib.use(f"{host}/http")\nlib.use(x + "http")\n',
      [],
    ],
    [
      'a start on two ways',
      { start: { matches: '^a/$' } },
      'B = "a/b" + x\nif x: B = f"a/c{y}"\nlib.use(B)\n',
      [4],
    ],
    ['a start of either', { start: { matches: '^a/' } }, 'lib.use("a/b" + x if y else f"a/c{y}")\n', [2]],
    ['a start behind which more is put', { start: { matches: '^a$' } }, 'B = "a"\nB += x\nlib.use(B)\n', [4]],
    ['no common start', { start: { matches: 'a' } }, 'lib.use("a" + x if y else "b" + x)\n', []],
    ['a default', { default: { equals: 'a' } }, 'def f(b="a"):\n  lib.use(b)\n', [3]],
    ['a default by another name', { default: { equals: 'a' } }, 'A = "a"\ndef f(b=A):\n  lib.use(b)\n', [4]],
    ['another default', { default: { equals: 'a' } }, 'def f(b="c"):\n  lib.use(b)\n', []],
    ['no default', { default: { equals: 'a' } }, 'def f(b):\n  lib.use(b)\n', []],
    [
      'a default that is replaced',
      { default: { equals: 'a' } },
      'def f(b="a"):\n  b = g()\n  lib.use(b)\n',
      [],
    ],
    ['a start bound twice', { start: { matches: 'a' } }, 'B = "a" + x\nif x: B = y\nlib.use(B)\n', []],
    ['an instance', { instance: ['torch.nn.*'] }, 'import torch\nlib.use(torch.nn.Linear(1, 2))\n', [3]],
    [
      'an instance of a class derived here',
      { instance: ['torch.nn.Module'] },
      'from torch import nn\nclass A(nn.Module): pass\nclass B(A): pass\nlib.use(B())\nlib.use(B)\n',
      [5],
    ],
    ['an instance of something else', { instance: ['torch.nn.*'] }, 'class A: pass\nlib.use(A())\n', []],
  ];
  for (const [name, test, code, lines] of rows) {
    it(`sees ${name}`, async () => {
      assert.deepEqual((await run(callOf(test), `import lib\n${code}`)).lines, lines);
    });
  }

  it('sees what an assignment sets by its resolved name', async () => {
    const rule = createRule({
      kind: 'setting',
      names: ['LIMIT'],
      value: { equals: null },
      where: { target: ['lib.core.LIMIT', 'lib.core.settings'] },
    });
    const code =
      'from lib import core as c\nc.LIMIT = None\nx.LIMIT = None\nc.settings["LIMIT"] = None\nLIMIT = None\n';
    assert.deepEqual((await run(rule, code)).lines, [2, 4]);
  });

  it('matches names that end in a wildcard, wherever they stand', async () => {
    const rule = createRule({ kind: 'call', names: ['lib.*Client'] });
    assert.deepEqual((await run(rule, 'import lib\nlib.AClient()\nlib.Other()\n')).lines, [2]);
  });

  it('finds a name by the other names of its package', async () => {
    const rule = createRule({ kind: 'call', names: ['langchain_community.vectorstores.FAISS'] });
    const code = 'from langchain.vectorstores import FAISS\nFAISS()\n';
    assert.deepEqual((await run(rule, code)).lines, [2]);
  });

  it('puts text around an argument, and leaves alone what would bind differently', async () => {
    const edit = { kind: 'wrap-argument', name: 'obj@0', before: '', after: '.part()' } as const;
    const fix = [{ title: 'Wrap', keepsBehaviour: false, edits: [edit] }];
    const rule = createRule({ kind: 'call', names: ['lib.use'] }, fix);
    const code = 'import lib\nlib.use(a.b, 1)\nlib.use(f=1, obj=make())\nlib.use(a or b)\nlib.use(*args)\n';
    assert.equal(
      (await run(rule, code)).fixed,
      'import lib\nlib.use(a.b.part(), 1)\nlib.use(f=1, obj=make().part())\nlib.use(a or b)\nlib.use(*args)\n',
    );
  });
});
