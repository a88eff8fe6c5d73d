import assert from 'node:assert/strict';
import type { Fix } from '../../../src/core/index.js';
import { type HoverSubject, writeHover } from '../../../src/vscode/providers/hover-text.js';
import { sampleFinding, sampleFramework, sampleItem, sampleRule } from './samples.js';

const item = sampleItem('ncsc-2.1', '2.1');
const section = { id: 'ncsc-2', title: 'Development', items: [item] };
const guideline = { item, section, framework: sampleFramework('ncsc', [section]), label: 'NCSC 2.1' };

const insertion: Fix = {
  title: 'Pass safe=True',
  keepsBehaviour: false,
  edits: [
    {
      location: {
        path: 'a.py',
        range: { start: { line: 1, character: 13 }, end: { line: 1, character: 13 } },
      },
      newText: ', safe=True',
    },
  ],
};

function hover(extra: Partial<HoverSubject> = {}): string {
  const lines = ['import lib', '  x = lib.load(p)'];
  return writeHover({
    finding: sampleFinding({ line: 1 }),
    rule: sampleRule(),
    guidelines: [guideline],
    lineAt: (line) => lines[line],
    ...extra,
  });
}

describe('writeHover', () => {
  it('says why, links guideline and rule, and shows the safe form', () => {
    const text = hover();
    assert.match(text, /^Whoever can replace the file can run code here\\\./);
    assert.match(
      text,
      /\[NCSC 2\\\.1 Short title 2\\\.1\]\(command:fairlead\.openGuideline\?%5B%22ncsc-2\.1%22%5D\)/,
    );
    assert.match(text, /\(command:fairlead\.showRule\?/);
    assert.ok(text.endsWith('```python\nlib.load(p, safe=True)\n```'), text);
  });

  it("shows the finding's own line with its fix applied", () => {
    const finding = sampleFinding({
      line: 1,
      fixes: [
        {
          ...insertion,
          edits: insertion.edits.map((edit) => ({
            ...edit,
            location: {
              path: 'a.py',
              range: { start: { line: 1, character: 16 }, end: { line: 1, character: 16 } },
            },
          })),
        },
      ],
    });
    assert.ok(hover({ finding }).includes('\nx = lib.load(p, safe=True)\n'));
  });

  it('uses the reason of the case that matched', () => {
    const rule = sampleRule({ cases: [{ id: 'old', when: { all: [] }, why: 'Old versions run it.' }] });
    assert.match(hover({ finding: sampleFinding({ caseId: 'old' }), rule }), /^Old versions run it/);
  });

  it('stays within eight lines', () => {
    const count = hover()
      .split('\n')
      .filter((line) => line !== '').length;
    assert.ok(count <= 8, String(count));
  });

  it('does not need a rule', () => {
    assert.match(hover({ rule: undefined }), /NCSC 2\\\.1/);
    assert.equal(hover({ rule: undefined, guidelines: [] }), '');
  });
});
