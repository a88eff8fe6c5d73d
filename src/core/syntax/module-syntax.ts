import { Edit, type Parser, type Tree } from 'web-tree-sitter';
import type { Stmt } from './ir.js';
import { PYTHON } from './python/python-language.js';
import { TreeCopier } from './raw-tree.js';
import { shiftStatements } from './shift.js';
import type { BlockSpan, SyntaxLanguage } from './syntax-language.js';
import { WordIndex } from './word-index.js';

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

  get isParsed(): boolean {
    return this.#statements !== undefined;
  }

  /** The lowered statements; usually one. `previous` is an older version of the block, to parse only what changed. */
  read(parser: Parser, previous?: Block): readonly Stmt[] {
    if (this.#statements !== undefined) return this.#statements;
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

  /** Moves the block and what was read of it. */
  moveTo(start: number): void {
    const delta = start - this.start;
    this.start = start;
    if (this.#statements !== undefined) shiftStatements(this.#statements, delta);
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

/** The syntax of one module: its top-level statements, parsed one by one when something asks for them. */
export class ModuleSyntax {
  readonly text: string;
  /** The text with comments and prose masked by blanks at equal length. */
  readonly code: string;
  readonly blocks: readonly Block[];
  readonly language: SyntaxLanguage;
  /** Of the code. */
  readonly words: WordIndex;
  readonly #parser: Parser;
  readonly #previous: ReadonlyMap<Block, Block>;
  readonly #read = new Set<Block>();
  readonly #parsed: Block[] = [];

  /** `earlier` is the same document before an edit; its blocks are taken over where their text is unchanged. */
  constructor(
    text: string,
    barriers: readonly number[],
    parser: Parser,
    earlier?: ModuleSyntax,
    language: SyntaxLanguage = PYTHON,
  ) {
    this.text = text;
    this.language = language;
    this.#parser = parser;
    const spans = language.split(text, barriers);
    this.code = maskProse(text, spans);
    this.words = new WordIndex(this.code);
    // What another grammar read is of no use, as after a file was renamed.
    const known = earlier !== undefined && earlier.#parser === parser ? earlier.blocks : [];
    const { blocks, previous } = takeOver(text, this.code, spans, known, language);
    this.blocks = blocks;
    this.#previous = previous;
  }

  /** Statements of a block. */
  read(block: Block): readonly Stmt[] {
    if (!block.isParsed) this.#parsed.push(block);
    this.#read.add(block);
    return block.read(this.#parser, this.#previous.get(block));
  }

  /** Offset of the first code that was asked for and left out, being too deeply nested; undefined when there is none. */
  get firstCut(): number | undefined {
    const cuts = [...this.#read].flatMap((block) => block.firstCut ?? []);
    return cuts.length === 0 ? undefined : Math.min(...cuts);
  }

  /** Blocks that may bind a name at the top level of the module. */
  blocksBinding(name: string): readonly Block[] {
    return this.blocksWith(name).filter(
      ({ definedName }) => definedName === undefined || definedName === name,
    );
  }

  /** Blocks in whose code the word stands. */
  blocksWith(word: string): readonly Block[] {
    const found: Block[] = [];
    let end = 0;
    for (const at of this.words.placesOf(word)) {
      if (at < end) continue;
      const block = this.#blockAt(at);
      if (block === undefined) break;
      found.push(block);
      end = block.end;
    }
    return found;
  }

  #blockAt(offset: number): Block | undefined {
    let low = 0;
    let high = this.blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.blocks[middle]?.start ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return this.blocks[low];
  }

  /** How many blocks and code units this version had to parse, and how many syntax nodes of them were read. */
  get parsed(): { readonly blocks: number; readonly length: number; readonly nodes: number } {
    const sum = (amountOf: (block: Block) => number): number =>
      this.#parsed.reduce((total, block) => total + amountOf(block), 0);
    return {
      blocks: this.#parsed.length,
      length: sum(({ text }) => text.length),
      nodes: sum(({ nodes }) => nodes),
    };
  }

  /** Frees the blocks, except those that `successor` took over. */
  dispose(successor?: ModuleSyntax): void {
    const kept = new Set(successor?.blocks ?? []);
    for (const block of this.blocks) if (!kept.has(block)) block.dispose();
  }
}

/** Reuses equal blocks, and pairs each changed one with the block that stood in its place. */
function takeOver(
  text: string,
  code: string,
  spans: readonly BlockSpan[],
  earlier: readonly Block[],
  language: SyntaxLanguage,
): { blocks: readonly Block[]; previous: ReadonlyMap<Block, Block> } {
  const texts = spans.map((span) => text.slice(span.start, span.end));
  const previous = new Map<Block, Block>();
  let head = 0;
  while (head < texts.length && head < earlier.length && earlier[head]?.text === texts[head]) head += 1;
  let tail = 0;
  const limit = Math.min(texts.length, earlier.length) - head;
  while (tail < limit && earlier[earlier.length - 1 - tail]?.text === texts[texts.length - 1 - tail])
    tail += 1;
  const blocks: Block[] = [];
  for (const [index, span] of spans.entries()) {
    const fromEnd = texts.length - 1 - index;
    const old =
      index < head ? earlier[index] : fromEnd < tail ? earlier[earlier.length - 1 - fromEnd] : undefined;
    if (old !== undefined) {
      old.moveTo(span.start);
      blocks.push(old);
      continue;
    }
    const block = new Block(span.start, texts[index] ?? '', code.slice(span.start, span.end), language);
    const before = earlier[index];
    if (before !== undefined && index < earlier.length - tail) previous.set(block, before);
    blocks.push(block);
  }
  return { blocks, previous };
}

function maskProse(text: string, spans: readonly BlockSpan[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const { prose } of spans) {
    for (let index = 0; index + 1 < prose.length; index += 2) {
      const start = prose[index] ?? 0;
      const end = prose[index + 1] ?? 0;
      parts.push(text.slice(done, start), ' '.repeat(end - start));
      done = end;
    }
  }
  if (parts.length === 0) return text;
  parts.push(text.slice(done));
  return parts.join('');
}
