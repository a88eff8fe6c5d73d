import { maskLoneReturns } from '../source/lone-returns.js';
import type { ModuleText } from '../source/module-text.js';
import type { ImportedPackages } from '../syntax/imported-packages.js';
import { findImportedModules } from '../syntax/javascript/imported-modules.js';
import { isScript } from '../syntax/languages.js';
import { findImportedPackages } from '../syntax/python/imported-packages.js';
import { isAfterDot, isWholeWord } from '../syntax/words.js';
import type { CompiledRule } from './compile-rule.js';
import { NameReach } from './name-reach.js';
import { type Need, type NeedFacts, NeedJudge } from './need.js';
import { NeedIndex } from './need-index.js';
import { type NeedleHits, NeedleScanner } from './needle-scanner.js';
import { completeGates, type RuleGates } from './rule-gates.js';

const IMPORT = 'import';
/** How code speaks of builtins other than by their plain names. */
const BUILTINS = 'builtins';

/** Finds out which rules a document can concern, by the literals they need. Made once for all documents. */
export class RuleFilter {
  readonly #rules: readonly CompiledRule[];
  readonly #fluent: ReadonlySet<string>;
  readonly #known: RuleGates | undefined;
  #gates: RuleGates | undefined;
  /** Made for the first document. */
  #opened: { readonly index: NeedIndex; readonly scanner: NeedleScanner } | undefined;

  /** `fluent`: methods that give back the kind of thing they belong to. `known`: gates of some of the rules. */
  constructor(
    rules: readonly CompiledRule[],
    fluent: ReadonlySet<string> = new Set(),
    known: RuleGates | undefined = undefined,
  ) {
    this.#rules = rules;
    this.#fluent = fluent;
    this.#known = known;
  }

  #open(): { readonly index: NeedIndex; readonly scanner: NeedleScanner } {
    if (this.#opened !== undefined) return this.#opened;
    const { literals, rules } = this.#complete();
    const words = new Set(literals.words);
    // `__import__` and `__builtins__` count too.
    for (const part of [IMPORT, BUILTINS]) words.delete(part);
    const scanner = new NeedleScanner([IMPORT, BUILTINS, ...literals.words, ...literals.parts], words);
    this.#opened = { index: new NeedIndex(this.#rules, rules), scanner };
    return this.#opened;
  }

  #complete(): RuleGates {
    this.#gates ??= completeGates(this.#rules, this.#known);
    return this.#gates;
  }

  /** Top-level packages that the rules speak of by their full names. */
  get packages(): readonly string[] {
    return this.#complete().packages;
  }

  /** Reads a document once; `earlier` is what this filter read of its version before, and of no use any more. */
  scan(text: ModuleText, earlier?: ScannedText): ScannedText {
    const { index, scanner } = this.#open();
    return new ScannedText(
      text,
      // What looks for lines knows one kind of ends.
      scanner.scan(maskLoneReturns(text.original), earlier?.hits),
      text.outputs.map((output) => scanner.scan(output.text)),
      index,
      (code, imports, before) => new NameReach(code, imports, this.#fluent, before),
      earlier,
    );
  }

  /**
   * Judges what a document and others may hold together, of which only this is known; their names may lead anywhere.
   * `met`: needs that are met.
   */
  judgeBits(
    bits: readonly number[],
    packages: ReadonlySet<string> | undefined,
    decided: ReadonlyMap<Need, boolean> = new Map(),
  ): NeedJudge {
    const { scanner } = this.#open();
    const holds = (literal: string): boolean => scanner.isIn(bits, literal);
    return new NeedJudge({
      holdsWord: holds,
      holdsPart: holds,
      holdsBlock: () => false,
      spells: holds,
      reaches: () => true,
      decided,
      ...readImports(
        { names: packages ?? new Set(), others: packages === undefined ? 'any' : 'none' },
        holds,
      ),
    });
  }

  /** True when the bits of a document say that a literal is in it. */
  holds(bits: readonly number[], literal: string): boolean {
    return this.#open().scanner.isIn(bits, literal);
  }
}

/** What a document can do because of the modules it imports, or that import it. */
export interface NeedReach {
  holds(literal: string): boolean;
  readonly packages: ReadonlySet<string>;
  /** Needs that other documents meet. */
  readonly met: ReadonlyMap<Need, boolean>;
}

type OpenReach = (code: string, imports: ImportedPackages, earlier?: NameReach) => NameReach;

/** Where a document holds what rules need. */
export class ScannedText {
  /** Where the literals that rules need stand in the text. */
  readonly hits: NeedleHits;
  readonly #anywhere: NeedJudge;
  readonly #isScript: boolean;
  readonly #openReach: OpenReach;
  readonly #facts: NeedFacts;
  readonly #text: string;
  readonly #possible: ReadonlySet<CompiledRule>;
  /** Of the text, and of its code once that was judged. */
  readonly #names: NameReach;
  #codeNames: NameReach | undefined;

