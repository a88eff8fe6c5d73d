import type { CompiledRule } from './compile-rule.js';
import { gateOf, type Need, requiredPackages } from './need.js';
import type { NeedleHits } from './needle-scanner.js';

/** Rules by a few of the literals and packages that they need: most are ruled out by these for most documents. */
export class NeedIndex {
  readonly #byLiteral = new Map<string, CompiledRule[]>();
  readonly #others: readonly CompiledRule[];
  readonly #packages = new Map<CompiledRule, ReadonlySet<string>>();

  constructor(rules: readonly CompiledRule[]) {
    const known = new Map<Need, ReadonlySet<string> | undefined>();
    const gates = new Map<Need, ReadonlySet<string> | undefined>();
    this.#others = rules.filter((rule) => {
      const packages = requiredPackages(rule.need, known);
      if (packages !== undefined) this.#packages.set(rule, packages);
      const gate = gateOf(rule.need, gates);
      for (const literal of gate ?? []) {
        const list = this.#byLiteral.get(literal);
        if (list === undefined) this.#byLiteral.set(literal, [rule]);
        else list.push(rule);
      }
      return gate === undefined;
    });
  }

  /** Rules that a document with these literals and imports can concern; `packages` undefined when they are not certain. */
  rulesFor(
    texts: readonly NeedleHits[],
    packages: ReadonlySet<string> | undefined,
  ): ReadonlySet<CompiledRule> {
    const rules = new Set<CompiledRule>();
    const add = (rule: CompiledRule): void => {
      if (rules.has(rule)) return;
      const required = this.#packages.get(rule);
      if (packages === undefined || required === undefined || isOneIn(packages, required)) rules.add(rule);
    };
    this.#others.forEach(add);
    for (const hits of texts) {
      for (const literal of hits.found) this.#byLiteral.get(literal)?.forEach(add);
    }
    return rules;
  }
}

function isOneIn(names: ReadonlySet<string>, set: ReadonlySet<string>): boolean {
  for (const name of names) if (set.has(name)) return true;
  return false;
}
