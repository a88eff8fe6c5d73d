import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NeedleScanner } from '../../../src/core/rules/needle-scanner.js';

function findAll(text: string, needle: string): readonly number[] {
  const offsets: number[] = [];
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) offsets.push(at);
  return offsets;
}

describe('needle scanner', () => {
  it('finds needles that overlap, hold one another, or end alike', () => {
    const hits = new NeedleScanner(['he', 'she', 'hers', 'his', 'shers']).scan('ushers');
    assert.deepEqual(hits.offsetsOf('she'), [1]);
    assert.deepEqual(hits.offsetsOf('he'), [2]);
    assert.deepEqual(hits.offsetsOf('hers'), [2]);
    assert.deepEqual(hits.offsetsOf('shers'), [1]);
    assert.deepEqual(hits.offsetsOf('his'), []);
  });

  it('says nothing of what it does not look for', () => {
    assert.equal(new NeedleScanner(['a']).scan('ab').offsetsOf('b'), undefined);
  });

  it('finds needles beyond ASCII', () => {
    const hits = new NeedleScanner(['é', 'e']).scan('eé\u{1f600}é');
    assert.deepEqual(hits.offsetsOf('é'), [1, 4]);
    assert.deepEqual(hits.offsetsOf('e'), [0]);
  });

  it('finds words only where they stand as such', () => {
    const scanner = new NeedleScanner(
      ['load', 'loads', '\u00e9', 'sk-'],
      new Set(['load', 'loads', '\u00e9']),
    );
    const hits = scanner.scan('load(loads, reload, load_all) x.load \u00e9 a\u00e9 \ufeffload task-x');
    assert.deepEqual(hits.offsetsOf('load'), [0, 32, 43]);
    assert.deepEqual(hits.offsetsOf('loads'), [5]);
    assert.deepEqual(hits.offsetsOf('\u00e9'), [37]);
    assert.deepEqual(hits.offsetsOf('sk-'), [50]);
  });

  it('finds what a search for one after the other finds, in text after text', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é'), maxLength: 30 });
    const needle = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        fc.array(needle, { maxLength: 8 }),
        fc.array(letters, { maxLength: 5 }),
        (needles, texts) => {
          const scanner = new NeedleScanner(needles);
          for (const text of texts) {
            const hits = scanner.scan(text);
            for (const each of needles) assert.deepEqual(hits.offsetsOf(each), findAll(text, each));
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
