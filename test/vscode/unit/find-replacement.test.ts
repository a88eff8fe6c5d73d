import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findReplacement } from '../../../src/vscode/platform/find-replacement.js';

function apply(before: string, after: string): string {
  const { start, end, newText } = findReplacement(before, after);
  assert.ok(start <= end && end <= before.length);
  return before.slice(0, start) + newText + before.slice(end);
}

const lines = fc
  .array(fc.constantFrom('', 'a', 'b', 'aa', 'ab\r'), { maxLength: 8 })
  .map((all) => all.join('\n'));

describe('replacing a part of a text', () => {
  it('gives the other text, whatever they are', () => {
    fc.assert(fc.property(lines, lines, (before, after) => assert.equal(apply(before, after), after)));
  });

  for (const [before, after, start, end, newText] of [
    ['a\nb\nc\n', 'a\nX\nc\n', 2, 4, 'X\n'],
    ['a\nb\n', 'a\nb\nc\n', 4, 4, 'c\n'],
    ['same\n', 'same\n', 5, 5, ''],
    ['', 'a', 0, 0, 'a'],
  ] as const) {
    it(`touches only the lines that differ: ${JSON.stringify(before)} to ${JSON.stringify(after)}`, () => {
      assert.deepEqual(findReplacement(before, after), { start, end, newText });
    });
  }
});
