/** Work in short steps, with a result at its end. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Does all the work at once. */
export function runSteps<T>(steps: Steps<T>): T {
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

/**
 * Does the work step by step.
 *
 * @param pause called after each step but the last
 */
export async function runInSlices<T>(steps: Steps<T>, pause: () => Promise<void>): Promise<T> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    await pause();
  }
}
