import assert from 'node:assert/strict';
import type { CodeParser } from '../../../src/core/syntax/code-parser.js';
import type { Stmt } from '../../../src/core/syntax/ir.js';
import { ModuleSyntax } from '../../../src/core/syntax/module-syntax.js';
import { PYTHON } from '../../../src/core/syntax/python/python-language.js';
import type { SyntaxLanguage } from '../../../src/core/syntax/syntax-language.js';
import { printStmt } from '../../support/print-ir.js';
import { loadParser } from '../../support/syntax.js';

/** Makes a body long enough for a parse of its own. */
function long(indent: string, end = '\n'): string {
  return Array.from({ length: 40 }, (_, index) => `${indent}name_${index} = call(${index})${end}`).join('');
}

const WHOLE: SyntaxLanguage = {
  ...PYTHON,
  split: (text, barriers) =>
    PYTHON.split(text, barriers).map((block) => ({ ...block, prose: [], bodies: [] })),
};
const BODY = long('        ');

const TABLE: readonly (readonly [name: string, text: string, bodies: number])[] = [
  ['a function', `def f(a):\n${long('    ')}\nb = 1\n`, 1],
  [
    'methods',
    `class A(B):\n    """Doc."""\n    def f(self):\n${BODY}\n    x = 1\n    def g(self):\n${BODY}`,
    2,
  ],
  ['decorators', `class A:\n    @a.b(\n      c)\n    @d\n    async def f(self) -> int:\n${BODY}`, 1],
  ['a head over lines', `def f(a,  # a (\n  b=1,\n):\n    # first\n${long('    ')}    return a  # last\n`, 1],
  [
    'functions in functions',
    `def f():\n${long('    ')}    def g():\n${BODY}        return 1\n    return g\n`,
    1,
  ],
  [
    'classes in classes',
    `class A:\n    class B:\n        def f(self):\n${long('            ')}    c = 1\n`,
    1,
  ],
  ['functions in a branch', `if a:\n    def f():\n${BODY}else:\n    def f():\n${BODY}`, 2],
  ['functions in try', `try:\n    import a\nexcept E:\n    def f():\n${BODY}finally:\n    b()\n`, 1],
  ['tabs and carriage returns', `class A:\r\n\tdef f(self):\r\n${long('\t\t', '\r\n')}\r\n\tb = 1\r\n`, 1],
  ['no line end at the end', `def f():\n${long('    ')}    return 1`, 1],
  [
    'comments between, less indented',
    `class A:\n    def f(self):\n${BODY}# a\n  # b\n        return 1\n\n    # c\n    b = 1\n`,
    1,
  ],
  ['a docstring with code', `def f():\n    """A.\n\ndef g():\n  pass\n    """\n${long('    ')}`, 1],
  [
    'strings and brackets over lines',
    `def f():\n    a = (\n1,\n"""\nx""",\n)\n${long('    ')}    return a\n`,
    1,
  ],
  ['quotes in a template', `def f():\n${long('    ')}    return f"""{a["b"]} {'"""'}"""\n`, 0],
  ['a short function', 'def f():\n    return 1\n', 0],
  ['a function in one line', `def f(): return 1\n${long('')}`, 0],
  ['no colon', `class A:\n    def f(self)\n${BODY}\n    b = 1\n`, 1],
  [
    'an error in the body',
    `class A:\n    def f(self):\n${BODY}        a = = 1\n        b()\n\n    c = 1\n`,
    1,
  ],
  ['a body that ends early', `def f():\n${long('    ')}  return 1\nb = 1\n`, 0],
];

