/**
 * Tries changed files of all kinds on whatever reads files: `npm run fuzz -- [--runs N] [--seed N] [--target NAME]... [--at N]`.
 *
 * `--runs` inputs for each target (2,000 when absent), `--at` just the one of that number. Inputs follow from target, seed and
 * number alone, so what fails can be tried again. An input that takes longer than ten seconds or too much memory has failed.
 * Failing inputs are written to `out/fuzz`. Exits 1 when any failed.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { createFuzzInput, createTargets, type FuzzJob, type FuzzMessage, showInput } from './fuzz-worker.js';
import type { FuzzTarget } from './target.js';

/** Milliseconds for one input. */
const LIMIT = 10_000;
const LATE = `it took more than ${LIMIT / 1000} seconds`;
/** What stands for no input, while a worker loads what it tries. */
const LOADING = -1;
/** Inputs of one worker, so that many can share the machine and memory is given back. */
const BATCH = 25_000;
/** Failures of one target that are written down; more of them have the same cause more often than not. */
const MAX_FAILURES = 5;

interface Failure {
  readonly at: number;
  readonly why: string;
  readonly input: string;
}

interface Batch {
  readonly failures: readonly Failure[];
  readonly slowest: number;
  readonly slowestAt: number;
}

/** Runs inputs of one target in a worker of its own, and goes on in a new one behind an input that it does not survive. */
async function runBatch(target: FuzzTarget, seed: number, from: number, to: number): Promise<Batch> {
  const failures: Failure[] = [];
  let start = from;
  let slowest = { slowest: 0, slowestAt: from };
  while (start < to) {
    const at = new Int32Array(new SharedArrayBuffer(4));
    Atomics.store(at, 0, LOADING);
    const job: FuzzJob = { target: target.name, seed, from: start, to, at };
    const end = await runWorker(job, failures);
    if (typeof end !== 'string') {
      if (end.slowest > slowest.slowest) slowest = end;
      break;
    }
    const index = Math.max(start, Atomics.load(at, 0));
    start = index + 1;
    // On a busy machine a harmless input may be late once.
    if (end === LATE && typeof (await runWorker({ ...job, from: index, to: start }, failures)) !== 'string')
      continue;
    failures.push({ at: index, why: end, input: showInput(createFuzzInput(target, seed, index)) });
  }
  return { failures, ...slowest };
}

function runWorker(
  job: FuzzJob,
  failures: Failure[],
): Promise<{ slowest: number; slowestAt: number } | string> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./fuzz-worker.js', import.meta.url), {
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: 1500 },
    });
    let last = LOADING;
    let since = Date.now();
    const watch = setInterval(() => {
      const now = Atomics.load(job.at, 0);
      if (now !== last) [last, since] = [now, Date.now()];
      else if (Date.now() - since > LIMIT * (now === LOADING ? 12 : 1)) {
        finish(LATE);
        void worker.terminate();
      }
    }, 250);
    const finish = (end: { slowest: number; slowestAt: number } | string): void => {
      clearInterval(watch);
      resolve(end);
    };
    worker.on('message', (message: FuzzMessage) => {
      if (message.kind === 'failure') failures.push(message);
      else finish(message);
    });
    worker.on('error', (error) =>
      finish(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
    worker.on('exit', (code) => finish(`the thread ended with ${code}`));
  });
}

async function runTarget(
  target: FuzzTarget,
  seed: number,
  numbers: readonly [number, number],
): Promise<boolean> {
  const [from, to] = numbers;
  const starts = Array.from({ length: Math.ceil((to - from) / BATCH) }, (_, index) => from + index * BATCH);
  const begin = Date.now();
  const batches: Batch[] = [];
  const lane = async (): Promise<void> => {
    for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
      batches.push(await runBatch(target, seed, start, Math.min(to, start + BATCH)));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  const failures = batches.flatMap((batch) => batch.failures).sort((a, b) => a.at - b.at);
  const slowest = batches.reduce((a, b) => (b.slowest > a.slowest ? b : a));
  const seconds = Math.max(1, Math.round((Date.now() - begin) / 1000));
  console.log(
    `${target.name}: ${to - from} inputs, ${failures.length} failed, ${seconds} s, slowest ${Math.round(slowest.slowest)} ms (--at ${slowest.slowestAt})`,
  );
  mkdirSync('out/fuzz', { recursive: true });
  for (const { at, input, why } of failures.slice(0, MAX_FAILURES)) {
    const file = `out/fuzz/${target.name}-${seed}-${at}`;
    writeFileSync(file, input);
    console.log(
      `  --target ${target.name} --seed ${seed} --at ${at} (${file}):\n${why.replace(/^/gm, '    ').slice(0, 1500)}`,
    );
  }
  return failures.length === 0;
}

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    at: { type: 'string' },
    target: { type: 'string', multiple: true },
  },
});
const targets = createTargets();
for (const name of values.target ?? []) {
  if (!targets.some((each) => each.name === name)) {
    throw new Error(`no target ${name}; there are ${targets.map((each) => each.name).join(', ')}`);
  }
}
const at = values.at === undefined ? undefined : Number(values.at);
const numbers: readonly [number, number] = at === undefined ? [0, Number(values.runs)] : [at, at + 1];
let isSound = true;
for (const target of targets) {
  if (values.target !== undefined && !values.target.includes(target.name)) continue;
  isSound = (await runTarget(target, Number(values.seed), numbers)) && isSound;
}
process.exitCode = isSound ? 0 : 1;
