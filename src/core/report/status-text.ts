import type { FrameworkStatus, ItemStatus, QuestionStatus, State } from '../guidelines/status.js';
import { makePrintable, measureWidth } from './printable.js';
import type { StatusChange } from './status-compare.js';
import {
  describeLocation,
  describeProgress,
  STATE_WORDS,
  type StatusReport,
  UNSETTLED,
} from './status-report.js';
import { createPainter, type Look, type Painter } from './text-painter.js';

/** How a text report on the status looks. */
export interface StatusTextOptions {
  readonly isColoured: boolean;
  /** Columns to stay within; nothing is wrapped when absent. */
  readonly width?: number;
  /** True for one line per item only. */
  readonly isBrief?: boolean;
}

const looks: Readonly<Record<State, Look>> = {
  failing: 'red',
  expired: 'yellow',
  open: 'cyan',
  attested: 'green',
  evidenced: 'green',
  'not-applicable': 'dim',
};
const stateWidth = Math.max(...Object.values(STATE_WORDS).map((word) => word.length));
const maxPlaces = 3;

/** The status for people: by framework and item, each question with its state, the reason and the first places. */
export function formatStatusText(report: StatusReport, options: StatusTextOptions): string {
  const painter = createPainter(options.isColoured);
  const lines = report.status.frameworks.flatMap((framework) => formatFramework(framework, painter, options));
  if (report.changes !== undefined) lines.push(...formatChanges(report.changes, painter));
  for (const remark of report.status.remarks) lines.push(`${painter.paint('yellow', 'note')} ${remark}`);
  return `${lines.join('\n').trimEnd()}\n`;
}

function formatFramework(
  framework: FrameworkStatus,
  painter: Painter,
  options: StatusTextOptions,
): readonly string[] {
  const lines = [
    painter.paint('bold', framework.title),
    `${drawBar(framework.progress.percent)} ${describeProgress(framework)}`,
    '',
  ];
  for (const section of framework.sections) {
    const number = section.number === undefined ? '' : `${section.number} `;
    const { settled, applicable } = section.progress;
    lines.push(`${painter.paint('bold', `${number}${section.title}`)}  ${settled}/${applicable}`);
    for (const item of section.items) lines.push(...formatItem(item, painter, options));
    lines.push('');
  }
  return lines;
}

function formatItem(item: ItemStatus, painter: Painter, options: StatusTextOptions): readonly string[] {
  const { settled, applicable } = item.progress;
  const head = `  ${paintState(item.state, painter)}  ${item.number} ${item.shortTitle} (${item.id})  ${settled}/${applicable}`;
  if (options.isBrief === true) return [head];
  return [head, ...item.questions.flatMap((question) => formatQuestion(question, painter, options))];
}

function formatQuestion(
  question: QuestionStatus,
  painter: Painter,
  options: StatusTextOptions,
): readonly string[] {
  const short = question.id.slice(question.id.lastIndexOf('.') + 1);
  const indent = ' '.repeat(4 + stateWidth + 2);
  const lines = [
    ...wrap(
      `    ${paintState(question.state, painter)}  `,
      indent,
      `${short} ${question.question}`,
      options.width,
    ),
    ...wrap(indent, indent, makePrintable(question.reason), options.width).map((line) =>
      painter.paint('dim', line),
    ),
  ];
  const places = question.locations.map(describeLocation);
  const listed = UNSETTLED.includes(question.state) ? places.slice(0, maxPlaces) : places.slice(0, 1);
  if (question.locationCount > 1 && listed.length > 0) {
    const more = question.locationCount - listed.length;
    const rest = more > 0 ? ` and ${more} more` : '';
    lines.push(`${indent}${makePrintable(listed.join(', '))}${rest}`);
  }
  return lines;
}

function formatChanges(changes: readonly StatusChange[], painter: Painter): readonly string[] {
  if (changes.length === 0) return ['No change since the earlier report.', ''];
  const lines = [painter.paint('bold', 'Changes since the earlier report')];
  for (const change of changes) {
    const look = change.direction === 'better' ? 'green' : change.direction === 'worse' ? 'red' : 'yellow';
    lines.push(`  ${painter.paint(look, change.direction.padEnd(6))}  ${change.item} ${change.shortTitle}`);
    for (const { id, before, after, reason } of change.questions) {
      const from = before === undefined ? 'new' : STATE_WORDS[before];
      lines.push(`            ${id}: ${from} -> ${STATE_WORDS[after]}. ${makePrintable(reason)}`);
    }
  }
  return [...lines, ''];
}

function paintState(state: State, painter: Painter): string {
  return painter.paint(looks[state], STATE_WORDS[state].padEnd(stateWidth));
}

function drawBar(percent: number): string {
  const full = Math.floor(percent / 5);
  return `[${'#'.repeat(full)}${'.'.repeat(20 - full)}]`;
}

/** Fills lines with words; the first begins with `first`, the others with `indent`. */
function wrap(first: string, indent: string, text: string, width: number | undefined): readonly string[] {
  const room = width === undefined ? undefined : Math.max(width - indent.length, 30);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && room !== undefined && measureWidth(longer) > room) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  lines.push(line);
  return lines.map((each, index) => `${index === 0 ? first : indent}${each}`);
}
