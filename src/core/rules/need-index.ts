import type { CompiledRule } from './compile-rule.js';
import type { NeedleHits } from './needle-scanner.js';
import type { RuleGates } from './rule-gates.js';

/** Rules by a few of the literals and packages that they need: most are ruled out by these for most documents. */
export class NeedIndex {
  readonly #byLiteral = new Map<string, CompiledRule[]>();
  readonly #others: readonly CompiledRule[];
  readonly #gates: RuleGates['rules'];

  constructor(rules: readonly CompiledRule[], gates: RuleGates['rules']) {
    this.#gates = gates;
    this.#others = rules.filter(({ rule }) => gates[rule.id]?.literals === undefined);
    for (const rule of rules) {
      for (const literal of gates[rule.rule.id]?.literals ?? []) {
        const list = this.#byLiteral.get(literal);
        if (list === undefined) this.#byLiteral.set(literal, [rule]);
        else list.push(rule);
      }
    }
  }

  /** Rules that a document with these literals and imports can concern; `packages` undefined when they are not certain. */
  rulesFor(
    texts: readonly NeedleHits[],
    packages: ReadonlySet<string> | undefined,
  ): ReadonlySet<CompiledRule> {
    const rules = new Set<CompiledRule>();
    const add = (rule: CompiledRule): void => {
      if (rules.has(rule)) return;
      const required = this.#gates[rule.rule.id]?.packages;
      if (packages === undefined || required?.some((name) => packages.has(name)) !== false) rules.add(rule);
    };
    this.#others.forEach(add);
    for (const hits of texts) {
      for (const literal of hits.found) this.#byLiteral.get(literal)?.forEach(add);
    }
    return rules;
  }
}
