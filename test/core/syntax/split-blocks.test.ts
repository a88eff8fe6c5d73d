import assert from 'node:assert/strict';
import fc from 'fast-check';
import { splitBlocks } from '../../../src/core/syntax/python/split-blocks.js';

function split(text: string, barriers: readonly number[] = []): readonly string[] {
  return splitBlocks(text, barriers).map(({ start, end }) => text.slice(start, end));
}

const TABLE: readonly (readonly [name: string, ...blocks: string[]])[] = [
  ['nothing at all'],
  ['one statement', 'a = 1'],
  ['statements', 'a = 1\n', 'b = 2\n'],
  ['what comes before the first', '# top\n\na = 1\n', 'b = 2'],
  ['comments and blank lines after', 'a = 1\n\n# of b\n', 'b = 2\n# end\n'],
  ['only comments', '# one\n# two\n'],
  ['bodies', 'def f():\n  a\n\n  b\n', 'c\n'],
  ['tabs', 'if a:\n\tb\n', 'c\n'],
  [
    'else and its kin',
    'if a:\n b\nelif c:\n d\nelse:\n e\n',
    'try:\n f\nexcept A:\n g\nelse:\n h\nfinally:\n i\n',
    'j',
  ],
  ['names like else', 'a\n', 'elsewhere = 1\n', 'finally_ = 2\n'],
  ['decorators', '@a\n@b(\n1)\ndef f(): pass\n', '@c\nclass D: pass\n'],
  ['a decorator and a comment', '@a\n# why\n\ndef f(): pass\n', 'b'],
  ['brackets', 'a = [\n1,\n]\n', 'b = {\n"c": (\n2)}\n'],
  ['backslashes', 'a = 1 + \\\nb\n', 'c = 2 \\\r\n+ d\n', 'e'],
  ['triple quotes', 'a = """\ndef f():\n"""\n', "b = '''x\n''' + '''\ny'''\n", 'c'],
  ['escaped quotes', 'a = """x\\"""\n"""\n', 'b = "\\""\n', "c = r'\\''\n", 'd'],
  ['quotes that stay open', "a = 'b\n", 'c = 1\n'],
  ['a quote inside the other kind', 'a = "\'"\n', "b = '\"'\n"],
  ['brackets in strings and comments', 'a = "("  # [\n', 'b = 1\n'],
  ['a bracket that nobody closes', 'a = (1,\n', 'def f(): pass\n', 'b\n'],
  ['a bracket closed too often', 'a = 1)\n', 'b\n'],
  ['names like def in brackets', 'a = (\ndefault,\nwithout)\n', 'b\n'],
  ['carriage returns', 'a = 1\r\n', 'b = (\r\n2)\r\n', 'c'],
  ['form feeds', 'a\n\f\n', 'b\n'],
];

describe('splitting into top-level statements', () => {
  for (const [name, ...blocks] of TABLE) {
    it(`handles ${name}`, () => assert.deepEqual(split(blocks.join('')), blocks));
  }

  it('ends everything at a barrier', () => {
    const text = 'a = (1,\nb = """\nc\n';
    assert.deepEqual(split(text, [0, 8, 16]), ['a = (1,\n', 'b = """\n', 'c\n']);
    assert.deepEqual(split('@a\ndef f(): pass', [3]), ['@a\n', 'def f(): pass']);
  });

  const PROSE: readonly (readonly [name: string, text: string, ...prose: string[]])[] = [
    ['comments', 'a  # b\n# c', '# b', '# c'],
    ['strings that hold a space', 'a = "b c" + \'d e\'\n', '"b c"', "'d e'"],
    ['docstrings', 'def f():\n  """A b.\n  c"""\n', '"""A b.\n  c"""'],
    ['no strings that may be names', 'a = {"b": "--c-d", "e.f": ""}\n'],
    [
      'no template strings, nor what follows on their line',
      'a = f"{b["c d"]}" + "e f"  # g\nh = "i j"\n',
      '"i j"',
    ],
    ['nothing after a long template string', 'a = rf"""{b}"""\n# c\nd = 1  # e\n', '# e'],
    ['nothing where a quote stays open', "a = 'b c\n# d\n"],
    ['nothing where brackets do not match', 'a = "b c")\n'],
    ['nothing where a bracket stays open', 'a = ("b c",\ndef f(): pass  # d\n', '# d'],
  ];
  for (const [name, text, ...prose] of PROSE) {
    it(`finds prose: ${name}`, () => {
      const found = splitBlocks(text).flatMap(({ prose: offsets }) =>
        offsets.flatMap((start, index) => (index % 2 === 0 ? [text.slice(start, offsets[index + 1])] : [])),
      );
      assert.deepEqual(found, prose);
    });
  }

  const lines = fc.constantFrom(
    'def f(a):\n',
    '  return [\n',
    ']\n',
    'x = """\n',
    '"""\n',
    "y = '\n",
    '@d\n',
    'else:\n',
    '# c (\n',
    '\n',
    ' \\\n',
    '\\\r\n',
    'import a\n',
    '\tb = (\n',
    ')\n',
    '\f\n',
    'é = "\u{1f600}"\n',
    '\r',
    '\\',
    '"',
    "'",
    '#',
  );
  const garbage = fc.oneof(
    fc.array(lines, { maxLength: 30 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );

  it('gives blocks that cover the text without gaps, whatever the text', () => {
    fc.assert(
      fc.property(garbage, fc.array(fc.nat(200), { maxLength: 5 }), (text, places) => {
        const barriers = [...new Set(places)].filter((at) => at <= text.length).sort((a, b) => a - b);
        const blocks = splitBlocks(text, barriers);
        assert.equal(blocks.map(({ start, end }) => text.slice(start, end)).join(''), text);
        let end = 0;
        for (const block of blocks) {
          assert.equal(block.start, end);
          assert.ok(block.end > block.start);
          end = block.end;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('gives a block that is split off whole again', () => {
    fc.assert(
      fc.property(garbage, (text) => {
        for (const block of split(text)) assert.deepEqual(split(block), [block]);
      }),
      { numRuns: 1000 },
    );
  });
});
