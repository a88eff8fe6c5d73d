import { readFileSync, writeFileSync } from 'node:fs';
import { precisionOf, type RuleScore, recallOf, type Score } from './score.js';

/** Where the committed figures are, from the root of the project. */
const EXPECTED = 'test/accuracy/expected.json';

/** The committed figures. */
export function readExpected(path: string = EXPECTED): Score {
  return JSON.parse(readFileSync(path, 'utf8')) as Score;
}

/** Writes the figures to commit. */
export function writeExpected(score: Score, path: string = EXPECTED): void {
  writeFileSync(path, `${JSON.stringify(score, null, 2)}\n`);
}

/** One line for each figure that is lower than the committed one; rules that are gone from the corpus count as lower. */
export function listRegressions(committed: Score, measured: Score): readonly string[] {
  const none: RuleScore = { found: 0, missed: 0, falseAlarms: 0 };
  const names = ['in total', ...Object.keys(committed.rules)];
  return names.flatMap((name) => {
    const [before = none, after = none] =
      name === 'in total' ? [committed.total, measured.total] : [committed.rules[name], measured.rules[name]];
    return [
      ...compareFigure(`recall ${name}`, recallOf(before), recallOf(after)),
      ...compareFigure(`precision ${name}`, precisionOf(before), precisionOf(after)),
    ];
  });
}

function compareFigure(name: string, before: number, after: number): readonly string[] {
  if (Number.isNaN(before)) return [];
  if (after >= before) return [];
  return [`${name} fell from ${before.toFixed(3)} to ${Number.isNaN(after) ? 'nothing' : after.toFixed(3)}`];
}
