import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { SourceFile } from '../../src/cli/discover-files.js';

/** Files of a project that threads share; every tenth is not there. */
export const THREAD_FILES = 70;

/** What scans on threads are told in the same way. */
export const THREAD_SETUP = {
  settings: { rules: {}, maxDocumentLength: 100_000 },
  manifests: [{ path: 'requirements.txt', text: 'torch==2.5.1\n' }],
  today: '2026-01-01',
  teamRules: [],
  maxFileSize: 100_000,
};

/** Neither breaks nor shows anything. */
export const QUIET = {
  pacer: { breathe: async () => undefined },
  progress: { show: () => undefined, clear: () => undefined },
};

/** Makes the files below a folder. */
export function writeThreadFiles(
  folder: string,
  create: (number: number) => Pick<SourceFile, 'path' | 'kind'> & { readonly text: string },
): readonly SourceFile[] {
  return Array.from({ length: THREAD_FILES }, (_, number) => {
    const { path, kind, text } = create(number);
    const absolute = join(folder, path);
    mkdirSync(dirname(absolute), { recursive: true });
    if (number % 10 !== 9) writeFileSync(absolute, text);
    return { path, absolute, kind };
  });
}

/** Scripts of threads that fail: one takes two chunks of the work with it, one is not there. */
export function writeBrokenThreads(folder: string): { readonly broken: string; readonly missing: string } {
  const broken = join(folder, 'broken.cjs');
  writeFileSync(
    broken,
    `const { workerData } = require('node:worker_threads');
     Atomics.add(new Int32Array(workerData.next), 0, 2);
     throw new Error('as it happens');`,
  );
  return { broken, missing: resolve(folder, 'missing.cjs') };
}
