import assert from 'node:assert/strict';
import type { CodeParser } from '../../../src/core/syntax/code-parser.js';
import { printStmt } from '../../support/print-ir.js';
import { loadParser, readStatements } from '../../support/syntax.js';

/** Source, then what it is lowered to, one line per statement. */
type Row = readonly [source: string, ...lowered: string[]];

const STATEMENTS: readonly Row[] = [
  ['import a, b.c as d', 'import a, b.c as d'],
  ['from a.b import c as d, e', 'from a.b import c as d, e'],
  ['from . import (x as y, z)', 'from . import x as y, z'],
  ['from ..m import *', 'from ..m import *'],
  ['from __future__ import annotations'],
  ['a = b = c, *d', 'a = b = tuple[c, spread(d)]'],
  ['a: int', 'a: int'],
  ['a: t.Optional[m.X] = 3', 'a: t.Optional[m.X] = 3'],
  ['a: Optional[X] = 3', 'a: Optional[X] = 3'],
  ['a: list[int | str] = 3', 'a: list[(int | str)] = 3'],
  ['def f(x: list[int].d): pass', 'def f(x: list[int].d) {}'],
  ['a: X | None = 3', 'a: (X | null) = 3'],
  ['(a, [b, *c]) = d', 'tuple[a, list[b, spread(c)]] = d'],
  ['a.b[c] += 1', 'a.b[c] += 1'],
  ['x[1:n, ::2] = y', 'x[?(1, n), ?(2)] = y'],
  ['a; b', 'a', 'b'],
  ['def f(): return', 'def f() {return}'],
  ['def f(): return a, b', 'def f() {return tuple[a, b]}'],
  [
    'def f(a: int = 1, /, b=2, *args: X, c, **kw: Y) -> Z: ...',
    'def f(a: int = 1, b = 2, *args: X, c, **kw: Y) -> Z {...}',
  ],
  ['def f(*args, **kw): pass', 'def f(*args, **kw) {}'],
  ['def f(a, *, b): pass', 'def f(a, b) {}'],
  ['async def f():\n  await g()', 'async def f() {await(g())}'],
  ['def f[T: (int, str), *Ts, **P](x: T) -> list[T]: pass', 'def f(x: T) -> list[T] {}'],
  ['@a.b(c)\n@d\ndef f(): pass', '@a.b(c) @d def f() {}'],
  ['@(yes or no)\ndef f(): pass', '@(yes or no) def f() {}'],
  ['class A: x = 1', 'class A() {x = 1}'],
  ['@d\nclass A[T](B, metaclass=C, *e): pass', '@d class A(B, metaclass=C, *e) {}'],
  ['if a: b\nelif c: d\nelse: e', 'if a {b} else {if c {d} else {e}}'],
  ['for a, b in c: d\nelse: e', 'for tuple[a, b] in c {d} else {e}'],
  ['async def f():\n  async for x in y: z', 'async def f() {for x in y {z}}'],
  ['while (x := f()): y\nelse: z', 'while (x := f()) {y} else {z}'],
  ['with a as b, c: d', 'with a as b, c {d}'],
  ['with (open(a) as f, open(b) as g): pass', 'with open(a) as f, open(b) as g {}'],
  ['with (a): pass', 'with a {}'],
  ['with a as (b, c), d as e.f: pass', 'with a as tuple[b, c], d as e.f {}'],
  ['async def f():\n  async with a as b: c', 'async def f() {with a as b {c}}'],
  [
    'try: a\nexcept B as c: d\nexcept (E, F): g\nexcept: h\nelse: i\nfinally: j',
    'try {a} except B as c {d} except tuple[E, F] {g} except {h} else {i} finally {j}',
  ],
  ['try: a\nexcept* B as c: d', 'try {a} except B as c {d}'],
  ['try: a\nexcept B, C: d', 'try {a} except tuple[B, C] {d}'],
  ['global a, b', 'global a, b'],
  ['nonlocal a', 'nonlocal a'],
  ['del a, b[c]', 'other values[tuple[a, b[c]]]'],
  ['raise A(b) from c', 'other values[A(b), c]'],
  ['assert a, b', 'other values[a, b]'],
  ['pass'],
  ['type X = list[int]', 'X = list[int]'],
  ['type X[T] = dict[str, T]', 'X = dict[str, T]'],
  ['match a:\n  case b.C: d', 'other values[a, b.C] {d}'],
  [
    'match a:\n  case B(c, d=e) | [f, *g] if h: i\n  case {"k": v, **r}: j',
    'other values[a, B, h, "k"] binds[c, e, f, g, v, r] {i} {j}',
  ],
  [
    'match a:\n  case (1 | 2) as b: c\n  case None: d\n  case _: e',
    'other values[a, 1, 2, null] binds[b] {c} {d} {e}',
  ],
  ['match = case = type = 1', 'match = case = type = 1'],
  ['match(a)\ntype(b)\nprint(c)\nexec(d)', 'match(a)', 'type(b)', 'print(c)', 'exec(d)'],
];

