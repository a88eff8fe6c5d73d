import type { PageTensor } from './messages.js';

/** Columns that rows can be sorted by; `file` is the order of the file. */
export type SortKey = 'file' | 'name' | 'dtype' | 'shape' | 'size';

export interface SortOrder {
  readonly key: SortKey;
  readonly isDescending: boolean;
}

const collator = new Intl.Collator('en', { numeric: true });

/**
 * Which tensors to show, as indexes, in which order.
 *
 * @param filter words that must all occur in name, type, shape or member; case does not matter
 */
export function arrangeTensors(
  tensors: readonly PageTensor[],
  filter: string,
  { key, isDescending }: SortOrder,
): readonly number[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const kept: number[] = [];
  for (const [index, [name, dtype, shape, , , member]] of tensors.entries()) {
    const text = words.length === 0 ? '' : `${name}\n${dtype}\n${shape}\n${member}`.toLowerCase();
    if (words.every((word) => text.includes(word))) kept.push(index);
  }
  if (key !== 'file') {
    const compare = comparators[key];
    const at = (index: number) => tensors[index] ?? noTensor;
    kept.sort((a, b) => compare(at(a), at(b)) || a - b);
  }
  return isDescending ? kept.reverse() : kept;
}

const noTensor: PageTensor = ['', '', '', '', -1, ''];

const comparators: Readonly<Record<Exclude<SortKey, 'file'>, (a: PageTensor, b: PageTensor) => number>> = {
  name: (a, b) => collator.compare(a[0], b[0]),
  dtype: (a, b) => collator.compare(a[1], b[1]),
  shape: (a, b) => collator.compare(a[2], b[2]),
  size: (a, b) => a[4] - b[4],
};

/** The next order after a click on a column's head: ascending, descending, as in the file; sizes begin with the largest. */
export function turnOrder({ key, isDescending }: SortOrder, clicked: Exclude<SortKey, 'file'>): SortOrder {
  const first = clicked === 'size';
  if (key !== clicked) return { key: clicked, isDescending: first };
  if (isDescending === first) return { key: clicked, isDescending: !first };
  return { key: 'file', isDescending: false };
}

/** Rows that must exist in the page: those in view and some around them. */
export function findWindow(
  scrollTop: number,
  height: number,
  rowHeight: number,
  count: number,
): { readonly first: number; readonly end: number } {
  const around = 12;
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - around);
  const end = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + around);
  return { first: Math.min(first, end), end };
}
