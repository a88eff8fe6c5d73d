import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { WriteStep } from './watch-writes.js';

/** So many steps of a recorded run, and whether of the last one only its first half was done. */
export type Cut = readonly [count: number, isHalf: boolean];

/** Every place at which a run can be killed, before its first step to before its last, and in the middle of what it writes. */
export function listCuts(steps: readonly WriteStep[]): readonly Cut[] {
  return steps.flatMap(({ content }, index): readonly Cut[] =>
    content === undefined
      ? [[index, false]]
      : [
          [index, false],
          [index + 1, true],
        ],
  );
}

/**
 * Does what a run had done when it was killed.
 *
 * @param toPath where what it did to a path is done
 */
export function replayWrites(
  steps: readonly WriteStep[],
  [count, isHalf]: Cut,
  toPath: (path: string) => string = (path) => path,
): void {
  for (const [index, step] of steps.slice(0, count).entries()) {
    const { name, to = '', content = '' } = step;
    const path = toPath(step.path);
    const bytes = Buffer.from(content, 'base64');
    const cut = isHalf && index === count - 1 ? bytes.subarray(0, bytes.length >> 1) : bytes;
    if (name === 'open') writeFileSync(path, '', { flag: 'wx' });
    else if (name === 'writeFile') writeFileSync(path, cut);
    else if (name === 'rename') renameSync(path, toPath(to));
    else if (name === 'rm') rmSync(path, { force: true });
    else if (name === 'mkdir') mkdirSync(path, { recursive: true });
    else assert.match(name, /^(sync|chmod)$/, 'a step that this test does not know');
  }
}

/** Holds a run to the order that survives a power cut: content, flush, rename, flush of the folder, for so many files. */
export function assertFlushed(steps: readonly WriteStep[], files: number): void {
  const order = steps.filter(({ name }) => /^(writeFile|sync|rename)$/.test(name));
  assert.deepEqual(
    order.map(({ name }) => name),
    Array.from({ length: files }, () => ['writeFile', 'sync', 'rename', 'sync']).flat(),
  );
  for (const [place, { name, path }] of order.entries()) {
    if (name === 'rename') assert.equal(order[place - 1]?.path, path);
  }
}
