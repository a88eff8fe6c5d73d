/** Milliseconds a slice of work may take before it pauses, and how long the pause lasts. */
const sliceMs = 8;
const restMs = 24;

/** Pauses for work that nobody waits for: it takes at most a quarter of the time. */
export class PolitePacer {
  #since = performance.now();

  async pauseWhenDue(): Promise<void> {
    const spent = performance.now() - this.#since;
    if (spent < sliceMs) return;
    // A step that took long is followed by a long rest.
    await rest(Math.max(restMs, spent * 3));
    this.#since = performance.now();
  }
}

function rest(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
