import { availableParallelism } from 'node:os';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { createEngine, createProjectIndex } from '../core/index.js';
import { type Collected, type CollectOptions, type CollectSetup, collectFiles } from './collect-inventory.js';
import type { SourceFile } from './discover-files.js';
import { createGrammarSource } from './grammars.js';
import type { Resources } from './resources.js';

/** How many files a thread takes at a time. */
const chunkSize = 16;
/** So many files, each read in full, pay for the start of one more thread. */
const filesPerThread = 100;
/** Each thread takes about 75 MB. */
const maxThreads = 4;

/** What a thread is started with. */
export interface InventoryWork {
  readonly purpose: 'inventory';
  readonly setup: CollectSetup;
  readonly files: readonly SourceFile[];
  /** One 32-bit integer that all threads share: the next chunk that nobody has taken. */
  readonly next: SharedArrayBuffer;
}

interface Handed {
  readonly chunk: number;
  readonly collected: Collected;
}

/** Whether a thread was started to collect an inventory. */
export function isInventoryWork(work: unknown): boolean {
  return typeof work === 'object' && work !== null && Reflect.get(work, 'purpose') === 'inventory';
}

/** How many threads beside the program's own an inventory of so many files is worth on this machine. */
export function countInventoryThreads(fileCount: number): number {
  const worth = Math.floor(fileCount / filesPerThread);
  return Math.max(0, Math.min(worth, availableParallelism() - 1, maxThreads - 1));
}

/**
 * Collects on several threads, this one among them; the result is what {@link collectFiles} gives. What a thread that fails
 * leaves undone is done here.
 *
 * @param script path of the program's bundle, which threads run; undefined for this thread alone
 */
export async function collectOnThreads(
  files: readonly SourceFile[],
  setup: CollectSetup,
  options: CollectOptions,
  script: string | undefined,
  threadCount = countInventoryThreads(files.length),
): Promise<Collected> {
  if (script === undefined || threadCount === 0) return collectFiles(files, files, setup, options);
  const next = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const work: InventoryWork = { purpose: 'inventory', setup, files, next };
  const results: (Collected | undefined)[] = [];
  const workers: Worker[] = [];
  let running = threadCount;
  try {
    for (let count = 0; count < threadCount; count += 1) {
      const worker = new Worker(script, { workerData: work, stdout: true, stderr: true });
      workers.push(worker);
      worker.on('message', ({ chunk, collected }: Handed) => {
        results[chunk] = collected;
      });
      // The chunks that it took and did not hand in are missed below.
      worker.on('error', () => undefined);
      worker.once('exit', () => {
        running -= 1;
      });
    }
    const collectHere = async (chunk: number): Promise<void> => {
      const show = (index: number, _: number, path: string): void =>
        options.progress.show(chunk * chunkSize + index, files.length, path);
      const progress = { ...options.progress, show };
      results[chunk] = await collectFiles(filesOf(chunk, files), files, setup, { ...options, progress });
    };
    await takeChunks(work, collectHere);
    while (running > 0) {
      // Listens for Ctrl+C meanwhile.
      await new Promise((resolve) => setTimeout(resolve, 20));
      await options.pacer.breathe();
    }
    for (let chunk = 0; chunk * chunkSize < files.length; chunk += 1) {
      if (results[chunk] === undefined) await collectHere(chunk);
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  const all = results.filter((result) => result !== undefined);
  return {
    parts: all.flatMap(({ parts }) => parts),
    findings: all.flatMap(({ findings }) => findings),
    notices: all.flatMap(({ notices }) => notices),
  };
}

/** What a thread of the program does: takes files until none is left, and hands in what they state. */
export async function runInventoryWorker(resources: Resources): Promise<void> {
  // Only this program starts the thread.
  const work = workerData as InventoryWork;
  const { setup, files } = work;
  const knowledge = resources.readKnowledge();
  const engine = createEngine({
    knowledge: { ...knowledge, rules: [...knowledge.rules, ...setup.teamRules] },
    grammars: createGrammarSource(resources),
  });
  const options: CollectOptions = {
    engine,
    project: createProjectIndex(setup.manifests),
    // The program ends its threads when it is interrupted, and shows progress by itself.
    pacer: { breathe: async () => undefined },
    progress: { show: () => undefined, clear: () => undefined },
  };
  try {
    await takeChunks(work, async (chunk) => {
      const collected = await collectFiles(filesOf(chunk, files), files, setup, options);
      const message: Handed = { chunk, collected };
      parentPort?.postMessage(message);
    });
  } finally {
    engine.dispose();
  }
}

async function takeChunks(
  { files, next }: InventoryWork,
  collect: (chunk: number) => Promise<void>,
): Promise<void> {
  const counter = new Int32Array(next);
  for (;;) {
    const chunk = Atomics.add(counter, 0, 1);
    if (chunk * chunkSize >= files.length) return;
    await collect(chunk);
  }
}

function filesOf(chunk: number, files: readonly SourceFile[]): readonly SourceFile[] {
  return files.slice(chunk * chunkSize, (chunk + 1) * chunkSize);
}
