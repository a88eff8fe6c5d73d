import type { CompiledRule } from './compile-rule.js';

/** Rules that look at syntax, found by the word they need. */
export class RuleIndex {
  readonly calls: Bucket;
  readonly references: Bucket;
  readonly settings: Bucket;

  /** `isTrimmed` false puts every rule where every candidate is tried, for comparison. */
  constructor(rules: readonly CompiledRule[], isTrimmed: boolean) {
    this.calls = new Bucket(rules, 'call', isTrimmed);
    this.references = new Bucket(rules, 'reference', isTrimmed);
    this.settings = new Bucket(rules, 'setting', isTrimmed);
  }
}

const NONE: readonly CompiledRule[] = [];

/** Rules of one kind by word. */
class Bucket {
  readonly #byWord = new Map<string, CompiledRule[]>();
  readonly #always: readonly CompiledRule[];
  readonly #all: readonly CompiledRule[];

  constructor(rules: readonly CompiledRule[], kind: 'call' | 'reference' | 'setting', isTrimmed: boolean) {
    this.#all = rules.filter(({ rule }) => rule.match.kind === kind);
    this.#always = isTrimmed ? this.#all.filter(({ words }) => words === undefined) : this.#all;
    if (!isTrimmed) return;
    for (const rule of this.#all) {
      for (const word of rule.words ?? []) {
        const list = this.#byWord.get(word);
        if (list === undefined) this.#byWord.set(word, [rule]);
        else list.push(rule);
      }
    }
  }

  get isEmpty(): boolean {
    return this.#all.length === 0;
  }

  /** Every rule of the kind. */
  get all(): readonly CompiledRule[] {
    return this.#all;
  }

  /** Rules that may match where this word stands. */
  get(word: string): readonly CompiledRule[] {
    const found = this.#byWord.get(word);
    if (found === undefined) return this.#always;
    return this.#always.length === 0 ? found : [...found, ...this.#always];
  }

  /** True when some rule needs this word. */
  has(word: string): boolean {
    return this.#byWord.has(word) || this.#always.length > 0;
  }
}

/** Rules that a word leads to; empty for a word that no rule needs. */
export function rulesFor(bucket: Bucket, word: string): readonly CompiledRule[] {
  return bucket.isEmpty ? NONE : bucket.get(word);
}
