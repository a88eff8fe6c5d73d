import type { Finding, Level } from '../../findings/finding.js';
import type { ProjectFacts } from '../../semantics/project.js';
import type { StructuredDocument } from '../../structured/read-document.js';
import type { CompiledRule } from '../compile-rule.js';
import { type FindingSite, groupOf, type PlacedFinding } from '../create-finding.js';
import { lowerLevel } from '../judge-match.js';
import type { Rule, RuleCase } from '../rule.js';
import type { RuleFix } from '../rule-fix.js';
import { createDocumentFixes } from './document-fixes.js';
import type { DocumentHit } from './document-hit.js';
import type { DocumentJudge } from './document-judge.js';

const MAX_MESSAGE_VALUE = 60;
/** More findings of one rule in one document say nothing new. */
const MAX_HITS = 500;

/** Findings of rules on entries, instructions and commands in one document. */
export function documentFindings(
  rules: readonly CompiledRule[],
  document: StructuredDocument,
  judge: DocumentJudge,
  project: ProjectFacts,
  site: FindingSite,
): readonly PlacedFinding[] {
  return rules.flatMap(({ rule }) =>
    placeHits(rule, judge.find(rule.match, document, project), judge, project, site),
  );
}

/** Findings for hits of a rule, judged by its cases. */
function placeHits(
  rule: Rule,
  hits: readonly DocumentHit[],
  judge: DocumentJudge,
  project: ProjectFacts,
  site: FindingSite,
): readonly PlacedFinding[] {
  return hits.slice(0, MAX_HITS).flatMap((hit) => {
    if (rule.unless !== undefined && judge.judge(rule.unless, hit, project)) return [];
    const ruleCase = rule.cases?.find(({ when }) => judge.judge(when, hit, project));
    if (rule.cases !== undefined && (ruleCase === undefined || ruleCase.level === 'none')) return [];
    const fixes = (ruleCase?.fix ?? rule.fix ?? []).filter(
      ({ when }) => when === undefined || judge.judge(when, hit, project),
    );
    return [createFinding(rule, ruleCase, hit, fixes, site)];
  });
}

function createFinding(
  rule: Rule,
  ruleCase: RuleCase | undefined,
  hit: DocumentHit,
  ruleFixes: readonly RuleFix[],
  site: FindingSite,
): PlacedFinding {
  const { text } = site;
  const quote = text.original.slice(hit.span.start, hit.span.end);
  const fill = (template: string): string => fillTemplate(template, hit, quote);
  const ruleLevel = ruleCase?.level === undefined || ruleCase.level === 'none' ? rule.level : ruleCase.level;
  const { fixes, choices } = createDocumentFixes(ruleFixes, hit, text, fill);
  const finding: Finding = {
    ruleId: rule.id,
    ...(ruleCase === undefined ? {} : { caseId: ruleCase.id }),
    level: levelOf(rule.id, ruleLevel, site),
    confidence: ruleCase?.confidence ?? rule.confidence,
    message: fill(ruleCase?.message ?? rule.message),
    location: text.locate(hit.span),
    related: [],
    isFlow: false,
    fixes,
    ...(choices.length === 0 ? {} : { choices }),
    guidelines: rule.guidelines,
    fingerprint: site.fingerprinter.next(rule.id, text.path, hit.symbol, quote),
    symbol: hit.symbol,
  };
  const group = groupOf(rule, ruleCase, finding.level);
  return { finding, span: hit.span, quote: describeLocked(hit) ?? quote, ...group };
}

function levelOf(id: string, own: Level, site: FindingSite): Level {
  const set = site.levels[id];
  if (set === 'error' || set === 'warning' || set === 'note' || set === 'hint') return set;
  return site.isSecondary ? lowerLevel(own) : own;
}

/** What a list of findings calls a package of a lock file, where name and version stand apart. */
function describeLocked({ document, requirement, fault }: DocumentHit): string | undefined {
  if (requirement === undefined || document.recognised.kind.id !== 'lock-file') return undefined;
  const version = requirement.specifiers[0]?.replace(/^=+/, '') ?? '';
  return `${requirement.name} ${version}${fault === undefined ? '' : ` (${fault.id})`}`;
}

/** `{value}`: the value of the entry or argument; `{callee}`: key, instruction, program or package. */
function fillTemplate(template: string, hit: DocumentHit, quote: string): string {
  return template.replace(/\{(value|callee|advisory|fixed|about)\}/g, (_, key: string) => {
    const { value, fault } = hit;
    if (key === 'advisory') return fault?.id ?? '';
    if (key === 'fixed') return fault?.fixed ?? '';
    if (key === 'about') return fault?.about ?? '';
    if (key === 'callee') return shorten(hit.name);
    if (value === undefined) return shorten(quote);
    return shorten(
      value.constant === undefined
        ? hit.document.text.slice(value.span.start, value.span.end)
        : String(value.constant.value),
    );
  });
}

function shorten(value: string): string {
  const line = value.replace(/\s+/g, ' ').trim();
  return line.length <= MAX_MESSAGE_VALUE ? line : `${line.slice(0, MAX_MESSAGE_VALUE - 3)}...`;
}
