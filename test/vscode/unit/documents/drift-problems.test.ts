import assert from 'node:assert/strict';
import type { DocumentDrift } from '../../../../src/core/index.js';
import { listDriftProblems } from '../../../../src/vscode/documents/drift-problems.js';

const text = [
  '# Threat model',
  '',
  '## Entry points',
  '',
  '<!-- fairlead:begin entry-points 0123456789abcdef -->',
  '| `GET /old` | http |',
  '<!-- fairlead:end entry-points -->',
  '',
  '<!-- fairlead:begin threats 0123456789abcdef -->',
  '- one',
  '<!-- fairlead:end threats -->',
].join('\n');

const none: DocumentDrift = {
  isCurrent: false,
  hasMovedLines: false,
  missing: [],
  gone: [],
  changes: [],
  conflicts: [],
  problems: [],
};
const missing = (name: string, block: string, line: number) => ({ id: name, name, block, line });
const refreshed = (block: string) => ({ kind: 'refreshed', block, message: `${block}: refreshed` }) as const;

describe('what a document lacks', () => {
  it('is said once, under the heading of the first part that lacks it', () => {
    const drift = {
      ...none,
      missing: [
        missing('POST /a', 'threats', 9),
        missing('POST /a', 'entry-points', 5),
        missing('POST /b', 'entry-points', 5),
      ],
    };
    assert.deepEqual(listDriftProblems(text, drift, 'threat model'), [
      { kind: 'missing', line: 2, message: 'POST /a, POST /b are not in this threat model' },
    ]);
  });

  it('is not said again for what other parts say of the same line of code', () => {
    const range = { start: { line: 4, character: 0 }, end: { line: 4, character: 3 } };
    const location = { path: 'a.py', range };
    const drift = {
      ...none,
      missing: [
        { ...missing('POST /a', 'entry-points', 5), location },
        { ...missing('Anyone can call it.', 'threats', 9), location },
      ],
    };
    const messages = listDriftProblems(text, drift, 'threat model').map(({ message }) => message);
    assert.deepEqual(messages, ['POST /a is not in this threat model']);
  });

  it('names three at most', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const drift = { ...none, missing: names.map((name) => missing(name, 'entry-points', 5)) };
    const [problem] = listDriftProblems(text, drift, 'data card');
    assert.equal(problem?.message, 'a, b, c and 2 more are not in this data card');
  });

  it('stands at the part itself when another part is between it and the heading', () => {
    const drift = { ...none, missing: [missing('T1', 'threats', 9)] };
    assert.deepEqual(listDriftProblems(text, drift, 'threat model'), [
      { kind: 'missing', line: 8, message: 'T1 is not in this threat model' },
    ]);
  });
});

describe('what else has drifted', () => {
  it('is what is gone, on its line', () => {
    const what = '| `GET /old` | http |';
    const drift = { ...none, gone: [{ id: 'x', what, block: 'entry-points', line: 6 }] };
    assert.deepEqual(listDriftProblems(text, drift, 'threat model'), [
      { kind: 'gone', line: 5, message: 'No longer found in the code: GET /old' },
    ]);
  });

  it('is told in one problem when nothing is missing or gone', () => {
    const one = { ...none, changes: [refreshed('entry-points')] };
    assert.deepEqual(listDriftProblems(text, one, 'threat model'), [
      { kind: 'outdated', line: 2, message: 'The code has changed since this part was written' },
    ]);
    const two = { ...none, changes: [refreshed('entry-points'), refreshed('threats')] };
    assert.deepEqual(listDriftProblems(text, two, 'threat model'), [
      { kind: 'outdated', line: 0, message: 'The code has changed since 2 parts were written' },
    ]);
  });

  it('is nothing in a document that is current', () => {
    assert.deepEqual(listDriftProblems(text, { ...none, isCurrent: true }, 'threat model'), []);
  });

  it('is what keeps a document from being merged, and nothing else', () => {
    const problems = [{ line: 6, message: 'a merge conflict stands here; resolve it first' }];
    const drift = { ...none, missing: [missing('a', 'threats', 9)], problems };
    assert.deepEqual(listDriftProblems(text, drift, 'threat model'), [
      { kind: 'broken', line: 5, message: 'a merge conflict stands here; resolve it first' },
    ]);
  });
});
