import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { explainSlowRegex } from '../../src/core/rules/regex-safety.js';

/** The bundle is built without what Unicode knows of characters, see `leaveOutProperties` in src/build/build.ts. */
const bundle: { readonly explainSlowRegex: typeof explainSlowRegex } = createRequire(import.meta.url)(
  resolve('dist/regex-safety.cjs'),
);

const atoms = [
  ...[
    'a',
    'K',
    '\u00e9',
    '\u017f',
    '\ud83d\ude00',
    '.',
    '^',
    '$',
    '\\b',
    '\\B',
    '\\w',
    '\\W',
    '\\d',
    '\\s',
    '\\S',
  ],
  ...[
    '\\p{L}',
    '\\u0131',
    '[a-z]',
    '[^\\w.]',
    '[\\u0100-\\uffff]',
    '[^]',
    '[\\s\\S]',
    '(?<!a)',
    '(?=K)',
    '(?:)',
  ],
];
const expressions = fc.letrec<{ all: string; part: string; atom: string }>((tie) => ({
  all: fc.array(tie('part'), { minLength: 1, maxLength: 5 }).map((parts) => parts.join('')),
  part: fc
    .tuple(
      fc.oneof(
        { depthSize: 'small' },
        tie('atom'),
        tie('atom').map((a) => `(?:${a}|k)`),
        tie('all').map((a) => `(${a})`),
      ),
      fc.constantFrom('', '', '*', '+', '?', '{2,}', '*?', '{1,3}'),
    )
    .map(([piece, times]) => (/^(?:\^|\$|\\b|\\B|\(\?[<=])/.test(piece) ? piece : piece + times)),
  atom: fc.constantFrom(...atoms),
})).all;

describe('the judge of expressions that ships', () => {
  it('says what the whole one says', () => {
    let slow = 0;
    fc.assert(
      fc.property(expressions, fc.constantFrom('document' as const, 'value' as const), (source, use) => {
        fc.pre(isExpression(source));
        const why = explainSlowRegex(source, use);
        if (why !== undefined) slow += 1;
        assert.equal(bundle.explainSlowRegex(source, use), why);
      }),
      { numRuns: 2000 },
    );
    assert.ok(slow > 100, `${slow} were slow: the expressions show little`);
  }).timeout(120_000);
});

function isExpression(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}
