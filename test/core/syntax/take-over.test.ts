import assert from 'node:assert/strict';
import { PYTHON } from '../../../src/core/syntax/python/python-language.js';
import { type SplitText, splitAgain, splitText } from '../../../src/core/syntax/take-over.js';
import { createRandom } from '../../bench/statistics.js';
import { editAtRandom, pick } from '../../support/random-edit.js';

const PIECES: readonly string[] = [
  'import a\n',
  '# a comment of words\n\n',
  'a = (\n  1,\n# two words\n)\n',
  'a = "some words" + f"{b["c"]} words"  # more words\n',
  '@a.b\n@c\ndef f(a,\n      b):\n    """Some\nwords."""\n    return a\n\n\n',
  'class A:\n    x = 1\n\n    def f(self):\n        return self.call(self.x, "some words")\n\n    def g(self):\n        pass\n',
  'if a:\n    b()\nelif c:\n    d()\nelse:\n    e()\n',
  'try:\n    a()\nexcept B:\n    c()\n',
  "a = '''\ndef f():\n  pass\n'''\n",
  'a = b \\\n  + c\n',
  '\n\n',
  '  \n',
];
const RUNS = 300;
const EDITS = 12;

describe('splitting the next version of a text', () => {
  function resultOf({ code, starts, blocks }: SplitText): unknown {
    return { code, starts, blocks: blocks.map(({ start, text, code: own }) => [start, text, own]) };
  }

  for (const [name, barrier] of [
    ['a text', /$^/g],
    ['cells', /^(?:import a|@c|b = )/gm],
  ] as const) {
    it(`gives what splitting it anew gives: ${name}`, () => {
      const random = createRandom(3);
      const barriersOf = (text: string): readonly number[] =>
        [...text.matchAll(barrier)].map(({ index }) => index).filter((index) => index > 0);
      for (let run = 0; run < RUNS; run += 1) {
        let text = Array.from({ length: 12 }, () => pick(PIECES, random)).join('');
        let split = splitText(text, barriersOf(text), PYTHON);
        for (let number = 0; number < EDITS; number += 1) {
          const before = text;
          text = editAtRandom(text, random);
          const barriers = barriersOf(text);
          split = splitAgain(split, text, barriers, PYTHON);
          assert.deepEqual(
            resultOf(split),
            resultOf(splitText(text, barriers, PYTHON)),
            `${JSON.stringify(before)} to ${JSON.stringify(text)}`,
          );
        }
      }
    });
  }

  it('takes over all blocks but those that changed', () => {
    const text = 'a = 1\n\n\nb = 2\n\n\nc = 3\n\n\nd = 4\n';
    const before = splitText(text, [], PYTHON);
    const [a, b, c, d] = before.blocks;
    const { blocks, change, previous } = splitAgain(before, text.replace('c = 3', 'c = 33'), [], PYTHON);
    assert.deepEqual([blocks[0], blocks[1], blocks[3]], [a, b, d]);
    assert.deepEqual([...change.removed], [c]);
    assert.deepEqual([...change.added], [blocks[2]]);
    assert.equal(change.next, d);
    assert.ok(blocks[2] !== undefined && previous.get(blocks[2]) === c);
  });
});
