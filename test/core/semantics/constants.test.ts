import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { CodeParser } from '../../../src/core/syntax/code-parser.js';
import type { ConstantValue } from '../../../src/core/syntax/ir.js';
import { probeModule } from '../../support/probe.js';
import { loadParser } from '../../support/syntax.js';

/** Code, then the value of each `probe(...)`; undefined for what is not the same on every path, or not known. */
type Row = readonly [name: string, code: string, ...values: (ConstantValue | undefined)[]];

const TABLE: readonly Row[] = [
  [
    'literals',
    'probe("a")\nprobe(1.5)\nprobe(True)\nprobe(None)\nprobe(...)',
    'a',
    1.5,
    true,
    null,
    undefined,
  ],
  ['a name', 'A = "x"\nprobe(A)\nprobe(B)', 'x', undefined],
  ['a name from outside', 'from a import A\nprobe(A)', undefined],
  ['a name of a function', 'def f():\n    a = 1\n    probe(a)', 1],
  ['a name of the module in a function', 'A = 1\ndef f(): probe(A)', 1],
  ['a parameter', 'A = 1\ndef f(A): probe(A)', undefined],
  [
    'an option of Click',
    'import click\n@click.option("-h", "--my-host", default="a")\n@click.option("--b", "c", default="b")\n@click.option("--d")\ndef f(my_host, c, b, d):\n    probe(my_host)\n    probe(c)\n    probe(b)\n    probe(d)',
    'a',
    'b',
    undefined,
    undefined,
  ],
  [
    'an option of Typer',
    'import typer\ndef f(a: str = typer.Option("x", "--a"), b: str = typer.Argument(default="y"), c=typer.Option(), d="z"):\n    probe(a)\n    probe(b)\n    probe(c)\n    probe(d)',
    'x',
    'y',
    undefined,
    undefined,
  ],
  ['a name bound again', 'A = 1\nprobe(A)\nA = 2\nprobe(A)', 1, 2],
  ['a name bound in a branch', 'A = 1\nif x:\n    A = 2\nprobe(A)', undefined],
  ['the same value in a branch', 'A = 1\nif x:\n    A = 1\nprobe(A)', 1],
  ['both branches', 'if x:\n    A = 1\nelse:\n    A = 1\nprobe(A)', 1],
  ['a name that is added to', 'A = "a"\nA += "b"\nprobe(A)', undefined],
  ['a name of a loop', 'for A in [1]: probe(A)', undefined],
  ['with', 'with 1 as A: probe(A)', undefined],
  [
    'entries of a dict',
    'D = {"a": "x", "b": y}\nprobe(D["a"])\nprobe(D["b"])\nprobe(D["c"])\nprobe(D[k])\nprobe(D["a", "b"])',
    'x',
    undefined,
    undefined,
    undefined,
    undefined,
  ],
  ['entries of a dict that is not known in full', 'D = {"a": "x", **more}\nprobe(D["a"])', undefined],
  [
    'entries that a function changes',
    'D = {"a": "x"}\ndef f():\n    D["a"] = z\n    probe(D["a"])',
    undefined,
  ],
  ['a name that leads to itself', 'A = A\nprobe(A)', undefined],
  ['unpacking', 'A, B = 1, "b"\nprobe(A)\nprobe(B)', 1, 'b'],
  ['a walrus', 'probe(A := 1)\nprobe(A)', 1, 1],
  [
    'concatenation',
    'A = "a"\nprobe(A + "b")\nprobe("a" "b")\nprobe(1 + 2)\nprobe("a" + 1)',
    'ab',
    'ab',
    3,
    undefined,
  ],
  ['paths', 'from pathlib import Path\nprobe(Path("a") / "b")', 'a/b'],
  ['str and bool', 'probe(str("a"))\nprobe(bool(""))\nprobe(bool("x"))', 'a', false, true],
  [
    'percent',
    'probe("a%sb" % "x")\nprobe("a%d" % 1)\nprobe("%s%s" % x)\nprobe("%5s" % "a")',
    'axb',
    'a1',
    undefined,
    undefined,
  ],
  [
    'format',
    'probe("{}-{}".format("a", 1))\nprobe("{1}{0}".format("a", "b"))\nprobe("{k}".format(k="v"))',
    'a-1',
    'ba',
    'v',
  ],
  [
    'format, unknown',
    'probe("{}".format(x))\nprobe("{}".format())\nprobe("{}".format(*a))',
    undefined,
    undefined,
    undefined,
  ],
  ['f-strings', 'A = "x"\nprobe(f"a{A}b{1}")\nprobe(f"{{}}")\nprobe(f"{y}")', 'axb1', '{}', undefined],
  [
    'f-strings with formats',
    'A = "x"\nprobe(f"{A!r}")\nprobe(f"{A:>5}")\nprobe(f"{A=}")',
    undefined,
    undefined,
    undefined,
  ],
  ['conditionals', 'probe(1 if True else 2)\nprobe(1 if x else 2)\nprobe(1 if x else 1)', 1, undefined, 1],
  [
    'and, or, not',
    'probe(None or "a")\nprobe("a" or x)\nprobe("" and x)\nprobe(not "")\nprobe(x or "a")',
    'a',
    'a',
    '',
    true,
    undefined,
  ],
  ['signs', 'probe(-1)\nprobe(-x)\nprobe(-"a")', -1, undefined, undefined],
  [
    'class constants',
    'class A:\n    B = "x"\n    def m(self): probe(self.B)\nprobe(A.B)\nprobe(A().B)\nprobe(A.C)',
    'x',
    'x',
    'x',
    undefined,
  ],
  ['comparison', 'probe(1 < 2)', undefined],
];

