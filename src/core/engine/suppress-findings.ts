import type { AnalysisContext } from '../api.js';
import { applySuppressions, type SuppressionReport } from '../findings/apply-suppressions.js';
import type { Finding } from '../findings/finding.js';
import type { Fingerprinter } from '../findings/fingerprint.js';
import { createCodePredicate } from '../findings/python-strings.js';
import { readSuppressions } from '../findings/suppression.js';
import type { PlacedFinding } from '../rules/create-finding.js';
import type { ModuleText } from '../source/module-text.js';

/** Which rules exist, and which of them were run on the document. */
export interface RuleSets {
  readonly ran: ReadonlySet<string>;
  readonly known: ReadonlySet<string>;
}

/** Marks suppressed findings, and adds what there is to say about the suppressions themselves. */
export function suppressFindings(
  placed: readonly PlacedFinding[],
  text: ModuleText,
  context: AnalysisContext,
  rules: RuleSets,
  fingerprinter: Fingerprinter,
): readonly PlacedFinding[] {
  const barriers = text.cellStarts;
  const comments = readSuppressions(text.original, {
    isCode: createCodePredicate(text.text, text.languageId, barriers),
    barriers,
  });
  if (comments.length === 0) return placed;
  const { outcomes, reports } = applySuppressions({
    text: text.original,
    findings: placed.map(({ finding, span }) => ({ ruleId: finding.ruleId, span })),
    comments,
    today: context.today,
    knownRuleIds: rules.known,
    hasRun: (ruleId) => rules.ran.has(ruleId),
  });
  const judged = placed.map((one, index): PlacedFinding => {
    const outcome = outcomes[index];
    if (outcome?.suppression !== undefined) {
      return { ...one, finding: { ...one.finding, suppression: outcome.suppression } };
    }
    if (outcome?.expired === undefined) return one;
    const { until, span } = outcome.expired;
    const expired = { location: text.locate(span), message: `suppressed until ${until} only` };
    return { ...one, finding: { ...one.finding, related: [...one.finding.related, expired] } };
  });
  const own = reports.flatMap((report) => {
    const level = context.settings.rules[report.ruleId] ?? report.level;
    return level === 'off' ? [] : [placeReport({ ...report, level }, text, fingerprinter)];
  });
  return [...judged, ...own];
}

function placeReport(
  report: SuppressionReport,
  text: ModuleText,
  fingerprinter: Fingerprinter,
): PlacedFinding {
  const { fix, span, ruleId } = report;
  const quoted = text.original.slice(span.start, span.end);
  const finding: Finding = {
    ruleId,
    level: report.level,
    confidence: 'high',
    message: report.message,
    location: text.locate(span),
    related: [],
    isFlow: false,
    fixes:
      fix === undefined
        ? []
        : [{ title: fix.title, keepsBehaviour: true, edits: [text.createEdit(fix.span, fix.newText)] }],
    guidelines: [],
    fingerprint: fingerprinter.next(ruleId, text.path, '', quoted),
    symbol: '',
  };
  return { finding, span, quote: quoted };
}
