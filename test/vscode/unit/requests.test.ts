import assert from 'node:assert/strict';
import {
  parseFindingRequest,
  parseFindingTarget,
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
