import type { CompiledRule } from './compile-rule.js';
import { gateOf, type Literals, literalsOf, type Need, packagesOf, requiredPackages } from './need.js';

/** Without which a rule cannot match. Plain data. */
export interface RuleGate {
  /** Literals of which one must be there; absent when there are no such. */
  readonly literals?: readonly string[];
  /** Packages of which one must be imported; absent when there are none or they are not known. */
  readonly packages?: readonly string[];
}

/** What texts are looked through for on behalf of rules. Plain data. */
export interface RuleGates {
  /** By the id of the rule. */
  readonly rules: Readonly<Record<string, RuleGate>>;
  readonly literals: Literals;
  /** Top-level packages that the rules speak of by their full names. */
  readonly packages: readonly string[];
}

/** The gates of Fairlead's own rules, for each kind of text that is looked through, as the build worked them out. */
export type KnownGates = Readonly<Record<'python' | 'javascript' | 'documents', RuleGates>>;

/** Works out the gates of rules from what they need. */
export function createRuleGates(rules: readonly CompiledRule[]): RuleGates {
  const needs = rules.map(({ need }) => need);
  const gates = new Map<Need, ReadonlySet<string> | undefined>();
  const packages = new Map<Need, ReadonlySet<string> | undefined>();
  const toGate = (need: Need): RuleGate => {
    const literals = gateOf(need, gates);
    const required = requiredPackages(need, packages);
    return {
      ...(literals === undefined ? {} : { literals: [...literals] }),
      ...(required === undefined ? {} : { packages: [...required] }),
    };
  };
  return {
    rules: Object.fromEntries(rules.map(({ rule, need }) => [rule.id, toGate(need)])),
    literals: literalsOf(needs),
    packages: [...packagesOf(needs)],
  };
}

/**
 * The gates of rules, most of which are known already.
 *
 * @param known of rules by id, which no other rule may have
 */
export function completeGates(rules: readonly CompiledRule[], known: RuleGates | undefined): RuleGates {
  if (known === undefined) return createRuleGates(rules);
  const others = rules.filter(({ rule }) => !Object.hasOwn(known.rules, rule.id));
  if (others.length === 0) return known;
  const more = createRuleGates(others);
  const parts = new Set([...known.literals.parts, ...more.literals.parts]);
  const words = new Set([...known.literals.words, ...more.literals.words]);
  return {
    rules: { ...known.rules, ...more.rules },
    literals: { words: [...words].filter((word) => !parts.has(word)), parts: [...parts] },
    packages: [...new Set([...known.packages, ...more.packages])],
  };
}
