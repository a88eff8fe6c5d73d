import type { ModuleText } from '../source/module-text.js';
import type { ImportedPackages } from '../syntax/imported-packages.js';
import { findImportedModules } from '../syntax/javascript/imported-modules.js';
import { isScript } from '../syntax/languages.js';
import { findImportedPackages } from '../syntax/python/imported-packages.js';
import { isWholeWord } from '../syntax/words.js';
import type { CompiledRule } from './compile-rule.js';
import { literalsOf, type NeedFacts, NeedJudge, requiredPackages } from './need.js';
import { type NeedleHits, NeedleScanner } from './needle-scanner.js';

const IMPORT = 'import';

/** Finds out which rules a document can concern, by the literals they need. Made once for all documents. */
export class RuleFilter {
  readonly #scanner: NeedleScanner;
  readonly #index: PackageIndex;

  constructor(rules: readonly CompiledRule[]) {
    this.#index = new PackageIndex(rules);
    this.#scanner = new NeedleScanner([IMPORT, ...literalsOf(rules.map(({ need }) => need))]);
  }

  /** Reads a document once. */
  scan(text: ModuleText): ScannedText {
    return new ScannedText(
      text,
      this.#scanner.scan(text.original),
      text.outputs.map((output) => this.#scanner.scan(output.text)),
      this.#index,
    );
  }
}

/** Rules by the packages that they need. */
class PackageIndex {
  readonly #byPackage = new Map<string, CompiledRule[]>();
  readonly #others: readonly CompiledRule[];

  constructor(rules: readonly CompiledRule[]) {
    this.#others = rules.filter((rule) => {
      const packages = requiredPackages(rule.need);
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

/** Where a document holds what rules need. */
export class ScannedText {
  readonly #hits: NeedleHits;
  readonly #anywhere: NeedJudge;
  readonly #isScript: boolean;
  /** Undefined when any rule is possible. */
  readonly #possible: ReadonlySet<CompiledRule> | undefined;

  constructor(text: ModuleText, hits: NeedleHits, outputs: readonly NeedleHits[], index: PackageIndex) {
    this.#hits = hits;
    this.#isScript = isScript(text.languageId);
    const found = this.#findImports(text.original, hits.offsetsOf(IMPORT) ?? []);
    const imports = readImports(found, (literal) => isFound(hits, literal));
    this.#possible = imports.packages === undefined ? undefined : index.rulesFor(imports.packages);
    const holds = (literal: string): boolean => isFound(hits, literal);
    this.#anywhere = new NeedJudge({
      holdsWord: holds,
      holdsPart: (literal) => holds(literal) || outputs.some((output) => isFound(output, literal)),
      isAscii: hits.isAscii && outputs.every((output) => output.isAscii),
      ...imports,
    });
  }

  /** Rules that the document, with its outputs, may concern. */
  selectRules(rules: readonly CompiledRule[]): readonly CompiledRule[] {
    const possible = this.#possible;
    return rules.filter((rule) => possible?.has(rule) !== false && this.#anywhere.isMet(rule.need));
  }

  /** Judges what the code alone holds; `code` is the document with all else masked by blanks. */
  judgeCode(code: string): NeedJudge {
    const places = (this.#hits.offsetsOf(IMPORT) ?? []).filter((at) => code.startsWith(IMPORT, at));
    const holdsPart = (literal: string): boolean =>
      this.#hits.offsetsOf(literal)?.some((at) => code.startsWith(literal, at)) ?? true;
    const holdsWord = (literal: string): boolean =>
      this.#hits
        .offsetsOf(literal)
        ?.some((at) => code.startsWith(literal, at) && isWholeWord(code, at, literal.length)) ?? true;
    return new NeedJudge({
      holdsWord,
      holdsPart,
      isAscii: this.#hits.isAscii,
      ...readImports(this.#findImports(code, places), holdsPart),
    });
  }

  #findImports(text: string, offsets: readonly number[]): ImportedPackages {
    return this.#isScript ? findImportedModules(text) : findImportedPackages(text, offsets);
  }
}

function isFound(hits: NeedleHits, needle: string): boolean {
  return hits.offsetsOf(needle)?.length !== 0;
}

/** What a text imports; in doubt a package counts as imported when its name is there. */
function readImports(
  { names, isOpen }: ImportedPackages,
  holds: (literal: string) => boolean,
): Pick<NeedFacts, 'imports' | 'packages'> {
  if (isOpen) return { imports: holds, packages: undefined };
  const imports = (name: string, isPrefix: boolean): boolean => {
    if (!isPrefix) return names.has(name);
    for (const imported of names) if (imported.startsWith(name)) return true;
    return false;
  };
  return { imports, packages: names };
}
