import type { BlockChangeKind } from './merge-block.js';

/** Something that a merge did, or left as a person wants it. */
export interface DocumentChange {
  readonly kind: BlockChangeKind;
  /** The block's id, or `front-matter KEY`. */
  readonly block: string;
  /** Encoded id of the element, for those of a block. */
  readonly element?: string;
  /** What was marked, or is back, as it stood in the document. */
  readonly what?: string;
  /** One sentence. */
  readonly message: string;
}

/** A place where a person and the code say different things; the person's words stand. */
export interface DocumentConflict {
  readonly block: string;
  /** Line of the old text, from 1; 1 for front matter. */
  readonly line: number;
  readonly message: string;
}

const phrases: Readonly<Record<BlockChangeKind, (name: string, what: string) => string>> = {
  added: (name) => `${name}: new`,
  refreshed: (name) => `${name}: refreshed`,
  'moved-lines': (name) => `${name}: only line numbers changed`,
  'marked-gone': (name, what) => `${name}: marked as no longer found in the code: ${what}`,
  returned: (name, what) => `${name}: found in the code again: ${what}`,
  offered: (name) => `${name}: edited by hand and kept; what the code says now stands beside it`,
  'kept-edited': (name) => `${name}: edited by hand and kept`,
  'kept-deleted': (name) => `${name}: deleted by hand and left out`,
  restored: (name) => `${name}: brought back`,
};

/** A change with its sentence. */
export function describeChange(
  kind: BlockChangeKind,
  block: string,
  name = block,
  what?: string,
): DocumentChange {
  const message = phrases[kind](name, what ?? name);
  return { kind, block, ...(what === undefined ? {} : { what }), message };
}
