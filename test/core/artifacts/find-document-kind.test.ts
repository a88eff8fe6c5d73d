import assert from 'node:assert/strict';
import { findDocumentKind } from '../../../src/core/artifacts/find-document-kind.js';
import { mergeDocument } from '../../../src/core/artifacts/merge-document.js';

const written = mergeDocument(undefined, {
  kind: 'threat-model',
  opening: '# Threat model',
  sections: [{ id: 'a', opening: '## A', blocks: [{ id: 'b', content: ['text'] }] }],
});

describe('the kind of a document', () => {
  it('is what its record says', () => {
    assert.ok(written.isMerged);
    assert.equal(findDocumentKind(written.text), 'threat-model');
    assert.equal(findDocumentKind(written.text.replaceAll('\n', '\r\n')), 'threat-model');
  });

  it('is known while Git marks conflicts elsewhere in it', () => {
    assert.ok(written.isMerged);
    const text = written.text.replace('## A', '<<<<<<< ours\n## A\n=======\n## B\n>>>>>>> theirs');
    assert.equal(findDocumentKind(text), 'threat-model');
  });

  for (const text of [
    '',
    '# Threat model',
    '<!-- fairlead:record -->',
    'about fairlead:record threat-model',
  ]) {
    it(`is unknown for ${JSON.stringify(text)}`, () => assert.equal(findDocumentKind(text), undefined));
  }
});
