import type { CodeParser } from './code-parser.js';
import { condense } from './condensed-text.js';
import { FunctionText } from './function-text.js';
import type { FunctionStmt, Stmt } from './ir.js';
import type { KeptFunctions, OlderStretch } from './kept-functions.js';
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
  /** Names to which nothing in the functions of the block adds outside of them; noted by who has looked. */
  readonly inner = new Set<string>();
  readonly #language: SyntaxLanguage;
  readonly #copier: TreeCopier;
  /** As in the span, but relative to the text. */
  readonly #prose: readonly number[];
  /** By the offset in the text at which they begin. */
  readonly #bodies: ReadonlyMap<number, BodySpan>;
  /** Those that are parsed by themselves. */
  #hidden: ReadonlyMap<number, BodySpan> = new Map();
  #parser: CodeParser | undefined;
  #skeleton: ParsedText | undefined;
  /** Of the last version without errors, where this one has some. */
  #sound: ParsedText | undefined;
  /** Functions whose bodies were read, and those of an older version that is not freed yet. */
  #functions: FunctionText[] = [];
  #earlier: readonly FunctionText[] = [];
  /** Of the older version, as long as this one is read; and how deep functions without errors stand here, by where they begin. */
  #kept: KeptFunctions | undefined;
  readonly #depths = new Map<number, number>();
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
        { ...body, head: body.head - start, start: body.start - start, end: body.end - start },
      ]),
    );
    this.#copier = new TreeCopier(
      language.shape,
      (offset, depth) => this.#findBody(offset, depth),
      language.functions &&
        ((type, from, to, depth) =>
          language.functions?.has(type) === true ? this.#findKnown(from, to, depth) : undefined),
    );
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

  /**
   * The lowered statements; usually one. `previous` is an older version of the block, to parse only what changed, and
   * `functions` those of the older version of the module.
   */
  read(parser: CodeParser, previous?: Block, functions?: KeptFunctions): readonly Stmt[] {
    if (this.#statements !== undefined) {
      shiftStatements(this.#statements, this.#moved);
      this.#moved = 0;
      return this.#statements;
    }
    const earlier = previous === undefined ? undefined : previous.#soundTree();
    const skeleton = this.#parse(parser, earlier);
    if (skeleton === undefined) {
      this.#isGivenUp = true;
      this.#statements = [];
      return this.#statements;
    }
    this.#skeleton = skeleton;
    if (skeleton.hasError) this.#sound = earlier?.share();
    this.#earlier = previous === undefined ? [] : previous.#functions;
    this.#parser = parser;
    this.#kept = functions;
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

  /** What a newer version can be parsed from in part. */
  #soundTree(): ParsedText | undefined {
    return this.#skeleton?.hasError === false ? this.#skeleton : this.#sound;
  }

  /** What a newer version of the module can take over; undefined when nothing was read, or something was left out. */
  get stretch(): OlderStretch | undefined {
    const statements = this.#statements;
    if (statements === undefined || this.firstCut !== undefined) return undefined;
    return { statements, start: this.start, readAt: this.readAt, depths: this.#depths };
  }

  #findKnown(start: number, end: number, depth: number): FunctionStmt | undefined {
    const known = this.#kept?.take(this.start + start, this.start + end, depth);
    this.#depths.set(start, known?.depth ?? depth);
    return known?.statement;
  }

  /** Parses the text without the bodies that are parsed by themselves, as far as the parser finds their functions. */
  #parse(parser: CodeParser, earlier: ParsedText | undefined): ParsedText | undefined {
    const skeleton = this.#parseAround(parser, this.#bodies, this.#prose, earlier);
    if (skeleton?.hasError !== true || skeleton.source.text === this.text) return skeleton;
    // How an error is got over depends on the words around it.
    let hidden = this.#bodies;
    let parsed: ParsedText | undefined = skeleton;
    for (let isComplete = false; !isComplete && parsed !== undefined; ) {
      // At worst the whole text comes last, so that nothing broken is parsed more than twice.
      if (this.#skeletonLength + this.#lengthAround(hidden) > this.text.length) hidden = new Map();
      parsed.free();
      parsed = this.#parseAround(parser, hidden, []);
      const found = parsed === undefined ? hidden : this.#findHidden(parsed, hidden);
      isComplete = found.size === hidden.size;
      hidden = found;
    }
    return parsed;
  }

  /** Length of the text without hidden bodies; what stands in their place is shorter than they are. */
  #lengthAround(hidden: ReadonlyMap<number, BodySpan>): number {
    return [...hidden.values()].reduce((sum, { start, end }) => sum - (end - start), this.text.length);
  }

  #parseAround(
    parser: CodeParser,
    hidden: ReadonlyMap<number, BodySpan>,
    prose: readonly number[],
    earlier?: ParsedText,
  ): ParsedText | undefined {
    this.#hidden = hidden;
    const condensed = condense(this.text, 0, this.text.length, prose, hidden.values());
    this.#skeletonLength += condensed.text.length;
    return ParsedText.parse(parser, condensed, earlier);
  }

  /** Of hidden bodies those that a function in the tree has. */
  #findHidden(parsed: ParsedText, hidden: ReadonlyMap<number, BodySpan>): ReadonlyMap<number, BodySpan> {
    const { shape, functions } = this.#language;
    const deferred = new Map([...shape.deferred].filter(([type]) => functions?.has(type)));
    const found = new Map<number, BodySpan>();
    const probe = new TreeCopier({ ...shape, deferred }, (offset) => {
      const body = hidden.get(offset);
      if (body !== undefined) found.set(offset, body);
      return undefined;
    });
    probe.copy(parsed);
    return found;
  }

  /** A body that was hidden from the parser, by where it begins. */
  #findBody(offset: number, depth: number): DeferredBody | undefined {
    const parser = this.#parser;
    const body = this.#hidden.get(offset);
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
    this.#kept = undefined;
  }

  /** Frees the parser's memory; bodies not read so far are lost. */
  dispose(): void {
    this.#skeleton?.free();
    this.#skeleton = undefined;
    this.#sound?.free();
    this.#sound = undefined;
    for (const one of this.#functions) one.free();
    this.#functions = [];
    this.#earlier = [];
    this.#kept = undefined;
  }
}
