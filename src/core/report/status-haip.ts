import { type ItemStatus, listItemStatuses, type QuestionStatus } from '../guidelines/status.js';
import { escapeMarkdown } from './escape-markdown.js';
import type { ReportSkeleton } from './status-haip-schema.js';
import { STATE_WORDS, type StatusReport } from './status-report.js';

/**
 * A draft for a report in the sections of the HAIP reporting framework, as Markdown: each question with room for an
 * answer, and below each section what the status knows of the actions it is about.
 */
export function formatHaip(report: StatusReport, skeleton: ReportSkeleton): string {
  const { status, root } = report;
  const items = new Map(
    status.frameworks.flatMap(listItemStatuses).map((item): [string, ItemStatus] => [item.id, item]),
  );
  const lines = [
    `# Draft of a HAIP report: ${escapeMarkdown(root)}`,
    '',
    `${status.date}. For ${escapeMarkdown(skeleton.title)}, ${escapeMarkdown(skeleton.publisher)}, ${escapeMarkdown(skeleton.edition)}: <${skeleton.url}>`,
    '',
    escapeMarkdown(skeleton.note),
  ];
  skeleton.sections.forEach((section, index) => {
    lines.push('', `## ${index + 1} ${escapeMarkdown(section.title)}`);
    if (!section.titleIsExact) lines.push('', '*Title in our own words.*');
    for (const { question, isTopicVerified } of section.questions) {
      const remark = isTopicVerified ? '' : ' *(topic not checked against the form)*';
      lines.push('', `### ${escapeMarkdown(question)}${remark}`, '', '*Answer:*');
    }
    const known = section.actions.flatMap((id) => items.get(id) ?? []);
    if (known.length > 0) lines.push('', '### What the repository and attestations say');
    for (const item of known) lines.push('', ...formatAction(item));
  });
  return `${lines.join('\n')}\n`;
}

function formatAction(item: ItemStatus): readonly string[] {
  return [
    `**Action ${escapeMarkdown(item.number)}: ${escapeMarkdown(item.shortTitle)}** (${STATE_WORDS[item.state]})`,
    '',
    ...item.questions.map(formatQuestion),
  ];
}

function formatQuestion({ question, state, reason }: QuestionStatus): string {
  return `- ${escapeMarkdown(question)} **${STATE_WORDS[state]}**: ${escapeMarkdown(reason)}`;
}