/** Code, then for `probe(dict)` its entries as `key=value`, `?` for values not known, and `...` when there may be more. */
const DICTS: readonly (readonly [name: string, code: string, entries: string | undefined])[] = [
  ['a display', 'probe({"a": 1, "b": x})', 'a=1 b=?'],
  ['dict()', 'probe(dict(a=1, b="c"))', 'a=1 b=c'],
  ['dict() of a dict', 'probe(dict({"a": 1}, b=2))', 'a=1 b=2'],
  ['a name', 'D = {"a": 1}\nprobe(D)', 'a=1'],
  ['a spread', 'D = {"a": 1}\nprobe({**D, "b": 2})', 'a=1 b=2'],
  ['a spread of something unknown', 'probe({**x, "b": 2})', 'b=2 ...'],
  ['a later entry', 'probe({"a": 1, "a": 2})', 'a=2'],
  ['keys that are names', 'K = "a"\nprobe({K: 1, k: 2})', 'a=1 ...'],
  ['building', 'D = {}\nD["a"] = 1\nD.update(b=2)\nD.setdefault("c", 3)\nprobe(D)', 'a=1 b=2 c=3'],
  ['defaults of what is there', 'D = {"a": 1}\nD.setdefault("a", 2)\nprobe(D)', 'a=1'],
  ['building by key', 'D = {}\nD["a"] = 1\nD["b"] = "x"\nprobe(D)', 'a=1 b=x'],
  ['building by update with a dict', 'D = dict(a=1)\nD.update({"b": 2})\nprobe(D)', 'a=1 b=2'],
  ['the rest of the arguments', 'def f(**kw):\n    kw["a"] = 1\n    probe(kw)', 'a=1 ...'],
  ['something unknown', 'probe(x)', undefined],
  ['two dicts', 'if x:\n    D = {"a": 1}\nelse:\n    D = {"a": 2}\nprobe(D)', undefined],
  ['a dict in itself', 'D = {**D}\nprobe(D)', '...'],
];

describe('folding constants', () => {
  const { semantics } = loadKnowledge(process.cwd());
  let parser: CodeParser;
  before(async () => {
    parser = await loadParser();
  });
  after(() => parser.delete());

  for (const [name, code, ...values] of TABLE) {
    it(`handles ${name}`, () => {
      const { module, probes } = probeModule(code, parser, semantics);
      assert.deepEqual(
        probes.map(({ value, site }) => module.folder.fold(value, site)?.value),
        values,
      );
    });
  }

  for (const [name, code, entries] of DICTS) {
    it(`knows the entries of ${name}`, () => {
      const { module, probes } = probeModule(code, parser, semantics);
      const [probe] = probes;
      assert.ok(probe !== undefined);
      const dict = module.folder.foldDict(probe.value, probe.site);
      const words = [...(dict?.entries ?? [])].map(
        ([key, { value, site }]) => `${key}=${module.folder.fold(value, site)?.value ?? '?'}`,
      );
      const found =
        dict === undefined ? undefined : [...words, ...(dict.isComplete ? [] : ['...'])].join(' ');
      assert.equal(found, entries);
    });
  }

  it('gives up on texts that double without end', () => {
    const lines = Array.from({ length: 40 }, (_, at) => `a${at + 1} = a${at} + a${at}\n`).join('');
    const { module, probes } = probeModule(
      `a0 = "xxxxxxxxxx"\n${lines}probe(a40)\nprobe(a6)`,
      parser,
      semantics,
    );
    const [late, early] = probes.map(({ value, site }) => module.folder.fold(value, site)?.value);
    assert.equal(late, undefined);
    assert.equal(early, 'x'.repeat(640));
  });
});
