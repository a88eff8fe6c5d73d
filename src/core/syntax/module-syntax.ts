import { once } from '../once.js';
import { AskedNotes } from './asked.js';
import { Block } from './block.js';
import type { CodeParser } from './code-parser.js';
import type { Stmt } from './ir.js';
import { KeptFunctions } from './kept-functions.js';
import { PYTHON } from './python/python-language.js';
import type { BlockSpan, SyntaxLanguage } from './syntax-language.js';
import { WordIndex } from './word-index.js';

/** How the blocks of a module differ from those of its version before. Those that stayed are in the same order. */
export interface SyntaxChange {
  readonly removed: ReadonlySet<Block>;
  readonly added: ReadonlySet<Block>;
  /** The first one that stayed after those; undefined when there is none. */
  readonly next: Block | undefined;
}

/** The syntax of one module: its top-level statements, parsed one by one when something asks for them. */
export class ModuleSyntax {
  readonly text: string;
  /** The text with comments and prose masked by blanks at equal length. */
  readonly code: string;
  readonly blocks: readonly Block[];
  readonly language: SyntaxLanguage;
  /** Of the code. */
  readonly words: WordIndex<Block>;
  /** What is asked about all blocks. */
  readonly asked = new AskedNotes();
  /** How the blocks differ from those of the earlier version; undefined when none of that could be taken over. */
  readonly change: SyntaxChange | undefined;
  readonly #parser: CodeParser;
  readonly #previous: ReadonlyMap<Block, Block>;
  /** Of the statements that changed, made when one is read. */
  #functions: (() => KeptFunctions) | undefined;
  /** Blocks that earlier versions read, and left something out of. */
  readonly #cut: ReadonlySet<Block>;
  readonly #read = new Set<Block>();
  readonly #parsed: Block[] = [];

  /** `earlier` is the same document before an edit; its blocks are taken over where their text is unchanged. */
  constructor(
    text: string,
    barriers: readonly number[],
    parser: CodeParser,
    earlier?: ModuleSyntax,
    language: SyntaxLanguage = PYTHON,
  ) {
    this.text = text;
    this.language = language;
    this.#parser = parser;
    const spans = language.split(text, barriers);
    this.code = maskProse(text, spans);
    // What another grammar read is of no use, as after a file was renamed.
    const known = earlier !== undefined && earlier.#parser === parser ? earlier : undefined;
    const { blocks, previous, next } = takeOver(text, this.code, spans, known?.blocks ?? [], language);
    this.blocks = blocks;
    this.#previous = previous;
    this.change = known === undefined ? undefined : compareBlocks(known.blocks, blocks, next);
    const { change } = this;
    if (known !== undefined && change !== undefined) {
      this.#functions = once(
        () =>
          new KeptFunctions(
            known.text,
            text,
            [...change.removed].flatMap(({ stretch }) => stretch ?? []),
          ),
      );
    }
    const cut = known === undefined ? [] : [...known.#cut, ...known.#read].filter(isCut);
    this.#cut = new Set(cut.length === 0 ? cut : blocks.filter((block) => cut.includes(block)));
    const holders = known?.words.knownHolders;
    if (this.change !== undefined) holders?.replace(this.change.removed, this.change.added);
    this.words = new WordIndex(this.code, blocks, holders);
  }

  /** Statements of a block. */
  read(block: Block): readonly Stmt[] {
    this.#read.add(block);
    return this.parse(block);
  }

  /** As {@link read}, for what no finding rests on. */
  parse(block: Block): readonly Stmt[] {
    if (!block.isParsed) this.#parsed.push(block);
    return block.isParsed
      ? block.read(this.#parser)
      : block.read(this.#parser, this.#previous.get(block), this.#functions?.());
  }

  /** Offset of the first code that was asked for and left out, being too deeply nested; undefined when there is none. */
  get firstCut(): number | undefined {
    let first: number | undefined;
    for (const block of this.#read) {
      const cut = block.firstCut;
      if (cut !== undefined && (first === undefined || cut < first)) first = cut;
    }
    return first;
  }

  /**
   * True when code was left out that an answer may rest on which was kept from an earlier version: nobody reads it again, so
   * whether it was asked for is not known.
   */
  get mayHideCut(): boolean {
    if (this.#cut.size > 0) return true;
    for (const block of this.change?.added ?? []) if (!this.#read.has(block) && isCut(block)) return true;
    return false;
  }

  /** Blocks that may bind a name at the top level of the module. */
  blocksBinding(name: string): readonly Block[] {
    return this.#blocksWith(name).filter(
      ({ definedName }) => definedName === undefined || definedName === name,
    );
  }

  /** Blocks in whose code the word stands. */
  blocksWith(word: string): readonly Block[] {
    this.asked.mentioned(word);
    return this.#blocksWith(word);
  }

  /** Of the blocks in whose code the word stands, those that are not sure to be a definition and nothing else. */
  plainBlocksWith(word: string): readonly Block[] {
    this.asked.stated(word);
    return this.#blocksWith(word).filter(({ definedName }) => definedName === undefined);
  }

  /** Blocks in whose code something may be called by the word. */
  blocksCalling(word: string): readonly Block[] {
    this.asked.called(word);
    const blocks = this.#blocksWith(word);
    return this.language.hasFunctionExpressions ? blocks : blocks.filter(({ uses }) => uses.called.has(word));
  }

  /** Blocks in whose code the word may be handed to a call, by itself or in a list or object. */
  blocksHanding(word: string): readonly Block[] {
    this.asked.handed(word);
    const blocks = this.#blocksWith(word);
    return this.language.hasFunctionExpressions ? blocks : blocks.filter(({ uses }) => uses.handed.has(word));
  }

  #blocksWith(word: string): readonly Block[] {
    const found: Block[] = [];
    let end = 0;
    for (const at of this.words.placesOf(word)) {
      if (at < end) continue;
      const block = this.blockAt(at);
      if (block === undefined) break;
      found.push(block);
      end = block.end;
    }
    return found;
  }

  /** The block that an offset lies in; undefined when there are none. */
  blockAt(offset: number): Block | undefined {
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
      length: sum(({ parsedLength }) => parsedLength),
      nodes: sum(({ nodes }) => nodes),
    };
  }

  /** Frees the blocks, except those that `successor` took over. */
  dispose(successor?: ModuleSyntax): void {
    const kept = new Set(successor?.blocks ?? []);
    if (successor !== undefined) successor.#functions = undefined;
    for (const block of kept) block.forgetEarlier();
    for (const block of this.blocks) if (!kept.has(block)) block.dispose();
  }
}

function isCut({ firstCut }: Block): boolean {
  return firstCut !== undefined;
}

function compareBlocks(
  before: readonly Block[],
  after: readonly Block[],
  next: Block | undefined,
): SyntaxChange {
  const old = new Set(before);
  const now = new Set(after);
  return {
    removed: new Set(before.filter((block) => !now.has(block))),
    added: new Set(after.filter((block) => !old.has(block))),
    next,
  };
}

/** Reuses equal blocks, and pairs each changed one with the block that stood in its place. */
function takeOver(
  text: string,
  code: string,
  spans: readonly BlockSpan[],
  earlier: readonly Block[],
  language: SyntaxLanguage,
): { blocks: readonly Block[]; previous: ReadonlyMap<Block, Block>; next: Block | undefined } {
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
    const block = new Block(span, texts[index] ?? '', code.slice(span.start, span.end), language);
    const before = earlier[index];
    if (before !== undefined && index < earlier.length - tail) previous.set(block, before);
    blocks.push(block);
  }
  return { blocks, previous, next: blocks[blocks.length - tail] };
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
