import assert from 'node:assert/strict';
import { PickleMemo } from '../../../src/core/modelfiles/pickle-memo.js';
import type { PickleValue } from '../../../src/core/modelfiles/pickle-values.js';
import { inspectFormat } from '../../support/inspect-format.js';
import { bytes, long, proto, text } from '../../support/pickle-builder.js';

const MANY = 60_000;

describe('pickle memo', () => {
  it('gives back what was put, by any number', () => {
    const memo = new PickleMemo();
    const values = [0, 7, 1, 2 ** 31, Number.NaN, -1, 0.5].map((index): [number, PickleValue] => [
      index,
      { kind: 'opaque', op: String(index) },
    ]);
    for (const [index, value] of values) memo.put(index, value);
    for (const [index, value] of values) assert.equal(memo.get(index), value);
    assert.equal(memo.size, values.length);
    assert.equal(memo.get(3), undefined);
  });

  it('still follows names that were remembered after tens of thousands of values', async () => {
    const filler = bytes(
      ...Array.from({ length: MANY }, (_, index) =>
        bytes(text(`word ${index}`), 0x94, 'K\x01K\x02', 0x86, 0x94, '0', '0'),
      ),
    );
    const at = MANY * 2;
    const names = bytes(text('posix'), 0x94, '0', text('system'), 0x94, '0');
    const call = bytes('j', long(at), 'j', long(at + 1), 0x93, text('id'), 0x85, 'R.');
    const report = await inspectFormat(bytes(proto(4), filler, names, call));
    assert.equal(report.verdict, 'dangerous', JSON.stringify(report.unread));
    assert.match(report.findings[0]?.message ?? '', /^posix\.system is called on load/);
  });

  it('takes a name that it forgot for one that is hidden, not for a harmless one', async () => {
    const filler = bytes(...Array.from({ length: MANY }, () => bytes('K\x01', 0x94, '0')));
    const long200 = 'x'.repeat(250);
    const stream = bytes(
      proto(4),
      filler,
      text(long200),
      0x94,
      '0',
      'j',
      long(MANY),
      text('system'),
      0x93,
      ')R.',
    );
    const { verdict, findings } = await inspectFormat(stream);
    assert.equal(verdict, 'dangerous');
    assert.match(findings[0]?.ruleId ?? '', /name-computed/);
  });
});
