import type { PlacedValue } from '../rules/match-context.js';
import type { Site, ValueAt } from '../semantics/module-model.js';
import type { Expr } from '../syntax/ir.js';
import type { FactBuilder } from './fact-builder.js';

/** Steps from a loop's name back to the search: `sorted(...)`, `list(...)` and names in between. */
const maxSteps = 4;

/** The pattern of the search that a loop's name comes from, as in `for f in dir.glob("a*.csv")`, or what was given. */
export function throughGlob(facts: FactBuilder, given: PlacedValue | undefined): PlacedValue | undefined {
  if (given?.value.kind !== 'name') return given;
  const found = sourceOf(facts, given.value.name, { scope: given.site.scope, offset: given.value.start });
  if (found === undefined || !found.isPart) return given;
  const pattern = patternOf(facts, found.value, found.site, 0);
  return pattern !== undefined && typeof facts.constant(pattern.value, pattern.site) === 'string'
    ? pattern
    : given;
}

function patternOf(facts: FactBuilder, value: Expr, site: Site, depth: number): PlacedValue | undefined {
  if (depth > maxSteps) return undefined;
  if (value.kind === 'name') {
    const found = sourceOf(facts, value.name, { scope: site.scope, offset: value.start });
    return found === undefined || found.isPart
      ? undefined
      : patternOf(facts, found.value, found.site, depth + 1);
  }
  if (value.kind !== 'call') return undefined;
  const { callee } = value;
  const first = value.args[0]?.value;
  if (first === undefined) return undefined;
  const names = facts.namesOf(callee, site);
  if (names.some((name) => /^glob\.i?glob$/.test(name))) return { value: first, site };
  if (names.some((name) => /^(?:builtins\.)?(?:list|sorted|reversed|tuple|set)$/.test(name)))
    return patternOf(facts, first, site, depth + 1);
  return callee.kind === 'attribute' && /^r?glob$/.test(callee.name) ? { value: first, site } : undefined;
}

/** What a name is bound to, or takes one after the other, where there is only one such place. */
function sourceOf(
  facts: FactBuilder,
  name: string,
  site: Site,
): (ValueAt & { readonly isPart: boolean }) | undefined {
  const [only, ...others] = facts.module.resolver.model.lookup(name, site);
  if (only === undefined || others.length > 0) return undefined;
  const { source, scope, span } = only;
  if (source.kind !== 'value' && source.kind !== 'part') return undefined;
  if (source.kind === 'part' && source.position !== undefined) return undefined;
  return { value: source.value, site: { scope, offset: span.start }, isPart: source.kind === 'part' };
}
