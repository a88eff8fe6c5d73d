import { suggestClosest } from '../guidelines/suggest-closest.js';
import type { Guidelines } from '../guidelines/validate-frameworks.js';
import { describeUnknown } from '../guidelines/validate-frameworks.js';
import {
  createProblem,
  type Locate,
  type PathStep,
  readSource,
  sortProblems,
  type YamlProblem,
  type YamlSource,
} from '../guidelines/yaml-reader.js';
import { checkFit } from './check-fit.js';
import { findRegexes } from './find-regexes.js';
import type { RegexUse } from './regex-safety.js';
import type { Rule } from './rule.js';
import { RULE_SCHEMA } from './rule-schema.js';

/** Either all rules, or at least one problem. */
export type RulesResult =
  | { readonly ok: true; readonly rules: readonly Rule[] }
  | { readonly ok: false; readonly problems: readonly YamlProblem[] };

/** A rule and where it stands. */
export interface LoadedRule {
  readonly file: string;
  readonly rule: Rule;
  readonly locate: Locate;
}

/** What rule files must fit beside the guidelines. */
export interface RuleSetting {
  /** Rules that are there already: `overrides` may name them, and their ids are taken. */
  readonly builtIn: readonly string[];
  /** The file that a rule of this id must stand in, when that is not `file`. */
  expectedFile(file: string, id: string): string | undefined;
  /** Refuses expressions that can take too long; absent when they are trusted. */
  readonly explainSlowRegex?: (source: string, use: RegexUse) => string | undefined;
}

/** Of the files of guidelines/rules. */
const shipped: RuleSetting = {
  builtIn: [],
  expectedFile: (file, id) => (file.endsWith(`rules/${id}.yaml`) ? undefined : `rules/${id}.yaml`),
};

/**
 * Reads rule files and checks them against the guidelines and each other: the id is the file's path below `rules/`,
 * every guideline and taxonomy entry exists, cases and their examples fit together.
 *
 * @param sources parsed files; `file` ends in `rules/<area>/<rule>.yaml`
 */
export function validateRules(sources: readonly YamlSource[], guidelines: Guidelines): RulesResult {
  const { loaded, problems } = checkRules(sources, guidelines, shipped);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, rules: loaded.map(({ rule }) => rule).sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

/** As {@link validateRules}, and gives what can be read whatever is wrong. Problems by file and place. */
export function checkRules(
  sources: readonly YamlSource[],
  guidelines: Guidelines,
  setting: RuleSetting,
): { readonly loaded: readonly LoadedRule[]; readonly problems: readonly YamlProblem[] } {
  const problems: YamlProblem[] = [];
  const loaded: LoadedRule[] = [];
  for (const source of sources) {
    const result = readSource(source, RULE_SCHEMA);
    if (result.ok) loaded.push({ file: source.file, rule: result.value, locate: result.locate });
    else problems.push(...result.problems);
  }
  const ids = [...setting.builtIn, ...loaded.map(({ rule }) => rule.id)];
  const items = guidelines.frameworks.flatMap((framework) =>
    framework.sections.flatMap((section) => section.items.map((item) => item.id)),
  );
  for (const { file, rule, locate } of loaded) {
    const report: Report = (path, message, replacement) => {
      problems.push(createProblem(file, locate, path, message, replacement));
    };
    checkIdentity(file, rule, ids, setting, report);
    checkRegexes(rule, setting, report);
    for (const [index, item] of rule.guidelines.entries()) {
      if (!items.includes(item)) reportUnknown(['guidelines', index], 'item', item, items, report);
    }
    checkReferences(rule, guidelines, report);
    checkCases(rule, report);
    checkFit(rule, report);
    if (sources.length === loaded.length) {
      for (const [index, id] of rule.overrides.entries()) {
        if (!ids.includes(id)) reportUnknown(['overrides', index], 'rule', id, ids, report);
      }
    }
  }
  return { loaded, problems: sortProblems(problems) };
}

type Report = (path: readonly PathStep[], message: string, replacement?: string) => void;

function reportUnknown(
  path: readonly PathStep[],
  what: string,
  id: string,
  known: readonly string[],
  report: Report,
): void {
  report(path, describeUnknown(what, id, known), suggestClosest(id, known));
}

function checkIdentity(
  file: string,
  rule: Rule,
  ids: readonly string[],
  setting: RuleSetting,
  report: Report,
): void {
  const expected = setting.expectedFile(file, rule.id);
  if (expected !== undefined) report(['id'], `does not fit the file's path: expected ${expected}`);
  if (ids.filter((id) => id === rule.id).length > 1)
    report(['id'], `is used by another rule too: ${rule.id}`);
}

function checkRegexes(rule: Rule, { explainSlowRegex }: RuleSetting, report: Report): void {
  if (explainSlowRegex === undefined) return;
  for (const { path, source, use } of findRegexes(rule)) {
    const why = explainSlowRegex(source, use);
    if (why !== undefined) report(path, why);
  }
}

function checkReferences(rule: Rule, guidelines: Guidelines, report: Report): void {
  for (const [taxonomyId, entries] of Object.entries(rule.references)) {
    const taxonomy = guidelines.taxonomies.find(({ id }) => id === taxonomyId);
    const known = taxonomy?.groups.flatMap((group) => group.entries.map((entry) => entry.id)) ?? [];
    for (const [index, id] of (entries ?? []).entries()) {
      if (!known.includes(id)) reportUnknown(['references', taxonomyId, index], 'entry', id, known, report);
    }
  }
}

function checkCases(rule: Rule, report: Report): void {
  const cases = rule.cases ?? [];
  const names = cases.map(({ id }) => id);
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index) report(['cases', index, 'id'], `is used twice: ${name}`);
  }
  for (const [index, example] of rule.examples.bad.entries()) {
    if (example.case !== undefined && !names.includes(example.case)) {
      reportUnknown(['examples', 'bad', index, 'case'], 'case', example.case, names, report);
    }
  }
  for (const [index, one] of cases.entries()) {
    const isShown = rule.examples.bad.some((example) => example.case === one.id);
    if (one.level !== 'none' && !isShown) {
      report(['cases', index], `case ${one.id} has no bad example; add one with case: ${one.id}`);
    }
  }
}
