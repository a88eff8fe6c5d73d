import assert from 'node:assert/strict';
import fc from 'fast-check';
import { gzipSync, zipSync } from 'fflate';
import { inspectFormat as inspect } from '../../support/inspect-format.js';
import {
  bytes,
  callStream,
  proto,
  stackGlobal,
  text,
  torchMembers,
  zip,
} from '../../support/pickle-builder.js';

const LIMITS = { steps: 50_000, bytesRead: 4 << 20, bytesInflated: 4 << 20, depth: 4 };
const PLAIN = bytes(
  proto(4),
  '](',
  stackGlobal('collections', 'OrderedDict'),
  ')R',
  text('weights'),
  'K\x01K\x02e.',
);
const TAR = (() => {
  const header = new Uint8Array(512);
  header.set(bytes('weights.bin'));
  header.set(bytes('00000000022\0'), 124);
  header.set(bytes('0'), 156);
  header.set(bytes('ustar\x0000'), 257);
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.set(bytes(sum.toString(8).padStart(6, '0'), '\0 '), 148);
  return bytes(header, bytes('cposix\ngetcwd\n(tR.'), new Uint8Array(494), new Uint8Array(1024));
})();
const SEEDS: readonly Uint8Array[] = [
  PLAIN,
  callStream('posix', 'getcwd'),
  zip(torchMembers(PLAIN)),
  zipSync({ 'archive/data.pkl': PLAIN, 'archive/version': bytes('3') }),
  gzipSync(PLAIN),
  TAR,
  bytes(
    "\x93NUMPY\x01\x00\x46\x00{'descr': '|O', 'fortran_order': False, 'shape': (1,), }".padEnd(79),
    '\n',
    PLAIN,
  ),
];

describe('inspectModelFile on hostile bytes', () => {
  it('finds the call in a tar', async () => {
    assert.equal((await inspect(TAR)).verdict, 'dangerous');
  });

  it('never rejects, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (content) => {
        const report = await inspect(content, LIMITS);
        assert.ok(
          report.verdict !== 'not-verified' || report.unread.length > 0 || report.findings.length > 0,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('never rejects on opcodes in any order', async () => {
    const opcodes = [...'.(012BCFGIJKLMNPQRSTUVX]abcdeghijloprstuq})'].map((letter) => letter.charCodeAt(0));
    for (let code = 0x80; code <= 0x98; code += 1) opcodes.push(code);
    const byte = fc.oneof(fc.constantFrom(...opcodes), fc.constantFrom(0, 1, 10), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(byte, { maxLength: 200 }), async (codes) => {
        const report = await inspect(bytes(proto(4), codes), LIMITS);
        assert.equal(typeof report.verdict, 'string');
      }),
      { numRuns: 800 },
    );
  });

  it('never rejects on changed files', async () => {
    const change = fc.record({
      seed: fc.nat(SEEDS.length - 1),
      at: fc.nat(),
      value: fc.nat(255),
      at2: fc.nat(),
      value2: fc.nat(255),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ seed, at, value, at2, value2 }) => {
        const content = Uint8Array.from(SEEDS[seed] ?? PLAIN);
        content[at % content.length] = value;
        content[at2 % content.length] = value2;
        const report = await inspect(content, LIMITS);
        assert.equal(typeof report.verdict, 'string');
      }),
      { numRuns: 800 },
    );
  });

  it('never says nothing-found of a stream that ends early', async () => {
    for (const seed of SEEDS) {
      for (let length = 0; length < seed.length; length += seed.length > 1000 ? 7 : 1) {
        const report = await inspect(seed.subarray(0, length), LIMITS);
        assert.notEqual(report.verdict, 'nothing-found', `${length} of ${seed.length} bytes`);
      }
    }
  });
});
