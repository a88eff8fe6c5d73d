import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import { findRegexes } from '../../../src/core/rules/find-regexes.js';
import { explainSlowRegex, type RegexUse } from '../../../src/core/rules/regex-safety.js';

const table: readonly { readonly source: string; readonly use: RegexUse; readonly says?: RegExp }[] = [
  { source: '(a+)+$', use: 'value', says: /exponentially/ },
  { source: '(?:x+x+)+y', use: 'document', says: /exponentially/ },
  { source: '(\\w+\\s?)*$', use: 'value', says: /exponentially/ },
  { source: '^pip\\s+install\\s+.*--index\\s+\\S+', use: 'value', says: /square/ },
  // Quadratic only because it may begin anywhere in a long run: too slow for a file, harmless for a name.
  { source: '\\s+$', use: 'document', says: /square/ },
  { source: '\\s+$', use: 'value' },
  { source: '(?<token>hf_[A-Za-z0-9]{34})', use: 'document' },
  { source: '(?<![A-Za-z0-9])sk-[A-Za-z0-9]{20,}', use: 'document' },
];

describe('expressions that can hang', () => {
  for (const { source, use, says } of table) {
    it(`${says === undefined ? 'lets pass' : 'names'} ${source} over a ${use}`, () => {
      const why = explainSlowRegex(source, use);
      if (says === undefined) assert.equal(why, undefined);
      else assert.match(why ?? '', says);
    });
  }

  it('are not in our own rules, over constants and commands', () => {
    const { rules } = loadKnowledge(process.cwd());
    const found = rules.flatMap((rule) => findRegexes(rule).map((one) => ({ id: rule.id, ...one })));
    assert.ok(found.length > 50, `found ${found.length} expressions`);
    const slow = found.filter(({ source }) => explainSlowRegex(source, 'value') !== undefined);
    assert.deepEqual(
      slow.map(({ id, source }) => `${id}: ${source}`),
      [],
    );
  });
});
