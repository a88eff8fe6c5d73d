import type * as Sarif from 'sarif';
import { SUPPRESSION_RULES } from '../findings/apply-suppressions.js';
import type { Confidence, Level } from '../findings/finding.js';
import { fenceLanguage } from '../rules/fence-language.js';
import type { Rule } from '../rules/rule.js';
import {
  type GuidelineIndex,
  type GuidelineSource,
  type IndexedEntry,
  nameEntry,
} from './guideline-index.js';
import { compareText } from './report.js';
import { describeTaxonomy } from './sarif-run.js';

/** SARIF has no quieter level than `note`; results keep the real one in `properties.fairleadLevel`. */
export function toSarifLevel(level: Level): 'error' | 'warning' | 'note' {
  return level === 'hint' ? 'note' : level;
}

/**
 * GitHub sorts security alerts by a number from 0 to 10 per rule. It follows from the rule's level alone: the
 * middle of GitHub's bands high, medium, low, and the bottom.
 */
const securitySeverities: Readonly<Record<Level, string>> = {
  error: '8.0',
  warning: '5.5',
  note: '3.0',
  hint: '1.0',
};

const precisions: Readonly<Record<Confidence, string>> = { high: 'very-high', medium: 'high', low: 'medium' };

/** The rules as SARIF describes them, together with the taxonomies they point to. */
export interface RuleDescriptors {
  readonly rules: readonly Sarif.ReportingDescriptor[];
  /** Index in `rules` by rule id. */
  readonly indexes: ReadonlyMap<string, number>;
  /** One component per framework or taxonomy that a rule points to, with only the items pointed to. */
  readonly taxonomies: readonly Sarif.ToolComponent[];
}

/**
 * Describes rules in the order of their ids, then the reports on suppressions. Those that found nothing are named, so that a
 * reader knows what was looked for, and not explained: the explanations of all rules are two megabytes.
 *
 * @param isExplained whether a rule is described in full; by its id
 */
export function describeRules(
  rules: readonly Rule[],
  guidelines: GuidelineIndex,
  isExplained: (ruleId: string) => boolean,
): RuleDescriptors {
  const sorted = [...rules].sort((a, b) => compareText(a.id, b.id));
  const used = collectUsed(sorted, guidelines);
  const positions = new Map(used.map(({ source }, index) => [source.id, index]));
  const descriptors = [
    ...sorted.map((rule) =>
      isExplained(rule.id) ? describeRule(rule, guidelines, positions) : nameRule(rule),
    ),
    ...describeSuppressionRules(),
  ];
  return {
    rules: descriptors,
    indexes: new Map(descriptors.map(({ id }, index) => [id, index])),
    taxonomies: used.map(({ source, ids }) => describeUsed(source, ids)),
  };
}

/** Everything a rule points to: guideline items first, then taxonomy entries. */
function findTargets(rule: Rule, guidelines: GuidelineIndex): readonly IndexedEntry[] {
  const references = Object.entries(rule.references).flatMap(([taxonomyId, ids]) =>
    (ids ?? []).flatMap((id: string) => guidelines.findReference(taxonomyId, id) ?? []),
  );
  return [...rule.guidelines.flatMap((id) => guidelines.findItem(id) ?? []), ...references];
}

function collectUsed(rules: readonly Rule[], guidelines: GuidelineIndex) {
  const ids = new Map<string, Set<string>>();
  for (const { entry, source } of rules.flatMap((rule) => findTargets(rule, guidelines))) {
    const set = ids.get(source.id);
    if (set === undefined) ids.set(source.id, new Set([entry.id]));
    else set.add(entry.id);
  }
  return guidelines.sources.flatMap((source) => {
    const used = ids.get(source.id);
    return used === undefined ? [] : [{ source, ids: used }];
  });
}

function describeUsed(source: GuidelineSource, ids: ReadonlySet<string>): Sarif.ToolComponent {
  return describeTaxonomy(
    source,
    source.entries
      .filter((entry) => ids.has(entry.id))
      .map((entry) => ({
        id: entry.id,
        name: entry.label,
        shortDescription: { text: entry.title },
        ...(entry.url === undefined ? {} : { helpUri: entry.url }),
      })),
  );
}