describe('bodies of functions', () => {
  let parser: CodeParser;
  before(async () => {
    parser = await loadParser();
  });
  after(() => parser.delete());

  function read(syntax: ModuleSyntax): readonly Stmt[] {
    return syntax.blocks.flatMap((block) => syntax.read(block));
  }

  for (const [name, text, bodies] of TABLE) {
    it(`give what a parse of the whole gives: ${name}`, () => {
      assert.equal(PYTHON.split(text, []).flatMap((block) => block.bodies).length, bodies);
      const syntax = new ModuleSyntax(text, [], parser);
      const whole = new ModuleSyntax(text, [], parser, undefined, WHOLE);
      assert.deepEqual(read(syntax).map(printStmt), read(whole).map(printStmt));
      assert.deepEqual(offsetsOf(read(syntax)), offsetsOf(read(whole)));
      syntax.dispose();
      whole.dispose();
    });
  }

  const METHODS = ['f', 'g', 'h'].map(
    (name) => `    def ${name}(self):\n        ${name}.a = call(self, "one of many")\n`,
  );
  const BROKEN: readonly (readonly [name: string, from: string, to: string])[] = [
    ['a bracket that is not closed', 'g.a = call(', 'g.a = call(('],
    ['a bracket that is closed too often', 'g.a = call(', 'g.a = )call('],
    ['a text that is not closed', 'self, "one of many")\n    def h', 'self, "one of many)\n    def h'],
    ['an attribute without a name', 'g.a = call(', 'g. = call('],
  ];
  for (const [name, from, to] of BROKEN) {
    it(`stay what they are beside ${name}`, () => {
      const text = `class A:\n${METHODS.join('')}\n\nb = 1\n`;
      assert.ok(text.includes(from));
      const whole = new ModuleSyntax(text, [], parser);
      const broken = new ModuleSyntax(text.replace(from, to), [], parser);
      const printed = (syntax: ModuleSyntax): string => read(syntax).map(printStmt).join('\n');
      const own = METHODS.map((method) => {
        const alone = new ModuleSyntax(`class A:\n${method}`, [], parser);
        const [made] = read(alone);
        const lines = made?.kind === 'class' ? made.body.read().map(printStmt).join('; ') : '';
        alone.dispose();
        assert.ok(lines.includes('call'));
        return lines;
      });
      assert.ok(printed(whole).includes(own[1] ?? ' '));
      for (const method of [own[0], own[2]])
        assert.ok(printed(broken).includes(method ?? ' '), printed(broken));
      const again = new ModuleSyntax(text, [], parser, broken);
      assert.equal(printed(again), printed(whole));
      broken.dispose(again);
      whole.dispose();
      again.dispose();
    });
  }

  it('are parsed when they are read, and taken over after an edit elsewhere', () => {
    const method = (name: string): string => `    def ${name}(self):\n${BODY}`;
    const text = `class A:\n${method('f')}${method('g')}`;
    const syntax = new ModuleSyntax(text, [], parser);
    assert.deepEqual(read(syntax).length, 1);
    const skeleton = syntax.parsed.length;
    assert.ok(skeleton < 100);
    read(syntax).map(printStmt);
    assert.ok(syntax.parsed.length > text.length);
    const changed = text.replace('call(39)\n    def g', 'call(39, x)\n    def g');
    const next = new ModuleSyntax(changed, [], parser, syntax);
    const before = new ModuleSyntax(changed, [], parser);
    assert.deepEqual(read(next).map(printStmt), read(before).map(printStmt));
    const [length, whole] = [next.parsed.length - skeleton, BODY.length + 20];
    assert.ok(length >= BODY.length && length < whole, `${length}`);
    syntax.dispose(next);
    next.dispose();
    before.dispose();
  });
});

/** Every offset in statements, bodies included. */
function offsetsOf(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(offsetsOf);
  if (typeof node !== 'object' || node === null) return undefined;
  const body = node as { read?: () => unknown };
  const inner = typeof body.read === 'function' ? [offsetsOf(body.read())] : [];
  return [
    ...inner,
    ...Object.entries(node).map(([key, value]) =>
      ['start', 'end', 'nameStart', 'argsStart'].includes(key) ? value : offsetsOf(value),
    ),
  ];
}
