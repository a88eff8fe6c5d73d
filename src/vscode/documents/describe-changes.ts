import type { DocumentChange, DocumentConflict } from '../../core/index.js';

type ChangeKind = DocumentChange['kind'];

const words: readonly (readonly [ChangeKind, (count: number) => string])[] = [
  ['added', (count) => `${countOf(count, 'part')} new`],
  ['restored', (count) => `${countOf(count, 'part')} brought back`],
  ['refreshed', (count) => `${countOf(count, 'part')} refreshed`],
  ['marked-gone', (count) => `${count} marked as no longer in the code`],
  ['returned', (count) => `${count} found in the code again`],
  ['offered', (count) => `${countOf(count, 'part')} offered beside what was edited by hand`],
];

/** What a merge does, in one line; empty when it does nothing. */
export function describeChanges(
  changes: readonly DocumentChange[],
  conflicts: readonly DocumentConflict[],
): string {
  const counted = words.flatMap(([kind, describe]) => {
    const { length } = changes.filter((change) => change.kind === kind);
    return length === 0 ? [] : [describe(length)];
  });
  const isMoved = changes.some(({ kind }) => kind === 'moved-lines');
  if (counted.length === 0 && isMoved) counted.push('line numbers of links refreshed');
  const kept = changes.filter(({ kind }) => kind === 'kept-edited').length;
  if (counted.length > 0 && kept > 0) counted.push(`${countOf(kept, 'edited part')} kept`);
  if (conflicts.length > 0) counted.push(`${countOf(conflicts.length, 'part')} to compare by hand`);
  return counted.join(', ');
}

function countOf(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : `${noun}s`}`;
}
