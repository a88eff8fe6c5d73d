/** Offsets in one block. */
export class Hits {
  #offsets: number[] = [];
  #isSorted = true;

  add(offsets: readonly number[]): void {
    for (const at of offsets) this.#offsets.push(at);
    this.#isSorted = false;
  }

  isBetween(start: number, end: number): boolean {
    if (!this.#isSorted) {
      this.#offsets.sort((a, b) => a - b);
      this.#isSorted = true;
    }
    let low = 0;
    let high = this.#offsets.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#offsets[middle] ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    const hit = this.#offsets[low];
    return hit !== undefined && hit < end;
  }
}
