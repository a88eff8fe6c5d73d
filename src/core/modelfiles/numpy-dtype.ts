import type { CallValue, GlobalValue, PickleValue } from './pickle-values.js';

/** A NumPy type as a pickle builds it. */
export interface NumpyType {
  /** As NumPy spells it: `float64`, `<U12`. */
  readonly name: string;
  /** In bytes. */
  readonly itemSize: number;
  /** True when elements are Python objects, which are pickled. */
  readonly hasObjects: boolean;
}

const KINDS: Readonly<Record<string, string>> = { f: 'float', i: 'int', u: 'uint', c: 'complex' };

/** A type string such as `<f8`; undefined when it is no plain one. */
export function parseTypeString(text: string): NumpyType | undefined {
  const match = /^[<>|=]?([fiucbSUVOmM])(\d*)(\[\d*[a-zA-Z]+\])?$/.exec(text);
  if (!match) return undefined;
  const [, kind = '', digits = ''] = match;
  const width = Number(digits || (kind === 'O' ? 8 : 0));
  if (kind === 'O') return { name: 'object', itemSize: width, hasObjects: true };
  if (kind === 'b') return { name: 'bool', itemSize: width, hasObjects: false };
  const word = KINDS[kind];
  if (word) return { name: `${word}${width * 8}`, itemSize: width, hasObjects: false };
  return { name: text, itemSize: kind === 'U' ? width * 4 : width, hasObjects: false };
}

/** The type that a pickled `numpy.dtype(...)` stands for; undefined when it is something else. */
export function readPickledType(value: PickleValue | undefined): NumpyType | undefined {
  if (!isCallOf(value, 'dtype')) return undefined;
  const first = readItem(value.args, 0);
  const type = first?.kind === 'text' ? parseTypeString(first.text) : undefined;
  const flags = value.state && readItem(value.state, 7);
  if (type && flags?.kind === 'number' && flags.value % 2 !== 0) return { ...type, hasObjects: true };
  return type;
}

/** Whether a value is the result of calling a global of this name, whatever its module. */
export function isCallOf(
  value: PickleValue | undefined,
  name: string,
): value is CallValue & { readonly callee: GlobalValue } {
  return value?.kind === 'call' && value.callee.kind === 'global' && value.callee.name === name;
}

/** An item of a tuple or list; undefined when there is none. */
export function readItem(value: PickleValue | undefined, index: number): PickleValue | undefined {
  return value?.kind === 'sequence' ? value.items[index] : undefined;
}

/** The sizes in a tuple of numbers; undefined when it holds anything else or was not kept whole. */
export function readShape(value: PickleValue | undefined): number[] | undefined {
  const items = isCallOf(value, 'Size') ? readItem(value.args, 0) : value;
  if (items?.kind !== 'sequence' || items.items.length !== items.count) return undefined;
  const sizes = items.items.map((item) => (item.kind === 'number' ? item.value : -1));
  return sizes.every((size) => size >= 0 && Number.isFinite(size)) ? sizes : undefined;
}

/** Product of the sizes. */
export function countElements(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
