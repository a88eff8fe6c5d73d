/** Lets the extension host do other work; resolves in a later turn of its event loop. */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

/** Milliseconds a slice of background work may take before it pauses. */
const sliceMs = 8;

/** Pauses whenever a slice of work has lasted long enough. */
export class Pacer {
  #since = performance.now();

  async pauseWhenDue(): Promise<void> {
    if (performance.now() - this.#since < sliceMs) return;
    await pause();
    this.#since = performance.now();
  }
}
