import type { Finding, Fix } from '../findings/finding.js';
import type { Location } from '../source/document.js';
import type { ModuleText } from '../source/module-text.js';
import type { Span } from '../source/position.js';
import type { CompiledRule } from './compile-rule.js';
import type { FindingSite, PlacedFinding } from './create-finding.js';
import { findMagics } from './find-magics.js';
import { findTexts } from './find-texts.js';
import { lowerLevel } from './judge-match.js';
import type { Rule } from './rule.js';

const MAX_LABEL = 60;

/** Findings of a rule that reads text or the commands of a notebook; empty for any other rule. */
export function textFindings(compiled: CompiledRule, site: FindingSite): readonly PlacedFinding[] {
  const { rule } = compiled;
  const { text } = site;
  const place = (span: Span, label: string): PlacedFinding => {
    const finding = createFinding(rule, label, text.locate(span), site, createFixes(rule, span, text));
    const group = rule.report === 'file' ? { group: `${rule.id} ${finding.level}` } : {};
    return { finding, span, quote: label, ...group };
  };
  if (rule.match.kind === 'magic') {
    return findMagics(compiled, text).map(({ span, label }) => place(span, shorten(label)));
  }
  if (rule.match.kind !== 'text') return [];
  const inText = findTexts(compiled, text.original).map(({ span, label }) => place(span, label));
  // Outputs stand outside the module's text: they come after everything in it.
  const after = { start: text.text.length, end: text.text.length };
  const inOutputs = text.outputs.flatMap((output) =>
    findTexts(compiled, output.text).map((hit) => ({
      finding: createFinding(rule, `${hit.label} in an output`, output.locate(hit.span), site, []),
      span: after,
      quote: hit.label,
    })),
  );
  return [...inText, ...inOutputs];
}

function createFinding(
  rule: Rule,
  label: string,
  location: Location,
  site: FindingSite,
  fixes: readonly Fix[],
): Finding {
  const set = site.levels[rule.id];
  const own = site.isSecondary ? lowerLevel(rule.level) : rule.level;
  const level = set === 'error' || set === 'warning' || set === 'note' || set === 'hint' ? set : own;
  return {
    ruleId: rule.id,
    level,
    confidence: rule.confidence,
    message: rule.message.replaceAll('{value}', () => label),
    location,
    related: [],
    isFlow: false,
    fixes,
    guidelines: rule.guidelines,
    fingerprint: site.fingerprinter.next(rule.id, site.text.path, '', label),
    symbol: '',
  };
}

/** A text has no parts: only fixes that replace it as a whole can be made. */
function createFixes(rule: Rule, span: Span, text: ModuleText): readonly Fix[] {
  return (rule.fix ?? []).flatMap(({ title, keepsBehaviour, edits }) => {
    const [edit] = edits;
    if (edits.length !== 1 || edit?.kind !== 'replace-match') return [];
    return [{ title, keepsBehaviour, edits: [text.createEdit(span, edit.text)] }];
  });
}

function shorten(label: string): string {
  const line = label.replace(/\s+/g, ' ');
  return line.length <= MAX_LABEL ? line : `${line.slice(0, MAX_LABEL - 3)}...`;
}
