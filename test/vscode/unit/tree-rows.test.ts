import assert from 'node:assert/strict';
import type { State } from '../../../src/core/index.js';
import { buildTree, type FiledFinding, type TreeNode } from '../../../src/vscode/tree/tree-model.js';
import { type TreeRow, TreeRows } from '../../../src/vscode/tree/tree-rows.js';
import { sampleFinding, sampleFramework, sampleItem, sampleStatus } from './samples.js';

const frameworks = [
  sampleFramework('sample', [
    { id: 'sample-all', title: 'All', items: [sampleItem('a-1', '1'), sampleItem('a-2', '2')] },
  ]),
];
const folder = 'file:///w';
const build = (first: State, findings: readonly FiledFinding[] = []): readonly TreeNode[] =>
  buildTree(frameworks, findings, { folder, status: sampleStatus({ 'a-1': [first], 'a-2': ['open'] }) });

/** Asks for all rows, as the editor does for those that are unfolded. */
function unfold(rows: readonly TreeRow[]): void {
  for (const { children } of rows) unfold(children);
}

describe('TreeRows', () => {
  it('draws nothing when nothing looks different', () => {
    const rows = new TreeRows();
    assert.equal(rows.update(build('open')), 'all');
    const kept = rows.find('a-1.q1');
    assert.deepEqual(rows.update(build('open')), { now: [], later: [] });
    assert.equal(rows.find('a-1.q1'), kept);
  });

  it('draws the uppermost row that looks different, and keeps its rows', () => {
    const rows = new TreeRows();
    rows.update(build('open'));
    const kept = rows.find('a-1.q1');
    const changes = rows.update(build('evidenced'));
    assert.ok(changes !== 'all');
    assert.deepEqual(
      changes.now.map(({ id }) => id),
      ['sample'],
    );
    assert.equal(rows.find('a-1.q1'), kept);
    assert.equal(kept?.node.state, 'evidenced');
  });

  it('draws only the item whose findings moved', () => {
    const at = (line: number): readonly FiledFinding[] => [
      { file: 'file:///w/a.py', fileLabel: 'a.py', finding: sampleFinding({ line, guidelines: ['a-2'] }) },
    ];
    const rows = new TreeRows();
    rows.update(build('open', at(1)));
    unfold(rows.roots);
    const changes = rows.update(build('open', at(2)));
    assert.ok(changes !== 'all');
    assert.deepEqual(
      changes.now.map(({ node }) => node.kind),
      ['finding'],
    );
  });

  it('leaves the boxes of other items alone when a finding comes', () => {
    const one = {
      file: 'file:///w/a.py',
      fileLabel: 'a.py',
      finding: sampleFinding({ guidelines: ['a-2'] }),
    };
    const rows = new TreeRows();
    rows.update(build('open'));
    unfold(rows.roots);
    const changes = rows.update(build('open', [one]));
    assert.ok(changes !== 'all');
    const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
    assert.deepEqual(ids(changes.now), ['a-2']);
    assert.deepEqual(ids(changes.later), ['sample', 'sample-all'], 'they only count for a screen reader');
  });

  it('makes no row that nobody asked for, and draws none', () => {
    const at = (line: number): readonly FiledFinding[] => [
      { file: 'file:///w/a.py', fileLabel: 'a.py', finding: sampleFinding({ line, guidelines: ['a-2'] }) },
    ];
    const rows = new TreeRows();
    rows.update(build('open', at(1)));
    assert.deepEqual(rows.update(build('open', at(2))), { now: [], later: [] });
    assert.match(rows.search(({ kind }) => kind === 'finding')?.node.label ?? '', /:3$/);
  });

  it('leads from each row to its parent', () => {
    const rows = new TreeRows();
    rows.update(build('open'));
    const path: string[] = [];
    for (let row = rows.find('a-2.q1'); row; row = row.parent) path.push(row.id);
    assert.deepEqual(path, ['a-2.q1', 'a-2', 'sample-all', 'sample']);
    assert.equal(rows.search(({ kind }) => kind === 'item')?.id, 'a-1');
  });

  it('draws everything when the upper rows change, and forgets rows that went', () => {
    const rows = new TreeRows();
    rows.update(build('open'));
    assert.equal(rows.update([]), 'all');
    assert.equal(rows.find('a-1'), undefined);
    assert.deepEqual(rows.roots, []);
  });
});
