import assert from 'node:assert/strict';
import { ARTIFACT_KINDS, type DocumentDrift, type Landmark } from '../../../../src/core/index.js';
import { describeChanges } from '../../../../src/vscode/documents/describe-changes.js';
import {
  findForm,
  findLivingForm,
  listForms,
  nameKind,
} from '../../../../src/vscode/documents/document-kinds.js';
import {
  parseGenerateRequest,
  parseUpdateRequest,
} from '../../../../src/vscode/documents/document-requests.js';
import { countDrift } from '../../../../src/vscode/documents/document-state.js';
import { listMissingDocuments } from '../../../../src/vscode/documents/landmark-documents.js';
import { listWantedDocuments } from '../../../../src/vscode/documents/wanted-documents.js';

describe('requests for documents', () => {
  for (const [what, value, expected] of [
    ['nothing', undefined, {}],
    ['a kind', 'threat-model', { kind: 'threat-model' }],
    [
      'a request',
      { kind: 'ai-bom', folder: 'file:///a', format: 'x' },
      { kind: 'ai-bom', folder: 'file:///a', format: 'x' },
    ],
    ['what a menu passes', { fsPath: '/a', scheme: 'file' }, {}],
    ['wrong types', { kind: 1, folder: null }, {}],
    [
      'a row of the sidebar',
      { node: { kindOfDocument: 'model-card', question: { folder: 'file:///b', id: 'ncsc-2.3.q1' } } },
      { kind: 'model-card', folder: 'file:///b' },
    ],
  ] as const) {
    it(`are read from ${what}`, () => assert.deepEqual(parseGenerateRequest(value), expected));
  }

  it('name the file to update', () => {
    assert.equal(parseUpdateRequest({ file: 'file:///a/b.md' }), 'file:///a/b.md');
    for (const value of [undefined, 'file:///a', { file: 1 }, null])
      assert.equal(parseUpdateRequest(value), undefined);
  });
});

describe('kinds of documents', () => {
  it('have names without an article', () => {
    assert.equal(nameKind({ title: 'an incident response plan' }), 'Incident response plan');
    assert.equal(nameKind({ title: 'a threat model' }), 'Threat model');
  });

  it('are found with the usual or a named form, and no other', () => {
    assert.equal(findForm(ARTIFACT_KINDS, 'threat-model')?.form.path, 'THREAT_MODEL.md');
    assert.equal(findForm(ARTIFACT_KINDS, 'threat-model', 'otm')?.form.format, 'otm');
    assert.equal(findForm(ARTIFACT_KINDS, 'threat-model', 'pdf'), undefined);
    assert.equal(findForm(ARTIFACT_KINDS, 'poem'), undefined);
    assert.equal(findLivingForm(ARTIFACT_KINDS, 'ai-bom'), undefined);
    assert.equal(listForms(ARTIFACT_KINDS).length, ARTIFACT_KINDS.flatMap(({ forms }) => forms).length);
  });
});

describe('what a merge does', () => {
  const change = (kind: 'refreshed' | 'added' | 'marked-gone' | 'kept-edited' | 'moved-lines') => ({
    kind,
    block: 'b',
    message: '',
  });

  for (const [changes, expected] of [
    [[], ''],
    [[change('kept-edited')], ''],
    [[change('moved-lines')], 'line numbers of links refreshed'],
    [[change('added'), change('added'), change('refreshed')], '2 parts new, 1 part refreshed'],
    [[change('marked-gone'), change('kept-edited')], '1 marked as no longer in the code, 1 edited part kept'],
  ] as const) {
    it(`is told as ${JSON.stringify(expected)}`, () => assert.equal(describeChanges(changes, []), expected));
  }
});

describe('how a document compares with the code', () => {
  const drift: DocumentDrift = {
    isCurrent: false,
    hasMovedLines: false,
    missing: [],
    gone: [],
    changes: [],
    conflicts: [],
    problems: [],
  };
  const missing = [1, 1, 2].map((id) => ({ id: String(id), name: `n${id}`, block: 'b', line: 1 }));

  for (const [given, expected] of [
    [undefined, ''],
    [drift, 'stale'],
    [{ ...drift, isCurrent: true }, 'up to date'],
    [{ ...drift, missing }, 'stale: 2 missing'],
    [{ ...drift, gone: [{ id: 'a', what: 'a', block: 'b', line: 1 }] }, 'stale: 1 no longer in the code'],
    [{ ...drift, problems: [{ line: 7, message: 'x' }] }, 'cannot be merged: line 7'],
  ] as const) {
    it(`is ${JSON.stringify(expected)}`, () => assert.equal(countDrift(given), expected));
  }
});

describe('documents that code asks for', () => {
  const landmark = (kind: Landmark['kind'], line: number): Landmark => ({
    kind,
    name: 'f',
    location: { path: 'a.py', range: { start: { line, character: 0 }, end: { line, character: 1 } } },
    guidelines: [],
  });
  const landmarks = [
    landmark('endpoint', 3),
    landmark('agent', 5),
    landmark('training', 7),
    landmark('model-loading', 9),
  ];

  it('are each asked for once, at the first place', () => {
    const found = listMissingDocuments(landmarks, () => true);
    assert.deepEqual(
      found.map(({ kind, landmark: { location } }) => [kind, location.range.start.line]),
      [
        ['threat-model', 3],
        ['model-card', 7],
      ],
    );
  });

  it('are not asked for when they are there', () => {
    assert.deepEqual(
      listMissingDocuments(landmarks, (kind) => kind === 'data-card'),
      [],
    );
  });
});

describe('documents that questions ask for', () => {
  const file = (set: string) => ({ file: { in: set } });
  const evidence = {
    questions: [
      { id: 'q1', proves: [{ when: { all: [{ fact: 'x' }, { any: [file('model-card')] }] }, says: '' }] },
      { id: 'q2', as: 'q1' },
      { id: 'q3', needs: 'threat-model' },
      { id: 'q4', proves: [{ when: { not: file('data-card') }, says: '' }] },
      { id: 'q5', proves: [{ when: file('readme'), says: '' }] },
    ],
  };

  it('are those that their evidence names', () => {
    assert.deepEqual(
      [...listWantedDocuments(evidence, ARTIFACT_KINDS)],
      [
        ['q1', { kind: 'model-card', name: 'model card' }],
        ['q2', { kind: 'model-card', name: 'model card' }],
        ['q3', { kind: 'threat-model', name: 'threat model' }],
      ],
    );
  });
});
