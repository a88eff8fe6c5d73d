import type {
  FrameworkStatus,
  ItemStatus,
  QuestionStatus,
  SectionStatus,
  State,
} from '../guidelines/status.js';
import { makePrintable } from './printable.js';
import { drawProgress } from './status-chart.js';
import type { StatusChange } from './status-compare.js';
import { STATUS_STYLE } from './status-html-style.js';
import { describeBasis, type StatusReference } from './status-references.js';
import {
  describeLocation,
  describeProgress,
  referencesOf,
  STATE_WORDS,
  type StatusReport,
} from './status-report.js';

const maxPlaces = 10;

/**
 * The status as one HTML page: no script, nothing loaded from elsewhere, in light and dark, printable. Everything that
 * comes from the project is escaped.
 */
export function formatStatusHtml(report: StatusReport): string {
  const { status, root, toolVersion, changes } = report;
  const title = escapeHtml(`Guideline status of ${root}`);
  const body = [
    '<a class="skip" href="#content">Skip to the content</a>',
    '<header>',
    `<h1>${title}</h1>`,
    `<p class="muted">${status.date}, Fairlead ${escapeHtml(toolVersion)}</p>`,
    ...status.remarks.map((remark) => `<p>${escapeHtml(remark)}</p>`),
    '</header>',
    '<nav aria-label="Frameworks">',
    '<ul>',
    ...status.frameworks.map(
      (framework) =>
        `<li><a href="#${escapeHtml(framework.id)}">${escapeHtml(framework.title)}</a>: ${escapeHtml(describeProgress(framework))}</li>`,
    ),
    '</ul>',
    '</nav>',
    '<main id="content">',
    ...(changes === undefined ? [] : formatChanges(changes)),
    ...status.frameworks.flatMap((framework) => formatFramework(framework, report)),
    '</main>',
    '<footer>',
    '<p class="muted">Evidenced: the repository shows that the answer is yes. Attested: a person vouches for it. Failing: the repository shows that the answer is no. Questions and short titles are our own wording.</p>',
    '</footer>',
  ];
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${title}</title>`,
    `<style>\n${STATUS_STYLE}\n</style>`,
    '</head>',
    '<body>',
    ...body,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** Text as HTML shows it, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return makePrintable(text.replace(/\s+/g, ' ')).replace(
    /[&<>"'`]/g,
    (character) => `&#${character.charCodeAt(0)};`,
  );
}

function formatFramework(framework: FrameworkStatus, report: StatusReport): readonly string[] {
  return [
    `<section aria-labelledby="${escapeHtml(framework.id)}">`,
    `<h2 id="${escapeHtml(framework.id)}">${escapeHtml(framework.title)}</h2>`,
    `<p class="muted">${escapeHtml(framework.publisher)}, ${escapeHtml(framework.edition)}. ${link(framework.url, 'Official page')}</p>`,
    `<p><strong>${escapeHtml(describeProgress(framework))}</strong></p>`,
    drawProgress(framework.sections, `Progress of ${framework.title} by area`, escapeHtml),
    ...formatTable(framework),
    ...framework.sections.flatMap((section) => formatSection(section, report)),
    '</section>',
  ];
}

const columns: readonly State[] = ['failing', 'expired', 'open', 'attested', 'evidenced', 'not-applicable'];

function formatTable({ sections, title }: FrameworkStatus): readonly string[] {
  const swatch = (state: State) => `<span class="swatch state-${state}" aria-hidden="true"></span>`;
  const heads = ['Area', ...columns.map((state) => `${swatch(state)}${STATE_WORDS[state]}`), 'settled'];
  return [
    `<div class="scroll" role="region" aria-label="${escapeHtml(`Figures of ${title}`)}" tabindex="0">`,
    '<table>',
    `<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...sections.map(({ title: area, progress }) => {
      const cells = [...columns.map((state) => String(progress.states[state])), `${progress.percent} %`];
      return `<tr><th scope="row">${escapeHtml(area)}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
    }),
    '</tbody>',
    '</table>',
    '</div>',
  ];
}

