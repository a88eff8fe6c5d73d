import { countElements, isCallOf, readItem, readPickledType, readShape } from './numpy-dtype.js';
import type { PickleValue } from './pickle-values.js';
import type { ReaderContext } from './reader.js';

const STORAGE_TYPES: Readonly<Record<string, readonly [string, number]>> = {
  FloatStorage: ['float32', 4],
  DoubleStorage: ['float64', 8],
  HalfStorage: ['float16', 2],
  BFloat16Storage: ['bfloat16', 2],
  LongStorage: ['int64', 8],
  IntStorage: ['int32', 4],
  ShortStorage: ['int16', 2],
  CharStorage: ['int8', 1],
  ByteStorage: ['uint8', 1],
  BoolStorage: ['bool', 1],
  ComplexFloatStorage: ['complex64', 8],
  ComplexDoubleStorage: ['complex128', 16],
  UntypedStorage: ['bytes', 1],
  QInt8Storage: ['qint8', 1],
  QUInt8Storage: ['quint8', 1],
  QInt32Storage: ['qint32', 4],
};
const MAX_DEPTH = 40;

/** Adds the tensors and arrays that a pickled value holds to the report, named by the path of keys to them. */
export function collectTensors(root: PickleValue | undefined, context: ReaderContext): void {
  const seen = new Set<PickleValue>();
  const visit = (value: PickleValue | undefined, path: string, depth: number): void => {
    if (value === undefined || depth > MAX_DEPTH || seen.has(value)) return;
    if (value.kind !== 'call' && value.kind !== 'sequence' && value.kind !== 'mapping') return;
    seen.add(value);
    context.budget.takeSteps();
    if (addTensor(value, path, context)) return;
    if (value.kind === 'sequence' || value.kind === 'call') {
      for (const [at, item] of value.items.entries()) visit(item, join(path, String(at)), depth + 1);
    }
    if (value.kind === 'sequence') return;
    for (const [key, item] of value.entries) visit(item, join(path, nameKey(key)), depth + 1);
    if (value.kind === 'call') {
      visit(value.args, path, depth + 1);
      visit(value.state, path, depth + 1);
    }
  };
  visit(root, '', 0);
}

/** Bytes of the elements that a storage of a PyTorch file has, from its persistent id; undefined when it is none. */
export function measureStorage(
  id: PickleValue,
): { readonly key: string; readonly itemSize: number; readonly elements: number } | undefined {
  const type = readItem(id, 1);
  const key = readItem(id, 2);
  const elements = readItem(id, 4);
  if (type?.kind !== 'global' || key?.kind !== 'text' || elements?.kind !== 'number') return undefined;
  return { key: key.text, itemSize: STORAGE_TYPES[type.name ?? '']?.[1] ?? 1, elements: elements.value };
}

function addTensor(value: PickleValue, path: string, context: ReaderContext): boolean {
  if (isCallOf(value, '_rebuild_parameter') || isCallOf(value, '_rebuild_parameter_with_state')) {
    const inner = readItem(value.args, 0);
    return inner !== undefined && addTensor(inner, path, context);
  }
  if (
    isCallOf(value, '_rebuild_tensor_v2') ||
    isCallOf(value, '_rebuild_tensor') ||
    isCallOf(value, '_rebuild_qtensor') ||
    isCallOf(value, '_rebuild_tensor_v3')
  ) {
    const shape = readShape(readItem(value.args, 2));
    const storage = readItem(value.args, 0);
    const id = storage?.kind === 'persistent' ? storage.id : undefined;
    const type = readItem(id, 1);
    if (!shape) return false;
    const explicit = readItem(value.args, 6);
    const known = STORAGE_TYPES[type?.kind === 'global' ? (type.name ?? '') : ''];
    const dtype = explicit?.kind === 'global' && explicit.module === 'torch' ? explicit.name : known?.[0];
    const bytes = known && dtype === known[0] ? countElements(shape) * known[1] : undefined;
    context.report.addTensor({ name: path, dtype: dtype ?? 'unknown', shape, bytes, member: context.member });
    return true;
  }
  if (isCallOf(value, '_reconstruct') && value.state) {
    const shape = readShape(readItem(value.state, 1));
    const type = readPickledType(readItem(value.state, 2));
    if (!shape || !type) return false;
    context.report.addTensor({
      name: path,
      dtype: type.name,
      shape,
      bytes: countElements(shape) * type.itemSize,
      member: context.member,
    });
    return !type.hasObjects;
  }
  if (isCallOf(value, 'NumpyArrayWrapper') && value.state?.kind === 'mapping') {
    const find = (name: string) =>
      value.state?.kind === 'mapping'
        ? value.state.entries.find(([key]) => nameKey(key) === name)?.[1]
        : undefined;
    const shape = readShape(find('shape'));
    const type = readPickledType(find('dtype'));
    if (!shape || !type) return false;
    context.report.addTensor({
      name: path,
      dtype: type.name,
      shape,
      bytes: countElements(shape) * type.itemSize,
      member: context.member,
    });
    return true;
  }
  return false;
}

function nameKey(key: PickleValue): string {
  if (key.kind === 'text') return key.text;
  return key.kind === 'number' ? String(key.value) : '?';
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
