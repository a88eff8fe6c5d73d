import type { ParserMemory } from './code-parser.js';
import { CondensedText } from './condensed-text.js';
import type { FunctionStmt } from './ir.js';
import type { ParsedText } from './parsed-text.js';
import type { Source } from './source.js';
import { NODE } from './tree-layout.js';

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
  /** Present instead of children for a function that was lowered before. */
  readonly known?: FunctionStmt;
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

/** Gives the function that a node without errors is, when it was lowered before. Offsets and depth are those of the node. */
export type FindKnown = (type: string, start: number, end: number, depth: number) => FunctionStmt | undefined;

/** What of a language's tree is copied. */
export interface TreeShape {
  /** Nodes that are left out, such as comments. */
  readonly dropped: ReadonlySet<string>;
  /** Nodes without children of interest; what they say is read from the text. */
  readonly leaves: ReadonlySet<string>;
  /** Nodes whose body is copied when needed: type of the node to the type of the body. */
  readonly deferred: ReadonlyMap<string, string>;
  /** Whether an anonymous token carries meaning of its own. */
  keepsToken(type: string, field: string, parentType: string): boolean;
}

/** Nothing asks what type the root has. */
const ROOT = '';
const NO_CHILDREN: readonly RawNode[] = [];

/** Deeper nodes are left out: nobody writes such code by hand, and everything that reads the tree recurses. */
const MAX_DEPTH = 400;

/** Copies syntax trees out of the parser's memory, to a bounded depth. */
export class TreeCopier {
  readonly #shape: TreeShape;
  readonly #findBody: FindBody;
  readonly #findKnown: FindKnown | undefined;
  /** What is copied, and its memory as it was when that was begun. */
  #parsed: ParsedText | undefined;
  #source = new CondensedText('');
  #bytes: ParserMemory['HEAPU8'] = new Uint8Array();
  #halves: ParserMemory['HEAPU16'] = new Uint16Array();
  #words: ParserMemory['HEAPU32'] = new Uint32Array();
  #firstCut: number | undefined;
  #copied = 0;

  /** `findBody` is asked first for bodies that are not copied right away, `findKnown` for each named node. */
  constructor(shape: TreeShape, findBody: FindBody = () => undefined, findKnown?: FindKnown) {
    this.#shape = shape;
    this.#findBody = findBody;
    this.#findKnown = findKnown;
  }

  /** Offset of the first place at which something was nested too deep and left out; undefined when there is none. */
  get firstCut(): number | undefined {
    return this.#firstCut;
  }

  /** How many nodes were copied so far. */
  get copied(): number {
    return this.#copied;
  }

  /** Copies the named children, and the tokens that carry meaning, of the root. A copier copies one tree. */
  copy(parsed: ParsedText, depth = 0): readonly RawNode[] {
    this.#parsed = parsed;
    this.#source = parsed.source;
    this.#begin(parsed);
    const root = this.#word(parsed.root);
    return this.#copyChildren(root, this.#word(root + NODE.padding), ROOT, depth);
  }

  #begin({ memory }: ParsedText): void {
    this.#bytes = memory.HEAPU8;
    this.#halves = memory.HEAPU16;
    this.#words = memory.HEAPU32;
  }

  #copyChildren(node: number, start: number, parentType: string, depth: number): readonly RawNode[] {
    if (node === 0) return NO_CHILDREN;
    const children: RawNode[] = [];
    this.#addChildren(node, start, '', parentType, depth, children);
    return children;
  }

  /**
   * Adds the children of the node at an address. `start`: where the node begins, in bytes. Children of a hidden node are those
   * of the node around it, and `outer` is the field in which that holds them.
   */
  #addChildren(
    node: number,
    start: number,
    outer: string,
    parentType: string,
    depth: number,
    into: RawNode[],
  ): void {
    const layout = this.#parsed?.layout;
    const count = this.#word(node + NODE.childCount);
    // Without children something else stands in place of the production.
    if (layout === undefined || count === 0) return;
    const roles = layout.rolesIn(this.#halves[(node + NODE.production) >> 1] ?? 0);
    let at = start;
    let place = 0;
    let child = node - NODE.childSize * count;
    for (let index = 0; index < count; index += 1, child += NODE.childSize) {
      const head = this.#word(child);
      const isInline = (head & 1) !== 0;
      const flags = isInline ? head >> 1 : (this.#bytes[head + NODE.flags] ?? 0);
      if (index > 0)
        at += isInline ? this.#byte(child + NODE.inlinePadding) : this.#word(head + NODE.padding);
      const size = isInline ? this.#byte(child + NODE.inlineSize) : this.#word(head + NODE.size);
      let symbol = isInline
        ? this.#byte(child + NODE.inlineSymbol)
        : (this.#halves[(head + NODE.symbol) >> 1] ?? 0);
      let isVisible = (flags & 1) !== 0;
      let isNamed = (flags & 2) !== 0;
      let field = '';
      if ((flags & 4) === 0) {
        const alias = roles.aliasAt(place);
        if (alias !== 0) {
          symbol = alias;
          isVisible = true;
          isNamed = layout.isNamed(alias);
        }
        field = roles.fieldAt(place) ?? outer;
        place += 1;
      }
      const inner = isInline ? 0 : head;
      if (!isVisible) {
        if (inner !== 0) this.#addChildren(inner, at, field, parentType, depth, into);
      } else {
        const type = layout.typeOf(symbol);
        if (isNamed ? !this.#shape.dropped.has(type) : this.#shape.keepsToken(type, field, parentType)) {
          const end = this.#source.locate((at + size) / 2);
          const isBody = this.#shape.deferred.get(parentType) === type;
          into.push(this.#copyNode(inner, at, type, field, end, isNamed, isBody, depth));
        }
      }
      at += size;
    }
  }

  #copyNode(
    node: number,
    at: number,
    type: string,
    field: string,
    end: number,
    isNamed: boolean,
    isBody: boolean,
    depth: number,
  ): RawNode {
    const start = this.#source.locate(at / 2);
    if (!isNamed) return { type, field, start, end, children: NO_CHILDREN };
    const known = this.#hasError(node) ? undefined : this.#findKnown?.(type, start, end, depth);
    if (known !== undefined) return { type, field, start, end, children: NO_CHILDREN, known };
    this.#copied += 1;
    if (isBody) {
      const deferred = this.#findBody(start, depth) ?? this.#defer(node, at, type, depth);
      return { type, field, start, end, children: NO_CHILDREN, deferred };
    }
    if (this.#shape.leaves.has(type)) return { type, field, start, end, children: NO_CHILDREN };
    if (depth < MAX_DEPTH) {
      return { type, field, start, end, children: this.#copyChildren(node, at, type, depth + 1) };
    }
    if (node !== 0 && this.#word(node + NODE.childCount) > 0) this.#firstCut ??= start;
    return { type, field, start, end, children: NO_CHILDREN };
  }

  #hasError(node: number): boolean {
    return node !== 0 && this.#word(node + NODE.errorCost) > 0;
  }

  #defer(node: number, at: number, type: string, depth: number): DeferredBody {
    return {
      copy: () => {
        if (this.#parsed !== undefined) this.#begin(this.#parsed);
        return this.#copyChildren(node, at, type, depth + 1);
      },
    };
  }

  #byte(address: number): number {
    return this.#bytes[address] ?? 0;
  }

  #word(address: number): number {
    return this.#words[address >> 2] ?? 0;
  }
}
