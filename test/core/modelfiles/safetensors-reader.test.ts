import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inspectFormat } from '../../support/inspect-format.js';
import { buildSafetensors } from '../../support/model-file-builders.js';

const TENSOR = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };

/** Headers that the library would refuse or that hide something, with the length of the data and words of the finding. */
const HOSTILE: readonly (readonly [title: string, file: Uint8Array, finding: RegExp])[] = [
  [
    'shares bytes',
    buildSafetensors({ a: TENSOR, b: { ...TENSOR, data_offsets: [4, 12] } }, 12),
    /share bytes from 4/,
  ],
  ['hides bytes behind the last tensor', buildSafetensors({ a: TENSOR }, 108), /100 bytes of data, 8 to 108/],
  [
    'hides bytes before a tensor',
    buildSafetensors({ a: { ...TENSOR, data_offsets: [8, 16] } }, 16),
    /0 to 8/,
  ],
  [
    'has a tensor outside',
    buildSafetensors({ a: { ...TENSOR, data_offsets: [0, 800] } }, 8),
    /outside the 8 bytes/,
  ],
  ['has offsets backwards', buildSafetensors({ a: { ...TENSOR, data_offsets: [8, 0] } }, 8), /outside/],
  ['has a shape that needs more', buildSafetensors({ a: { ...TENSOR, shape: [200] } }, 8), /need 800/],
  [
    'has a shape beyond numbers',
    buildSafetensors({ a: { ...TENSOR, shape: [2 ** 50, 2 ** 50] } }, 8),
    /need/,
  ],
  ['has an unknown type', buildSafetensors({ a: { ...TENSOR, dtype: 'PICKLE' } }, 8), /"PICKLE"/],
  ['lacks offsets', buildSafetensors({ a: { dtype: 'F32', shape: [2] } }, 0), /lacks a dtype/],
  ['has metadata of another kind', buildSafetensors({ __metadata__: { a: 1 } }, 0), /not a text/],
  [
    'has a key twice',
    buildSafetensors(`{"a":${JSON.stringify(TENSOR)},"a":${JSON.stringify({ ...TENSOR, dtype: 'I32' })}}`, 8),
    /"a" twice/,
  ],
  ['begins with blanks', buildSafetensors(`  ${JSON.stringify({ a: TENSOR })}`, 8), /begin with a brace/],
  ['says its header is huge', buildSafetensors({ a: TENSOR }, 8, 2 ** 39), /more than the library reads/],
  ['says its header goes on', buildSafetensors({ a: TENSOR }, 8, 1000), /cut short or forged/],
];

describe('safetensors reader', () => {
  it('lists what the library writes, with nothing found', async () => {
    const report = await inspectFormat(readFileSync('test/fixtures/modelfiles/default.safetensors'));
    assert.equal(report.format, 'safetensors');
    assert.equal(report.verdict, 'nothing-found');
    assert.deepEqual(
      report.tensors.map(({ name, dtype, shape, bytes }) => [name, dtype, shape, bytes]),
      [
        ['weight', 'F32', [4, 3], 48],
        ['bias', 'F16', [3], 6],
      ],
    );
    assert.deepEqual(report.metadata, [{ name: 'format', value: 'np' }]);
  });

  for (const [title, file, finding] of HOSTILE) {
    it(`finds a header that ${title}`, async () => {
      const report = await inspectFormat(file);
      assert.equal(report.format, 'safetensors');
      assert.equal(report.verdict, 'unknown');
      assert.ok(
        report.findings.some(({ message }) => finding.test(message)),
        JSON.stringify(report.findings),
      );
    });
  }

  it('takes empty tensors, padding and packed types', async () => {
    const text = `${JSON.stringify({
      empty: { dtype: 'F32', shape: [0, 3], data_offsets: [0, 0] },
      packed: { dtype: 'F4', shape: [4], data_offsets: [0, 2] },
      scalar: { dtype: 'F64', shape: [], data_offsets: [2, 10] },
    })}     `;
    assert.equal((await inspectFormat(buildSafetensors(text, 10))).verdict, 'nothing-found');
  });
});
