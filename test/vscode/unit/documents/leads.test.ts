import assert from 'node:assert/strict';
import { findItemStatus } from '../../../../src/vscode/checklist/status-summary.js';
import { writeChecklist } from '../../../../src/vscode/page/checklist-content.js';
import { createQuestionNodes } from '../../../../src/vscode/tree/question-nodes.js';
import { sampleItem, sampleStatus } from '../samples.js';

const item = sampleItem('ncsc-1.2', '1.2');
const wanted = new Map([['ncsc-1.2.q1', { kind: 'threat-model', name: 'threat model' }]]);

describe('a question that a document would answer', () => {
  for (const [state, isLeading] of [
    ['open', true],
    ['failing', true],
    ['expired', true],
    ['evidenced', false],
    ['not-applicable', false],
  ] as const) {
    it(`${isLeading ? 'leads' : 'does not lead'} to its generator while it is ${state}`, () => {
      const status = sampleStatus({ [item.id]: [state] });
      const [node] = createQuestionNodes(item, findItemStatus(status, item.id), {
        folder: 'file:///project',
        kindOfDocument: (id) => wanted.get(id)?.kind,
      });
      assert.equal(node?.kindOfDocument, isLeading ? 'threat-model' : undefined);
      const page = writeChecklist(item, [
        { folder: 'file:///project', name: 'project', status, wanted },
      ]).join('\n');
      assert.equal(page.includes('[Generate threat model](command:fairlead.generateDocument?'), isLeading);
    });
  }

  it('leads nowhere when no document of ours answers it', () => {
    const status = sampleStatus({ [item.id]: ['open'] });
    const [node] = createQuestionNodes(item, findItemStatus(status, item.id), { folder: 'file:///project' });
    assert.equal(node?.kindOfDocument, undefined);
  });
});
