import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Baseline, ModuleReach, Rule, Settings } from '../core/index.js';
import type { SourceFile } from './discover-files.js';
import type { ModuleSetup } from './module-files.js';
import { mergeScans, type ScanOptions, type ScanResult, scanFiles } from './scan.js';

/** How many files a thread takes at a time. */
const chunkSize = 16;
/** So many files pay for the start of one more thread. */
const filesPerThread = 400;
/** Each thread takes about 75 MB. */
const maxThreads = 4;

/** What a thread needs to scan as the program itself does. Plain data. */
export interface ThreadSetup {
  readonly settings: Settings;
  readonly manifests: readonly { readonly path: string; readonly text: string }[];
  readonly today: string;
  /** Rules that Fairlead does not have by itself. */
  readonly teamRules: readonly Rule[];
  /** Known findings by path. */
  readonly baseline: Baseline;
  readonly isGrouping: boolean;
  readonly isTrimmed: boolean;
  readonly maxFileSize: number;
  readonly wantsExcerpts: boolean;
  readonly wantsOutlines: boolean;
  readonly modules: ModuleSetup;
  /** What other modules bring to files, by path. */
  readonly reach: ReadonlyMap<string, ModuleReach>;
}

/** What a thread is started with. */
export interface ThreadWork {
  readonly setup: ThreadSetup;
  readonly files: readonly SourceFile[];
  /** One 32-bit integer that all threads share: the next chunk that nobody has taken. */
  readonly next: SharedArrayBuffer;
}

/** One chunk that a thread is done with. */
export interface ThreadResult {
  readonly chunk: number;
  readonly result: ScanResult;
}

/** How many threads beside the program's own a scan of so many files is worth on this machine. */
export function countThreads(fileCount: number): number {
  const worth = Math.floor(fileCount / filesPerThread);
  return Math.max(0, Math.min(worth, availableParallelism() - 1, maxThreads - 1));
}

/** Takes chunks of the work until none is left. */
export async function takeChunks(
  { files, next }: Pick<ThreadWork, 'files' | 'next'>,
  scan: (chunk: number, files: readonly SourceFile[]) => Promise<void>,
): Promise<void> {
  const counter = new Int32Array(next);
  for (;;) {
    const chunk = Atomics.add(counter, 0, 1);
    const part = filesOf(chunk, files);
    if (part.length === 0) return;
    await scan(chunk, part);
  }
}

/**
 * Scans on several threads, this one among them; the result is what {@link scanFiles} gives. What a thread that fails
 * leaves undone is done here. Fixes nothing.
 *
 * @param script path of the program's bundle, which threads run
 */
export async function scanOnThreads(
  files: readonly SourceFile[],
  options: ScanOptions,
  setup: ThreadSetup,
  script: string,
  threadCount: number,
): Promise<ScanResult> {
  const next = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const work: ThreadWork = { setup, files, next };
  const results: (ScanResult | undefined)[] = [];
  const workers: Worker[] = [];
  const ends: Promise<void>[] = [];
  try {
    for (let count = 0; count < threadCount; count += 1) {
      const worker = new Worker(script, { workerData: work, stdout: true, stderr: true });
      workers.push(worker);
      worker.on('message', ({ chunk, result }: ThreadResult) => {
        results[chunk] = result;
      });
      // The chunks that it took and did not hand in are missed below.
      worker.on('error', () => undefined);
      ends.push(new Promise((resolve) => void worker.once('exit', () => resolve())));
    }
    const scanHere = async (chunk: number, part: readonly SourceFile[]): Promise<void> => {
      const show = (index: number, _: number, path: string): void =>
        options.progress.show(chunk * chunkSize + index, files.length, path);
      results[chunk] = await scanFiles(part, { ...options, progress: { ...options.progress, show } });
    };
    await takeChunks(work, scanHere);
    await waitFor(Promise.all(ends), options);
    for (let chunk = 0; chunk * chunkSize < files.length; chunk += 1) {
      if (results[chunk] === undefined) await scanHere(chunk, filesOf(chunk, files));
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return mergeScans(results.filter((result) => result !== undefined));
}

function filesOf(chunk: number, files: readonly SourceFile[]): readonly SourceFile[] {
  return files.slice(chunk * chunkSize, (chunk + 1) * chunkSize);
}

/** Waits and listens for Ctrl+C meanwhile. */
async function waitFor(end: Promise<unknown>, { pacer }: ScanOptions): Promise<void> {
  let isOver = false;
  const over = end.then(() => {
    isOver = true;
  });
  while (!isOver) {
    await Promise.race([over, new Promise((resolve) => setTimeout(resolve, 50).unref())]);
    await pacer.breathe();
  }
}
