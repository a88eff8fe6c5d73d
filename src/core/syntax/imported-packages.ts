import type { Span } from '../source/position.js';

/** Names of the packages that code imports, as far as the text tells; in Python the top-level ones. */
export interface ImportedPackages {
  readonly names: ReadonlySet<string>;
  /**
   * Which others may be imported too: `quoted`, by a call that is given the name as its first argument; `any`, by a computed
   * name or in a form that was not understood.
   */
  readonly others: 'none' | 'quoted' | 'any';
  /** What the code calls the things that it imports; absent where that is not told. */
  readonly bindings?: readonly ImportBinding[];
}

/** A name that an import gives to a thing. */
export interface ImportBinding {
  /** The name; absent when the import may give any (`from x import *`). */
  readonly name?: string;
  /** Segments of the qualified name of what it stands for. */
  readonly segments: readonly string[];
  /** The import itself. Offsets into the text. */
  readonly span: Span;
}
