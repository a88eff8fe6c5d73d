import { NamePatterns } from '../semantics/name-pattern.js';

/** How many answers are kept before they are forgotten. */
const maxKnown = 20_000;

/** What is known under patterns of qualified names, found by name. */
export class NameTable<T> {
  readonly #entries: readonly { readonly patterns: NamePatterns; readonly value: T }[];
  readonly #known = new Map<string, readonly T[]>();

  /** `patternsOf` gives the patterns under which a value is found. */
  constructor(values: readonly T[], patternsOf: (value: T) => readonly string[]) {
    this.#entries = values.map((value) => ({ patterns: new NamePatterns(patternsOf(value)), value }));
  }

  /** Every value that one of the names leads to, in the order of the table, with that name. */
  findAll(names: readonly string[]): readonly { readonly value: T; readonly name: string }[] {
    return names.flatMap((name) => this.#valuesOf(name).map((value) => ({ value, name })));
  }

  /** The first value that a name leads to; undefined when there is none. */
  find(names: readonly string[]): { readonly value: T; readonly name: string } | undefined {
    return this.findAll(names)[0];
  }

  #valuesOf(name: string): readonly T[] {
    let values = this.#known.get(name);
    if (values === undefined) {
      values = this.#entries.filter(({ patterns }) => patterns.matches(name)).map(({ value }) => value);
      if (this.#known.size >= maxKnown) this.#known.clear();
      this.#known.set(name, values);
    }
    return values;
  }
}
