import assert from 'node:assert/strict';
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
