import { suggestClosest } from '../guidelines/suggest-closest.js';
import { LineIndex, type Span } from '../source/position.js';
import type { Level, Suppression } from './finding.js';
import type { RuleMention, SuppressionComment } from './suppression.js';

/** What Fairlead says about suppressions themselves. These reports cannot be suppressed in the source. */
export type SuppressionRuleId =
  | 'fairlead/suppression-unused'
  | 'fairlead/suppression-expired'
  | 'fairlead/suppression-without-reason'
  | 'fairlead/suppression-unknown-rule'
  | 'fairlead/suppression-malformed';

/** Level and title of each report, for lists of rules. */
export const SUPPRESSION_RULES: Readonly<
  Record<SuppressionRuleId, { readonly level: Level; readonly title: string }>
> = {
  'fairlead/suppression-unused': { level: 'hint', title: 'Suppression that suppresses nothing' },
  'fairlead/suppression-expired': { level: 'note', title: 'Suppression past its date' },
  'fairlead/suppression-without-reason': { level: 'hint', title: 'Suppression without a reason' },
  'fairlead/suppression-unknown-rule': { level: 'note', title: 'Suppression of a rule that does not exist' },
  'fairlead/suppression-malformed': { level: 'note', title: 'Suppression that cannot be read' },
};

/** Findings of one text with what decides about its suppressions. */
export interface SuppressionInput {
  readonly text: string;
  /** Spans in `text`; the line on which a span starts is the finding's line. */
  readonly findings: readonly { readonly ruleId: string; readonly span: Span }[];
  /** From `readSuppressions` of the same text. */
  readonly comments: readonly SuppressionComment[];
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly knownRuleIds: ReadonlySet<string>;
  /** Whether a rule had its chance to report on this text; a suppression of one that had not is not unused. */
  readonly hasRun: (ruleId: string) => boolean;
}

/** What the comments mean for one finding. */
export interface SuppressionOutcome {
  /** Present when the finding is suppressed. */
  readonly suppression?: Suppression;
  /** Present when a comment suppressed it until a day that has passed: the finding counts again. */
  readonly expired?: { readonly until: string; readonly span: Span };
}

/** Something to tidy about a suppression, to be placed as a finding. */
export interface SuppressionReport {
  readonly ruleId: SuppressionRuleId;
  readonly level: Level;
  /** One line of at most 100 characters unless rule ids are long. */
  readonly message: string;
  readonly span: Span;
  /** An edit of the comment; what the code does stays as it is. */
  readonly fix?: { readonly title: string; readonly span: Span; readonly newText: string };
}

/**
 * Decides which findings are suppressed, and reports suppressions that are unused, expired, malformed, without a reason
 * or of unknown rules.
 *
 * A comment holds on its last day and no longer; once expired it is reported where it would suppress something. One
 * without a reason suppresses and is reported. A malformed one suppresses nothing.
 *
 * @returns one outcome for each finding in the same order (undefined when no comment speaks about it), and the reports in
 *   the order of the text
 */
export function applySuppressions(input: SuppressionInput): {
  readonly outcomes: readonly (SuppressionOutcome | undefined)[];
  readonly reports: readonly SuppressionReport[];
} {
  if (input.comments.length === 0) return { outcomes: input.findings.map(() => undefined), reports: [] };
  const byLine = new Map<number, SuppressionComment[]>();
  for (const comment of input.comments) {
    if (comment.problem !== undefined) continue;
    for (const line of new Set([comment.line, comment.coveredLine])) {
      const others = byLine.get(line);
      if (others === undefined) byLine.set(line, [comment]);
      else others.push(comment);
    }
  }
  const lines = new LineIndex(input.text);
  const used = new Map<SuppressionComment, Set<string>>();
  const outcomes = input.findings.map(({ ruleId, span }) => {
    const onLine = byLine.get(lines.positionAt(span.start).line) ?? [];
    const speaking = onLine.filter(({ rules }) => rules.some(({ id }) => id === ruleId));
    for (const comment of speaking) used.set(comment, (used.get(comment) ?? new Set()).add(ruleId));
    return decide(speaking, input.today);
  });
  const reports = input.comments.flatMap((comment) =>
    reviewComment(comment, used.get(comment) ?? new Set(), input),
  );
  return { outcomes, reports };
}

