import type { ModuleText } from '../source/module-text.js';
import type { CompiledRule } from './compile-rule.js';
import { type NeedleHits, NeedleScanner } from './needle-scanner.js';

/** Finds out which rules a document can concern, by the literals they need. Made once for all documents. */
export class RuleFilter {
  readonly #scanner: NeedleScanner;

  constructor(rules: readonly CompiledRule[]) {
    const needles = new Set<string>();
    for (const rule of rules) {
      for (const all of rule.needles) for (const needle of all) needles.add(needle);
    }
    this.#scanner = new NeedleScanner(needles);
  }

  /** Reads a document once. */
  scan(text: ModuleText): ScannedText {
    return new ScannedText(
      this.#scanner.scan(text.original),
      text.outputs.map((output) => this.#scanner.scan(output.text)),
    );
  }
}

/** Where a document holds what rules need. */
export class ScannedText {
  readonly #hits: NeedleHits;
  readonly #outputs: readonly NeedleHits[];
  readonly #inCode = new Map<string, boolean>();

  constructor(hits: NeedleHits, outputs: readonly NeedleHits[]) {
    this.#hits = hits;
    this.#outputs = outputs;
  }

  /** True when the document, with its outputs, holds every literal of one of the rule's lists. */
  mayConcern({ needles }: CompiledRule): boolean {
    const isThere = (needle: string): boolean =>
      isFound(this.#hits, needle) || this.#outputs.some((output) => isFound(output, needle));
    return needles.length === 0 || needles.some((all) => all.every(isThere));
  }

  /** The same for code alone: `code` is the document with everything else masked at equal length. */
  mayConcernCode({ needles }: CompiledRule, code: string): boolean {
    const isThere = (needle: string): boolean => {
      let answer = this.#inCode.get(needle);
      if (answer === undefined) {
        answer = this.#hits.offsetsOf(needle)?.some((at) => isUnmasked(needle, code, at)) ?? true;
        this.#inCode.set(needle, answer);
      }
      return answer;
    };
    return needles.length === 0 || needles.some((all) => all.every(isThere));
  }
}

function isFound(hits: NeedleHits, needle: string): boolean {
  const offsets = hits.offsetsOf(needle);
  return offsets === undefined || offsets.length > 0;
}

/** Masks are blanks, and no needle begins or ends with one. */
function isUnmasked(needle: string, code: string, at: number): boolean {
  return code.startsWith(needle, at);
}
