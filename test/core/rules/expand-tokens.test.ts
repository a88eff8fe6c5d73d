import assert from 'node:assert/strict';
import { expandTokens } from '../../../src/core/rules/expand-tokens.js';

describe('made-up tokens in examples', () => {
  it('have the form that is asked for, and the same one each time', () => {
    const text = expandTokens('key = "@@hf_|alnum:34@@"');
    assert.match(text, /^key = "hf_[A-Za-z0-9]{34}"$/);
    assert.equal(text, expandTokens('key = "@@hf_|alnum:34@@"'));
  });

  it('are not made where a length is none or takes too long', () => {
    for (const count of ['99999999999', '1e12', 'Infinity', '-1', '']) {
      assert.equal(expandTokens(`@@a|hex:${count}@@`), `ahex:${count}`);
    }
  });
});
