import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { LineIndex } from '../source/position.js';
import type { Finding, Notice } from './finding.js';

/** Where a project keeps the findings that it knew when it began to use Fairlead. */
export const BASELINE_PATH = '.fairlead/baseline.json';

const VERSION = 1;
/** Depth and size are bounded before the parser runs: the file comes with a repository. */
const MAX_LENGTH = 20_000_000;
const FINGERPRINT = /^[0-9a-f]{16}$/;

/** One finding that is known and accepted for now. */
export interface BaselineEntry {
  readonly rule: string;
  /** Qualified name of the enclosing function or class; empty at module level. */
  readonly symbol: string;
  /**
   * Of the finding: over rule, path, normalised text, symbol, and which of equal ones it is. Equal findings have one entry
   * each, so their number is what is accepted: one copy more is new, one less leaves a stale entry.
   */
  readonly fingerprint: string;
}

/** Findings that are known, by path. */
export type Baseline = ReadonlyMap<string, readonly BaselineEntry[]>;

/** A project without a baseline. */
export const NO_BASELINE: Baseline = new Map();

/**
 * Reads a baseline. Whatever is wrong is a problem with its line; what can be read of the rest counts.
 *
 * @param path of the file, for the problems
 */
export function readBaseline(
  path: string,
  text: string,
): { readonly baseline: Baseline; readonly problems: readonly Notice[] } {
  const problems: Notice[] = [];
  const lines = new LineIndex(text);
  const complain = (offset: number, length: number, message: string): void => {
    const range = { start: lines.positionAt(offset), end: lines.positionAt(offset + length) };
    problems.push({ kind: 'configuration', path, message, location: { path, range } });
  };
  const nothing = { baseline: NO_BASELINE, problems };
  if (text.length > MAX_LENGTH) {
    complain(0, 0, `Larger than ${MAX_LENGTH} characters: not read.`);
    return nothing;
  }
  const errors: ParseError[] = [];
  const root = isShallow(text) ? parseTree(text.replace(/^\ufeff/, ' '), errors) : undefined;
  const [error] = errors;
  if (error !== undefined) {
    complain(
      error.offset,
      error.length,
      `Not JSON: ${printParseErrorCode(error.error)}. Write it anew with --update-baseline.`,
    );
    return nothing;
  }
  if (root?.type !== 'object') {
    complain(0, 0, 'Expected an object with version and findings. Write it anew with --update-baseline.');
    return nothing;
  }
  const version = findNodeAtLocation(root, ['version']);
  if (version?.value !== VERSION) {
    const at = version ?? root;
    complain(
      at.offset,
      version === undefined ? 1 : at.length,
      `Expected "version": ${VERSION}; this Fairlead reads no other.`,
    );
    return nothing;
  }
  const findings = findNodeAtLocation(root, ['findings']);
  if (findings?.type !== 'object') {
    complain((findings ?? root).offset, 1, 'Expected "findings": an object with a list for each path.');
    return nothing;
  }
  const baseline = new Map<string, readonly BaselineEntry[]>();
  for (const { children = [] } of findings.children ?? []) {
    const [key, list] = children;
    if (key === undefined || list === undefined) continue;
    if (list.type !== 'array') {
      complain(list.offset, list.length, `Expected a list of findings for ${JSON.stringify(key.value)}.`);
      continue;
    }
    const entries = (list.children ?? []).flatMap((node) => {
      const entry = readEntry(node);
      if (entry === undefined) {
        complain(
          node.offset,
          node.length,
          'Expected "rule", "symbol" and "fingerprint" (16 hexadecimal digits), all texts.',
        );
        return [];
      }
      return [entry];
    });
    const path = String(key.value);
    baseline.set(path, [...(baseline.get(path) ?? []), ...entries]);
  }
  return { baseline, problems };
}

/** Whether brackets nest no deeper than a baseline needs; strings are skipped. */
function isShallow(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\\n]|\\.)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    if (depth > 16) return false;
  }
  return true;
}

