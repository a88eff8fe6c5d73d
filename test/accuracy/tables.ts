import { formatTable } from '../bench/markdown-table.js';
import type { CorpusFile, Mark } from './corpus-file.js';
import type { PeerFinding, PeerRun } from './peers.js';
import { formatMark, precisionOf, type RuleScore, recallOf, type Score } from './score.js';

/** Precision and recall per rule and in total. */
export function formatScore({ rules, total }: Score): string {
  const row = (name: string, score: RuleScore): readonly string[] => [
    name,
    String(score.found),
    String(score.missed),
    String(score.falseAlarms),
    formatShare(precisionOf(score)),
    formatShare(recallOf(score)),
  ];
  const head = ['rule', 'found', 'missed', 'false alarms', 'precision', 'recall'];
  const rows = Object.entries(rules).map(([name, score]) => row(name, score));
  return formatTable(head, [...rows, row('**all**', total)]);
}

/**
 * How many labels each tool reports. A peer gets a label when any of its findings covers the labelled line, whatever
 * it says about it; findings of one line count once there.
 */
export function formatPeers(
  corpus: readonly CorpusFile[],
  { rules, misses, falseAlarms }: Score,
  peers: readonly PeerRun[],
): string {
  const expected = corpus.flatMap((file) => file.expected);
  const asked = peers.flatMap(({ findings, name }) => (findings === undefined ? [] : [{ name, findings }]));
  const missed = new Set(misses);
  const rowOf = (name: string, marks: readonly Mark[]): readonly string[] => [
    name,
    String(marks.length),
    String(marks.filter((mark) => !missed.has(formatMark(mark))).length),
    ...asked.map(({ findings }) =>
      String(marks.filter((mark) => findings.some((one) => covers(one, mark))).length),
    ),
  ];
  const names = Object.keys(rules).filter((rule) => expected.some((mark) => mark.rule === rule));
  const clean = (paths: readonly string[]): string =>
    String(paths.filter((path) => path.startsWith('clean/')).length);
  const rows = [
    ...names.map((rule) =>
      rowOf(
        rule,
        expected.filter((mark) => mark.rule === rule),
      ),
    ),
    rowOf('**all labels**', expected),
    [
      'findings on lines without a label',
      '',
      String(falseAlarms.length),
      ...asked.map(({ findings }) => countElsewhere(findings, expected)),
    ],
    [
      'of them in clean files',
      '',
      clean(falseAlarms),
      ...asked.map(({ findings }) => clean(findings.map(({ path }) => path))),
    ],
  ];
  return formatTable(['rule', 'labels', 'Fairlead', ...asked.map(({ name }) => name)], rows);
}

function covers({ path, cell, first, last }: PeerFinding, mark: Mark): boolean {
  return path === mark.path && cell === mark.cell && first <= mark.line && mark.line <= last;
}

function countElsewhere(findings: readonly PeerFinding[], expected: readonly Mark[]): string {
  return String(findings.filter((one) => !expected.some((mark) => covers(one, mark))).length);
}

function formatShare(share: number): string {
  return Number.isNaN(share) ? '-' : share.toFixed(3);
}
