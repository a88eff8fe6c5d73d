import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextParts } from '../../../src/core/source/text-parts.js';

describe('parts of a text', () => {
  it('are told in each version as a search tells them', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 });
    const part = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 4 });
    const edit = fc.record({ at: fc.nat(12), drop: fc.nat(3), put: letters, asked: fc.array(part) });
    fc.assert(
      fc.property(letters, fc.array(edit, { maxLength: 8 }), (first, edits) => {
        let text = first;
        let parts = new TextParts(text);
        for (const { at, drop, put, asked } of edits) {
          for (const one of asked) assert.equal(parts.has(one), text.includes(one));
          text = text.slice(0, at) + put + text.slice(at + drop);
          parts = new TextParts(text, parts);
          for (const one of asked) assert.equal(parts.has(one), text.includes(one), `${one} in ${text}`);
        }
      }),
    );
  });
});