function readEntry(node: Node): BaselineEntry | undefined {
  if (node.type !== 'object') return undefined;
  const read = (name: string): unknown => findNodeAtLocation(node, [name])?.value;
  const rule = read('rule');
  const symbol = read('symbol');
  const fingerprint = read('fingerprint');
  if (typeof rule !== 'string' || typeof symbol !== 'string' || typeof fingerprint !== 'string')
    return undefined;
  return FINGERPRINT.test(fingerprint) ? { rule, symbol, fingerprint } : undefined;
}

/** The fingerprints that are known for a document. */
export function knownIn(baseline: Baseline, path: string): ReadonlySet<string> {
  return new Set((baseline.get(path) ?? []).map(({ fingerprint }) => fingerprint));
}

/** What a run looked at. */
export interface BaselineScope {
  /** Whether the run analysed the file, so that an entry nothing met is stale. */
  isScanned(path: string): boolean;
  /** Whether the file is still there. */
  exists(path: string): boolean;
}

/**
 * The baseline after a run: entries of files that were analysed are replaced by what was found in them, those of files that
 * are gone are dropped, all others stay.
 *
 * @param findings of a run without grouping and without a baseline; suppressed ones are left out
 */
export function updateBaseline(
  earlier: Baseline,
  findings: readonly Finding[],
  scope: BaselineScope,
): Baseline {
  const updated = new Map<string, readonly BaselineEntry[]>();
  for (const [path, entries] of earlier) {
    if (!scope.isScanned(path) && scope.exists(path)) updated.set(path, entries);
  }
  for (const { location, ruleId, symbol, fingerprint, suppression } of findings) {
    if (suppression !== undefined && suppression.kind !== 'baseline') continue;
    const entries = updated.get(location.path) ?? [];
    updated.set(location.path, [...entries, { rule: ruleId, symbol, fingerprint }]);
  }
  return updated;
}

/** The file's text: sorted, one finding a line, so that it merges and reads well in a review. */
export function formatBaseline(baseline: Baseline): string {
  const paths = [...baseline].filter(([, entries]) => entries.length > 0).sort(([a], [b]) => compare(a, b));
  const blocks = paths.map(([path, entries]) => {
    const lines = entries
      .map(({ rule, symbol, fingerprint }) => {
        const fields = { rule, symbol, fingerprint };
        const written = Object.entries(fields).map(([name, value]) => `"${name}": ${JSON.stringify(value)}`);
        return `      { ${written.join(', ')} }`;
      })
      .sort(compare);
    return `    ${JSON.stringify(path)}: [\n${lines.join(',\n')}\n    ]`;
  });
  const findings = blocks.length === 0 ? '{}' : `{\n${blocks.join(',\n')}\n  }`;
  return `{\n  "version": ${VERSION},\n  "findings": ${findings}\n}\n`;
}

/** Entries that meet nothing any more, one notice a file, in the order of the baseline. */
export function findStaleEntries(
  baseline: Baseline,
  findings: readonly Finding[],
  scope: BaselineScope,
): readonly Notice[] {
  const met = new Map<string, Set<string>>();
  for (const { location, fingerprint, suppression } of findings) {
    if (suppression?.kind !== 'baseline') continue;
    const own = met.get(location.path);
    if (own === undefined) met.set(location.path, new Set([fingerprint]));
    else own.add(fingerprint);
  }
  const notices: Notice[] = [];
  for (const [path, entries] of baseline) {
    const isThere = scope.exists(path);
    if (isThere && !scope.isScanned(path)) continue;
    const own = met.get(path);
    const stale = entries.filter(({ fingerprint }) => own?.has(fingerprint) !== true);
    if (stale.length === 0) continue;
    const rules = [...new Set(stale.map(({ rule }) => rule))].sort(compare);
    const named = rules.length > 3 ? `${rules.slice(0, 3).join(', ')} and others` : rules.join(', ');
    const what = `${stale.length} ${stale.length === 1 ? 'entry' : 'entries'} of the baseline`;
    const why = isThere ? `nothing like that is found any more (${named})` : 'the file is gone';
    notices.push({ kind: 'configuration', path, message: `${what}: ${why}; run --update-baseline.` });
  }
  return notices;
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
