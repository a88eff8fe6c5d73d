import assert from 'node:assert/strict';
import fc from 'fast-check';
import { condense } from '../../../src/core/syntax/condensed-text.js';
import { splitBlocks } from '../../../src/core/syntax/python/split-blocks.js';

/** Condenses a statement as it is before it is parsed. */
function condenseStatement(text: string): ReturnType<typeof condense> {
  const [block] = splitBlocks(text);
  return condense(text, 0, text.length, block?.prose ?? [], block?.bodies ?? []);
}

const BODY = `    ${'a = call(b)\n    '.repeat(40)}return a`;

const TABLE: readonly (readonly [name: string, text: string, condensed: string])[] = [
  ['the words of comments', 'a = 1  # one of the many\n', 'a = 1  #\n'],
  ['the words of texts', 'a = "one of the many"\n', 'a = "_"\n'],
  [
    'no quotes, which texts side by side need',
    'a = ("one of the many""two of the many")\n',
    'a = ("_""_")\n',
  ],
  ['the words of docstrings', 'class A:\n  """One of\n  the many."""\n', 'class A:\n  """_"""\n'],
  ['bodies that are parsed by themselves', `def f():\n${BODY}\n`, 'def f():\n    _\n'],
  ['nothing in templates', 'a = f"one of {the} many"\n', 'a = f"one of {the} many"\n'],
  ['nothing that is short', 'a = "b c"  # d e\n', 'a = "b c"  # d e\n'],
];

describe('condensed text', () => {
  for (const [name, text, condensed] of TABLE) {
    it(`leaves out ${name}`, () => assert.equal(condenseStatement(text).text, condensed));
  }

  it('knows where everything stands that it kept, in whatever order it is asked', () => {
    const piece = fc.constantFrom(
      'name',
      ' = ',
      '\n',
      '("text of words", ',
      "'''a longer\ntext'''",
      '# a longer comment\n',
      ')',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        (pieces, order) => {
          const text = pieces.join('');
          for (const block of splitBlocks(text)) {
            const prose = block.prose.map((offset) => offset - block.start);
            const own = text.slice(block.start, block.end);
            const condensed = condense(own, 0, own.length, prose, []);
            const places = [...condensed.text.matchAll(/[^_#]/g)].map(({ index }) => index);
            for (const number of order) {
              const at = places[number % Math.max(1, places.length)];
              if (at === undefined) continue;
              assert.equal(own[condensed.locate(at)], condensed.text[at]);
            }
            assert.equal(condensed.locate(condensed.text.length), own.length);
          }
        },
      ),
    );
  });
});
