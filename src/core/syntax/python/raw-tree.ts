import type { Node, TreeCursor } from 'web-tree-sitter';

/** A syntax node copied out of the parser's memory. Offsets are relative to the parsed text. */
export interface RawNode {
  readonly type: string;
  /** Name of the field under which the parent holds the node; empty when it holds it under none. */
  readonly field: string;
  readonly start: number;
  readonly end: number;
  readonly children: readonly RawNode[];
  /** Present instead of children for the body of a function or class: it is copied when needed. */
  readonly deferred?: Node;
}

const NO_CHILDREN: readonly RawNode[] = [];

/** Anonymous tokens that carry meaning of their own. */
const KEPT_TOKENS: ReadonlySet<string> = new Set(['async', '*', '**']);

/** Copies the node under the cursor; the cursor is where it was afterwards. */
export function copyNode(cursor: TreeCursor, isDefinitionBody = false): RawNode {
  const type = cursor.nodeType;
  const field = cursor.currentFieldName ?? '';
  const start = cursor.startIndex;
  const end = cursor.endIndex;
  if (isDefinitionBody && type === 'block') {
    return { type, field, start, end, children: NO_CHILDREN, deferred: cursor.currentNode };
  }
  return { type, field, start, end, children: copyChildren(cursor, type) };
}

/** Copies the named children, and the tokens that carry meaning, of the node under the cursor. */
export function copyChildren(cursor: TreeCursor, parentType: string): readonly RawNode[] {
  if (!cursor.gotoFirstChild()) return NO_CHILDREN;
  const isDefinition = parentType === 'function_definition' || parentType === 'class_definition';
  const children: RawNode[] = [];
  do {
    if (cursor.nodeIsNamed) {
      if (cursor.nodeType !== 'comment') children.push(copyNode(cursor, isDefinition));
    } else {
      const field = cursor.currentFieldName;
      if (field === 'operator' || field === 'operators' || KEPT_TOKENS.has(cursor.nodeType)) {
        children.push({
          type: cursor.nodeType,
          field: field ?? '',
          start: cursor.startIndex,
          end: cursor.endIndex,
          children: NO_CHILDREN,
        });
      }
    }
  } while (cursor.gotoNextSibling());
  cursor.gotoParent();
  return children;
}