  constructor(
    text: ModuleText,
    hits: NeedleHits,
    outputs: readonly NeedleHits[],
    index: NeedIndex,
    openReach: OpenReach,
    earlier?: ScannedText,
  ) {
    this.#codeNames = earlier === undefined ? undefined : earlier.#codeNames;
    this.hits = hits;
    this.#openReach = openReach;
    const content = maskLoneReturns(text.original);
    this.#text = content;
    this.#isScript = isScript(text.languageId);
    const found = this.#findImports(content, hits.offsetsOf(IMPORT) ?? []);
    const imports = readImports(found, (literal) => isFound(hits, literal));
    this.#possible = index.rulesFor([hits, ...outputs], imports.packages);
    const holds = (literal: string): boolean => isFound(hits, literal);
    const names = openReach(content, found, earlier === undefined ? undefined : earlier.#names);
    this.#names = names;
    this.#facts = {
      holdsWord: (literal, isBare) => holds(literal) && (!isBare || this.#holdsBare(literal, content)),
      holdsPart: (literal) => holds(literal) || outputs.some((output) => isFound(output, literal)),
      holdsBlock: (block) => hits.blocks.has(block) || outputs.some(({ blocks }) => blocks.has(block)),
      spells: holds,
      reaches: (segments) => names.reaches(segments),
      ...imports,
    };
    this.#anywhere = new NeedJudge(this.#facts);
  }

  /** Whether a word stands somewhere without a dot before it, or the text speaks of builtins. */
  #holdsBare(word: string, text: string): boolean {
    if (this.hits.offsetsOf(BUILTINS)?.length !== 0) return true;
    return this.hits.offsetsOf(word)?.some((at) => !isAfterDot(text, at)) ?? true;
  }

  /** What the text holds, for {@link RuleFilter.judgeBits}. */
  get bits(): readonly number[] {
    return this.hits.bits;
  }

  /** Which of the words stand somewhere as whole words, and which of them so that no dot is before them. */
  wordBits(words: ReadonlySet<string>): {
    readonly words: readonly number[];
    readonly bare: readonly number[];
  } {
    const text = this.#text;
    const isWhole = (word: string, at: number): boolean =>
      words.has(word) && isWholeWord(text, at, word.length);
    return {
      words: this.hits.bitsWhere(isWhole),
      bare: this.hits.bitsWhere((word, at) => !isAfterDot(text, at) && isWhole(word, at)),
    };
  }

  /** Packages that are imported; undefined when that is not certain. */
  get packages(): ReadonlySet<string> | undefined {
    return this.#facts.packages;
  }

  /** Where `import` stands in the text, as a word or a part of one. */
  get imports(): readonly number[] {
    return this.hits.offsetsOf(IMPORT) ?? [];
  }

  /** Rules that the document, with its outputs, may concern. */
  selectRules(rules: readonly CompiledRule[], reach?: NeedReach): readonly CompiledRule[] {
    if (reach !== undefined) {
      const judge = new NeedJudge(withReach(this.#facts, reach));
      return rules.filter(({ need }) => judge.isMet(need));
    }
    const possible = this.#possible;
    return rules.filter((rule) => possible.has(rule) && this.#anywhere.isMet(rule.need));
  }

  /** Judges what the code alone holds; `code` is the document with all else masked by blanks. */
  judgeCode(code: string, reach?: NeedReach): NeedJudge {
    const places = (this.hits.offsetsOf(IMPORT) ?? []).filter((at) => code.startsWith(IMPORT, at));
    const holdsPart = (literal: string): boolean =>
      this.hits.offsetsOf(literal)?.some((at) => code.startsWith(literal, at)) ?? true;
    const speaksOfBuiltins = holdsPart(BUILTINS);
    const holdsWord = (literal: string, isBare: boolean): boolean =>
      this.hits
        .offsetsOf(literal)
        ?.some(
          (at) =>
            code.startsWith(literal, at) &&
            isWholeWord(code, at, literal.length) &&
            (!isBare || speaksOfBuiltins || !isAfterDot(code, at)),
        ) ?? true;
    const found = this.#findImports(code, places);
    const names = this.#openReach(code, found, this.#codeNames);
    this.#codeNames = names;
    const facts: NeedFacts = {
      holdsWord,
      holdsPart,
      holdsBlock: (block) => this.hits.blocks.has(block),
      // A constant with a blank in it is masked as prose is.
      spells: (literal) => isFound(this.hits, literal),
      reaches: (segments) => names.reaches(segments),
      ...readImports(found, holdsPart),
    };
    return new NeedJudge(reach === undefined ? facts : withReach(facts, reach));
  }

  #findImports(text: string, offsets: readonly number[]): ImportedPackages {
    return this.#isScript ? findImportedModules(text) : findImportedPackages(text, offsets);
  }
}

function withReach(facts: NeedFacts, { holds, packages, met }: NeedReach): NeedFacts {
  const own = facts.packages;
  return {
    holdsWord: (literal, isBare) => holds(literal) || facts.holdsWord(literal, isBare),
    holdsPart: (literal) => holds(literal) || facts.holdsPart(literal),
    holdsBlock: (block) => facts.holdsBlock(block),
    spells: (literal) => holds(literal) || facts.spells(literal),
    // Any imported name may stand for it.
    reaches: () => true,
    decided: met,
    ...(own === undefined
      ? { imports: (name: string, isPrefix: boolean) => facts.imports(name, isPrefix), packages: undefined }
      : readImports({ names: new Set([...own, ...packages]), others: 'none' }, () => false)),
  };
}

function isFound(hits: NeedleHits, needle: string): boolean {
  return hits.offsetsOf(needle)?.length !== 0;
}

/** What a text imports; in doubt a package counts as imported when its name is there. */
function readImports(
  { names, others }: ImportedPackages,
  holds: (literal: string) => boolean,
): Pick<NeedFacts, 'imports' | 'packages'> {
  if (others !== 'none') return { imports: holds, packages: undefined };
  const imports = (name: string, isPrefix: boolean): boolean => {
    if (!isPrefix) return names.has(name);
    for (const imported of names) if (imported.startsWith(name)) return true;
    return false;
  };
  return { imports, packages: names };
}
