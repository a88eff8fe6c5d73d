import type { RowChanges, TreeRow } from './tree-rows.js';

/** How long the editor may take to know the rows it was given, at most. */
const settleMs = 1500;
/** How long nothing must change before rows are drawn that only sound different. */
const waitingMs = 3000;

/** What the drawer needs of the tree. */
export interface DrawnTree {
  /** Tells the editor what to draw anew: these rows with what is below them, or everything. */
  fire(rows: TreeRow[] | undefined): void;
  /** The row with an id as it is now. */
  find(id: string): TreeRow | undefined;
}

/** Decides when rows are drawn anew: as little as possible, since a click on a row that is being drawn is lost. */
export class RowDrawer {
  readonly #tree: DrawnTree;
  /** Rows whose children the editor has asked for since everything was drawn; the empty id stands for the uppermost. */
  readonly #fetched = new Set<string>();
  readonly #waiting = new Set<TreeRow>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #drawnAt = Number.NEGATIVE_INFINITY;

  constructor(tree: DrawnTree) {
    this.#tree = tree;
  }

  /** The editor has asked for what is below a row, or for the uppermost rows. */
  noteFetched(row: TreeRow | undefined): void {
    this.#fetched.add(row?.id ?? '');
  }

  take(changes: RowChanges): void {
    if (changes === 'all') {
      this.drawAll();
      return;
    }
    this.draw(changes.now);
    for (const row of changes.later) this.#waiting.add(row);
    clearTimeout(this.#timer);
    if (this.#waiting.size > 0) this.#timer = setTimeout(() => this.#drawWaiting(), waitingMs);
  }

  drawAll(): void {
    this.#fetched.clear();
    this.#waiting.clear();
    this.#drawnAt = performance.now();
    this.#tree.fire(undefined);
  }

  /** Draws rows that the editor has; it asks for the others when they come into view. */
  draw(rows: readonly TreeRow[]): void {
    const known = rows.filter(({ parent }) => this.#fetched.has(parent?.id ?? ''));
    if (known.length === 0) return;
    // Right after everything was drawn the editor may still be taking the rows in, and it draws no row it does not know.
    if (performance.now() - this.#drawnAt < settleMs) this.drawAll();
    else this.#tree.fire(known);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #drawWaiting(): void {
    const rows = [...this.#waiting].filter((row) => this.#tree.find(row.id) === row);
    this.#waiting.clear();
    this.draw(rows);
  }
}
