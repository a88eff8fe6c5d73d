/** Work in steps that are short, with a result at its end: a host may do something else in between. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Does all the work at once. */
export function runSteps<T>(steps: Steps<T>): T {
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}
