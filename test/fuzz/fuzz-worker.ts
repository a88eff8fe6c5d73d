import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { Knowledge } from '../../src/core/api.js';
import { createCodeTargets } from './code-targets.js';
import { createFileTargets } from './file-targets.js';
import { createHostTargets } from './host-targets.js';
import { Random } from './random.js';
import { createReportTargets } from './report-targets.js';
import type { FuzzTarget } from './target.js';

/** What a worker is told. */
export interface FuzzJob {
  readonly target: string;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  /** One number: the input that is tried now; -1 while the targets are being loaded and tried for the first time. */
  readonly at: Int32Array;
}

/** What a worker says at its end, or of an input that broke something. */
export type FuzzMessage =
  | { readonly kind: 'failure'; readonly at: number; readonly input: string; readonly why: string }
  | { readonly kind: 'done'; readonly slowest: number; readonly slowestAt: number };

/** All targets, on what the build made of guidelines/: each worker reads it anew. */
export function createTargets(): readonly FuzzTarget[] {
  const knowledge = JSON.parse(readFileSync('dist/knowledge.json', 'utf8')) as Knowledge;
  return [
    ...createCodeTargets(knowledge),
    ...createFileTargets(knowledge),
    ...createHostTargets(knowledge),
    ...createReportTargets(knowledge),
  ];
}

/** The input of a number: it depends on the target, the seed and the number alone. */
export function createFuzzInput(target: FuzzTarget, seed: number, at: number): Uint8Array | string {
  return target.create(new Random(`${target.name} ${seed} ${at}`));
}

/** Why an input breaks what must hold; undefined when it does not. */
export async function tryInput(target: FuzzTarget, input: Uint8Array | string): Promise<string | undefined> {
  try {
    await target.run(input);
    return undefined;
  } catch (cause) {
    return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  }
}

/** An input on paper: a text as it is, bytes in hexadecimal. */
export function showInput(input: Uint8Array | string): string {
  return typeof input === 'string' ? input : Buffer.from(input).toString('hex');
}

async function work(port: NonNullable<typeof parentPort>, { at, from, seed, target: name, to }: FuzzJob) {
  const target = createTargets().find((each) => each.name === name);
  if (target === undefined) throw new Error(`no target ${name}`);
  // The first input of a worker pays for all that is made once.
  await tryInput(target, createFuzzInput(target, seed, from));
  let slowest = 0;
  let slowestAt = from;
  for (let index = from; index < to; index += 1) {
    Atomics.store(at, 0, index);
    const input = createFuzzInput(target, seed, index);
    const start = performance.now();
    const why = await tryInput(target, input);
    const taken = performance.now() - start;
    if (taken > slowest) [slowest, slowestAt] = [taken, index];
    if (why !== undefined) port.postMessage({ kind: 'failure', at: index, input: showInput(input), why });
  }
  port.postMessage({ kind: 'done', slowest, slowestAt });
}

if (parentPort !== null) await work(parentPort, workerData);
