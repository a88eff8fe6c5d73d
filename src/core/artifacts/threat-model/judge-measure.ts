import type { Finding } from '../../findings/finding.js';
import type { Guard, InventoryFact } from '../../inventory/inventory.js';
import { findAt, type ThreatContext } from './evaluate-condition.js';
import { isStatedValue, readField } from './fact-fields.js';
import type { ThreatMitigation } from './threat-knowledge.js';
import type { Measure } from './threat-model.js';

/** What the code shows of a mitigation at one fact. A finding of a rule weighs more than a field. */
export function judgeMeasure(
  mitigation: ThreatMitigation,
  fact: InventoryFact,
  context: ThreatContext,
): Measure {
  const { title, question, field, pattern, rules = [] } = mitigation;
  const found = findAt(fact.location, rules, context);
  const finding = found.find(({ suppression }) => suppression === undefined) ?? found[0];
  if (finding !== undefined) {
    return reportMissing(mitigation, finding);
  }
  if (field === undefined) return { title, question, state: 'ask' };
  const value = readField(fact, field);
  if (value === undefined || value === null) return { title, question, state: 'not-found' };
  if (isGuard(value)) {
    return { title, question, state: 'found', detail: value.name, location: value.location };
  }
  if (isStatedValue(value) && value.kind === 'expression') {
    return { title, question, state: 'unclear', detail: value.text };
  }
  const constant = isStatedValue(value) && value.kind === 'constant' ? value : undefined;
  const text = constant === undefined ? String(value) : String(constant.value);
  const isMet = pattern === undefined || new RegExp(pattern, 'u').test(text);
  const location = constant?.statedAt === undefined ? {} : { location: constant.statedAt };
  return { title, question, state: isMet ? 'found' : 'not-met', detail: text, ...location };
}

/** A mitigation that a finding speaks against. */
export function reportMissing(
  { title, question }: ThreatMitigation,
  { ruleId, location, level, suppression }: Finding,
): Measure {
  return {
    title,
    question,
    state: 'missing',
    detail: ruleId,
    location,
    ...(level === 'note' || level === 'hint' ? { isLikely: true } : {}),
    ...(suppression === undefined ? {} : { isSuppressed: true }),
  };
}

function isGuard(value: unknown): value is Guard {
  return typeof value === 'object' && value !== null && 'location' in value && 'name' in value;
}
