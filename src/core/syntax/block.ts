import { Edit, type Parser, type Tree } from 'web-tree-sitter';
import type { Stmt } from './ir.js';
import { TreeCopier } from './raw-tree.js';
import { shiftStatements } from './shift.js';
import type { SyntaxLanguage } from './syntax-language.js';
import { noteWords } from './word-index.js';
import { sortUses, type WordUses } from './word-uses.js';

/** A top-level statement, parsed when first needed. */
export class Block {
  /** Offset in the module; changes when text before it does. */
  start: number;
  readonly text: string;
  /** The text with comments and prose masked by blanks at equal length: what to look for names in. */
  readonly code: string;
  /** Name of the function or class that the block defines, when it is nothing else; undefined when that is not certain. */
  readonly definedName: string | undefined;
  readonly #language: SyntaxLanguage;
  readonly #copier: TreeCopier;
  #tree: Tree | undefined;
  #isGivenUp = false;
  /** How far the block has moved since what was read of it was put in place. */
  #moved = 0;
  #words: ReadonlyMap<string, readonly number[]> | undefined;
  #uses: WordUses | undefined;
  #statements: readonly Stmt[] | undefined;

  constructor(start: number, text: string, code: string, language: SyntaxLanguage) {
    this.start = start;
    this.text = text;
    this.code = code;
    this.#language = language;
    this.#copier = new TreeCopier(language.shape);
    this.definedName = language.definedName(code);
  }

  get end(): number {
    return this.start + this.text.length;
  }

  /** Where the block began when it was last read: the offsets of its statements count from there. */
  get readAt(): number {
    return this.start - this.#moved;
  }

  get isParsed(): boolean {
    return this.#statements !== undefined;
  }

  /** The words of the code with their offsets in the block. */
  get words(): ReadonlyMap<string, readonly number[]> {
    this.#words ??= noteWords(this.code);
    return this.#words;
  }

  /** The words of the code by what stands after them. */
  get uses(): WordUses {
    this.#uses ??= sortUses(this.code, this.words);
    return this.#uses;
  }

  /** The lowered statements; usually one. `previous` is an older version of the block, to parse only what changed. */
  read(parser: Parser, previous?: Block): readonly Stmt[] {
    if (this.#statements !== undefined) {
      shiftStatements(this.#statements, this.#moved);
      this.#moved = 0;
      return this.#statements;
    }
    const base = previous === undefined ? undefined : editedTree(previous.#tree, previous.text, this.text);
    const tree = parseBounded(parser, this.text, base);
    base?.delete();
    if (tree === undefined) {
      this.#isGivenUp = true;
      this.#statements = [];
      return this.#statements;
    }
    this.#tree = tree;
    const cursor = tree.walk();
    const children = this.#copier.copyChildren(cursor, cursor.nodeType);
    cursor.delete();
    // A getter keeps deferred bodies right after the block has moved.
    const getStart = (): number => this.start;
    this.#statements = this.#language.lower(children, {
      text: this.text,
      get start(): number {
        return getStart();
      },
    });
    return this.#statements;
  }

  /** Offset in the module of the first code that was too deeply nested or too costly to read; undefined for none. */
  get firstCut(): number | undefined {
    if (this.#isGivenUp) return this.start;
    const { firstCut } = this.#copier;
    return firstCut === undefined ? undefined : this.start + firstCut;
  }

  /** How many syntax nodes were read so far. */
  get nodes(): number {
    return this.#copier.copied;
  }

  /** Moves the block; what was read of it follows when it is read again. */
  moveTo(start: number): void {
    if (this.#statements !== undefined) this.#moved += start - this.start;
    this.start = start;
  }

  /** Frees the parser's memory; bodies not read so far are lost. */
  dispose(): void {
    this.#tree?.delete();
    this.#tree = undefined;
  }
}

/** Parses within a bound on work that no written code comes near; undefined when the bound is reached. */
function parseBounded(parser: Parser, text: string, base: Tree | undefined): Tree | undefined {
  let left = 1000 + text.length / 4;
  const tree = parser.parse(text, base ?? null, {
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
function editedTree(tree: Tree | undefined, before: string, after: string): Tree | undefined {
  if (tree === undefined) return undefined;
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
