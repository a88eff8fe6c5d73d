import type { Knowledge } from '../../src/core/api.js';
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
 * How many labels each tool reports, in all and in one table per topic. A peer gets a label when any of its findings covers the labelled line, whatever
 * it says about it; findings of one line count once there.
 */
export function formatPeers(
  corpus: readonly CorpusFile[],
  { rules, misses, falseAlarms }: Score,
  peers: readonly PeerRun[],
  topics: ReadonlyMap<string, string>,
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
  const head = ['labels', 'Fairlead', ...asked.map(({ name }) => name)];
  const names = Object.keys(rules).filter((rule) => expected.some((mark) => mark.rule === rule));
  const tables = [...new Set(names.map((rule) => topics.get(rule) ?? 'Other'))].sort().map((topic) => {
    const own = names.filter((rule) => (topics.get(rule) ?? 'Other') === topic);
    const marks = expected.filter(({ rule }) => own.includes(rule));
    const rows = own.map((name) =>
      rowOf(
        name,
        marks.filter(({ rule }) => rule === name),
      ),
    );
    const sum = own.length > 1 ? [rowOf('**all of them**', marks)] : [];
    return `### ${topic}\n\n${formatTable(['rule', ...head], [...rows, ...sum])}`;
  });
  const clean = (paths: readonly string[]): string =>
    String(paths.filter((path) => path.startsWith('clean/')).length);
  const totals = [
    rowOf('all labels', expected),
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
  return [`### All\n\n${formatTable(['', ...head], totals)}`, ...tables].join('\n\n');
}

/** What each rule is about: the weakness that it names first. */
export function readTopics({ rules, taxonomies }: Knowledge): ReadonlyMap<string, string> {
  const groups = taxonomies.find(({ id }) => id === 'cwe')?.groups ?? [];
  const titles = new Map(groups.flatMap(({ entries }) => entries).map(({ id, title }) => [id, title]));
  return new Map(
    rules.flatMap(({ id, references }): [string, string][] => {
      const weakness = references['cwe']?.[0];
      return weakness === undefined ? [] : [[id, `${weakness} ${titles.get(weakness) ?? ''}`.trim()]];
    }),
  );
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
