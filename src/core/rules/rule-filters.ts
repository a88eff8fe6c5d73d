import type { Knowledge } from '../api.js';
import { DOCUMENT_KINDS } from '../structured/document-kind.js';
import type { CodeLanguage } from '../syntax/languages.js';
import { NeedCompiler } from './compile-need.js';
import { type CompiledRule, compileRule } from './compile-rule.js';
import type { Rule, RuleLanguage } from './rule.js';
import { RuleFilter } from './rule-filter.js';
import { createRuleGates, type KnownGates, type RuleGates } from './rule-gates.js';

const KINDS: ReadonlySet<string> = new Set(DOCUMENT_KINDS);

/** Each filter looks for the words of its own rules only. */
export function filterOf(
  filtered: Filtered,
  rules: readonly CompiledRule[],
  fluent: ReadonlySet<string>,
  gates: KnownGates | undefined,
): RuleFilter {
  const own = rules.filter(({ rule: { languages } }) => languages.some(FILTERED[filtered]));
  return new RuleFilter(own, fluent, gates?.[filtered]);
}

/** What each filter is for. */
const FILTERED = {
  python: (language: RuleLanguage): boolean => language === 'any' || language === 'python',
  javascript: (language: RuleLanguage): boolean => language === 'any' || language === 'javascript',
  documents: (language: RuleLanguage): boolean => language === 'any' || KINDS.has(language),
};

type Filtered = keyof typeof FILTERED;

/** What the rules of knowledge need, for an engine that starts with it. */
export function createGates({ rules, semantics, javascriptSemantics, documents }: Knowledge): KnownGates {
  const needs = {
    python: new NeedCompiler(semantics, documents.entrypoints),
    javascript: new NeedCompiler(javascriptSemantics, documents.entrypoints),
  };
  const compiled = rules.map((rule) => compileRule(rule, needs[compilerOf(rule)]));
  const gatesOf = (filtered: Filtered): RuleGates =>
    createRuleGates(compiled.filter(({ rule: { languages } }) => languages.some(FILTERED[filtered])));
  return {
    python: gatesOf('python'),
    javascript: gatesOf('javascript'),
    documents: gatesOf('documents'),
  };
}

/** The language whose knowledge a rule is compiled with. */
export function compilerOf({ languages }: Rule): CodeLanguage {
  return languages.includes('javascript') ? 'javascript' : 'python';
}