function formatSection(section: SectionStatus, report: StatusReport): readonly string[] {
  const number = section.number === undefined ? '' : `${section.number} `;
  return [
    `<h3>${escapeHtml(number + section.title)}</h3>`,
    ...section.items.flatMap((item) => formatItem(item, referencesOf(report, item.id))),
  ];
}

function formatItem(item: ItemStatus, references: readonly StatusReference[]): readonly string[] {
  const { settled, applicable } = item.progress;
  const remark = item.titleIsExact ? '' : ' <span class="muted">Title in our own words.</span>';
  return [
    '<article class="item">',
    `<h4 id="${escapeHtml(item.id)}">${escapeHtml(`${item.number} ${item.title}`)}</h4>`,
    `<p>${badge(item.state)} ${settled} of ${applicable} settled. ${link(item.url, `Official page of ${item.number}`)}${remark}</p>`,
    '<ul class="questions">',
    ...item.questions.flatMap(formatQuestion),
    '</ul>',
    ...formatReferences(references),
    '</article>',
  ];
}

function formatReferences(references: readonly StatusReference[]): readonly string[] {
  if (references.length === 0) return [];
  const rows = references.map((reference) => {
    const { taxonomyTitle, label, title, url } = reference;
    const basis = `<span class="muted">(${escapeHtml(describeBasis(reference))})</span>`;
    return `<li>${link(url, `${taxonomyTitle} ${label}`)} ${escapeHtml(title)} ${basis}</li>`;
  });
  return ['<p class="related">Related guidance</p>', '<ul class="references">', ...rows, '</ul>'];
}

function formatQuestion(question: QuestionStatus): readonly string[] {
  const lines = [
    `<li id="${escapeHtml(question.id)}">`,
    `<p>${badge(question.state)} ${escapeHtml(question.question)}</p>`,
    `<p class="reason">${escapeHtml(question.reason)}</p>`,
  ];
  const places = question.locations.slice(0, maxPlaces);
  if (places.length > 0) {
    const more = question.locationCount - places.length;
    const rest = more > 0 ? ` and ${more} more` : '';
    const listed = places.map((place) => `<code>${escapeHtml(describeLocation(place))}</code>`).join(', ');
    lines.push(`<p class="places">${listed}${rest}</p>`);
  }
  const { attestation } = question;
  if (attestation?.evidence !== undefined) {
    lines.push(`<p class="reason">Evidence: ${linkIfSafe(attestation.evidence)}</p>`);
  }
  if (attestation?.until !== undefined)
    lines.push(`<p class="reason">Good until ${escapeHtml(attestation.until)}.</p>`);
  return [...lines, '</li>'];
}

function formatChanges(changes: readonly StatusChange[]): readonly string[] {
  const lines = [
    '<section aria-labelledby="changes">',
    '<h2 id="changes">Changes since the earlier report</h2>',
  ];
  if (changes.length === 0) lines.push('<p>None.</p>');
  else {
    lines.push('<ul>');
    for (const change of changes) {
      lines.push(
        `<li><strong>${change.direction}</strong>: ${escapeHtml(`${change.item} ${change.shortTitle}`)}`,
        '<ul>',
      );
      for (const { id, before, after, reason } of change.questions) {
        const from = before === undefined ? 'new' : STATE_WORDS[before];
        lines.push(`<li>${escapeHtml(`${id}: ${from} to ${STATE_WORDS[after]}. ${reason}`)}</li>`);
      }
      lines.push('</ul>', '</li>');
    }
    lines.push('</ul>');
  }
  return [...lines, '</section>'];
}

function badge(state: State): string {
  return `<span class="badge state-${state}">${STATE_WORDS[state]}</span>`;
}

function link(url: string, text: string): string {
  return `<a href="${escapeHtml(url)}">${escapeHtml(text)}</a>`;
}

/** A link when it is an https address; anything else that a person wrote stays text. */
function linkIfSafe(text: string): string {
  return /^https:\/\/[^\s<>"]+$/.test(text) ? link(text, text) : escapeHtml(text);
}
