import type { ModuleText } from '../source/module-text.js';
import type { ImportedPackages } from '../syntax/imported-packages.js';
import { findImportedModules } from '../syntax/javascript/imported-modules.js';
import { isScript } from '../syntax/languages.js';
import { findImportedPackages } from '../syntax/python/imported-packages.js';
import { isWholeWord } from '../syntax/words.js';
import type { CompiledRule } from './compile-rule.js';
import { NameReach } from './name-reach.js';
import {
  literalsOf,
  type Need,
  type NeedFacts,
  NeedJudge,
  requiredPackages,
  wholeWordsOf,
} from './need.js';
import { type NeedleHits, NeedleScanner } from './needle-scanner.js';

const IMPORT = 'import';
const DOT = 46;

/** Finds out which rules a document can concern, by the literals they need. Made once for all documents. */
export class RuleFilter {
  readonly #scanner: NeedleScanner;
  readonly #index: PackageIndex;
  readonly #fluent: ReadonlySet<string>;

  /** `fluent`: methods that give back the kind of thing they belong to. */
  constructor(rules: readonly CompiledRule[], fluent: ReadonlySet<string> = new Set()) {
    this.#fluent = fluent;
    this.#index = new PackageIndex(rules);
    const needs = rules.map(({ need }) => need);
    const words = new Set(wholeWordsOf(needs));
    // `__import__` counts too.
    words.delete(IMPORT);
    this.#scanner = new NeedleScanner([IMPORT, ...literalsOf(needs)], words);
  }

  /** Reads a document once. */
  scan(text: ModuleText): ScannedText {
    return new ScannedText(
      text,
      this.#scanner.scan(text.original),
      text.outputs.map((output) => this.#scanner.scan(output.text)),
      this.#index,
      (code, imports) => new NameReach(code, imports, this.#fluent),
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
    const holds = (literal: string): boolean => this.#scanner.isIn(bits, literal);
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
    return this.#scanner.isIn(bits, literal);
  }
}

/** What a document can do because of the modules it imports, or that import it. */
export interface NeedReach {
  holds(literal: string): boolean;
  readonly packages: ReadonlySet<string>;
  /** Needs that other documents meet. */
  readonly met: ReadonlyMap<Need, boolean>;
}

/** Rules by the packages that they need. */
class PackageIndex {
  readonly #byPackage = new Map<string, CompiledRule[]>();
  readonly #others: readonly CompiledRule[];

  constructor(rules: readonly CompiledRule[]) {
    const known = new Map<Need, ReadonlySet<string> | undefined>();
    this.#others = rules.filter((rule) => {
      const packages = requiredPackages(rule.need, known);
      for (const name of packages ?? []) {
        const list = this.#byPackage.get(name);
        if (list === undefined) this.#byPackage.set(name, [rule]);
        else list.push(rule);
      }
      return packages === undefined;
    });
  }

  /** Rules that a document with these imports can concern. */
  rulesFor(packages: ReadonlySet<string>): ReadonlySet<CompiledRule> {
    const rules = new Set(this.#others);
    for (const name of packages) for (const rule of this.#byPackage.get(name) ?? []) rules.add(rule);
    return rules;
  }
}

type OpenReach = (code: string, imports: ImportedPackages) => NameReach;

/** Where a document holds what rules need. */
export class ScannedText {
  readonly #hits: NeedleHits;
  readonly #anywhere: NeedJudge;
  readonly #isScript: boolean;
  readonly #openReach: OpenReach;
  readonly #facts: NeedFacts;
  readonly #text: string;
  /** Undefined when any rule is possible. */
  readonly #possible: ReadonlySet<CompiledRule> | undefined;

  constructor(
    text: ModuleText,
    hits: NeedleHits,
    outputs: readonly NeedleHits[],
    index: PackageIndex,
    openReach: OpenReach,
  ) {
    this.#hits = hits;
    this.#openReach = openReach;
    this.#text = text.original;
    this.#isScript = isScript(text.languageId);
    const found = this.#findImports(text.original, hits.offsetsOf(IMPORT) ?? []);
    const imports = readImports(found, (literal) => isFound(hits, literal));
    this.#possible = imports.packages === undefined ? undefined : index.rulesFor(imports.packages);
    const holds = (literal: string): boolean => isFound(hits, literal);
    const names = openReach(text.original, found);
    this.#facts = {
      holdsWord: holds,
      holdsPart: (literal) => holds(literal) || outputs.some((output) => isFound(output, literal)),
      holdsBlock: (block) => hits.blocks.has(block) || outputs.some(({ blocks }) => blocks.has(block)),
      spells: holds,
      reaches: (segments) => names.reaches(segments),
      ...imports,
    };
    this.#anywhere = new NeedJudge(this.#facts);
  }

  /** What the text holds, for {@link RuleFilter.judgeBits}. */
  get bits(): readonly number[] {
    return this.#hits.bits;
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
      words: this.#hits.bitsWhere(isWhole),
      bare: this.#hits.bitsWhere((word, at) => text.charCodeAt(at - 1) !== DOT && isWhole(word, at)),
    };
  }

  /** Packages that are imported; undefined when that is not certain. */
  get packages(): ReadonlySet<string> | undefined {
    return this.#facts.packages;
  }

  /** Where `import` stands in the text, as a word or a part of one. */
  get imports(): readonly number[] {
    return this.#hits.offsetsOf(IMPORT) ?? [];
  }

  /** Rules that the document, with its outputs, may concern. */
  selectRules(rules: readonly CompiledRule[], reach?: NeedReach): readonly CompiledRule[] {
    if (reach !== undefined) {
      const judge = new NeedJudge(withReach(this.#facts, reach));
      return rules.filter(({ need }) => judge.isMet(need));
    }
    const possible = this.#possible;
    return rules.filter((rule) => possible?.has(rule) !== false && this.#anywhere.isMet(rule.need));
  }

  /** Judges what the code alone holds; `code` is the document with all else masked by blanks. */
  judgeCode(code: string, reach?: NeedReach): NeedJudge {
    const places = (this.#hits.offsetsOf(IMPORT) ?? []).filter((at) => code.startsWith(IMPORT, at));
    const holdsPart = (literal: string): boolean =>
      this.#hits.offsetsOf(literal)?.some((at) => code.startsWith(literal, at)) ?? true;
    const holdsWord = (literal: string): boolean =>
      this.#hits
        .offsetsOf(literal)
        ?.some((at) => code.startsWith(literal, at) && isWholeWord(code, at, literal.length)) ?? true;
    const found = this.#findImports(code, places);
    const names = this.#openReach(code, found);
    const facts: NeedFacts = {
      holdsWord,
      holdsPart,
      holdsBlock: (block) => this.#hits.blocks.has(block),
      spells: holdsPart,
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
    holdsWord: (literal) => holds(literal) || facts.holdsWord(literal),
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
