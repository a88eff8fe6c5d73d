import type { BinaryPlace, Finding, Level, Notice } from '../findings/finding.js';
import { LEVELS } from '../findings/finding.js';
import type { Location } from '../source/document.js';
import { type Excerpt, excerptKey } from './excerpt.js';
import { createGuidelineIndex, type GuidelineIndex, nameEntry } from './guideline-index.js';
import { hideSecrets, isAboutCredentials } from './hide-secrets.js';
import { makePrintable, measureWidth } from './printable.js';
import { type QuotingReport, type Summary, sortFindings, sortNotices, summarise } from './report.js';
import { drawExcerpt } from './text-excerpt.js';
import { createPainter, type Painter } from './text-painter.js';

/** How a text report looks. */
export interface TextOptions {
  /** True to mark levels with ANSI colours. */
  readonly isColoured: boolean;
  /** Columns to stay within; absent when nobody watches, then nothing is wrapped or cut. */
  readonly width?: number;
  /** True for one line per finding and notice, and no summary. */
  readonly isBrief?: boolean;
  /** How a path of the report is shown, such as relative to the current folder; as it is when absent. */
  displayPath?(path: string): string;
}

/** Below this many columns nothing is wrapped: it would only get worse. */
const minWrapWidth = 50;
/** Columns of the line number before a quoted line. */
const gutterWidth = 5;

const levelColours: Readonly<Record<Level, 'red' | 'yellow' | 'cyan' | 'dim'>> = {
  error: 'red',
  warning: 'yellow',
  note: 'cyan',
  hint: 'dim',
};

/**
 * The report for people: findings by file, each `path:line:column level message [rule-id]` (lines and columns from
 * 1; in a notebook `path:cell N:line:column`, cells from 1 over all cells), with the source line, the steps that
 * lead there, the guidelines and the fix; then notices and one line of figures. Suppressed findings are only
 * counted. Characters that could steer a terminal are escaped, credentials are starred out: logs are kept and read by many.
 *
 * @returns lines, each ended by `\n`; empty when brief and there is nothing to say
 */
