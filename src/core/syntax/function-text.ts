import type { CodeParser } from './code-parser.js';
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
  read(parser: CodeParser, depth: number, earlier: readonly FunctionText[]): readonly RawNode[] {
    const parsed = this.#parse(parser, earlier);
    if (parsed === undefined) {
      this.#isGivenUp = true;
      return [];
    }
    this.#parsed = parsed;
    // The body lies two levels below the root.
    const children = this.#copier.copy(parsed, depth - 1);
    const [first] = children;
    const type = first === undefined ? undefined : this.#shape.deferred.get(first.type);
    const body = first?.children.find((child) => child.deferred !== undefined && child.type === type);
    // Where an error left no function, its parts stand side by side.
    return body?.deferred?.copy() ?? children.filter(({ end }) => end > this.#bodyStart);
  }

  #parse(parser: CodeParser, earlier: readonly FunctionText[]): ParsedText | undefined {
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
