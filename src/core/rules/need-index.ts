import type { CompiledRule } from './compile-rule.js';
import type { NeedleHits } from './needle-scanner.js';
import type { RuleGates } from './rule-gates.js';

/** A rule with the packages of which one must be imported. */
interface Gated {
  readonly rule: CompiledRule;
  readonly packages: readonly string[] | undefined;
}

/** Rules by a few of the literals and packages that they need: most are ruled out by these for most documents. */
export class NeedIndex {
  readonly #byLiteral = new Map<string, Gated[]>();
  readonly #others: readonly Gated[];

  constructor(rules: readonly CompiledRule[], gates: RuleGates['rules']) {
    const others: Gated[] = [];
    for (const rule of rules) {
      const { literals, packages } = gates[rule.rule.id] ?? {};
      const gated = { rule, packages };
      if (literals === undefined) others.push(gated);
      for (const literal of literals ?? []) {
        const list = this.#byLiteral.get(literal);
        if (list === undefined) this.#byLiteral.set(literal, [gated]);
        else list.push(gated);
      }
    }
    this.#others = others;
  }

  /** Rules that a document with these literals and imports can concern; `packages` undefined when they are not certain. */
  rulesFor(
    texts: readonly NeedleHits[],
    packages: ReadonlySet<string> | undefined,
  ): ReadonlySet<CompiledRule> {
    const rules = new Set<CompiledRule>();
    const add = ({ rule, packages: required }: Gated): void => {
      if (packages === undefined || required?.some((name) => packages.has(name)) !== false) rules.add(rule);
    };
    this.#others.forEach(add);
    for (const hits of texts) {
      for (const literal of hits.found) this.#byLiteral.get(literal)?.forEach(add);
    }
    return rules;
  }
}
