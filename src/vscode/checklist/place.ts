import { type Location, makePrintable } from '../../core/index.js';
import type { FindingTarget } from '../tree/tree-model.js';

/** A place for people, on one line: `src/train.py:12`, or `notebook.ipynb:cell 3:4`; lines and cells from 1. */
export function namePlace({ path, range, cell }: Location): string {
  const line = range.start.line + 1;
  const name = makePrintable(path);
  return cell === undefined ? `${name}:${line}` : `${name}:cell ${cell + 1}:${line}`;
}

/**
 * Where a click on a place goes.
 *
 * @param folder URI of the workspace folder that the place's path starts from
 */
export function targetOfPlace({ path, range, cell }: Location, folder: string): FindingTarget {
  const file = `${folder.replace(/\/$/, '')}/${path.split('/').map(encodeURIComponent).join('/')}`;
  return cell === undefined ? { file, range } : { file, range, cell };
}
