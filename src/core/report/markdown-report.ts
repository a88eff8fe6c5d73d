import type { Finding, Notice } from '../findings/finding.js';
import { LEVELS } from '../findings/finding.js';
import { escapeMarkdown } from './escape-markdown.js';
import { createGuidelineIndex, type GuidelineIndex, nameEntry } from './guideline-index.js';
import { type Report, sortFindings, sortNotices, summarise } from './report.js';
import { createPainter } from './text-painter.js';
import { describePosition, formatSummary, groupByPath, noticeLabels, stripLabel } from './text-report.js';

/**
 * The report for a pull request or the summary of a CI job: figures, a table of rules, then the findings by file with the steps
 * that lead there and the guideline, and what was not scanned. Suppressed findings are only counted. Text of files is escaped:
 * it stays text. Positions are `line:column` from 1.
 */
export function formatMarkdown(report: Report): string {
  const guidelines = createGuidelineIndex(report.frameworks, report.taxonomies);
  const counted = sortFindings(report.findings).filter((finding) => finding.suppression === undefined);
  const titles = new Map(report.rules.map(({ id, title }) => [id, title]));
  const lines = [
    `# Fairlead check of ${escapeMarkdown(report.root)}`,
    '',
    ...formatSummary(summarise(report.findings), report.fileCount, createPainter(false)).flatMap((line) => [
      line,
      '',
    ]),
    ...formatRules(counted, titles),
    ...groupByPath(counted).flatMap((group) => formatFile(group, guidelines)),
    ...formatNotices(sortNotices(report.notices)),
    escapeMarkdown(`Fairlead ${report.toolVersion}`),
  ];
  return `${lines.join('\n')}\n`;
}

function formatRules(findings: readonly Finding[], titles: ReadonlyMap<string, string>): readonly string[] {
  if (findings.length === 0) return [];
  const counts = new Map<string, number>();
  const byLevel = [...findings].sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
  for (const { level, ruleId } of byLevel) {
    const row = `| ${level} | ${nameRule(ruleId, titles)} |`;
    counts.set(row, (counts.get(row) ?? 0) + 1);
  }
  const rows = [...counts].map(([row, count]) => `${row} ${count} |`);
  return ['| Level | Rule | Findings |', '| --- | --- | ---: |', ...rows, ''];
}

function nameRule(id: string, titles: ReadonlyMap<string, string>): string {
  const title = titles.get(id);
  return title === undefined ? quoteCode(id) : `${quoteCode(id)} ${escapeMarkdown(title)}`;
}

function formatFile(findings: readonly Finding[], guidelines: GuidelineIndex): readonly string[] {
  const path = findings[0]?.location.path ?? '';
  return [
    `## ${escapeMarkdown(path)}`,
    '',
    ...findings.flatMap((finding) => formatFinding(finding, guidelines)),
    '',
  ];
}

function formatFinding(finding: Finding, guidelines: GuidelineIndex): readonly string[] {
  const { fixes, guidelines: ids, isFlow, level, location, message, related, ruleId } = finding;
  const items = ids.map((id) => {
    const entry = guidelines.findItem(id)?.entry;
    if (entry === undefined) return escapeMarkdown(id);
    const name = escapeMarkdown(nameEntry(entry));
    return entry.url === undefined ? name : `[${name}](<${entry.url}>)`;
  });
  const steps = related.map(({ location: place, message: words }, index) => {
    const label = isFlow ? `Step ${index + 1}` : 'See also';
    return `${label}: ${escapeMarkdown(place.path)}:${describePosition(place)} ${escapeMarkdown(words)}`;
  });
  const [fix] = fixes;
  const details = [
    ...steps,
    ...(items.length === 0 ? [] : [`Guideline: ${items.join('; ')}`]),
    ...(fix === undefined
      ? []
      : [`Fix: ${escapeMarkdown(fix.title)}${fix.keepsBehaviour ? '' : ' (may change behaviour)'}`]),
  ];
  return [
    `- ${describePosition(location)} **${level}** ${escapeMarkdown(message.split('\n')[0] ?? '')} ${quoteCode(ruleId)}`,
    ...details.map((detail) => `  - ${detail}`),
  ];
}

function formatNotices(notices: readonly Notice[]): readonly string[] {
  if (notices.length === 0) return [];
  const lines = notices.map((notice) => {
    const { kind, location, path } = notice;
    const place = location === undefined ? '' : `:${describePosition(location)}`;
    return `- ${escapeMarkdown(path)}${place} ${noticeLabels[kind]}: ${escapeMarkdown(stripLabel(notice))}`;
  });
  return ['## Not or only partly scanned', '', ...lines, ''];
}

/** An id as code; ids hold letters, digits, `/` and `-`. */
function quoteCode(id: string): string {
  return `\`${id}\``;
}
