import assert from 'node:assert/strict';
import { mayAssign } from '../../../src/core/semantics/may-assign.js';

const TABLE: readonly (readonly [name: string, code: string, isPossible: boolean])[] = [
  ['a plain assignment', 'self.model = a', true],
  ['an annotation', 'self.model: Model = a', true],
  ['one of several targets', 'self.size, self.model = a, b', true],
  ['an augmented assignment', 'self.model |= a', true],
  ['the target of a loop', 'for self.model in a:', true],
  ['what a with statement enters', 'with a as self.model:', true],
  ['blanks and lines around the dot', 'self \\\n . model = a', true],
  ['after a read', 'self.model.eval()\nself.model = a', true],
  ['a read', 'a(self.model.size)', false],
  ['a call', 'self.model(a)', false],
  ['a comparison', 'if self.model == a:', false],
  ['a member of another object', 'other.model = a', false],
  ['a longer name', 'self.model_name = a', false],
  ['a local name', 'model = a', false],
  ['nothing of the kind', 'a = b', false],
];

describe('assignments to a member', () => {
  for (const [name, code, isPossible] of TABLE) {
    it(`are ${isPossible ? '' : 'not '}seen: ${name}`, () => {
      const span = { start: 2, end: 2 + code.length };
      assert.equal(mayAssign(`#\n${code}\nself.model = c`, span, 'self', 'model'), isPossible);
    });
  }
});
