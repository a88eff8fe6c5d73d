import type { Analyst } from './analyst.js';

/** What is asked of the thread. */
export interface ThreadRequest {
  readonly id: number;
  readonly method: keyof Analyst;
  readonly args: readonly unknown[];
}

/** What the thread says: an answer, why there is none, or something for the log. */
export type ThreadMessage =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string }
  | { readonly kind: 'log'; readonly level: 'info' | 'warn'; readonly message: string };

/** Answers what is asked, in the order in which answers are ready. */
export function serveRequests(
  analyst: Analyst,
  post: (message: ThreadMessage) => void,
): (request: ThreadRequest) => void {
  return ({ id, method, args }) => {
    // Only our own other side asks, with what the method takes.
    const run = analyst[method] as (...all: readonly unknown[]) => Promise<unknown>;
    run.apply(analyst, [...args]).then(
      (value) => post({ kind: 'answer', id, value }),
      (error: unknown) => post({ kind: 'failure', id, message: describe(error) }),
    );
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
