import { stringify } from 'yaml';
import { ATTESTATIONS_PATH, type Attestation } from './attestation.js';
import { AttestationIndex } from './attestation-index.js';
import { isRealDay, listIds, readAttestations } from './attestation-reader.js';
import type { Framework } from './framework.js';

/** The file's new text, or why it cannot be written. */
export type AttestationsEdit =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: string };

const head = [
  '# What people vouch for; see `fairlead attest`. Add entries by hand if you like: below the line with their id, so that',
  '# two branches that attest different things merge without a conflict. To take one back, add an entry with the verdict',
  '# withdrawn: the history stays.',
  'schemaVersion: 1',
  'attestations:',
];

/**
 * Adds an entry to `.fairlead/attestations.yaml`. Nothing else in the text changes: comments, order and line ends stay.
 * Entries stand in the order of the checklists, each below a comment with its question.
 *
 * @param text the file's text; undefined when there is no file yet
 */
export function addAttestation(
  text: string | undefined,
  entry: Attestation,
  frameworks: readonly Framework[],
): AttestationsEdit {
  const ids = listIds(frameworks);
  if (!ids.includes(entry.id)) return { ok: false, why: `there is no question or item ${entry.id}` };
  if (!isRealDay(entry.date)) return { ok: false, why: `${entry.date} is not a date such as 2025-01-31` };
  const before = text === undefined || text.trim() === '' ? createFile(frameworks) : text;
  const earlier = readAttestations(before, frameworks);
  const [problem] = earlier.problems;
  if (problem !== undefined) {
    const { line, character } = problem.location?.range.start ?? { line: 0, character: 0 };
    return {
      ok: false,
      why: `${problem.path}:${line + 1}:${character + 1}: ${problem.message}; mend it first`,
    };
  }
  if (entry.verdict === 'withdrawn' && !isVouchedFor(entry.id, earlier.attestations)) {
    return { ok: false, why: `nobody vouches for ${entry.id}, so there is nothing to withdraw` };
  }
  const after = insertEntry(before, entry, ids);
  // The file is the user's, in any form that YAML allows: what cannot be read back as meant is not written.
  const reading = readAttestations(after, frameworks);
  const expected = earlier.attestations.length + 1;
  const isThere = reading.attestations.some((each) => JSON.stringify(each) === JSON.stringify(order(entry)));
  if (reading.problems.length > 0 || reading.attestations.length !== expected || !isThere) {
    return {
      ok: false,
      why: `${ATTESTATIONS_PATH} has another form than \`fairlead attest\` writes, so add the entry by hand:\n${formatEntry(entry, '  ').join('\n')}`,
    };
  }
  return { ok: true, text: after };
}

function isVouchedFor(id: string, entries: readonly Attestation[]): boolean {
  const item = id.replace(/\.q\d+$/, '');
  return new AttestationIndex(entries, '').find(id, item) !== undefined;
}

/** A file without entries: one comment per item and question, which keep the entries of two branches apart. */
function createFile(frameworks: readonly Framework[]): string {
  const lines = frameworks.flatMap((framework) => [
    '',
    `  # ${framework.shortTitle}`,
    ...framework.sections.flatMap((section) =>
      section.items.flatMap((item) => [
        `  # ${item.id} ${item.shortTitle}`,
        ...item.checklist.map(({ id, question }) => `  # ${id} ${question}`),
      ]),
    ),
  ]);
  return `${[...head, ...lines].join('\n')}\n`;
}

function insertEntry(text: string, entry: Attestation, ids: readonly string[]): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const at = findPlace(lines, entry.id, ids);
  const indent = lines.map((line) => /^( *)- /.exec(line)?.[1]).find((found) => found !== undefined) ?? '  ';
  const added = formatEntry(entry, indent);
  return [...lines.slice(0, at), ...added, ...lines.slice(at)].join(lineEnd) + lineEnd;
}

/** Line before which an entry goes: after earlier entries of its id, else after its comment, else by order. */
function findPlace(lines: readonly string[], id: string, ids: readonly string[]): number {
  const marks = lines.map((line) => {
    const found = /^\s*(?:#\s*([\w.-]+)(?:\s|$)|-\s+id:\s*["']?([\w.-]+?)["']?\s*(?:#.*)?$)/.exec(line);
    const named = found?.[1] ?? found?.[2];
    return named !== undefined && ids.includes(named) ? named : undefined;
  });
  const own = marks.lastIndexOf(id);
  if (own >= 0) return endOfEntry(lines, own);
  const rank = ids.indexOf(id);
  const isEarlier = (mark: string | undefined): boolean => mark !== undefined && ids.indexOf(mark) < rank;
  const before = marks.findLastIndex(isEarlier);
  if (before >= 0) return endOfEntry(lines, before);
  const list = lines.findIndex((line) => /^attestations\s*:/.test(line));
  return list + 1;
}

/** The first line after the block that begins at `start`: after the lines that belong to its entry. */
function endOfEntry(lines: readonly string[], start: number): number {
  const first = lines[start] ?? '';
  if (/^\s*#/.test(first)) return start + 1;
  const indent = /^ */.exec(first)?.[0].length ?? 0;
  let end = start + 1;
  for (let at = start + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const isInside = line.trim() !== '' && (/^ */.exec(line)?.[0].length ?? 0) > indent;
    if (isInside) end = at + 1;
    else if (line.trim() !== '') break;
  }
  return end;
}

function formatEntry(entry: Attestation, indent: string): readonly string[] {
  return Object.entries(order(entry)).map(([key, value], index) => {
    const written = stringify(String(value), { lineWidth: 0, defaultStringType: 'PLAIN' }).trimEnd();
    return `${indent}${index === 0 ? '- ' : '  '}${key}: ${written}`;
  });
}

/** The entry with its keys in the order of the file. */
function order({ id, verdict, by, date, reason, evidence, until }: Attestation): Attestation {
  return {
    id,
    verdict,
    by,
    date,
    reason,
    ...(evidence === undefined ? {} : { evidence }),
    ...(until === undefined ? {} : { until }),
  };
}
