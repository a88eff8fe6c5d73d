import assert from 'node:assert/strict';
import { listItemStatuses } from '../../../src/core/index.js';
import { describeFilter, toggleFilter } from '../../../src/vscode/checklist/status-summary.js';
import { matchWords, searchStatus } from '../../../src/vscode/tree/tree-filter.js';
import { buildTree } from '../../../src/vscode/tree/tree-model.js';
import { sampleFramework, sampleItem, sampleStatus } from './samples.js';

const status = sampleStatus({ 'a-1': ['open', 'failing'], 'b-2': ['open'] });

describe('matchWords', () => {
  for (const [text, candidate, expected] of [
    ['model card', 'The Card of a MODEL', true],
    ['model card', 'The card', false],
    ['  ', 'anything', true],
    [undefined, '', true],
  ] as const) {
    it(`says ${expected} to ${candidate || 'nothing'} for ${text}`, () =>
      assert.equal(matchWords(text)(candidate), expected));
  }
});

describe('searchStatus', () => {
  for (const [text, expected] of [
    ['', ['a-1.q1', 'a-1.q2', 'b-2.q1']],
    ['a-1', ['a-1.q1', 'a-1.q2']],
    ['done 2?', ['a-1.q2']],
    ['b-2 done', ['b-2.q1']],
    ['nothing of it', []],
  ] as const) {
    it(`leaves ${expected.length} questions for "${text}"`, () => {
      const left = searchStatus(status, text).frameworks.flatMap(listItemStatuses);
      assert.deepEqual(
        left.flatMap(({ questions }) => questions.map(({ id }) => id)),
        expected,
      );
    });
  }

  it('leaves the figures as they are', () => {
    const [framework] = searchStatus(status, 'b-2').frameworks;
    assert.deepEqual(framework?.progress, status.frameworks[0]?.progress);
  });

  it('filters the tree before the status is known as well', () => {
    const frameworks = [
      sampleFramework('s', [
        { id: 's-all', title: 'All', items: [sampleItem('a-1', '1'), sampleItem('b-2', '2')] },
      ]),
    ];
    const [tree] = buildTree(frameworks, [], { filter: { text: 'title 2' } });
    assert.deepEqual(
      tree?.children.flatMap(({ children }) => children.map(({ id }) => id)),
      ['b-2'],
    );
  });
});

describe('a filter with words', () => {
  it('is told in words and survives other choices', () => {
    assert.equal(describeFilter({ text: 'model card', openOnly: true }), '"model card", open only');
    assert.equal(describeFilter({ text: '' }), undefined);
    assert.equal(toggleFilter({ text: 'card' }, { openOnly: true }).text, 'card');
  });
});
