import assert from 'node:assert/strict';
import fc from 'fast-check';
import { normaliseCode } from '../../../src/core/findings/normalise-code.js';

/** Code that is the same in another layout. */
const same: readonly (readonly [what: string, languageId: string, ...forms: string[]])[] = [
  [
    'blanks',
    'python',
    'f( a ,b = 1 )',
    'f(a, b=1)',
    'f(\n    a,\n    b=1,\n)',
    'f(a, \\\n  b=1)',
    'f(a,\r\n b=1)',
  ],
  ['comments', 'python', 'f(a, b)', 'f(a,  # why\n  b)', 'f(\n  # one: (\n  a,\n  # two "\n  b,  # three\n)'],
  ['quotes', 'python', `f('a', "b")`, `f("a", 'b')`, `f(U'a', u"b")`],
  ['quotes in templates', 'python', `f(F'{a["b"]}/c')`, `f(f"{a['b']}/c")`],
  ['quotes in strings', 'python', `f('say "x"')`, `f("say \\"x\\"")`],
  ['prefixes and numbers', 'python', `f(B'a', 0XFF, 1E5)`, `f(b"a", 0xff, 1e5)`],
  [
    'brackets around an argument',
    'python',
    'f(a=(x if y else z))',
    'f(\n a=(\n  x if y else z\n ),\n)',
    'f(a=x if y else z)',
  ],
  ['brackets around a value', 'python', 'f({"a": (b or c), "d": [(e)]})', 'f({"a": b or c, "d": [e]})'],
  ['comments', 'javascript', 'f(a, b)', 'f(a, /* why */ b) ', 'f(\n  a, // one "\n  b,\n)'],
  ['quotes', 'typescript', `f('a', "b's")`, `f("a", 'b\\'s')`],
  ['arrows and semicolons', 'typescriptreact', 'f(x => { g() })', 'f((x) => {\n  g();\n})'],
  ['keys', 'javascript', `f({ 'a': 1, "b": 2, "c-d": 3 })`, 'f({ a: 1, b: 2, "c-d": 3 })'],
];

/** Code that is not the same. */
const different: readonly (readonly [what: string, languageId: string, ...forms: string[]])[] = [
  ['words', 'python', 'f(a if b)', 'f(aif b)', 'f(a ifb)'],
  ['a tuple', 'python', 'f((a,))', 'f((a))', 'f((a, b))', 'f(a, b)'],
  ['brackets that count', 'python', 'f((a + b) * c)', 'f(a + b * c)', 'f(a + (b * c))'],
  ['what strings hold', 'python', 'f("a b")', 'f("ab")', 'f("a  b")', 'f("a # b")', 'f("a,)")', 'f(a)'],
  ['raw strings', 'python', `f(r"a\\'b")`, `f("a\\'b")`, `f(b"a'b")`],
  ['strings of three quotes', 'python', 'f("""a""")', 'f("a")'],
  ['names', 'python', 'f(Path)', 'f(path)'],
  ['what strings hold', 'javascript', 'f("//a")', 'f("")', 'f(`a {b}`)', 'f("a {b}")'],
  ['regular expressions', 'javascript', 'f(/a"b/)', 'f(/a "b/)', 'f(/[/]/, g)', 'f(/[/]/, h)'],
  ['a division', 'javascript', 'f(a / b / c)', 'f(a / b, c)'],
  ['keys that are values', 'javascript', 'f(a ? "b" : c)', 'f(a ? b : c)'],
];

describe('normaliseCode', () => {
  for (const [what, languageId, first = '', ...others] of same) {
    it(`sees no difference in ${what} (${languageId})`, () => {
      for (const other of others) {
        assert.equal(normaliseCode(other, languageId), normaliseCode(first, languageId), other);
      }
    });
  }

  for (const [what, languageId, ...forms] of different) {
    it(`tells ${what} apart (${languageId})`, () => {
      assert.equal(new Set(forms.map((form) => normaliseCode(form, languageId))).size, forms.length);
    });
  }

  it('leaves what is no code as it is', () => {
    assert.equal(normaliseCode('a: "b"  # c', 'yaml'), 'a: "b"  # c');
  });

  const pieces = fc.constantFrom(
    ...[
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      ',',
      ';',
      ':',
      '=',
      '=>',
      '/',
      '\\',
      '"',
      "'",
      '"""',
      '`',
      '#',
      '//',
      '/*',
    ],
    ...['*/', '\n', '\r\n', ' ', 'a', 'rb', 'f', '1.5', '\u00e9', '\ud800', '\u{1f600}', '$' + '{'],
  );
  it('ends, whatever it is given', () => {
    const text = fc.array(pieces, { maxLength: 200 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.constantFrom('python', 'javascript'), (code, languageId) => {
        const normal = normaliseCode(code, languageId);
        assert.ok(normal.length <= code.length * 2);
        assert.equal(normaliseCode(`${code}`, languageId), normal);
      }),
      { numRuns: 2000 },
    );
    for (const part of ['(', '=/[', "'", '`', '/*', '"""', 'f(', '\\']) {
      normaliseCode(part.repeat(20_000 / part.length), 'javascript');
      normaliseCode(part.repeat(20_000 / part.length), 'python');
    }
  });
});
