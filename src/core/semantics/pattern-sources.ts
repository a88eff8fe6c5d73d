import type { BindingSource } from './scope.js';

/** What a name in an object pattern stands for. */
export function memberOf(source: BindingSource, name: string | undefined): BindingSource {
  if (source.kind === 'parameter') {
    return name === undefined ? source : { ...source, path: [...(source.path ?? []), name] };
  }
  if (source.kind === 'value' && name !== undefined)
    return { kind: 'part', value: source.value, path: [name] };
  if (source.kind === 'part' && source.path !== undefined && name !== undefined) {
    return { ...source, path: [...source.path, name] };
  }
  return partOf(source);
}

/** What an item of a sequence pattern stands for; without a position, one of those that a star takes. */
export function partOf(source: BindingSource, position?: number): BindingSource {
  if (source.kind === 'value') {
    // `a, b = 1, 2` binds each to its own value.
    if (position !== undefined && source.value.kind === 'sequence') {
      const item = source.value.items[position];
      const isPlain = source.value.items.every((other) => other.kind !== 'wrap');
      if (item !== undefined && isPlain) return { kind: 'value', value: item };
    }
    return { kind: 'part', value: source.value, ...(position === undefined ? {} : { position }) };
  }
  if (source.kind !== 'part') return source;
  if (source.path !== undefined) return { kind: 'part', value: source.value };
  const isItem = source.position === undefined && source.within === undefined && position !== undefined;
  return isItem ? { ...source, within: position } : source;
}