function decide(comments: readonly SuppressionComment[], today: string): SuppressionOutcome | undefined {
  const holding = comments.find(({ until }) => !isPast(until, today));
  if (holding !== undefined) return { suppression: { kind: 'in-source', reason: holding.reason } };
  const [expired] = comments;
  if (expired?.until === undefined) return undefined;
  return { expired: { until: expired.until, span: expired.span } };
}

function isPast(until: string | undefined, today: string): boolean {
  return until !== undefined && until < today;
}

function reviewComment(
  comment: SuppressionComment,
  used: ReadonlySet<string>,
  input: SuppressionInput,
): readonly SuppressionReport[] {
  const { span, problem, rules, until } = comment;
  if (problem !== undefined) {
    return [createReport('fairlead/suppression-malformed', `Malformed suppression: ${problem}`, span)];
  }
  const reports: SuppressionReport[] = [];
  const known = rules.filter(({ id }) => input.knownRuleIds.has(id));
  for (const mention of rules) {
    if (!known.includes(mention)) reports.push(reportUnknown(mention, input.knownRuleIds));
  }
  const unused = known.filter(({ id }) => !used.has(id) && input.hasRun(id));
  if (unused.length > 0) {
    const names = unused.map(({ id }) => id).join(', ');
    const message = `Remove this suppression: ${names} reports nothing here`;
    const fix = createRemoval(comment, unused, input.text);
    reports.push({ ...createReport('fairlead/suppression-unused', message, span), fix });
  }
  if (unused.length === known.length) return reports;
  if (until !== undefined && used.size > 0 && isPast(until, input.today)) {
    const message = `Suppression expired on ${until}; fix the finding, or review it and set a later until=`;
    reports.push(createReport('fairlead/suppression-expired', message, span));
  }
  if (comment.reason === '') {
    const message = 'Give a reason after the ], such as: file is written by our own build';
    reports.push(createReport('fairlead/suppression-without-reason', message, span));
  }
  return reports;
}

function createReport(ruleId: SuppressionRuleId, message: string, span: Span): SuppressionReport {
  return { ruleId, level: SUPPRESSION_RULES[ruleId].level, message, span };
}

function reportUnknown({ id, span }: RuleMention, knownRuleIds: ReadonlySet<string>): SuppressionReport {
  const closest = suggestClosest(id, [...knownRuleIds]);
  const ruleId = 'fairlead/suppression-unknown-rule';
  if (closest === undefined)
    return createReport(ruleId, `No rule is called ${id}; correct or remove it`, span);
  const report = createReport(ruleId, `No rule is called ${id}; did you mean ${closest}?`, span);
  return { ...report, fix: { title: `Change to ${closest}`, span, newText: closest } };
}

/** Takes ids out of the list, or the whole comment out of the text when none is left. */
function createRemoval(
  comment: SuppressionComment,
  unused: readonly RuleMention[],
  text: string,
): { readonly title: string; readonly span: Span; readonly newText: string } {
  const left = comment.rules.filter((mention) => !unused.includes(mention));
  if (left.length > 0) {
    const title = `Remove ${unused.map(({ id }) => id).join(', ')} from the suppression`;
    return { title, span: comment.list, newText: left.map(({ id }) => id).join(', ') };
  }
  let { start, end } = comment.span;
  while (text[start - 1] === ' ' || text[start - 1] === '\t') start -= 1;
  const isLineStart = start === 0 || text[start - 1] === '\n' || text[start - 1] === '\r';
  if (isLineStart && end === text.length && start > 0) start -= text.startsWith('\r\n', start - 2) ? 2 : 1;
  else if (isLineStart && text[end] !== undefined && '\r\n'.includes(text[end] ?? ' ')) {
    end += text.startsWith('\r\n', end) ? 2 : 1;
  } else if (isLineStart) {
    start = comment.span.start;
    while (text[end] === ' ' || text[end] === '\t') end += 1;
  }
  return { title: 'Remove the unused suppression', span: { start, end }, newText: '' };
}