/** Has what GitHub requires of a rule. */
function nameRule({ id, title, level }: Rule): Sarif.ReportingDescriptor {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: title },
    help: { text: `It found nothing here. fairlead explain ${id} says more.` },
    defaultConfiguration: { level: toSarifLevel(level) },
  };
}

function describeRule(
  rule: Rule,
  guidelines: GuidelineIndex,
  positions: ReadonlyMap<string, number>,
): Sarif.ReportingDescriptor {
  const targets = findTargets(rule, guidelines);
  const helpUri =
    targets.find(({ entry }) => entry.url !== undefined)?.entry.url ??
    rule.sources.find((source) => /^https?:/.test(source));
  return {
    id: rule.id,
    name: toPascalCase(rule.id),
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why },
    help: { text: writeHelp(rule, targets), markdown: writeHelpMarkdown(rule, targets) },
    ...(helpUri === undefined ? {} : { helpUri }),
    defaultConfiguration: { level: toSarifLevel(rule.level) },
    relationships: targets.map(({ entry, source }) => ({
      target: { id: entry.id, toolComponent: { name: source.id, index: positions.get(source.id) ?? -1 } },
      kinds: ['relevant'],
    })),
    properties: {
      tags: listTags(rule, targets),
      precision: precisions[rule.confidence],
      'security-severity': securitySeverities[rule.level],
      fairleadLevel: rule.level,
    },
  };
}

function describeSuppressionRules(): readonly Sarif.ReportingDescriptor[] {
  return Object.entries(SUPPRESSION_RULES).map(([id, { level, title }]) => ({
    id,
    name: toPascalCase(id),
    shortDescription: { text: title },
    defaultConfiguration: { level: toSarifLevel(level) },
    properties: { tags: ['maintainability'], fairleadLevel: level },
  }));
}

/** GitHub shows the first ten: weaknesses, by which it sorts, come before guidelines. */
function listTags({ stage }: Rule, targets: readonly IndexedEntry[]): string[] {
  const tags = targets.map(({ entry, source }) => toTag(source.id, entry.id));
  const isWeakness = (tag: string): boolean => tag.startsWith('external/');
  return ['security', stage, ...tags.filter(isWeakness), ...tags.filter((tag) => !isWeakness(tag))];
}

/** GitHub reads weaknesses from tags of the form `external/cwe/cwe-502`. */
function toTag(sourceId: string, entryId: string): string {
  const number = /^CWE-(\d+)$/i.exec(entryId)?.[1];
  return number === undefined ? `${sourceId}/${entryId}` : `external/cwe/cwe-${number.padStart(3, '0')}`;
}

function writeHelp(rule: Rule, targets: readonly IndexedEntry[]): string {
  const links = targets.map(
    ({ entry }) => `- ${nameEntry(entry)}${entry.url === undefined ? '' : `: ${entry.url}`}`,
  );
  return [rule.why.trim(), 'Guidelines:', ...links].join('\n');
}

function writeHelpMarkdown(rule: Rule, targets: readonly IndexedEntry[]): string {
  const links = targets.map(({ entry }) => {
    const name = nameEntry(entry).replace(/[[\]\\]/g, '\\$&');
    return entry.url === undefined ? `- ${name}` : `- [${name}](${entry.url})`;
  });
  const language = fenceLanguage(rule);
  const bad = rule.examples.bad[0];
  const safe = bad?.fixed ?? rule.examples.good[0]?.code;
  return [
    rule.why.trim(),
    ...(bad === undefined ? [] : [`**Reported**\n\n${fence(bad.code, language)}`]),
    ...(safe === undefined ? [] : [`**Safe**\n\n${fence(safe, language)}`]),
    `**Guidelines**\n\n${links.join('\n')}`,
  ].join('\n\n');
}

/** A code block whose fence is longer than any run of backticks inside. */
function fence(code: string, language: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const marks = '`'.repeat(longest + 1);
  return `${marks}${language}\n${code.trimEnd()}\n${marks}`;
}

function toPascalCase(ruleId: string): string {
  return ruleId
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
