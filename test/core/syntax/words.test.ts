import assert from 'node:assert/strict';
import fc from 'fast-check';
import { noteWords, WordHolders, WordIndex } from '../../../src/core/syntax/word-index.js';
import { findWord, hasWord } from '../../../src/core/syntax/words.js';

describe('words', () => {
  for (const [text, word, from, at] of [
    ['load', 'load', 0, 0],
    ['torch.load(x)', 'load', 0, 6],
    ['reload unload_ load', 'load', 0, 15],
    ['load1 1load', 'load', 0, -1],
    ['éload loadé', 'load', 0, -1],
    ['a load b load', 'load', 3, 9],
    ['--trust-remote-code', 'trust-remote-code', 0, 2],
    ['anything', '', 0, -1],
    ['', 'load', 0, -1],
  ] as const) {
    it(`finds ${JSON.stringify(word)} in ${JSON.stringify(text)} from ${from}: ${at}`, () => {
      assert.equal(findWord(text, word, from), at);
      if (from === 0) assert.equal(hasWord(text, word), at !== -1);
    });
  }
});

describe('the index of words', () => {
  it('says for every word what a search says, one by one and all at once', () => {
    const word = fc.constantFrom('load', 'a', 'trust-remote-code', 'é', '\u{1f600}', '', 'x1', '_');
    const gap = fc.constantFrom(' ', '.', '\n', '-', '(', '', '"');
    const text = fc
      .array(
        fc.tuple(word, gap).map((parts) => parts.join('')),
        { maxLength: 40 },
      )
      .map((parts) => parts.join(''));
    const toSpans = (lines: readonly string[]) => {
      let start = 0;
      return lines.map((line) => {
        const span = { start, words: noteWords(line) };
        start += line.length;
        return span;
      });
    };
    fc.assert(
      fc.property(text, fc.nat(30), (code, others) => {
        const spans = toSpans(code.split(/(?<=\n)/));
        for (const known of [undefined, new WordHolders(spans)]) {
          const index = new WordIndex(code, spans, known);
          for (let word = 0; word < others; word += 1) index.placesOf(`other${word}`);
          for (const wanted of ['load', 'a', 'trust-remote-code', 'é', '\u{1f600}', '', 'x1', '_', 'code']) {
            const places: number[] = [];
            for (let at = findWord(code, wanted); at !== -1; at = findWord(code, wanted, at + wanted.length))
              places.push(at);
            assert.deepEqual(index.placesOf(wanted), places, JSON.stringify(wanted));
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('knows the words of spans that were put in place of others', () => {
    const [first, second, third] = ['load(a)', 'a = b', 'b = load'].map((code) => ({
      start: 0,
      words: noteWords(code),
    }));
    assert.ok(first && second && third);
    const holders = new WordHolders([first, second]);
    holders.replace([first], [third]);
    assert.deepEqual([...holders.of('a')], [second]);
    assert.deepEqual([...holders.of('b')], [second, third]);
    assert.deepEqual([...holders.of('load')], [third]);
  });
});
