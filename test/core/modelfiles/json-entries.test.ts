import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createMemorySource } from '../../../src/core/modelfiles/byte-sources.js';
import { InspectionBudget } from '../../../src/core/modelfiles/inspection-budget.js';
import { type JsonEntry, readJsonEntries } from '../../../src/core/modelfiles/json-entries.js';
import { PagedCursor } from '../../../src/core/modelfiles/paged-cursor.js';
import type { JsonValue } from '../../../src/core/modelfiles/strict-json.js';

async function read(text: string, before = 0): Promise<readonly JsonEntry[]> {
  const bytes = new TextEncoder().encode(text);
  const content = new Uint8Array(before + bytes.length);
  content.set(bytes, before);
  const cursor = new PagedCursor(createMemorySource(content), new InspectionBudget());
  cursor.seek(before);
  const entries: JsonEntry[] = [];
  for await (const entry of readJsonEntries(cursor, bytes.length)) entries.push(entry);
  return entries;
}

function toPlain(value: JsonValue): unknown {
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([key, inner]) => [key, toPlain(inner)]));
  return Array.isArray(value) ? value.map(toPlain) : value;
}

describe('readJsonEntries', () => {
  it('gives what a JSON parser gives, wherever the pieces are cut', async () => {
    const key = fc.oneof(fc.string(), fc.constantFrom('"', '\\', '{', '}', ',', '\u00e9', 'a"},{"b'));
    const content = fc.dictionary(
      key.filter((name) => name !== '__proto__'),
      fc.jsonValue(),
    );
    await fc.assert(
      fc.asyncProperty(
        content,
        fc.integer({ min: 65_400, max: 65_536 }),
        fc.boolean(),
        async (value, before, isWide) => {
          const text = JSON.stringify(value, null, isWide ? 2 : 0);
          const entries = await read(text, before);
          assert.deepEqual(
            entries.map((entry) => [entry.key, toPlain(entry.value)]),
            Object.entries(JSON.parse(text) as object),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives keys that occur twice twice, and those inside with their entry', async () => {
    const entries = await read('{"a": 1, "a": {"b": 1, "b": 2}}  ');
    assert.deepEqual(
      entries.map(({ key, duplicateKeys }) => [key, duplicateKeys]),
      [
        ['a', []],
        ['a', ['b']],
      ],
    );
  });

  for (const [text, problem] of [
    ['', /ends before its object/],
    ['{"a": 1', /ends before its object/],
    ['{"a": "', /ends before its object/],
    ['[1]', /no object begins at byte 0/],
    ['{"a": 1} x', /text after the end at byte 9/],
    ['{"a": 1,}', /an entry is expected at byte 8/],
    ['{,"a": 1}', /an entry is expected at byte 1/],
    ['{"a"}', /a colon is expected .* of the entry at byte 1/],
    ['{"a": [1}', /ends before its object/],
    ['{"a": [1}}', /of the entry at byte 1/],
    ['{"a": 1 "b": 2}', /text after the end|expected/],
  ] as const) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.rejects(read(text), problem));
  }

  it('refuses an entry beyond all bounds without keeping it', () =>
    assert.rejects(read(`{"a": "${'x'.repeat(17 << 20)}"}`), /longer than the 16777216 bytes/));
});
