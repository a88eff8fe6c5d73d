import type { Framework, Taxonomy } from '../../guidelines/framework.js';
import { describeUnknown } from '../../guidelines/validate-frameworks.js';
import { lazy, oneKeyOf, refine } from '../../guidelines/yaml-choices.js';
import {
  createProblem,
  readSource,
  type Schema,
  sortProblems,
  type YamlProblem,
  type YamlSource,
} from '../../guidelines/yaml-reader.js';
import { oneOf, string } from '../../guidelines/yaml-scalars.js';
import { list, object, optional, record, withDefault } from '../../guidelines/yaml-shapes.js';
import { FACT_FIELDS, FACT_KINDS } from './fact-fields.js';
import {
  ATTACK_CLASSES,
  STRIDE,
  THREAT_LEVELS,
  type ThreatCondition,
  type ThreatMitigation,
  type ThreatRating,
  type ThreatRule,
} from './threat-knowledge.js';

/** Either all threats, or at least one problem. */
export type ThreatsResult =
  | { readonly ok: true; readonly threats: readonly ThreatRule[] }
  | { readonly ok: false; readonly problems: readonly YamlProblem[] };

const id = string({ pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, patternName: 'an id in kebab-case' });
const sentence = string({
  singleLine: true,
  pattern: /^[A-Z][\s\S]*\.$/,
  patternName: 'a sentence that ends in a full stop',
});
const phrase = string({
  singleLine: true,
  maxLength: 100,
  pattern: /[^.]$/,
  patternName: 'a phrase without a full stop',
});
const word = string({ singleLine: true });
const expression = refine(word, (value, fail) => {
  try {
    new RegExp(value, 'u');
  } catch (cause) {
    fail(`not a regular expression: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
});
const words = list(word, { minItems: 1, unique: true });
const kinds = list(oneOf(FACT_KINDS), { minItems: 1, unique: true });

const condition: Schema<ThreatCondition> = lazy('threatCondition', () =>
  oneKeyOf({
    all: list(condition, { minItems: 2 }),
    any: list(condition, { minItems: 2 }),
    not: condition,
    where: record(words),
    matches: record(expression),
    has: words,
    project: kinds,
    finding: words,
  }),
);

const rating: Schema<ThreatRating> = object({
  when: optional(condition),
  level: oneOf(THREAT_LEVELS),
  because: sentence,
});

const ratings = refine(list(rating, { minItems: 1 }), (value, fail) => {
  value.forEach(({ when }, index) => {
    const isLast = index === value.length - 1;
    if (isLast && when !== undefined) fail('the last rating has no condition', [index, 'when']);
    if (!isLast && when === undefined) fail('only the last rating has no condition', [index]);
  });
});

const mitigation: Schema<ThreatMitigation> = object({
  title: phrase,
  when: optional(condition),
  field: optional(word),
  pattern: optional(expression),
  rules: optional(words),
  question: word,
});

const threat: Schema<ThreatRule> = object({
  id,
  title: phrase,
  description: sentence,
  elements: withDefault(list(oneOf(FACT_KINDS), { unique: true }), []),
  when: optional(condition),
  findings: withDefault(list(word, { unique: true }), []),
  stride: list(oneOf(STRIDE), { minItems: 1, unique: true }),
  attacks: withDefault(list(oneOf(ATTACK_CLASSES), { unique: true }), []),
  references: withDefault(list(word, { unique: true }), []),
  likelihood: ratings,
  impact: ratings,
  mitigations: list(mitigation),
});

const threatsFile = object({ threats: list(threat, { minItems: 1 }) });

/** Checks the catalogue of threats: every id of a rule, a question, a taxonomy and every field of a fact exists. */
export function validateThreats(
  source: YamlSource,
  known: {
    readonly frameworks: readonly Framework[];
    readonly taxonomies: readonly Taxonomy[];
    readonly rules: readonly string[];
  },
): ThreatsResult {
  const result = readSource(source, threatsFile);
  if (!result.ok) return result;
  const problems: YamlProblem[] = [];
  const questions = known.frameworks.flatMap(({ sections }) =>
    sections.flatMap(({ items }) => items.flatMap(({ checklist }) => checklist.map((each) => each.id))),
  );
  const references = known.taxonomies.flatMap(({ groups }) =>
    groups.flatMap(({ entries }) => entries.map((each) => each.id)),
  );
  const { threats } = result.value;
  threats.forEach((each, index) => {
    const report = (message: string): void =>
      void problems.push(createProblem(source.file, result.locate, ['threats', index], message));
    const check = (found: string, all: readonly string[], what: string): void => {
      if (!all.includes(found)) report(describeUnknown(what, found, all));
    };
    if (threats.findIndex((other) => other.id === each.id) < index)
      report(`the id ${each.id} is there twice`);
    if ((each.elements.length === 0) === (each.findings.length === 0))
      report('needs either elements or findings');
    for (const reference of each.references) check(reference, references, 'entry of a taxonomy');
    for (const rule of each.findings) check(rule, known.rules, 'rule');
    for (const { rules = [], question, field } of each.mitigations) {
      check(question, questions, 'question');
      for (const rule of rules) check(rule, known.rules, 'rule');
      if (field !== undefined) checkField(field);
    }
    function checkField(field: string): void {
      if (each.elements.length === 0) report(`${field} is a field of a fact, and findings carry this threat`);
      for (const kind of each.elements) check(field, FACT_FIELDS[kind], `field of ${kind}`);
    }
    const conditions = [each, ...each.likelihood, ...each.impact, ...each.mitigations].map(
      ({ when }) => when,
    );
    for (const part of conditions.flatMap((when) => (when === undefined ? [] : listLeaves(when)))) {
      if ('where' in part) for (const field of Object.keys(part.where)) checkField(field);
      if ('matches' in part) for (const field of Object.keys(part.matches)) checkField(field);
      if ('has' in part) for (const field of part.has) checkField(field);
      if ('finding' in part) for (const rule of part.finding) check(rule, known.rules, 'rule');
    }
  });
  return problems.length > 0 ? { ok: false, problems: sortProblems(problems) } : { ok: true, threats };
}

function listLeaves(value: ThreatCondition): readonly ThreatCondition[] {
  if ('all' in value) return value.all.flatMap(listLeaves);
  if ('any' in value) return value.any.flatMap(listLeaves);
  if ('not' in value) return listLeaves(value.not);
  return [value];
}
