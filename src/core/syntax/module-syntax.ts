import { once } from '../once.js';
import { AskedNotes } from './asked.js';
import type { Block } from './block.js';
import type { CodeParser } from './code-parser.js';
import type { Stmt } from './ir.js';
import { KeptFunctions, type OlderStretch } from './kept-functions.js';
import { PYTHON } from './python/python-language.js';
import type { SyntaxLanguage } from './syntax-language.js';
import { type SplitText, type SyntaxChange, splitAgain, splitText } from './take-over.js';
import { WordIndex } from './word-index.js';

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
  readonly #split: SplitText;
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
    // What another grammar read is of no use, as after a file was renamed.
    const known = earlier !== undefined && earlier.#parser === parser ? earlier : undefined;
    const again = known && splitAgain(known.#split, text, barriers, language);
    this.#split = again ?? splitText(text, barriers, language);
    this.code = this.#split.code;
    this.blocks = this.#split.blocks;
    this.#previous = again?.previous ?? new Map();
    this.change = again?.change;
    const { blocks, change } = this;
    if (known !== undefined && change !== undefined) {
      const stretches = (): readonly OlderStretch[] =>
        [...change.removed].flatMap(({ stretch }) => stretch ?? []);
      this.#functions = once(() => new KeptFunctions(known.text, text, stretches()));
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

  /** Blocks in which a name stands: for whoever has asked which of them bind it. */
  blocksNaming(name: string): readonly Block[] {
    return this.#blocksWith(name);
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
    const spans = this.words.spansWith(word);
    if (spans !== undefined) return spans;
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
