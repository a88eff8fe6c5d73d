import type { Engine } from '../../src/core/api.js';
import { createContext } from '../support/engine.js';
import type { CorpusFile, Mark } from './corpus-file.js';

/** How often a rule was right. */
export interface RuleScore {
  /** Findings that a label asks for. */
  readonly found: number;
  /** Labels without a finding. */
  readonly missed: number;
  /** Findings without a label. */
  readonly falseAlarms: number;
}

/** How the engine does on the corpus. Plain JSON, in a fixed order. */
export interface Score {
  readonly files: number;
  readonly total: RuleScore;
  readonly rules: Readonly<Record<string, RuleScore>>;
  /** `path:line rule`, or `path[cell]:line rule` in notebooks; cells from 0. */
  readonly misses: readonly string[];
  readonly falseAlarms: readonly string[];
  /** What reviewers want and no rule gives; `path:line topic`. */
  readonly wanted: readonly string[];
}

/** The text of a mark in reports. */
export function formatMark({ path, cell, line, rule }: Mark): string {
  return `${path}${cell === undefined ? '' : `[${cell}]`}:${line} ${rule}`;
}

/**
 * Runs the engine over the corpus and compares its findings with the labels, line by line.
 *
 * @throws Error when a file could not be analysed in full
 */
export async function measure(engine: Engine, corpus: readonly CorpusFile[]): Promise<Score> {
  const found: Mark[] = [];
  for (const { input } of corpus) {
    const { findings, notices } = await engine.analyse(input, createContext(input.path));
    if (notices.length > 0)
      throw new Error(`${input.path}: ${notices.map(({ message }) => message).join('; ')}`);
    for (const { ruleId: rule, location } of findings) {
      const { cell } = location;
      const line = location.range.start.line + 1;
      found.push({ path: input.path, line, rule, ...(cell === undefined ? {} : { cell }) });
    }
  }
  return compare(corpus, found);
}

/** Compares what was found with what the labels of the corpus ask for. */
export function compare(corpus: readonly CorpusFile[], found: readonly Mark[]): Score {
  const expected = corpus.flatMap((file) => file.expected);
  const misses = subtract(expected, found);
  const falseAlarms = subtract(found, expected);
  const count = (marks: readonly Mark[], rule: string): number =>
    marks.filter((mark) => mark.rule === rule).length;
  const names = [...new Set([...expected, ...found].map(({ rule }) => rule))].sort();
  const rules = names.map((rule): [string, RuleScore] => {
    const missed = count(misses, rule);
    return [rule, { found: count(expected, rule) - missed, missed, falseAlarms: count(falseAlarms, rule) }];
  });
  return {
    files: corpus.length,
    total: {
      found: expected.length - misses.length,
      missed: misses.length,
      falseAlarms: falseAlarms.length,
    },
    rules: Object.fromEntries(rules),
    misses: misses.map(formatMark),
    falseAlarms: falseAlarms.map(formatMark),
    wanted: corpus.flatMap((file) => file.wanted).map(formatMark),
  };
}

/** Share of findings that are right; NaN when there are none. */
export function precisionOf({ found, falseAlarms }: RuleScore): number {
  return found / (found + falseAlarms);
}

/** Share of labels that are found; NaN when there are none. */
export function recallOf({ found, missed }: RuleScore): number {
  return found / (found + missed);
}

/** What is in the first list more often than in the second. */
function subtract(marks: readonly Mark[], others: readonly Mark[]): readonly Mark[] {
  const left = new Map<string, number>();
  for (const mark of others) {
    const key = formatMark(mark);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  return marks.filter((mark) => {
    const key = formatMark(mark);
    const times = left.get(key) ?? 0;
    left.set(key, times - 1);
    return times <= 0;
  });
}
