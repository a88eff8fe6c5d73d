import assert from 'node:assert/strict';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemorySource } from '../../../src/core/modelfiles/byte-sources.js';
import { inspectModelFile } from '../../../src/core/modelfiles/inspect-model-file.js';
import type { ByteSource } from '../../../src/core/modelfiles/model-file.js';
import { loadModelFileKnowledge } from '../../support/inspect-format.js';
import { bytes, long, longLong, proto, short } from '../../support/pickle-builder.js';

const HUGE = 20 * 2 ** 30;

describe('inspectModelFile on a file of 20 GB', () => {
  const knowledge = loadModelFileKnowledge();
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fairlead-large-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Writes parts at offsets of a sparse file and inspects it; also counts what was read. */
  async function inspectSparse(parts: readonly (readonly [number, Uint8Array])[]) {
    const file = await open(join(folder, 'model'), 'w+');
    try {
      for (const [offset, part] of parts) await file.write(part, 0, part.length, offset);
      let read = 0;
      const source: ByteSource = {
        size: (await file.stat()).size,
        async read(offset, length) {
          const buffer = new Uint8Array(length);
          const { bytesRead } = await file.read(buffer, 0, length, offset);
          read += bytesRead;
          return buffer.subarray(0, bytesRead);
        },
      };
      return { report: await inspectModelFile('model', source, knowledge), read };
    } finally {
      await file.close();
    }
  }

  it('skips the bytes of a pickle', async () => {
    const start = bytes(proto(4), 0x8e, longLong(HUGE));
    const end = bytes('0cposix\ngetcwd\n(tR.');
    const { report, read } = await inspectSparse([
      [0, start],
      [start.length + HUGE, end],
    ]);
    assert.equal(report.verdict, 'dangerous');
    assert.deepEqual(report.unread, []);
    assert.ok(read < 2 << 20, `${read} bytes read`);
  });

  it('lets its host rest while it follows a long pickle', async () => {
    const stream = bytes(proto(4), '(', 'K\x01'.repeat(100_000), 't.');
    let rests = 0;
    const source = createMemorySource(stream);
    const pause = async () => {
      rests += 1;
    };
    const report = await inspectModelFile('model', source, knowledge, { pause });
    assert.equal(report.verdict, 'nothing-found');
    assert.ok(rests >= 10, `${rests} rests`);
  });

  it('skips the storages of a PyTorch file', async () => {
    const pickle = bytes(proto(2), '}.');
    const members = [
      { name: 'archive/data.pkl', size: pickle.length },
      { name: 'archive/version', size: 2 },
      { name: 'archive/data/0', size: HUGE },
    ];
    const parts: [number, Uint8Array][] = [];
    const directory: Uint8Array[] = [];
    let offset = 0;
    for (const { name, size } of members) {
      const head = bytes(
        'PK\x03\x04',
        short(45),
        short(0),
        short(0),
        long(0),
        long(0),
        long(0xffffffff),
        long(0xffffffff),
      );
      const extra = bytes(short(1), short(16), longLong(size), longLong(size));
      const content = name.endsWith('pkl') ? pickle : bytes('3\n');
      parts.push([
        offset,
        bytes(head, short(name.length), short(extra.length), name, extra, size === HUGE ? [] : content),
      ]);
      const place = bytes(short(1), short(24), longLong(size), longLong(size), longLong(offset));
      directory.push(
        bytes(
          'PK\x01\x02',
          short(45),
          short(45),
          short(0),
          short(0),
          long(0),
          long(0),
          long(0xffffffff),
          long(0xffffffff),
        ),
        bytes(
          short(name.length),
          short(place.length),
          short(0),
          short(0),
          short(0),
          long(0),
          long(0xffffffff),
          name,
          place,
        ),
      );
      offset += 30 + name.length + extra.length + size;
    }
    const listed = bytes(...directory);
    const count = longLong(members.length);
    const end = bytes(
      'PK\x06\x06',
      longLong(44),
      short(45),
      short(45),
      long(0),
      long(0),
      count,
      count,
      longLong(listed.length),
      longLong(offset),
    );
    const locator = bytes('PK\x06\x07', long(0), longLong(offset + listed.length), long(1));
    const tail = bytes(
      'PK\x05\x06',
      short(0),
      short(0),
      short(0xffff),
      short(0xffff),
      long(0xffffffff),
      long(0xffffffff),
      short(0),
    );
    parts.push([offset, bytes(listed, end, locator, tail)]);
    const { report, read } = await inspectSparse(parts);
    assert.equal(report.format, 'pytorch-zip');
    assert.equal(report.verdict, 'nothing-found', JSON.stringify([report.findings, report.unread]));
    assert.ok(read < 2 << 20, `${read} bytes read`);
  });
});
