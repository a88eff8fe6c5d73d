import { Edit, type Tree } from 'web-tree-sitter';
import type { CodeParser, ParserMemory } from './code-parser.js';
import type { CondensedText } from './condensed-text.js';
import type { TreeLayout } from './tree-layout.js';

/** A text with its tree, which stays in the parser's memory until it is freed. */
export class ParsedText {
  readonly source: CondensedText;
  readonly #tree: Tree;
  readonly #parser: CodeParser;

  private constructor(source: CondensedText, tree: Tree, parser: CodeParser) {
    this.source = source;
    this.#tree = tree;
    this.#parser = parser;
  }

  /**
   * Parses a text; `earlier` is an older version of it, to parse only what changed: that is done where neither has an error,
   * because how one is got over depends on what was parsed before. Undefined when it takes more work than written code does.
   */
  static parse(parser: CodeParser, source: CondensedText, earlier?: ParsedText): ParsedText | undefined {
    const { text } = source;
    const revised =
      earlier?.hasError === false ? reparse(parser, earlier.#tree, earlier.source.text, text) : undefined;
    const tree = revised ?? parseBounded(parser, text, null);
    return tree === undefined ? undefined : new ParsedText(source, tree, parser);
  }

  /** The same tree once more, to be freed by itself. */
  share(): ParsedText {
    return new ParsedText(this.source, this.#tree.copy(), this.#parser);
  }

  get hasError(): boolean {
    return this.#tree.rootNode.hasError;
  }

  get memory(): ParserMemory {
    return this.#parser.memory;
  }

  get layout(): TreeLayout {
    return this.#parser.layoutOf(this.#tree);
  }

  /** Where in the memory the root stands. */
  get root(): number {
    return this.#tree.rootNode.id;
  }

  free(): void {
    this.#tree.delete();
  }
}

/** Parses what changed; undefined where that leaves an error. */
function reparse(parser: CodeParser, tree: Tree, before: string, after: string): Tree | undefined {
  if (before === after) return tree.copy();
  const base = editedTree(tree, before, after);
  const parsed = parseBounded(parser, after, base);
  base.delete();
  if (parsed?.rootNode.hasError !== true) return parsed;
  parsed.delete();
  return undefined;
}

/** Parses within a bound on work that no written code comes near; undefined when the bound is reached. */
function parseBounded(parser: CodeParser, text: string, base: Tree | null): Tree | undefined {
  let left = 1000 + text.length / 4;
  const tree = parser.parse(text, base, {
    progressCallback: () => {
      left -= 1;
      return left < 0;
    },
  });
  if (tree !== null) return tree;
  parser.reset();
  return undefined;
}

/** A copy of the old tree that knows which part of the text changed. */
function editedTree(tree: Tree, before: string, after: string): Tree {
  const limit = Math.min(before.length, after.length);
  let head = 0;
  while (head < limit && before.charCodeAt(head) === after.charCodeAt(head)) head += 1;
  let tail = 0;
  while (
    tail < limit - head &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail += 1;
  }
  const copy = tree.copy();
  copy.edit(
    new Edit({
      startIndex: head,
      oldEndIndex: before.length - tail,
      newEndIndex: after.length - tail,
      startPosition: pointAt(before, head),
      oldEndPosition: pointAt(before, before.length - tail),
      newEndPosition: pointAt(after, after.length - tail),
    }),
  );
  return copy;
}

function pointAt(text: string, offset: number): { row: number; column: number } {
  let row = 0;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    row += 1;
    lineStart = at + 1;
  }
  return { row, column: offset - lineStart };
}
