import assert from 'node:assert/strict';
import { writeHover } from '../../../src/vscode/providers/hover-text.js';
import { writeLandmarkHover } from '../../../src/vscode/providers/landmark-hover.js';
import { sampleFinding, sampleFramework, sampleItem, sampleRule, sampleStatus } from './samples.js';

const items = Array.from({ length: 7 }, (_, index) => sampleItem(`a-${index}`, `${index}`));
const section = { id: 'a', title: 'All', items };
const guidelines = items.map((item) => ({
  item,
  section,
  framework: sampleFramework('a', [section]),
  label: `A ${item.number}`,
}));
const status = sampleStatus({ 'a-0': ['failing', 'attested'], 'a-1': ['not-applicable'] });

describe('writeLandmarkHover', () => {
  it('names the guidelines with links and how they stand', () => {
    const text = writeLandmarkHover('model-saving', guidelines.slice(0, 3), status);
    const lines = text.split('\n').filter((line) => line !== '');
    assert.equal(lines[0], 'Saving or publishing a model is what these guidelines are about:');
    assert.match(
      lines[1] ?? '',
      /^- \[A 0 Short title 0\]\(command:fairlead\.openGuideline\?%5B%22a-0%22%5D\) \(failing, 1 of 2 settled\)$/,
    );
    assert.equal(lines[2], '  - failing: Is it done 1?');
    assert.match(lines[3] ?? '', /\(not applicable\)$/);
    assert.match(lines[4] ?? '', /\)$/, 'without a state while it is unknown');
    assert.ok(!/settled|applicable/.test(lines[4] ?? ''));
  });

  it('asks the loudest questions of the first guideline first, three at most', () => {
    const states = ['open', 'attested', 'expired', 'open', 'failing'] as const;
    const text = writeLandmarkHover(
      'training',
      guidelines.slice(0, 2),
      sampleStatus({ 'a-0': [...states], 'a-1': ['open'] }),
    );
    assert.deepEqual(
      text.split('\n').filter((line) => line.startsWith('  - ')),
      ['  - failing: Is it done 5?', '  - expired: Is it done 3?', '  - open: Is it done 1?'],
    );
  });

  it('stays short, and says nothing about nothing', () => {
    const lines = writeLandmarkHover('agent', guidelines, undefined).split('\n');
    assert.ok(lines.length <= 8, `${lines.length} lines`);
    assert.equal(writeLandmarkHover('agent', [], status), '');
  });
});

describe('the hover of a finding', () => {
  it('says how its guidelines stand', () => {
    const text = writeHover({
      finding: sampleFinding(),
      rule: sampleRule(),
      guidelines: guidelines.slice(0, 1),
      status,
      lineAt: () => undefined,
    });
    assert.match(text, /%5B%22a-0%22%5D\) \(failing, 1 of 2 settled\) \|/);
  });
});
