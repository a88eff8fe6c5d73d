import type { Finding, Fix } from '../findings/finding.js';
import { createCodePredicate } from '../findings/python-strings.js';
import type { Location } from '../source/document.js';
import type { ModuleText } from '../source/module-text.js';
import type { Span } from '../source/position.js';
import type { CompiledRule } from './compile-rule.js';
import type { FindingSite, PlacedFinding } from './create-finding.js';
import { collectFixes } from './create-fixes.js';
import { findMagics } from './find-magics.js';
import { findTexts } from './find-texts.js';
import { lineStart } from './fix-arguments.js';
import { lowerLevel } from './judge-match.js';
import type { NeedleHits } from './needle-scanner.js';
import type { Predicate, Rule } from './rule.js';

const MAX_LABEL = 60;

/**
 * Findings of a rule that reads text or the commands of a notebook; empty for any other rule. `needles` is what the filter of
 * the rule found in the text.
 */
export function textFindings(
  compiled: CompiledRule,
  site: FindingSite,
  needles?: NeedleHits,
): readonly PlacedFinding[] {
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
  const inText = findTexts(compiled, text.original, needles).map(({ span, label }) => place(span, label));
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
  const fitting = (rule.fix ?? []).filter(({ when }) => when === undefined || isFitting(when, span, text));
  return collectFixes(fitting, text, (title) => title, {
    apply: (edit) => (edit.kind === 'replace-match' ? [{ span, text: edit.text }] : undefined),
  }).fixes;
}

/** Of a text only its place can be asked. */
function isFitting(when: Predicate, span: Span, text: ModuleText): boolean {
  return 'inside' in when && when.inside.text === 'comment' && isInComment(span, text);
}

/** Whether a span lies in one comment of Python code. */
function isInComment({ start, end }: Span, { original, languageId, cellStarts }: ModuleText): boolean {
  if (languageId !== 'python') return false;
  const line = original.slice(lineStart(original, start), start);
  if (/[\r\n]/.test(original.slice(start, end))) return false;
  const isCode = createCodePredicate(original, languageId, cellStarts);
  const mark = [...line.matchAll(/#/g)].find(({ index }) => isCode(start - line.length + index));
  return mark !== undefined;
}

function shorten(label: string): string {
  const line = label.replace(/\s+/g, ' ');
  return line.length <= MAX_LABEL ? line : `${line.slice(0, MAX_LABEL - 3)}...`;
}
