import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { createMemorySource } from '../../../src/core/modelfiles/byte-sources.js';
import { MAX_READ } from '../../../src/core/modelfiles/model-file.js';
import { inspectFormat } from '../../support/inspect-format.js';

const FOLDER = 'test/fixtures/modelfiles';
const FIXTURES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(safetensors|gguf|onnx|pb|h5|tflite|keras|skops|pt|pkl|npy|npz|joblib)$/.test(name))
  .sort();
/** Steps and bytes that a small hostile file may cost; a second's work at most. */
const LIMITS = { steps: 200_000, bytesRead: 16 << 20, bytesInflated: 16 << 20, depth: 6 };
const VERDICTS = ['dangerous', 'unknown', 'not-verified', 'nothing-found'];

/** A source that fails the test when it is asked for more than it may be. */
function createStrictSource(bytes: Uint8Array) {
  const inner = createMemorySource(bytes);
  return {
    size: inner.size,
    read: (offset: number, length: number) => {
      assert.ok(offset >= 0 && length >= 0 && length <= MAX_READ, `read of ${length} at ${offset}`);
      return inner.read(offset, length);
    },
  };
}

async function inspectHostile(bytes: Uint8Array): Promise<string> {
  const { verdict, findings, unread } = await inspectFormat(bytes, LIMITS, createStrictSource);
  assert.ok(VERDICTS.includes(verdict));
  for (const { message } of findings) assert.match(message, /^[\x20-\x7e]+$/);
  for (const note of unread) assert.match(note, /^[\x20-\x7e]{1,2000}$/);
  return verdict;
}

describe('format readers on broken content', () => {
  for (const name of FIXTURES) {
    const bytes = readFileSync(`${FOLDER}/${name}`);

    it(`end on every change of ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
          async (changes) => {
            const changed = Uint8Array.from(bytes);
            for (const [at, value] of changes) changed[at] = value;
            await inspectHostile(changed);
          },
        ),
        { numRuns: 60 },
      );
    });

    it(`end on every cut of ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(bytes.length), async (length) => {
          await inspectHostile(bytes.subarray(0, length));
        }),
        { numRuns: 30 },
      );
    });
  }

  it('end on a known beginning with anything behind it', async () => {
    const heads = FIXTURES.map((name) => readFileSync(`${FOLDER}/${name}`).subarray(0, 64));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...heads),
        fc.nat(64),
        fc.uint8Array({ maxLength: 600 }),
        async (head, kept, tail) => {
          await inspectHostile(Uint8Array.from(Buffer.concat([head.subarray(0, kept), tail])));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('end when the source fails', async () => {
    for (const name of FIXTURES) {
      const bytes = readFileSync(`${FOLDER}/${name}`);
      let reads = 0;
      const report = await inspectFormat(bytes, LIMITS, (content) => ({
        size: content.length,
        read: async (offset, length) => {
          reads += 1;
          if (reads > 1) throw new Error('EIO: the disk is gone');
          return content.subarray(offset, offset + length);
        },
      }));
      assert.match(report.unread.join(), /disk is gone/, name);
      assert.equal(report.verdict === 'nothing-found', false);
    }
  });
});