const EXPRESSIONS: readonly Row[] = [
  ['a.b.c', 'a.b.c'],
  ['f(a, *b, c=d, **e)', 'f(a, *b, c=d, **e)'],
  ['f(x for x in y)', 'f(<x for x in y>)'],
  ['f((x for x in y), z)', 'f(<x for x in y>, z)'],
  ['f(a)(b).c[d]', 'f(a)(b).c[d]'],
  ['f(a := b)', 'f((a := b))'],
  ['(a)', 'a'],
  ['()', 'tuple[]'],
  ['(a,)', 'tuple[a]'],
  ['[a, *b]', 'list[a, spread(b)]'],
  ['{a, *b}', 'set[a, spread(b)]'],
  ['{}', '{}'],
  ['{"a": b, **c, d: e}', '{"a": b, **c, d: e}'],
  ['a + b * c', '(a + (b * c))'],
  ['a ** -b', '(a ** (- b))'],
  ['a @ b // c', '((a @ b) // c)'],
  ['not a and b or c', '(((not a) and b) or c)'],
  ['~a', '(~ a)'],
  ['a < b <= c', '(a < b <= c)'],
  ['a not in b', '(a not in b)'],
  ['a is not b', '(a is not b)'],
  ['a if b else c', '(b ? a : c)'],
  ['lambda: a', '(def () {return a})'],
  ['lambda a, *b, c=1, **d: e', '(def (a, *b, c = 1, **d) {return e})'],
  ['[x async for x in y if z for w in x if v]', '<x for x in y for w in x if z if v>'],
  ['{k: v for k, v in z}', '<k: v for tuple[k, v] in z>'],
  ['{x for x in y}', '<x for x in y>'],
  ['1_000', '1000'],
  ['0x1F', '31'],
  ['0o17', '15'],
  ['0b101', '5'],
  ['.5e1', '5'],
  ['1j', '?()'],
  ['None', 'null'],
  ['True', 'true'],
  ['...', '...'],
  ['"a" \'b\'', '"ab"'],
  ['b"a" b"b"', 'b"ab"'],
  ['("a"\n  "b")', '"ab"'],
  ['f"a{b}c"', 'f["a" b "c"]'],
  ['f"{{a}}"', '"{a}"'],
  ['f"{a!r}"', 'f[?(a, ?())]'],
  ['f"{a=}"', 'f[?(a, ?())]'],
  ['f"{a:>{w}.{p()}}"', 'f[?(a, ?(w, p()))]'],
  ['f"{f"{a}"}{"b"}"', 'f[f[a] "b"]'],
  ['f"{a["k"]}"', 'f[a["k"]]'],
  ['t"x{a}"', 'f["x" a]'],
  ['"a" f"{b}" "c"', 'f["a" b "c"]'],
  ['rf"\\d{a}"', 'f["\\\\d" a]'],
  ['f"""{\n  a\n}"""', 'f[a]'],
];

/** Broken code: what can be known is there still. */
const BROKEN: readonly Row[] = [
  ['def f(:\n  pass\nimport torch', 'import torch'],
  ['x = (1,\ndef f(): return 2', 'def f() {return 2}'],
  ['a = \nb = g(1)', 'b = g(1)'],
  ['print "a", f(b)', 'other values["a", f(b)]'],
  ['exec "code" in scope', 'other values["code", scope]'],
  ['if True\n  a = f()\nb = g()', 'b = g()'],
  ["x = 'open\ny = f(1)", 'y = f(1)'],
  ['class A(\nimport b', 'import b'],
  ['f(a)\n  g(b)\nh(c)', 'f(a)', 'h(c)'],
];

describe('lowering of Python', () => {
  let parser: CodeParser;
  before(async () => {
    parser = await loadParser();
  });
  after(() => parser.delete());

  for (const [source, ...lowered] of [...STATEMENTS, ...EXPRESSIONS]) {
    it(`reads ${JSON.stringify(source)}`, () => {
      assert.deepEqual(readStatements(parser, source).map(printStmt), lowered);
    });
  }

  for (const [source, ...wanted] of BROKEN) {
    it(`keeps what it can of ${JSON.stringify(source)}`, () => {
      const lowered = readStatements(parser, source).map(printStmt);
      for (const statement of wanted) {
        assert.ok(lowered.includes(statement), `${statement} is not among ${lowered.join(' | ')}`);
      }
    });
  }

  it('reads the same with every kind of line end, tabs and form feeds', () => {
    const source = 'def f(a):\n\tif a:\n\t\treturn g(a)\n\n\nx = [\n\t1,\n]\n';
    const lowered = readStatements(parser, source).map(printStmt);
    assert.deepEqual(lowered, ['def f(a) {if a {return g(a)}}', 'x = list[1]']);
    for (const other of [
      source.replaceAll('\n', '\r\n'),
      `\f${source}`,
      source.replace('\n\n\n', '\n\f\n'),
    ]) {
      assert.deepEqual(readStatements(parser, other).map(printStmt), lowered, JSON.stringify(other));
    }
  });

  it('takes a long chain of elif as branches side by side', () => {
    const source = `if a: f(0)\n${Array.from({ length: 3000 }, (_, at) => `elif b${at}: f(${at})\n`).join('')}else: g()\n`;
    const [chain, ...others] = readStatements(parser, source);
    assert.deepEqual(others, []);
    assert.equal(chain?.kind, 'other-stmt');
    assert.equal(chain.bodies.length, 3002);
    assert.equal(chain.values.length, 3001);
    assert.deepEqual(chain.bodies.at(-1)?.map(printStmt), ['g()']);
  });
});
