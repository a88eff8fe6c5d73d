/** Something that holds a resource until it is told to let go. */
export interface DisposableLike {
  dispose(): unknown;
}

/** Owns disposables and lets go of them together. Disposing twice is harmless. */
export class DisposableStore implements DisposableLike {
  readonly #items = new Set<DisposableLike>();
  #isDisposed = false;

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  /** Takes ownership and returns the item; an item that comes after the end is disposed at once. */
  add<T extends DisposableLike>(item: T): T {
    if (this.#isDisposed) item.dispose();
    else this.#items.add(item);
    return item;
  }

  /**
   * Disposes everything, last added first, even when some of it fails.
   *
   * @throws AggregateError with every failure, after the last item was asked.
   */
  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    const failures: unknown[] = [];
    for (const item of [...this.#items].reverse()) {
      try {
        item.dispose();
      } catch (error) {
        failures.push(error);
      }
    }
    this.#items.clear();
    if (failures.length > 0) throw new AggregateError(failures, 'Some resources could not be released.');
  }
}
