import type { Span } from '../source/position.js';

/** A value of a YAML, JSON, TOML, INI or requirements document. Equal anchors share one node. */
export type DataNode = MapNode | ListNode | ScalarNode;

/** Key and value pairs in the order of the text. */
export interface MapNode {
  readonly kind: 'map';
  /** From the first key to the end of the last value; with the braces in flow style. */
  readonly span: Span;
  readonly entries: readonly DataEntry[];
  /** False when something that could not be read (a template, an alias without anchor) may add entries. */
  readonly isComplete: boolean;
  readonly style: 'block' | 'flow';
}

/** One entry of a map. */
export interface DataEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: DataNode;
  /** From the key to the end of the value. */
  readonly span: Span;
}

/** A list, or the tables of a TOML array. */
export interface ListNode {
  readonly kind: 'list';
  readonly span: Span;
  readonly items: readonly DataNode[];
  readonly isComplete: boolean;
  readonly style: 'block' | 'flow';
}

/** A single value. */
export interface ScalarNode {
  readonly kind: 'scalar';
  /** As written, quotes included; empty for a value that is not written. */
  readonly span: Span;
  readonly value: string | number | boolean | null;
  /** False when a template stands in it, so that the value is decided elsewhere. */
  readonly isKnown: boolean;
  readonly style: 'plain' | 'quoted' | 'block';
}

/** What was read of a document, and what was not. */
export interface DataReading {
  /** YAML has one root per document of the stream, everything else one. */
  readonly roots: readonly DataNode[];
  /** The first thing that could not be read, in words that follow "Partly scanned: ", and its offset. */
  readonly problem?: { readonly message: string; readonly offset: number };
}

/** Nodes deeper than this are left out. */
export const MAX_DEPTH = 100;

/** The entry of a map; undefined for other nodes and where there is none. The last of equal keys counts. */
export function findEntry(node: DataNode | undefined, key: string): DataEntry | undefined {
  return node?.kind === 'map' ? node.entries.findLast((entry) => entry.key === key) : undefined;
}
