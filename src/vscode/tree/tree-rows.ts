import type { TreeNode } from './tree-model.js';

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
  #byId = new Map<string, MutableRow>();

  get roots(): readonly TreeRow[] {
    return this.#roots;
  }

  /** Undefined for an id that no row has now. */
  find(id: string): TreeRow | undefined {
    return this.#byId.get(id);
  }

  /** The first row, in the order of the tree, that a test accepts. */
  search(accepts: (node: TreeNode) => boolean): TreeRow | undefined {
    for (const row of this.#byId.values()) if (accepts(row.node)) return row;
    return undefined;
  }

  /** Takes over the tree as it is now. */
  update(nodes: readonly TreeNode[]): RowChanges {
    const before = this.#byId;
    this.#byId = new Map();
    const changes: Collected = { now: [], later: [] };
    const previous = this.#roots;
    this.#roots = nodes.map((node) => this.#take(node, undefined, before, changes, false));
    return hasSameRows(previous, this.#roots) ? changes : 'all';
  }

  #take(
    node: TreeNode,
    parent: MutableRow | undefined,
    before: ReadonlyMap<string, MutableRow>,
    changes: Collected,
    isCovered: boolean,
  ): MutableRow {
    const known = before.get(node.id);
    const row: MutableRow = known ?? { id: node.id, node, children: [], parent };
    const isNew = known === undefined || known.parent !== parent;
    const looksOther =
      isNew || !looksSame(known.node, node) || !hasSameIds(known.node.children, node.children);
    if (looksOther && !isCovered) changes.now.push(row);
    else if (!isCovered && known?.node.accessibleLabel !== node.accessibleLabel) changes.later.push(row);
    row.node = node;
    row.parent = parent;
    this.#byId.set(node.id, row);
    row.children = node.children.map((child) =>
      this.#take(child, row, before, changes, isCovered || looksOther),
    );
    return row;
  }
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
    a.label === b.label &&
    a.description === b.description &&
    a.tooltip === b.tooltip &&
    a.state === b.state &&
    a.isAttested === b.isAttested &&
    a.level === b.level &&
    JSON.stringify([a.target, a.question, a.guidelineId]) ===
      JSON.stringify([b.target, b.question, b.guidelineId])
  );
}
