import type { ModuleText } from '../source/module-text.js';
import { findImportedPackages } from '../syntax/python/imported-packages.js';
import { isWholeWord } from '../syntax/words.js';
import type { CompiledRule } from './compile-rule.js';
import { literalsOf, type NeedFacts, NeedJudge } from './need.js';
import { type NeedleHits, NeedleScanner } from './needle-scanner.js';

const IMPORT = 'import';

/** Finds out which rules a document can concern, by the literals they need. Made once for all documents. */
export class RuleFilter {
  readonly #scanner: NeedleScanner;

  constructor(rules: readonly CompiledRule[]) {
    this.#scanner = new NeedleScanner([IMPORT, ...literalsOf(rules.map(({ need }) => need))]);
  }

  /** Reads a document once. */
  scan(text: ModuleText): ScannedText {
    return new ScannedText(
      text.original,
      this.#scanner.scan(text.original),
      text.outputs.map((output) => this.#scanner.scan(output.text)),
    );
  }
}

/** Where a document holds what rules need. */
export class ScannedText {
  readonly #hits: NeedleHits;
  readonly #anywhere: NeedJudge;

  constructor(text: string, hits: NeedleHits, outputs: readonly NeedleHits[]) {
    this.#hits = hits;
    const holds = (literal: string): boolean => isFound(hits, literal);
    this.#anywhere = new NeedJudge({
      holdsWord: holds,
      holdsPart: (literal) => holds(literal) || outputs.some((output) => isFound(output, literal)),
      ...readImports(text, hits.offsetsOf(IMPORT) ?? [], holds),
    });
  }

  /** Rules that the document, with its outputs, may concern. */
  selectRules(rules: readonly CompiledRule[]): readonly CompiledRule[] {
    return rules.filter(({ need }) => this.#anywhere.isMet(need));
  }

  /** Of rules that look at code, those that it may concern. `code` is the document with all else masked by blanks. */
  selectForCode(rules: readonly CompiledRule[], code: string): readonly CompiledRule[] {
    const places = (this.#hits.offsetsOf(IMPORT) ?? []).filter((at) => code.startsWith(IMPORT, at));
    const holdsPart = (literal: string): boolean =>
      this.#hits.offsetsOf(literal)?.some((at) => code.startsWith(literal, at)) ?? true;
    const holdsWord = (literal: string): boolean =>
      this.#hits
        .offsetsOf(literal)
        ?.some((at) => code.startsWith(literal, at) && isWholeWord(code, at, literal.length)) ?? true;
    const judge = new NeedJudge({
      holdsWord,
      holdsPart,
      ...readImports(code, places, holdsPart),
    });
    return rules.filter(({ need }) => judge.isMet(need));
  }
}

function isFound(hits: NeedleHits, needle: string): boolean {
  return hits.offsetsOf(needle)?.length !== 0;
}

/** What a text imports; in doubt a package counts as imported when its name is there. */
function readImports(
  text: string,
  offsets: readonly number[],
  holds: (literal: string) => boolean,
): Pick<NeedFacts, 'imports' | 'packages'> {
  const { names, isOpen } = findImportedPackages(text, offsets);
  if (isOpen) return { imports: holds, packages: undefined };
  const imports = (name: string, isPrefix: boolean): boolean => {
    if (!isPrefix) return names.has(name);
    for (const imported of names) if (imported.startsWith(name)) return true;
    return false;
  };
  return { imports, packages: names };
}
