import assert from 'node:assert/strict';
import { type LineChange, moveLine } from '../../../../src/vscode/documents/moving-lines.js';

const change = (from: number, to: number, text: string): LineChange => ({
  range: { start: { line: from }, end: { line: to } },
  text,
});

describe('where a line is after a change', () => {
  for (const [what, changes, expected] of [
    ['two lines added above', [change(0, 0, 'a\nb\n')], 12],
    ['two lines removed above', [change(3, 5, '')], 8],
    ['a change below', [change(11, 11, 'x\n')], 10],
    ['a key on the line itself', [change(10, 10, 'x')], 10],
    ['a change that takes the line with it', [change(8, 12, '')], 8],
    ['several changes', [change(0, 0, '\n'), change(1, 2, '')], 10],
    ['nothing', [], 10],
  ] as const) {
    it(`follows ${what}`, () => assert.equal(moveLine(10, changes), expected));
  }
});
