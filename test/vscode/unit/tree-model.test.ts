import assert from 'node:assert/strict';
import type { Finding } from '../../../src/core/index.js';
import { buildTree, countLoud, describePlace, type TreeNode } from '../../../src/vscode/tree/tree-model.js';
import { sampleFinding, sampleFramework, sampleItem } from './samples.js';

const frameworks = [
  sampleFramework('ncsc', [
    { id: 'ncsc-1', number: '1', title: 'Design', items: [sampleItem('ncsc-1.1', '1.1')] },
    {
      id: 'ncsc-2',
      number: '2',
      title: 'Development',
      items: [sampleItem('ncsc-2.1', '2.1'), sampleItem('ncsc-2.2', '2.2')],
    },
  ]),
  sampleFramework('g7', [{ id: 'g7-all', title: 'Principles', items: [sampleItem('g7-1', '1')] }]),
];

const file = (finding: Finding, name = 'a.py') => ({ file: `file:///w/${name}`, fileLabel: name, finding });

function listNodes(nodes: readonly TreeNode[]): readonly TreeNode[] {
  return nodes.flatMap((node) => [node, ...listNodes(node.children)]);
}

function find(nodes: readonly TreeNode[], id: string): TreeNode {
  const node = listNodes(nodes).find((candidate) => candidate.id === id);
  assert.ok(node, `no node ${id}`);
  return node;
}

describe('buildTree', () => {
  it('holds every framework, section and item, with or without findings', () => {
    const tree = buildTree(frameworks, []);
    const labels = listNodes(tree).map(({ kind, label, description }) =>
      `${kind}: ${label} ${description}`.trim(),
    );
    assert.deepEqual(labels, [
      'framework: NCSC',
      'section: 1 Design',
      'item: 1.1 Short title 1.1',
      'question: Is it done?',
      'section: 2 Development',
      'item: 2.1 Short title 2.1',
      'question: Is it done?',
      'item: 2.2 Short title 2.2',
      'question: Is it done?',
      'framework: G7',
      'section: Principles',
      'item: 1 Short title 1',
      'question: Is it done?',
    ]);
  });

  it('counts a finding of two items once for their section and framework', () => {
    const finding = sampleFinding({ guidelines: ['ncsc-2.1', 'ncsc-2.2', 'g7-1'] });
    const tree = buildTree(frameworks, [file(finding)]);
    const counts = ['ncsc', 'ncsc-1', 'ncsc-2', 'ncsc-2.1', 'ncsc-2.2', 'g7', 'g7-1'].map(
      (id) => find(tree, id).description,
    );
    assert.deepEqual(counts, ['1', '', '1', '1', '1', '1', '1']);
    assert.equal(find(tree, 'ncsc-2.1').accessibleLabel, '2.1 Short title 2.1, 1 finding');
  });

  it('lists findings by file, cell and line, with the place first', () => {
    const tree = buildTree(frameworks, [
      file(sampleFinding({ line: 9, fingerprint: '1' }), 'src/b.py'),
      file(sampleFinding({ line: 4, fingerprint: '2' }), 'src/b.py'),
      file(sampleFinding({ line: 1, cell: 2, fingerprint: '3' }), 'a.ipynb'),
      file(sampleFinding({ line: 7, cell: 0, fingerprint: '4' }), 'a.ipynb'),
    ]);
    const children = find(tree, 'ncsc-2.1').children.filter(({ kind }) => kind === 'finding');
    assert.deepEqual(
      children.map(({ label }) => label),
      ['a.ipynb:cell 1:8', 'a.ipynb:cell 3:2', 'b.py:5', 'b.py:10'],
    );
    assert.equal(children[2]?.accessibleLabel.startsWith('warning, src/b.py:5, load runs'), true);
    assert.deepEqual(children[1]?.target, {
      file: 'file:///w/a.ipynb',
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 4 } },
      cell: 2,
    });
  });

  it('gives every node an id of its own, even for equal findings', () => {
    const finding = sampleFinding({ guidelines: ['ncsc-2.1', 'g7-1'] });
    const ids = listNodes(buildTree(frameworks, [file(finding), file(finding)])).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('leaves out suppressed findings', () => {
    const finding = sampleFinding({ suppression: { kind: 'in-source', reason: 'checked' } });
    assert.equal(find(buildTree(frameworks, [file(finding)]), 'ncsc').count, 0);
  });
});

describe('countLoud', () => {
  it('counts warnings and errors that are not suppressed', () => {
    const levels = ['error', 'warning', 'note', 'hint'] as const;
    const findings = levels.map((level) => file(sampleFinding({ level })));
    const quiet = file(sampleFinding({ suppression: { kind: 'baseline', reason: '' } }));
    assert.equal(countLoud([...findings, quiet]), 2);
  });
});

describe('describePlace', () => {
  it('counts lines and cells from one', () => {
    assert.equal(describePlace(file(sampleFinding())), 'a.py:1');
    assert.equal(describePlace(file(sampleFinding({ cell: 0 }), 'n.ipynb')), 'n.ipynb:cell 1:1');
  });
});
