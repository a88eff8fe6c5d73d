import assert from 'node:assert/strict';
import { isLiteral } from '../../../src/core/artifacts/is-literal.js';

describe('isLiteral', () => {
  for (const text of [
    '(0.9, 0.95)',
    '["train", \'test\']',
    '{"a": 1e-8, "b": [None, True]}',
    '[-1, +2.5]',
    '()',
    '["cfg.lr"]',
  ])
    it(`takes ${text} for its value`, () => assert.equal(isLiteral(text), true));
  for (const text of [
    '(a, 0.95)',
    '[f"{x}"]',
    'args.lr',
    '[1, 2][n]',
    '(0.9) * x',
    '["a" % b]',
    '5 * 8',
    '1e-3',
  ])
    it(`takes ${text} for something to work out`, () => assert.equal(isLiteral(text), false));
});
