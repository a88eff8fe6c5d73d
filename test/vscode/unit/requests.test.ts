import assert from 'node:assert/strict';
import {
  parseExportRequest,
  parseFindingRequest,
  parseFindingTarget,
  parseQuestionRequest,
  parseRuleRequest,
} from '../../../src/vscode/commands/requests.js';

const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } };

describe('command arguments', () => {
  it('are taken when they are complete', () => {
    const request = { document: 'file:///a.py', ruleId: 'python/a', fingerprint: '00' };
    assert.deepEqual(parseFindingRequest(request), request);
    assert.deepEqual(parseRuleRequest(request), { document: 'file:///a.py', ruleId: 'python/a' });
    assert.deepEqual(parseFindingTarget({ file: 'file:///a.py', range }), { file: 'file:///a.py', range });
    assert.deepEqual(parseFindingTarget({ file: 'x', range, cell: 3, extra: 1 }), {
      file: 'x',
      range,
      cell: 3,
    });
  });

  it('name a question by its id, a request or a row', () => {
    const request = { folder: 'file:///w', id: 'ncsc-1.1.q1' };
    assert.deepEqual(parseQuestionRequest('ncsc-1.1.q1'), { id: 'ncsc-1.1.q1' });
    assert.deepEqual(parseQuestionRequest(request), request);
    assert.deepEqual(parseQuestionRequest({ id: 'row', question: request }), request);
    assert.deepEqual(parseQuestionRequest({ id: 'row', node: { id: 'row', question: request } }), request);
    assert.deepEqual(parseQuestionRequest({ id: 'ncsc-1.1.q1', folder: 3 }), { id: 'ncsc-1.1.q1' });
    for (const value of [undefined, null, 3, {}, { id: 3 }])
      assert.equal(parseQuestionRequest(value), undefined);
  });

  it('name a format of the report, and a file', () => {
    assert.deepEqual(parseExportRequest({ format: 'html' }), { format: 'html' });
    const request = { format: 'json', file: 'file:///w/r.json' };
    assert.deepEqual(parseExportRequest(request), request);
    for (const format of ['pdf', 'toString', undefined, 3])
      assert.equal(parseExportRequest({ format }), undefined);
  });

  const broken: readonly unknown[] = [
    undefined,
    null,
    'text',
    [],
    {},
    { document: 1, ruleId: 'python/a', fingerprint: '00' },
    { file: 'x', range: { start: { line: -1, character: 0 }, end: { line: 0, character: 0 } } },
    { file: 'x', range: { start: { line: 0.5, character: 0 }, end: { line: 0, character: 0 } } },
    { file: 'x', range: { start: { line: 0, character: 0 } } },
  ];
  for (const value of broken) {
    it(`are refused: ${JSON.stringify(value)}`, () => {
      assert.equal(parseFindingRequest(value), undefined);
      assert.equal(parseRuleRequest(value), undefined);
      assert.equal(parseFindingTarget(value), undefined);
    });
  }
});
