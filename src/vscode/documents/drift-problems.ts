import type { DocumentDrift } from '../../core/index.js';

/** Something that a document says and the code does not, or the other way round. Lines count from 0. */
export interface DriftProblem {
  readonly kind: 'missing' | 'gone' | 'outdated' | 'conflict' | 'broken';
  readonly line: number;
  readonly message: string;
}

/** Most names that a message lists. */
const maxNames = 3;
/** Most lines about what is gone. */
const maxGone = 50;

/**
 * What to show on a document, in the order of its lines: one problem for each block that lacks something, one for each line
 * about something that is gone, one for each other block that the code has changed.
 *
 * @param title of the document for people, such as `threat model`
 */
export function listDriftProblems(
  text: string,
  drift: DocumentDrift,
  title: string,
): readonly DriftProblem[] {
  const lines = text.split(/\r?\n/);
  const broken = drift.problems.map(
    ({ line, message }): DriftProblem => ({ kind: 'broken', line: line - 1, message }),
  );
  if (broken.length > 0) return broken;
  const missing = groupMissing(drift);
  const covered = new Set([...missing.keys(), ...drift.gone.map(({ block }) => block)]);
  const problems: DriftProblem[] = [];
  for (const { line, names } of missing.values()) {
    problems.push({
      kind: 'missing',
      line: findHeading(lines, line - 1),
      message: `${describeNames(names)} not in this ${title}`,
    });
  }
  for (const { line, what } of drift.gone.slice(0, maxGone)) {
    problems.push({ kind: 'gone', line: line - 1, message: `No longer found in the code: ${shorten(what)}` });
  }
  const outdated = new Set(drift.changes.map(({ block }) => block).filter((block) => !covered.has(block)));
  for (const block of outdated) {
    const change = drift.changes.find((each) => each.block === block);
    const line = findBlock(lines, block);
    const message = line === undefined ? change?.message : 'The code has changed since this part was written';
    problems.push({ kind: 'outdated', line: findHeading(lines, line ?? 0), message: message ?? block });
  }
  for (const { line, message } of drift.conflicts)
    problems.push({ kind: 'conflict', line: line - 1, message });
  return problems.sort((a, b) => a.line - b.line);
}

interface MissingGroup {
  /** From 1. */
  readonly line: number;
  readonly names: readonly string[];
}

function groupMissing({ missing }: DocumentDrift): ReadonlyMap<string, MissingGroup> {
  const groups = new Map<string, MissingGroup>();
  for (const { block, line, name } of missing) {
    const names = groups.get(block)?.names ?? [];
    groups.set(block, { line, names: names.includes(name) ? names : [...names, name] });
  }
  return groups;
}

function describeNames(names: readonly string[]): string {
  if (names.length === 1) return `${names[0]} is`;
  const listed = names.slice(0, maxNames).join(', ');
  const rest = names.length - maxNames;
  return rest > 0 ? `${listed} and ${rest} more are` : `${listed} are`;
}

/** A row of a table or an item of a list without its marks. */
function shorten(what: string): string {
  const cell = what
    .replace(/^\s*(?:\||-)\s*/, '')
    .split(/\s\|\s/)[0]
    ?.replace(/[`*]|\\(?=[\\_*[\]])/g, '')
    .trim();
  const text = cell === undefined || cell === '' ? what : cell;
  return text.length > 100 ? `${text.slice(0, 99)}...` : text;
}

function findBlock(lines: readonly string[], id: string): number | undefined {
  const at = lines.findIndex((line) => line.trimStart().startsWith(`<!-- fairlead:begin ${id} `));
  return at < 0 ? undefined : at;
}

/** The heading that a block stands under, or the block itself: people see no comments. */
function findHeading(lines: readonly string[], block: number): number {
  for (let at = block; at >= 0; at -= 1) {
    if (/^#{1,6} /.test(lines[at] ?? '')) return at;
    if (at < block && /^\s*<!-- fairlead:end /.test(lines[at] ?? '')) break;
  }
  return Math.max(block, 0);
}
