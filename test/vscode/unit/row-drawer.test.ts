import assert from 'node:assert/strict';
import { RowDrawer } from '../../../src/vscode/tree/row-drawer.js';
import { buildTree } from '../../../src/vscode/tree/tree-model.js';
import { type TreeRow, TreeRows } from '../../../src/vscode/tree/tree-rows.js';
import { sampleFramework, sampleItem } from './samples.js';

const frameworks = [
  sampleFramework('sample', [{ id: 'sample-all', title: 'All', items: [sampleItem('a-1', '1')] }]),
];

describe('RowDrawer', () => {
  let fired: (readonly string[] | 'all')[];
  let drawer: RowDrawer;
  let rows: TreeRows;
  const row = (id: string): TreeRow => {
    const found = rows.find(id);
    assert.ok(found, id);
    return found;
  };
  beforeEach(() => {
    fired = [];
    rows = new TreeRows();
    rows.update(buildTree(frameworks, []));
    drawer = new RowDrawer({
      fire: (changed) => void fired.push(changed?.map(({ id }) => id) ?? 'all'),
      find: (id) => rows.find(id),
    });
  });
  afterEach(() => drawer.dispose());

  it('draws no row that the editor does not have', () => {
    drawer.take({ now: [row('a-1')], later: [] });
    assert.deepEqual(fired, []);
  });

  it('draws a row whose neighbours the editor asked for', () => {
    drawer.noteFetched(row('sample-all'));
    drawer.take({ now: [row('a-1'), row('a-1.q1')], later: [] });
    assert.deepEqual(fired, [['a-1']]);
  });

  it('draws everything again while the editor may not know the rows yet', () => {
    drawer.take('all');
    drawer.noteFetched(undefined);
    drawer.take({ now: [row('sample')], later: [] });
    assert.deepEqual(fired, ['all', 'all']);
  });

  it('lets what only sounds different wait', () => {
    drawer.noteFetched(undefined);
    drawer.take({ now: [], later: [row('sample')] });
    assert.deepEqual(fired, []);
  });
});
