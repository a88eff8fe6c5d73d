import type { CodeParser } from './code-parser.js';
import { CondensedText, condense } from './condensed-text.js';
import { FunctionText } from './function-text.js';
import type { Stmt } from './ir.js';
import { ParsedText } from './parsed-text.js';
import { type DeferredBody, type RawNode, TreeCopier } from './raw-tree.js';
import { shiftStatements } from './shift.js';
import type { BlockSpan, BodySpan, SyntaxLanguage } from './syntax-language.js';
import { noteWords } from './word-index.js';
import { sortUses, type WordUses } from './word-uses.js';

/** A top-level statement, parsed when first needed: its functions' bodies only when they are read. */
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
  /** As in the span, but relative to the text. */
  readonly #prose: readonly number[];
  /** By the offset in the text at which they begin. */
  readonly #bodies: ReadonlyMap<number, BodySpan>;
  #parser: CodeParser | undefined;
  #skeleton: ParsedText | undefined;
  /** Functions whose bodies were read, and those of an older version that is not freed yet. */
  #functions: FunctionText[] = [];
  #earlier: readonly FunctionText[] = [];
  #skeletonLength = 0;
  #isGivenUp = false;
  /** How far the block has moved since what was read of it was put in place. */
  #moved = 0;
  #words: ReadonlyMap<string, readonly number[]> | undefined;
  #uses: WordUses | undefined;
  #statements: readonly Stmt[] | undefined;

  constructor(span: BlockSpan, text: string, code: string, language: SyntaxLanguage) {
    const { start } = span;
    this.start = start;
    this.text = text;
    this.code = code;
    this.#language = language;
    this.#prose = start === 0 ? span.prose : span.prose.map((offset) => offset - start);
    this.#bodies = new Map(
      span.bodies.map((body) => [
        body.start - start,
        { head: body.head - start, start: body.start - start, end: body.end - start },
      ]),
    );
    this.#copier = new TreeCopier(language.shape, (offset, depth) => this.#findBody(offset, depth));
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
  read(parser: CodeParser, previous?: Block): readonly Stmt[] {
    if (this.#statements !== undefined) {
      shiftStatements(this.#statements, this.#moved);
      this.#moved = 0;
      return this.#statements;
    }
    const earlier = previous === undefined ? undefined : previous.#skeleton;
    const skeleton = this.#parse(parser, earlier);
    if (skeleton === undefined) {
      this.#isGivenUp = true;
      this.#statements = [];
      return this.#statements;
    }
    this.#skeleton = skeleton;
    this.#earlier = previous === undefined ? [] : previous.#functions;
    this.#parser = parser;
    const children = this.#copier.copy(skeleton);
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

  /** Parses the text without the bodies that are parsed by themselves; with them where that leaves an error. */
  #parse(parser: CodeParser, earlier: ParsedText | undefined): ParsedText | undefined {
    const condensed = condense(this.text, 0, this.text.length, this.#prose, this.#bodies.values());
    this.#skeletonLength = condensed.text.length;
    const skeleton = ParsedText.parse(parser, condensed, earlier);
    if (skeleton?.hasError !== true || condensed.text === this.text) return skeleton;
    skeleton.free();
    this.#skeletonLength += this.text.length;
    return ParsedText.parse(parser, new CondensedText(this.text));
  }

  /** A body that was hidden from the parser, by where it begins. */
  #findBody(offset: number, depth: number): DeferredBody | undefined {
    const parser = this.#parser;
    const body = this.#skeleton?.source.text === this.text ? undefined : this.#bodies.get(offset);
    if (parser === undefined || body === undefined) return undefined;
    const { head, start, end } = body;
    const text = this.text.slice(head, end);
    const getStart = (): number => this.start + head;
    return {
      source: {
        text,
        get start(): number {
          return getStart();
        },
      },
      copy: (): readonly RawNode[] => {
        const condensed = condense(this.text, head, end, this.#prose, []);
        const found = new FunctionText(head, start - head, text, condensed, this.#language.shape);
        this.#functions.push(found);
        return found.read(parser, depth, this.#earlier);
      },
    };
  }

  /** Code units given to the parser so far. */
  get parsedLength(): number {
    return this.#functions.reduce((sum, { parsedLength }) => sum + parsedLength, this.#skeletonLength);
  }

  /** Offset in the module of the first code that was too deeply nested or too costly to read; undefined for none. */
  get firstCut(): number | undefined {
    if (this.#isGivenUp) return this.start;
    const cuts = this.#functions.flatMap(({ head, firstCut }) =>
      firstCut === undefined ? [] : head + firstCut,
    );
    const first = Math.min(...cuts, this.#copier.firstCut ?? Number.POSITIVE_INFINITY);
    return first === Number.POSITIVE_INFINITY ? undefined : this.start + first;
  }

  /** How many syntax nodes were read so far. */
  get nodes(): number {
    return this.#functions.reduce((sum, { nodes }) => sum + nodes, this.#copier.copied);
  }

  /** Moves the block; what was read of it follows when it is read again. */
  moveTo(start: number): void {
    if (this.#statements !== undefined) this.#moved += start - this.start;
    this.start = start;
  }

  /** Tells that the older version is about to be freed. */
  forgetEarlier(): void {
    this.#earlier = [];
  }

  /** Frees the parser's memory; bodies not read so far are lost. */
  dispose(): void {
    this.#skeleton?.free();
    this.#skeleton = undefined;
    for (const one of this.#functions) one.free();
    this.#functions = [];
    this.#earlier = [];
  }
}
