import type { FindingTarget, TreeNode } from './tree-model.js';

/** A row of the tree that stays the same object while what it shows changes. */
export interface TreeRow {
  readonly id: string;
  /** What it shows now. */
  readonly node: TreeNode;
  readonly children: readonly TreeRow[];
  readonly parent: TreeRow | undefined;
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
  readonly now: Row[];
  readonly later: Row[];
}

/**
 * The rows of the tree over time. The editor draws rows anew when it is told to, and a click on a box whose row is drawn
 * meanwhile is lost: so it is told only of rows that look different. Rows are made when somebody asks for them, so that
 * thousands of findings that nobody unfolds cost nothing.
 */
export class TreeRows {
  #roots: readonly Row[] = [];

  get roots(): readonly TreeRow[] {
    return this.#roots;
  }

  /** Undefined for an id that no row has now. */
  find(id: string): TreeRow | undefined {
    return this.search((node) => node.id === id);
  }

  /** The first row, in the order of the tree, that a test accepts. */
  search(accepts: (node: TreeNode) => boolean): TreeRow | undefined {
    const path = findPath(
      this.#roots.map(({ node }) => node),
      accepts,
    );
    let rows = this.#roots;
    let found: Row | undefined;
    for (const index of path) {
      found = rows[index];
      rows = found?.children ?? [];
    }
    return found;
  }

  /** Takes over the tree as it is now. */
  update(nodes: readonly TreeNode[]): RowChanges {
    const changes: Collected = { now: [], later: [] };
    const previous = this.#roots;
    this.#roots = takeAll(nodes, undefined, previous, changes, false);
    return hasSameRows(previous, this.#roots) ? changes : 'all';
  }
}

class Row implements TreeRow {
  readonly id: string;
  readonly parent: Row | undefined;
  node: TreeNode;
  /** Undefined until somebody asks for them. */
  #made: readonly Row[] | undefined;

  constructor(node: TreeNode, parent: Row | undefined) {
    this.id = node.id;
    this.node = node;
    this.parent = parent;
  }

  get children(): readonly Row[] {
    this.#made ??= this.node.children.map((child) => new Row(child, this));
    return this.#made;
  }

  /** Takes over what it shows now. */
  take(node: TreeNode, changes: Collected, isCovered: boolean): void {
    const before = this.node;
    if (before === node) return;
    this.node = node;
    const looksOther = !looksSame(before, node) || !hasSameIds(before.children, node.children);
    if (looksOther && !isCovered) changes.now.push(this);
    else if (!isCovered && before.accessibleLabel !== node.accessibleLabel) changes.later.push(this);
    if (this.#made !== undefined) {
      this.#made = takeAll(node.children, this, this.#made, changes, isCovered || looksOther);
    }
  }
}

/** Where in the tree the first accepted node is, as the index on each level; empty when there is none. */
function findPath(nodes: readonly TreeNode[], accepts: (node: TreeNode) => boolean): readonly number[] {
  for (const [index, node] of nodes.entries()) {
    if (accepts(node)) return [index];
    const below = findPath(node.children, accepts);
    if (below.length > 0) return [index, ...below];
  }
  return [];
}

/** The rows of some nodes, taken from `before` where they were there already. */
function takeAll(
  nodes: readonly TreeNode[],
  parent: Row | undefined,
  before: readonly Row[],
  changes: Collected,
  isCovered: boolean,
): readonly Row[] {
  let byId: ReadonlyMap<string, Row> | undefined;
  return nodes.map((node, index) => {
    let known = before[index];
    if (known?.id !== node.id) {
      byId ??= new Map(before.map((row) => [row.id, row]));
      known = byId.get(node.id);
    }
    if (known === undefined) {
      const row = new Row(node, parent);
      if (!isCovered) changes.now.push(row);
      return row;
    }
    known.take(node, changes, isCovered);
    return known;
  });
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
