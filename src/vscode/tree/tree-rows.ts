import type { FindingTarget, TreeNode } from './tree-model.js';

/** A row of the tree that stays the same object while what it shows changes. */
export interface TreeRow {
  readonly id: string;
  /** What it shows now. */
  readonly node: TreeNode;
  readonly children: readonly TreeRow[];
  readonly parent: TreeRow | undefined;
}

interface MutableRow extends TreeRow {
  node: TreeNode;
  children: readonly MutableRow[];
  parent: MutableRow | undefined;
}

/** What must be drawn anew: some rows with what is below them, or everything. */
export type RowChanges =
  | 'all'
  | {
      /** The uppermost rows that look different. */
      readonly now: readonly TreeRow[];
      /** Rows that only sound different to a screen reader; drawing them can wait until nothing changes. */
      readonly later: readonly TreeRow[];
    };

interface Collected {
  readonly now: MutableRow[];
  readonly later: MutableRow[];
}

/**
 * The rows of the tree over time. The editor draws rows anew when it is told to, and a click on a box whose row is drawn
 * meanwhile is lost: so it is told only of rows that look different.
 */
export class TreeRows {
  #roots: readonly MutableRow[] = [];

  get roots(): readonly TreeRow[] {
    return this.#roots;
  }

  /** Undefined for an id that no row has now. */
  find(id: string): TreeRow | undefined {
    return this.search((node) => node.id === id);
  }

  /** The first row, in the order of the tree, that a test accepts. */
  search(accepts: (node: TreeNode) => boolean): TreeRow | undefined {
    return searchIn(this.#roots, accepts);
  }

  /** Takes over the tree as it is now. */
  update(nodes: readonly TreeNode[]): RowChanges {
    const changes: Collected = { now: [], later: [] };
    const previous = this.#roots;
    this.#roots = takeAll(nodes, undefined, previous, changes, false);
    return hasSameRows(previous, this.#roots) ? changes : 'all';
  }
}

function searchIn(rows: readonly TreeRow[], accepts: (node: TreeNode) => boolean): TreeRow | undefined {
  for (const row of rows) {
    const found = accepts(row.node) ? row : searchIn(row.children, accepts);
    if (found) return found;
  }
  return undefined;
}

/** The rows of some nodes, taken from `before` where they were there already. */
function takeAll(
  nodes: readonly TreeNode[],
  parent: MutableRow | undefined,
  before: readonly MutableRow[],
  changes: Collected,
  isCovered: boolean,
): readonly MutableRow[] {
  let byId: ReadonlyMap<string, MutableRow> | undefined;
  return nodes.map((node, index) => {
    const here = before[index];
    if (here?.id === node.id) return take(node, parent, here, changes, isCovered);
    byId ??= new Map(before.map((row) => [row.id, row]));
    return take(node, parent, byId.get(node.id), changes, isCovered);
  });
}

function take(
  node: TreeNode,
  parent: MutableRow | undefined,
  known: MutableRow | undefined,
  changes: Collected,
  isCovered: boolean,
): MutableRow {
  if (known?.node === node && node.children.length === 0) return known;
  const row: MutableRow = known ?? { id: node.id, node, children: [], parent };
  const looksOther =
    known === undefined || !looksSame(known.node, node) || !hasSameIds(known.node.children, node.children);
  if (looksOther && !isCovered) changes.now.push(row);
  else if (!isCovered && known?.node.accessibleLabel !== node.accessibleLabel) changes.later.push(row);
  row.children = takeAll(node.children, row, row.children, changes, isCovered || looksOther);
  row.node = node;
  return row;
}

function hasSameRows(before: readonly TreeRow[], after: readonly TreeRow[]): boolean {
  return before.length === after.length && before.every((row, index) => row === after[index]);
}

function hasSameIds(before: readonly TreeNode[], after: readonly TreeNode[]): boolean {
  return before.length === after.length && before.every(({ id }, index) => id === after[index]?.id);
}

/** Whether two forms of a row, without what is below, look and act the same. */
function looksSame(a: TreeNode, b: TreeNode): boolean {
  return (
    a === b ||
    (a.label === b.label &&
      a.description === b.description &&
      a.tooltip === b.tooltip &&
      a.state === b.state &&
      a.isAttested === b.isAttested &&
      a.level === b.level &&
      a.guidelineId === b.guidelineId &&
      a.question?.id === b.question?.id &&
      a.question?.folder === b.question?.folder &&
      leadsSame(a.target, b.target))
  );
}

function leadsSame(a: FindingTarget | undefined, b: FindingTarget | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  const [from, to] = [a.range, b.range];
  return (
    a.file === b.file &&
    a.cell === b.cell &&
    from.start.line === to.start.line &&
    from.start.character === to.start.character &&
    from.end.line === to.end.line &&
    from.end.character === to.end.character
  );
}
