import type { Finding } from '../findings/finding.js';
import type { Match, Rule, RuleLanguage } from '../rules/rule.js';
import type { Location } from '../source/document.js';
import type { EvidenceBase, Fact } from './evidence.js';

/** A place at which code shows a fact. */
export interface FactHit {
  readonly fact: string;
  readonly location: Location;
}

const prefix = 'fact/';

/**
 * The facts as rules, so that the engine finds them in the same walk as its findings. Add them to the rules of the
 * knowledge that the engine for `assessProject` is made with, and take their findings out with `splitFindings`.
 */
export function createProbes(evidence: EvidenceBase): readonly Rule[] {
  return evidence.facts.flatMap((fact) => {
    const imports =
      fact.imports === undefined ? [] : [createProbe(fact, matchImports(fact.imports), 'imports')];
    const matches = (fact.matches ?? []).map(({ match, unless }, index) => {
      const probe = createProbe(fact, match, String(index));
      return unless === undefined ? probe : { ...probe, unless };
    });
    return [...imports, ...matches];
  });
}

/** Parts what an engine with probes found into real findings and places that show facts. */
export function splitFindings(found: readonly Finding[]): {
  readonly findings: readonly Finding[];
  readonly hits: readonly FactHit[];
} {
  const findings: Finding[] = [];
  const hits: FactHit[] = [];
  for (const finding of found) {
    if (!finding.ruleId.startsWith(prefix)) findings.push(finding);
    else hits.push({ fact: finding.ruleId.split('/')[1] ?? '', location: finding.location });
  }
  return { findings, hits };
}

function createProbe(fact: Fact, match: Match, part: string): Rule {
  const languages: readonly RuleLanguage[] = ['python'];
  return {
    id: `${prefix}${fact.id}/${part}`,
    title: fact.title,
    level: 'hint',
    confidence: 'high',
    languages,
    stage: 'design',
    guidelines: [],
    references: {},
    message: fact.title,
    why: '',
    match,
    report: 'each',
    overrides: [],
    equivalents: [],
    sources: [],
    examples: { bad: [], good: [] },
  };
}

/** Lines that import one of the modules or a part of it; one expression for all, since most lines import none. */
function matchImports(modules: readonly string[]): Match {
  const names = modules.map((name) => name.replaceAll('.', '\\.')).join('|');
  const members = modules.flatMap((name) => {
    const [, parent, member] = /^(.+)\.(\w+)$/.exec(name) ?? [];
    if (parent === undefined || member === undefined) return [];
    return [
      `from[ \\t]+${parent.replaceAll('.', '\\.')}[ \\t]+import\\b(?:[ \\t]*\\([^)]*|[^\\n]*)\\b${member}\\b`,
    ];
  });
  const regex = `(?:^|\\n)[ \\t]*(?<token>${[`(?:import|from)[ \\t]+(?:${names})\\b`, ...members].join('|')})`;
  return { kind: 'text', patterns: [{ label: 'import', regex, needle: 'import' }] };
}
