import type { Node, TreeCursor } from 'web-tree-sitter';
import { CondensedText } from './condensed-text.js';
import type { Source } from './source.js';

/** A syntax node copied out of the parser's memory. Offsets are relative to the parsed text. */
export interface RawNode {
  readonly type: string;
  /** Name of the field under which the parent holds the node; empty when it holds it under none. */
  readonly field: string;
  readonly start: number;
  readonly end: number;
  readonly children: readonly RawNode[];
  /** Present instead of children for the body of a function or class: it is copied when needed. */
  readonly deferred?: DeferredBody;
}

/** A body that stays in the parser's memory until somebody reads it. */
export interface DeferredBody {
  /** Copies the children; to be called once, before the tree is freed. */
  copy(): readonly RawNode[];
  /** What the children's offsets are relative to, where it is a text of its own. */
  readonly source?: Source;
}

/** Gives the body that begins at an offset where it is not in the tree. `depth` is that of the body. */
export type FindBody = (start: number, depth: number) => DeferredBody | undefined;

/** What of a language's tree is copied. */
export interface TreeShape {
  /** Nodes that are left out, such as comments. */
  readonly dropped: ReadonlySet<string>;
  /** Anonymous tokens that say nothing, by types that no named node has. */
  readonly silent: ReadonlySet<string>;
  /** Nodes without children of interest; what they say is read from the text. */
  readonly leaves: ReadonlySet<string>;
  /** Nodes whose body is copied when needed: type of the node to the type of the body. */
  readonly deferred: ReadonlyMap<string, string>;
  /** Whether an anonymous token carries meaning of its own. */
  keepsToken(type: string, field: string, parentType: string): boolean;
}

const NO_CHILDREN: readonly RawNode[] = [];

/** Deeper nodes are left out: nobody writes such code by hand, and everything that reads the tree recurses. */
const MAX_DEPTH = 400;

/** Copies syntax trees, to a bounded depth. */
export class TreeCopier {
  readonly #shape: TreeShape;
  readonly #findBody: FindBody;
  /** What the tree was parsed from, to be set before it is copied; absent where it is the text itself. */
  source = new CondensedText('');
  #firstCut: number | undefined;
  #copied = 0;

  /** `findBody` is asked first for bodies that are not copied right away. */
  constructor(shape: TreeShape, findBody: FindBody = () => undefined) {
    this.#shape = shape;
    this.#findBody = findBody;
  }

  /** Offset of the first place at which something was nested too deep and left out; undefined when there is none. */
  get firstCut(): number | undefined {
    return this.#firstCut;
  }

  /** How many nodes were copied so far. */
  get copied(): number {
    return this.#copied;
  }

  /** Copies the named children, and the tokens that carry meaning, of the node under the cursor. */
  copyChildren(cursor: TreeCursor, parentType: string, depth = 0): readonly RawNode[] {
    if (!cursor.gotoFirstChild()) return NO_CHILDREN;
    const deferred = this.#shape.deferred.get(parentType);
    const children: RawNode[] = [];
    do {
      // Each question to the cursor is a call into the parser's memory.
      const type = cursor.nodeType;
      if (this.#shape.silent.has(type)) continue;
      if (cursor.nodeIsNamed) {
        if (!this.#shape.dropped.has(type)) children.push(this.#copyNode(cursor, type, deferred, depth));
      } else {
        const token = this.#copyToken(cursor, type, parentType);
        if (token !== undefined) children.push(token);
      }
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
    return children;
  }

  #copyNode(cursor: TreeCursor, type: string, deferred: string | undefined, depth: number): RawNode {
    this.#copied += 1;
    const field = cursor.currentFieldName ?? '';
    const start = this.source.locate(cursor.startIndex);
    const end = this.source.locate(cursor.endIndex);
    if (type === deferred) {
      return {
        type,
        field,
        start,
        end,
        children: NO_CHILDREN,
        deferred: this.#findBody(start, depth) ?? this.#defer(cursor.currentNode, type, depth),
      };
    }
    if (this.#shape.leaves.has(type)) return { type, field, start, end, children: NO_CHILDREN };
    if (depth < MAX_DEPTH) {
      return { type, field, start, end, children: this.copyChildren(cursor, type, depth + 1) };
    }
    if (cursor.gotoFirstChild()) {
      cursor.gotoParent();
      this.#firstCut ??= start;
    }
    return { type, field, start, end, children: NO_CHILDREN };
  }

  #copyToken(cursor: TreeCursor, type: string, parentType: string): RawNode | undefined {
    const field = cursor.currentFieldName ?? '';
    if (!this.#shape.keepsToken(type, field, parentType)) return undefined;
    const start = this.source.locate(cursor.startIndex);
    const end = this.source.locate(cursor.endIndex);
    return { type, field, start, end, children: NO_CHILDREN };
  }

  #defer(node: Node, type: string, depth: number): DeferredBody {
    return {
      copy: () => {
        const cursor = node.walk();
        const children = this.copyChildren(cursor, type, depth + 1);
        cursor.delete();
        return children;
      },
    };
  }
}
