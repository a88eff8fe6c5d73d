import type { Finding } from '../../findings/finding.js';
import type { InventoryFact } from '../../inventory/inventory.js';
import { holds, type ThreatContext } from './evaluate-condition.js';
import { judgeMeasure, reportMissing } from './judge-measure.js';
import { worse } from './summarize-threat.js';
import type { ThreatRating, ThreatRule } from './threat-knowledge.js';
import type { Measure, MeasureState, Rated, Threat, ThreatElement } from './threat-model.js';

/** From what speaks most for the threat to what speaks most against it. */
const stateOrder: readonly MeasureState[] = ['missing', 'not-met', 'not-found', 'unclear', 'ask', 'found'];

/**
 * The threats that facts or findings carry, in the order of the catalogue. A finding that already stands beside a fact is
 * not a threat of its own.
 */
export function findThreats(
  rules: readonly ThreatRule[],
  facts: readonly InventoryFact[],
  findings: readonly Finding[],
  nodeOf: (fact: InventoryFact | Finding) => string | undefined,
): readonly Threat[] {
  const byPath = new Map<string, Finding[]>();
  for (const finding of findings) {
    const list = byPath.get(finding.location.path);
    if (list === undefined) byPath.set(finding.location.path, [finding]);
    else list.push(finding);
  }
  const context: ThreatContext = { kinds: new Set(facts.map(({ kind }) => kind)), findings: byPath };
  const ofFacts = new Map(rules.map((rule) => [rule, judgeFacts(rule, facts, context, nodeOf)] as const));
  const told = new Set(
    [...ofFacts.values()].flatMap((elements) =>
      elements.flatMap(({ measures }) =>
        measures.flatMap(({ state, detail, location }) =>
          state === 'missing' && location !== undefined ? [placeOf(detail ?? '', location)] : [],
        ),
      ),
    ),
  );
  const isNew = (finding: Finding): boolean => !told.has(placeOf(finding.ruleId, finding.location));
  return rules.flatMap((rule) => {
    const elements =
      rule.findings.length === 0
        ? (ofFacts.get(rule) ?? [])
        : judgeFindings(rule, findings.filter(isNew), nodeOf);
    return elements.length === 0 ? [] : [{ rule, elements }];
  });
}

function placeOf(rule: string, { path, range, cell }: Finding['location']): string {
  return JSON.stringify([rule, path, cell, range.start.line]);
}

function judgeFacts(
  rule: ThreatRule,
  facts: readonly InventoryFact[],
  context: ThreatContext,
  nodeOf: (fact: InventoryFact) => string | undefined,
): readonly ThreatElement[] {
  const elements = new Map<string, ThreatElement>();
  for (const fact of facts) {
    if (!rule.elements.includes(fact.kind)) continue;
    if (rule.when !== undefined && !holds(rule.when, fact, context)) continue;
    const id = `${fact.kind} ${fact.name} ${fact.location.path}`;
    const node = nodeOf(fact);
    const element: ThreatElement = {
      id,
      kind: fact.kind,
      name: fact.name,
      locations: [fact.location],
      likelihood: rate(rule.likelihood, fact, context),
      impact: rate(rule.impact, fact, context),
      measures: rule.mitigations
        .filter(({ when }) => when === undefined || holds(when, fact, context))
        .map((mitigation) => judgeMeasure(mitigation, fact, context)),
      ...(node === undefined ? {} : { node }),
    };
    const same = elements.get(id);
    elements.set(id, same === undefined ? element : combine(same, element));
  }
  return [...elements.values()];
}

function judgeFindings(
  rule: ThreatRule,
  findings: readonly Finding[],
  nodeOf: (finding: Finding) => string | undefined,
): readonly ThreatElement[] {
  return findings.flatMap((finding): ThreatElement[] => {
    if (!rule.findings.includes(finding.ruleId)) return [];
    const { ruleId, location, fingerprint } = finding;
    const node = nodeOf(finding);
    const measures = rule.mitigations.map(
      (mitigation, index): Measure =>
        index === 0
          ? reportMissing(mitigation, finding)
          : { title: mitigation.title, question: mitigation.question, state: 'ask' },
    );
    return [
      {
        id: `finding ${fingerprint}`,
        kind: 'finding',
        name: finding.message.split('\n', 1)[0] ?? ruleId,
        locations: [location],
        likelihood: rateFinding(rule, finding),
        impact: rate(rule.impact),
        measures,
        ...(node === undefined ? {} : { node }),
      },
    ];
  });
}

/** A finding's level says how certain it is; the catalogue's rating is for those that are certain. */
function rateFinding(rule: ThreatRule, { level }: Finding): Rated {
  if (level === 'error') {
    return {
      level: 'high',
      because: 'A rule reports a proven way from outside, or a danger that needs none.',
    };
  }
  if (level === 'warning') return rate(rule.likelihood);
  return {
    level: 'unknown',
    because: 'A rule reports it as likely or as a matter of practice; the finding says what it depends on.',
  };
}

function rate(ratings: readonly ThreatRating[], fact?: InventoryFact, context?: ThreatContext): Rated {
  const found = ratings.find(
    ({ when }) =>
      when === undefined || (fact !== undefined && context !== undefined && holds(when, fact, context)),
  );
  return { level: found?.level ?? 'unknown', because: found?.because ?? 'The code does not say.' };
}

/** Two places of one thing: what speaks more for the threat counts. */
function combine(a: ThreatElement, b: ThreatElement): ThreatElement {
  const measures = new Map(a.measures.map((measure) => [measure.title, measure]));
  for (const measure of b.measures) {
    const other = measures.get(measure.title);
    if (other === undefined || stateOrder.indexOf(measure.state) < stateOrder.indexOf(other.state)) {
      measures.set(measure.title, measure);
    }
  }
  return {
    ...a,
    locations: [...a.locations, ...b.locations],
    likelihood: worse(a.likelihood, b.likelihood),
    impact: worse(a.impact, b.impact),
    measures: [...measures.values()],
  };
}
