import type { FrameworkStatus, ItemStatus, QuestionStatus } from '../guidelines/status.js';
import { escapeMarkdown } from './escape-markdown.js';
import type { StatusChange } from './status-compare.js';
import { describeBasis, type StatusReference } from './status-references.js';
import {
  describeLocation,
  describeProgress,
  referencesOf,
  STATE_WORDS,
  type StatusReport,
} from './status-report.js';

const maxPlaces = 5;

/** The status as Markdown: a table of areas, then each item with its questions, reasons and places. */
export function formatStatusMarkdown(report: StatusReport): string {
  const { status, root, toolVersion, changes } = report;
  const lines = [
    `# Guideline status of ${escapeMarkdown(root)}`,
    '',
    `${status.date}, Fairlead ${escapeMarkdown(toolVersion)}.`,
    ...status.remarks.map((remark) => `\n> ${escapeMarkdown(remark)}`),
    ...(changes === undefined ? [] : formatChanges(changes)),
    ...status.frameworks.flatMap((framework) => formatFramework(framework, report)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function formatFramework(framework: FrameworkStatus, report: StatusReport): readonly string[] {
  const lines = [
    '',
    `## ${escapeMarkdown(framework.title)}`,
    '',
    `${escapeMarkdown(framework.publisher)}, ${escapeMarkdown(framework.edition)}. <${framework.url}>`,
    '',
    `**${describeProgress(framework)}**`,
    '',
    '| Area | Failing | Expired | Open | Attested | Evidenced | Not applicable | Settled |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...framework.sections.map(({ title, progress }) => {
      const { states, percent } = progress;
      const cells = [
        states.failing,
        states.expired,
        states.open,
        states.attested,
        states.evidenced,
        states['not-applicable'],
      ];
      return `| ${escapeMarkdown(title)} | ${cells.join(' | ')} | ${percent} % |`;
    }),
  ];
  for (const section of framework.sections) {
    lines.push(
      '',
      `### ${section.number === undefined ? '' : `${section.number} `}${escapeMarkdown(section.title)}`,
    );
    for (const item of section.items) lines.push(...formatItem(item, referencesOf(report, item.id)));
  }
  return lines;
}

/** One item with its questions. */
function formatItem(item: ItemStatus, references: readonly StatusReference[]): readonly string[] {
  const { settled, applicable } = item.progress;
  return [
    '',
    `#### ${escapeMarkdown(item.number)} ${escapeMarkdown(item.title)}`,
    '',
    `**${STATE_WORDS[item.state]}**, ${settled} of ${applicable} settled. ${item.titleIsExact ? '' : 'Title in our own words. '}<${item.url}>`,
    '',
    ...item.questions.flatMap(formatQuestion),
    ...(references.length === 0
      ? []
      : ['', `Related guidance: ${references.map(formatReference).join('; ')}.`]),
  ];
}

function formatReference(reference: StatusReference): string {
  const { taxonomyTitle, label, title, url } = reference;
  const name = escapeMarkdown(`${taxonomyTitle} ${label}`);
  return `[${name}](<${url}>) ${escapeMarkdown(title)} (${escapeMarkdown(describeBasis(reference))})`;
}

function formatQuestion(question: QuestionStatus): readonly string[] {
  const mark = question.state === 'attested' || question.state === 'evidenced' ? 'x' : ' ';
  const lines = [
    `- [${mark}] ${escapeMarkdown(question.question)} (${question.id})`,
    `  **${STATE_WORDS[question.state]}**: ${escapeMarkdown(question.reason)}`,
  ];
  const places = question.locations
    .slice(0, maxPlaces)
    .map((location) => escapeMarkdown(describeLocation(location)));
  const more = question.locationCount - places.length;
  if (places.length > 0) lines.push(`  Places: ${places.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`);
  const { attestation } = question;
  if (attestation?.evidence !== undefined) lines.push(`  Evidence: ${escapeMarkdown(attestation.evidence)}.`);
  if (attestation?.until !== undefined) lines.push(`  Good until ${attestation.until}.`);
  return lines;
}

function formatChanges(changes: readonly StatusChange[]): readonly string[] {
  const lines = ['', '## Changes since the earlier report', ''];
  if (changes.length === 0) return [...lines, 'None.'];
  for (const change of changes) {
    lines.push(`- **${change.direction}**: ${change.item} ${escapeMarkdown(change.shortTitle)}`);
    for (const { id, before, after, reason } of change.questions) {
      const from = before === undefined ? 'new' : STATE_WORDS[before];
      lines.push(`  - ${id}: ${from} to ${STATE_WORDS[after]}. ${escapeMarkdown(reason)}`);
    }
  }
  return lines;
}
