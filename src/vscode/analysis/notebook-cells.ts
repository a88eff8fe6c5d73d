import type { CellInput } from '../../core/index.js';

/** As much of a notebook as the choice of its language needs. */
export interface NotebookFacts {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly cells: readonly CellInput[];
}

/**
 * Language of the kernel: what the metadata states (`language_info` or `kernelspec`), else the language most code
 * cells have, else `python`.
 */
export function findKernelLanguage({ metadata, cells }: NotebookFacts): string {
  for (const holder of [metadata, metadata['metadata'], readPath(metadata, ['custom', 'metadata'])]) {
    const stated =
      readPath(holder, ['language_info', 'name']) ?? readPath(holder, ['kernelspec', 'language']);
    if (typeof stated === 'string' && stated !== '') return stated.toLowerCase();
  }
  const counts = new Map<string, number>();
  for (const cell of cells) {
    if (cell.kind !== 'code' || cell.languageId === undefined) continue;
    counts.set(cell.languageId, (counts.get(cell.languageId) ?? 0) + 1);
  }
  const [first] = [...counts].sort((a, b) => b[1] - a[1]);
  return first?.[0] ?? 'python';
}

function readPath(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const name of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string, unknown>)[name];
  }
  return current;
}
