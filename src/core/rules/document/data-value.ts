import type { Span } from '../../source/position.js';
import type { DataNode } from '../../structured/data-node.js';

/** A value of a document, for the conditions of rules. */
export interface DataValue {
  /** Undefined for maps and lists, and where it is decided elsewhere. */
  readonly constant: { readonly value: string | number | boolean | null } | undefined;
  /** Items of a list, values of a map. */
  readonly items: readonly DataValue[];
  /** As written. */
  readonly span: Span;
  /** True when `span` holds the value itself and not something it is made from. */
  readonly isWritten: boolean;
  /** True for a value that is decided elsewhere: nothing is certain of it. */
  readonly isHidden: boolean;
}

/** A value: there, not there, or hidden. */
export type DataLookup = DataValue | 'missing' | 'unknown';

/** How many levels of items are looked into. */
const MAX_LEVELS = 6;

/** The value of a node. `unknown` finds what makes a text one that is decided elsewhere. */
export function toValue(node: DataNode, unknown: RegExp | undefined, level = 0): DataValue {
  const { span } = node;
  if (node.kind === 'scalar') {
    const { value } = node;
    const isKnown = node.isKnown && !(typeof value === 'string' && unknown?.test(value) === true);
    return {
      constant: isKnown ? { value } : undefined,
      items: [],
      span,
      isWritten: node.isKnown,
      isHidden: !isKnown,
    };
  }
  const children = node.kind === 'map' ? node.entries.map((entry) => entry.value) : node.items;
  const items = level < MAX_LEVELS ? children.map((child) => toValue(child, unknown, level + 1)) : [];
  return { constant: undefined, items, span, isWritten: true, isHidden: false };
}
