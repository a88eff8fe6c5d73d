import type { Need } from '../rules/need.js';
import type { OriginKind } from '../rules/rule.js';
import type { NeedReach, RuleFilter } from '../rules/rule-filter.js';
import type { ModuleReach } from './module-outline.js';

/** What other modules bring, as the filter of rules asks for it. */
export function toNeedReach(
  { bits, packages, origins }: ModuleReach,
  filter: RuleFilter,
  needs: ReadonlyMap<OriginKind, Need>,
): NeedReach {
  return {
    holds: (literal) => filter.holds(bits, literal),
    packages: new Set(packages),
    met: new Map(
      [...needs].flatMap(([kind, need]) => (origins.includes(kind) ? [[need, true] as const] : [])),
    ),
  };
}
