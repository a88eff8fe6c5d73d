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
 * What to show on a document, in the order of its lines: what the document lacks, once, at the first part that lacks it; each
 * line about something that is gone; and where neither says it, that parts are out of date.
 *
 * @param title of the document for people, such as `threat model`
 */
export function listDriftProblems(
  text: string,
  drift: DocumentDrift,
  title: string,
): readonly DriftProblem[] {
  if (drift.problems.length > 0) {
    return drift.problems.map(({ line, message }) => ({ kind: 'broken', line: line - 1, message }));
  }
  const lines = text.split(/\r?\n/);
  const missing = groupMissing(drift).map(({ line, names }): DriftProblem => {
    const message = `${describeNames(names)} not in this ${title}`;
    return { kind: 'missing', line: findHeading(lines, line - 1), message };
  });
  const gone = drift.gone.slice(0, maxGone).map(({ line, what }): DriftProblem => {
    return { kind: 'gone', line: line - 1, message: `No longer found in the code: ${shorten(what)}` };
  });
  const problems = [...missing, ...gone];
  if (problems.length === 0 && !drift.isCurrent) problems.push(describeOutdated(lines, drift));
  for (const { line, message } of drift.conflicts)
    problems.push({ kind: 'conflict', line: line - 1, message });
  return problems.sort((a, b) => a.line - b.line);
}

/** Everything else that an update would change, in one problem: at the part, when it is one. */
function describeOutdated(lines: readonly string[], { changes }: DocumentDrift): DriftProblem {
  const blocks = [...new Set(changes.map(({ block }) => block))];
  const [block = '', ...others] = blocks;
  const at = findBlock(lines, block);
  if (others.length > 0) {
    return {
      kind: 'outdated',
      line: 0,
      message: `The code has changed since ${blocks.length} parts were written`,
    };
  }
  if (at === undefined) {
    const message = changes[0]?.message ?? 'The code has changed since this was written';
    return { kind: 'outdated', line: 0, message };
  }
  const message = 'The code has changed since this part was written';
  return { kind: 'outdated', line: findHeading(lines, at), message };
}

interface MissingGroup {
  /** From 1. */
  readonly line: number;
  readonly names: readonly string[];
}

/** Names by the first block that lacks them, in the order of the document; what other blocks say of the same line is left out. */
function groupMissing({ missing }: DocumentDrift): readonly MissingGroup[] {
  const groups = new Map<number, string[]>();
  const seen = new Set<string>();
  for (const { line, name: given, location } of [...missing].sort((a, b) => a.line - b.line)) {
    const name = given.replace(/\.$/, '');
    const place = location && `${location.path}:${location.cell ?? ''}:${location.range.start.line}`;
    const isKnown = seen.has(name) || (place !== undefined && seen.has(place));
    seen.add(name);
    if (place !== undefined) seen.add(place);
    if (isKnown) continue;
    const names = groups.get(line);
    if (names) names.push(name);
    else groups.set(line, [name]);
  }
  return [...groups].map(([line, names]) => ({ line, names }));
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
