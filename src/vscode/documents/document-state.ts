import type { DocumentDrift } from '../../core/index.js';

/** How a document compares with the code, in a few words; empty before that is known. */
export function countDrift(drift: DocumentDrift | undefined): string {
  if (drift === undefined) return '';
  if (drift.problems.length > 0) return `cannot be merged: line ${drift.problems[0]?.line}`;
  if (drift.isCurrent) return 'up to date';
  const missing = new Set(drift.missing.map(({ name }) => name)).size;
  const gone = new Set(drift.gone.map(({ id }) => id)).size;
  const counts = [
    ...(missing === 0 ? [] : [`${missing} missing`]),
    ...(gone === 0 ? [] : [`${gone} no longer in the code`]),
  ];
  return counts.length === 0 ? 'stale' : `stale: ${counts.join(', ')}`;
}