export function formatText(report: QuotingReport, options: TextOptions): string {
  const painter = createPainter(options.isColoured);
  const guidelines = createGuidelineIndex(report.frameworks, report.taxonomies);
  const credentialRules = new Set(report.rules.filter(isAboutCredentials).map(({ id }) => id));
  const lines: string[] = [];
  const counted = sortFindings(report.findings).filter((finding) => finding.suppression === undefined);
  for (const group of groupByPath(counted)) {
    if (lines.length > 0 && options.isBrief !== true) lines.push('');
    const placeWidth = Math.max(
      ...group.map((finding) => measureWidth(describePlace(finding.location, options))),
    );
    const levelWidth = Math.max(...group.map((finding) => finding.level.length));
    for (const finding of group) {
      lines.push(...formatHeadline(finding, placeWidth, levelWidth, painter, options));
      if (options.isBrief === true) continue;
      const found = report.excerpts.get(excerptKey(finding.location));
      const excerpt = found && hideSecrets(found, credentialRules.has(finding.ruleId));
      lines.push(...formatDetails(finding, excerpt, guidelines, painter, options));
    }
  }
  const notices = sortNotices(report.notices);
  if (lines.length > 0 && notices.length > 0 && options.isBrief !== true) lines.push('');
  lines.push(...notices.map((notice) => formatNotice(notice, painter, options)));
  if (options.isBrief !== true) {
    if (lines.length > 0) lines.push('');
    lines.push(...formatSummary(summarise(report.findings), report.fileCount, painter));
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** `path:line:column`, or `path:cell N:line:column` in a notebook; all from 1, safe to print. */
function describePlace(location: Location, options: TextOptions): string {
  return `${describePath(location.path, options)}:${describePosition(location)}`;
}

/** `line:column`, or `cell N:line:column` in a notebook; all from 1. */
export function describePosition({ cell, range }: Location): string {
  const place = `${range.start.line + 1}:${range.start.character + 1}`;
  return `${cell === undefined ? '' : `cell ${cell + 1}:`}${place}`;
}

function describePath(path: string, { displayPath }: TextOptions): string {
  return makePrintable(displayPath?.(path) ?? path);
}

/** Findings of one path together, in the order of their first ones. */
export function groupByPath(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.location.path);
    if (group === undefined) groups.set(finding.location.path, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}

function formatHeadline(
  finding: Finding,
  placeWidth: number,
  levelWidth: number,
  painter: Painter,
  options: TextOptions,
): readonly string[] {
  const { width } = options;
  const place = describePlace(finding.location, options);
  const gap = ' '.repeat(placeWidth - measureWidth(place));
  const level = painter.paint(levelColours[finding.level], finding.level.padEnd(levelWidth));
  const words = [...makePrintable(finding.message.split('\n')[0] ?? '').split(' '), `[${finding.ruleId}]`];
  const indent = placeWidth + levelWidth + 4;
  const available = width !== undefined && width - indent >= minWrapWidth ? width - indent : undefined;
  const [first = '', ...rest] = wrapWords(words, available);
  return [
    `${painter.paint('bold', place)}${gap}  ${level}  ${first}`,
    ...rest.map((line) => ' '.repeat(indent) + line),
  ];
}

function formatDetails(
  finding: Finding,
  excerpt: Excerpt | undefined,
  guidelines: GuidelineIndex,
  painter: Painter,
  options: TextOptions,
): readonly string[] {
  const { width } = options;
  const blank = ' '.repeat(gutterWidth);
  const lines: string[] = [];
  if (excerpt !== undefined) {
    const number = String(finding.location.range.start.line + 1).padStart(gutterWidth);
    const room = width === undefined ? undefined : width - number.length - 3;
    const { source, underline } = drawExcerpt(excerpt, room);
    lines.push(`${painter.paint('dim', `${number} |`)} ${source}`);
    lines.push(
      `${painter.paint('dim', `${blank} |`)} ${painter.paint(levelColours[finding.level], underline)}`,
    );
  }
  const addDetail = (label: string, text: string) => {
    lines.push(`${painter.paint('dim', `${blank} = ${label}:`)} ${text}`);
  };
  finding.related.forEach((step, index) => {
    const label = finding.isFlow ? `step ${index + 1}` : 'see also';
    addDetail(label, `${describePlace(step.location, options)} ${makePrintable(step.message)}`);
  });
  if (finding.binary !== undefined) addDetail('in', makePrintable(describeBinaryPlace(finding.binary)));
  const [main, ...others] = finding.guidelines.map((id) => guidelines.findItem(id)?.entry ?? id);
  if (main !== undefined) {
    const also = others.map((entry) => (typeof entry === 'string' ? entry : entry.label));
    const name = typeof main === 'string' ? main : nameEntry(main);
    addDetail('guideline', also.length === 0 ? name : `${name}; also ${also.join(', ')}`);
  }
  const fix = finding.fixes[0];
  if (fix !== undefined) {
    const flags = fix.keepsBehaviour ? '--fix' : '--fix --unsafe-fixes; may change behaviour';
    addDetail('fix', `${makePrintable(fix.title)} (${flags})`);
  } else if (finding.choices?.[0] !== undefined) {
    const title = finding.choices[0].title.replace(/\.{3}$/, '');
    addDetail('fix', `${makePrintable(title)} (needs a value: choose it in the editor)`);
  }
  return lines;
}

/** `archive/data.pkl at byte 12, by GLOBAL posix.system, REDUCE`; never empty. */
function describeBinaryPlace({ offset, member, chain }: BinaryPlace): string {
  const where = member.length === 0 ? 'the file' : member.join(' > ');
  const place = offset === undefined ? where : `${where} at byte ${offset}`;
  return chain.length === 0 ? place : `${place}, by ${chain.join(', ')}`;
}

/** What kinds of notices are called. */
export const noticeLabels: Readonly<Record<Notice['kind'], string>> = {
  'not-scanned': 'not scanned',
  'partly-scanned': 'partly scanned',
  configuration: 'configuration',
};

function formatNotice(notice: Notice, painter: Painter, options: TextOptions): string {
  const place =
    notice.location === undefined
      ? describePath(notice.path, options)
      : describePlace(notice.location, options);
  const label = painter.paint('yellow', noticeLabels[notice.kind]);
  return `${painter.paint('bold', place)}  ${label}  ${makePrintable(stripLabel(notice))}`;
}

/** The message of a notice without the beginning that the label of its kind has said. */
export function stripLabel({ kind, message }: Notice): string {
  const beginning = `${noticeLabels[kind]}: `;
  return message.toLowerCase().startsWith(beginning) ? message.slice(beginning.length) : message;
}

/** The figures of a report in one to three lines. */
export function formatSummary(summary: Summary, fileCount: number, painter: Painter): readonly string[] {
  const files = countOf(fileCount, 'file');
  const suppressed = summary.suppressed === 0 ? '' : ` ${summary.suppressed} suppressed.`;
  if (summary.findings === 0) {
    return [`${painter.paint('green', 'No findings')} in ${files}.${suppressed}`];
  }
  const counts = LEVELS.filter((level) => summary.levels[level] > 0).map((level) =>
    painter.paint(levelColours[level], countOf(summary.levels[level], level)),
  );
  const where = `${summary.filesWithFindings} of ${files}`;
  const lines = [`${counts.join(', ')} in ${where}.${suppressed}`];
  if (summary.fixable > 0) lines.push(`${summary.fixable} fixable with --fix.`);
  if (summary.fixableUnsafely > 0) {
    lines.push(`${summary.fixableUnsafely} fixable with --fix --unsafe-fixes, which may change behaviour.`);
  }
  if (summary.fixableByChoice > 0) {
    lines.push(`${summary.fixableByChoice} fixable in the editor with a value to choose.`);
  }
  return lines;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Fills lines with words up to a width; one line when there is none. A word that is too long stays whole. */
function wrapWords(words: readonly string[], width: number | undefined): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && width !== undefined && measureWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  lines.push(line);
  return lines;
}
