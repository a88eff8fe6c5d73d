import type { InventoryFact } from '../../inventory/inventory.js';
import type { StatedValue } from '../../inventory/stated-value.js';
import { hideCredentials } from '../hide-credentials.js';
import { isLiteral } from '../is-literal.js';
import type { BomComponent, BomOccurrence, BomProperty } from './bom-types.js';

/** A property, or nothing when there is no value. */
export function property(name: string, value: string | undefined): readonly BomProperty[] {
  return value === undefined || value === '' ? [] : [{ name: `fairlead:${name}`, value }];
}

/** A property that says whether a reference holds only unless something else is given. */
export function defaultOf(value: StatedValue | undefined): readonly BomProperty[] {
  return value?.kind === 'constant' && value.isDefault === true
    ? property('reference-is-default', 'true')
    : [];
}

/** A stated value as text; an expression is marked as one. */
export function textOf(value: StatedValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value.kind === 'constant') return hideCredentials(String(value.value));
  const { text, setting } = value;
  const stated = setting === undefined ? '' : `; ${setting.location.path} states ${String(setting.value)}`;
  return hideCredentials(isLiteral(text) ? text : `set at run time by ${text}${stated}`);
}

/** The line of a fact. */
export function occurrenceOf({ location, symbol }: InventoryFact): BomOccurrence {
  const cell = location.cell === undefined ? '' : `#cell${location.cell + 1}`;
  return {
    location: `${location.path}${cell}`,
    line: location.range.start.line + 1,
    ...(symbol === '' ? {} : { symbol }),
  };
}

/** Components with the same reference become one, with the occurrences and properties of all, sorted by reference. */
export function mergeComponents(components: readonly BomComponent[]): readonly BomComponent[] {
  const merged = new Map<string, BomComponent>();
  for (const component of components) {
    const earlier = merged.get(component['bom-ref']);
    merged.set(component['bom-ref'], earlier === undefined ? component : join(earlier, component));
  }
  return [...merged.values()].sort((a, b) => compare(a['bom-ref'], b['bom-ref']));
}

function join(a: BomComponent, b: BomComponent): BomComponent {
  const occurrences = unique([...(a.evidence?.occurrences ?? []), ...(b.evidence?.occurrences ?? [])]);
  const properties = unique([...(a.properties ?? []), ...(b.properties ?? [])]);
  return {
    ...b,
    ...a,
    ...(occurrences.length === 0 ? {} : { evidence: { occurrences } }),
    ...(properties.length === 0 ? {} : { properties }),
  };
}

/** The values without repetitions, in their order. */
export function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** By code units, so that the order is the same everywhere. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
