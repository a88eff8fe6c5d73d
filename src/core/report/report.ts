import type { Finding, Level, Notice } from '../findings/finding.js';
import { LEVELS } from '../findings/finding.js';
import type { Framework, Taxonomy } from '../guidelines/framework.js';
import type { Rule } from '../rules/rule.js';
import type { Location } from '../source/document.js';
import type { Excerpt } from './excerpt.js';
import { pickFix } from './select-fixes.js';

/** Everything a report is made of. Holds no date, so equal scans give equal reports. */
export interface Report {
  readonly toolVersion: string;
  /** What the paths are relative to, for people; such as the folder's name. */
  readonly root: string;
  /** How many files were analysed, with or without findings. */
  readonly fileCount: number;
  /** In any order; suppressed findings included. */
  readonly findings: readonly Finding[];
  /** In any order. */
  readonly notices: readonly Notice[];
  /** The catalogue: every rule that took part. */
  readonly rules: readonly Rule[];
  readonly frameworks: readonly Framework[];
  readonly taxonomies: readonly Taxonomy[];
}

/** A report whose text form quotes the source. */
export interface QuotingReport extends Report {
  /** From `takeExcerpts`, for the findings' locations; a finding without one is shown without its source line. */
  readonly excerpts: ReadonlyMap<string, Excerpt>;
}

/** The figures of a report. */
export interface Summary {
  /** Findings that count, by level. */
  readonly levels: Readonly<Record<Level, number>>;
  /** Findings that count. */
  readonly findings: number;
  /** Files with at least one finding that counts. */
  readonly filesWithFindings: number;
  readonly suppressed: number;
  /** Findings with a fix that keeps behaviour. */
  readonly fixable: number;
  /** Findings with fixes of which none keeps behaviour. */
  readonly fixableUnsafely: number;
  /** Findings whose only fixes need a value that a person chooses, in an editor. */
  readonly fixableByChoice: number;
}

/** The name of the program in every report. */
export const TOOL_NAME = 'fairlead';

/** Counts what is in a list of findings. */
export function summarise(findings: readonly Finding[]): Summary {
  const counted = findings.filter((finding) => finding.suppression === undefined);
  const safely = counted.filter((finding) => pickFix(finding, { onlySafe: true }) !== undefined).length;
  const anyhow = counted.filter((finding) => pickFix(finding, { onlySafe: false }) !== undefined).length;
  const count = (level: Level) => counted.filter((finding) => finding.level === level).length;
  return {
    levels: { error: count('error'), warning: count('warning'), note: count('note'), hint: count('hint') },
    findings: counted.length,
    filesWithFindings: new Set(counted.map((finding) => finding.location.path)).size,
    suppressed: findings.length - counted.length,
    fixable: safely,
    fixableUnsafely: anyhow - safely,
    fixableByChoice: counted.filter(({ fixes, choices = [] }) => fixes.length === 0 && choices.length > 0)
      .length,
  };
}

/** Whether any finding that counts is at least as loud as `level`. */
export function hasFindingAtLeast(findings: readonly Finding[], level: Level): boolean {
  const limit = LEVELS.indexOf(level);
  return findings.some(
    (finding) => finding.suppression === undefined && LEVELS.indexOf(finding.level) <= limit,
  );
}

/** Findings by path, place and rule: the order of every report. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) =>
      compareLocations(a.location, b.location) ||
      compareText(a.ruleId, b.ruleId) ||
      compareText(a.caseId ?? '', b.caseId ?? '') ||
      compareText(a.message, b.message) ||
      compareText(a.fingerprint, b.fingerprint),
  );
}

/** Notices by path, kind and message: the order of every report. */
export function sortNotices(notices: readonly Notice[]): readonly Notice[] {
  return [...notices].sort(
    (a, b) => compareText(a.path, b.path) || compareText(a.kind, b.kind) || compareText(a.message, b.message),
  );
}

/** Orders by UTF-16 code units, the same everywhere. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function compareLocations(a: Location, b: Location): number {
  return (
    compareText(a.path, b.path) ||
    (a.cell ?? -1) - (b.cell ?? -1) ||
    a.range.start.line - b.range.start.line ||
    a.range.start.character - b.range.start.character ||
    a.range.end.line - b.range.end.line ||
    a.range.end.character - b.range.end.character
  );
}
