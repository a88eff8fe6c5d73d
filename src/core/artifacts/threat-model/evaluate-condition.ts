import type { Finding } from '../../findings/finding.js';
import type { InventoryFact, InventoryFactKind } from '../../inventory/inventory.js';
import type { Location } from '../../source/document.js';
import { readFieldWords } from './fact-fields.js';
import type { ThreatCondition } from './threat-knowledge.js';

/** What conditions are judged against. */
export interface ThreatContext {
  readonly kinds: ReadonlySet<InventoryFactKind>;
  /** By path. */
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
}

/** Whether a condition holds for a fact. */
export function holds(condition: ThreatCondition, fact: InventoryFact, context: ThreatContext): boolean {
  if ('all' in condition) return condition.all.every((each) => holds(each, fact, context));
  if ('any' in condition) return condition.any.some((each) => holds(each, fact, context));
  if ('not' in condition) return !holds(condition.not, fact, context);
  if ('has' in condition)
    return condition.has.every((field) => !readFieldWords(fact, field).includes('absent'));
  if ('matches' in condition) {
    return Object.entries(condition.matches).every(([field, pattern]) =>
      readFieldWords(fact, field).some((word) => new RegExp(pattern, 'u').test(word)),
    );
  }
  if ('project' in condition) return condition.project.some((kind) => context.kinds.has(kind));
  // What a rule reports as likely proves nothing.
  if ('finding' in condition)
    return findAt(fact.location, condition.finding, context).some(
      ({ level }) => level === 'error' || level === 'warning',
    );
  return Object.entries(condition.where).every(([field, values]) =>
    readFieldWords(fact, field).some((word) => values.includes(word)),
  );
}

/** Findings of some rules on the lines of a place. */
export function findAt(
  { path, range, cell }: Location,
  rules: readonly string[],
  { findings }: ThreatContext,
): readonly Finding[] {
  return (findings.get(path) ?? []).filter(
    ({ ruleId, location }) =>
      rules.includes(ruleId) &&
      location.cell === cell &&
      location.range.start.line <= range.end.line &&
      location.range.end.line >= range.start.line,
  );
}
