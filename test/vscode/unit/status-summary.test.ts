import assert from 'node:assert/strict';
import {
  describeFilter,
  describeOpen,
  summarise,
  toggleFilter,
} from '../../../src/vscode/checklist/status-summary.js';
import { sampleStatus } from './samples.js';

describe('summarise', () => {
  it('is undefined before anything is known', () => {
    assert.equal(summarise([]), undefined);
  });

  it('adds up frameworks and folders, and names the folder where there are several', () => {
    const status = sampleStatus({ 'a-1': ['attested', 'failing', 'not-applicable'], 'a-2': ['open'] });
    assert.deepEqual(summarise([{ name: 'one', status }]), {
      settled: 1,
      applicable: 3,
      failing: 1,
      lines: ['SAMPLE: 1 of 3 settled (33 %), 1 failing'],
    });
    const both = summarise([
      { name: 'one', status },
      { name: 'two', status },
    ]);
    assert.equal(both?.settled, 2);
    assert.equal(both?.applicable, 6);
    assert.deepEqual(
      both?.lines.map((line) => line.slice(0, 11)),
      ['one, SAMPLE', 'two, SAMPLE'],
    );
  });
});

describe('describeOpen', () => {
  const status = sampleStatus({
    'a-1': ['attested', 'failing', 'expired', 'open', 'not-applicable'],
    'a-2': ['not-applicable'],
    'a-3': ['evidenced'],
  });
  for (const [id, expected] of [
    ['a-1', '3 of 4 open'],
    ['a-2', undefined],
    ['a-3', '0 of 1 open'],
    ['a-9', undefined],
  ] as const) {
    it(`says of ${id}: ${expected}`, () => assert.equal(describeOpen(status, id), expected));
  }

  it('says nothing before anything is known', () => assert.equal(describeOpen(undefined, 'a-1'), undefined));
});

describe('filters', () => {
  it('are told in words', () => {
    assert.equal(describeFilter({}), undefined);
    assert.equal(describeFilter({ openOnly: false }), undefined);
    assert.equal(
      describeFilter({ openOnly: true, role: 'model-developer', stage: 'data' }),
      'open only, role model developer, stage data',
    );
  });

  it('take a choice, change it, and give it back', () => {
    const role = toggleFilter({}, { role: 'deployer' });
    assert.deepEqual(role, { openOnly: false, role: 'deployer' });
    const both = toggleFilter(role, { openOnly: true });
    assert.deepEqual(both, { openOnly: true, role: 'deployer' });
    assert.deepEqual(toggleFilter(both, { role: 'model-developer' }), {
      openOnly: true,
      role: 'model-developer',
    });
    assert.deepEqual(toggleFilter(both, { role: 'deployer' }), { openOnly: true });
    assert.deepEqual(toggleFilter(both, { stage: 'data' }), {
      openOnly: true,
      role: 'deployer',
      stage: 'data',
    });
    assert.deepEqual(toggleFilter(both, { openOnly: true }), { openOnly: false, role: 'deployer' });
  });
});
