import type { Parser, TreeCursor } from 'web-tree-sitter';
import { CondensedText } from './condensed-text.js';
import { ParsedText } from './parsed-text.js';
import { type RawNode, TreeCopier, type TreeShape } from './raw-tree.js';

/** A function that is parsed by itself when its body is read. */
export class FunctionText {
  /** Offset of the function in the block. */
  readonly head: number;
  readonly #bodyStart: number;
  readonly #text: string;
  readonly #condensed: CondensedText;
  readonly #copier: TreeCopier;
  readonly #shape: TreeShape;
  #parsed: ParsedText | undefined;
  #isGivenUp = false;
  #parsedLength = 0;

  /** `condensed` is what the parser is given of `text`. */
  constructor(head: number, bodyStart: number, text: string, condensed: CondensedText, shape: TreeShape) {
    this.head = head;
    this.#bodyStart = bodyStart;
    this.#text = text;
    this.#condensed = condensed;
    this.#shape = shape;
    this.#copier = new TreeCopier(shape);
  }

  /** Copies what stands in the body, with offsets into the function's text. Of `earlier` what fits is used again. */
  read(parser: Parser, depth: number, earlier: readonly FunctionText[]): readonly RawNode[] {
    const parsed = this.#parse(parser, earlier);
    if (parsed === undefined) {
      this.#isGivenUp = true;
      return [];
    }
    this.#parsed = parsed;
    this.#copier.source = parsed.source;
    const cursor = parsed.walk();
    const root = cursor.nodeType;
    const type = this.#enterBody(cursor);
    const children = this.#copier.copyChildren(cursor, type ?? root, depth + 1);
    cursor.delete();
    // Where an error left no function, its parts stand side by side.
    return type === undefined ? children.filter(({ end }) => end > this.#bodyStart) : children;
  }

  #parse(parser: Parser, earlier: readonly FunctionText[]): ParsedText | undefined {
    const same = earlier.find((one) => one.#text === this.#text);
    if (same !== undefined && same.#parsed !== undefined) return same.#parsed.share();
    const condensed = this.#condensed;
    this.#parsedLength = condensed.text.length;
    const head = this.#text.slice(0, this.#bodyStart);
    const older = earlier.find((one) => one.#text.startsWith(head));
    const parsed = ParsedText.parse(parser, condensed, older === undefined ? undefined : older.#parsed);
    if (parsed?.hasError !== true || condensed.text === this.#text) return parsed;
    // How an error is got over depends on the words around it.
    parsed.free();
    this.#parsedLength += this.#text.length;
    return ParsedText.parse(parser, new CondensedText(this.#text));
  }

  /** Moves to the body and returns its type; undefined, at the root, when there is none. */
  #enterBody(cursor: TreeCursor): string | undefined {
    if (!cursor.gotoFirstChild()) return undefined;
    const type = this.#shape.deferred.get(cursor.nodeType);
    if (type !== undefined && cursor.gotoFirstChild()) {
      do {
        if (cursor.nodeType === type) return type;
      } while (cursor.gotoNextSibling());
      cursor.gotoParent();
    }
    cursor.gotoParent();
    return undefined;
  }

  /** Code units given to the parser. */
  get parsedLength(): number {
    return this.#parsedLength;
  }

  /** Offset in the function's text of the first code that was left out; undefined for none. */
  get firstCut(): number | undefined {
    return this.#isGivenUp ? this.#bodyStart : this.#copier.firstCut;
  }

  get nodes(): number {
    return this.#copier.copied;
  }

  free(): void {
    this.#parsed?.free();
    this.#parsed = undefined;
  }
}
