import { type Analysis, applyEdits, type Finding, selectFixes } from '../core/index.js';

/** How often a file is analysed anew after fixes. */
const maxRounds = 10;

/** What fixing came to for one file. */
export interface FixedText {
  readonly text: string;
  /** Findings whose fix was applied. */
  readonly fixedCount: number;
  /** Of the final text. */
  readonly analysis: Analysis;
}

/**
 * Applies fixes and analyses again until none is left. A fix that does not let itself be applied ends the work
 * with the last good text.
 *
 * @param original the analysis of `text`
 * @param form `raw` for notebooks
 * @param analyse analyses a state of the text
 */
export async function fixText(
  text: string,
  original: Analysis,
  form: 'text' | 'raw',
  onlySafe: boolean,
  analyse: (text: string) => Promise<Analysis>,
): Promise<FixedText> {
  let current = text;
  let analysis = original;
  let fixedCount = 0;
  for (let round = 0; round < maxRounds; round += 1) {
    const applied = applyFixes(current, analysis, form, onlySafe);
    if (applied === undefined) break;
    const next = await analyse(applied.text);
    // A fix that makes the rest of the file unreadable must not be kept.
    if (next.notices.length > analysis.notices.length) break;
    current = applied.text;
    analysis = next;
    fixedCount += applied.count;
  }
  return { text: current, fixedCount, analysis };
}

function applyFixes(
  text: string,
  analysis: Analysis,
  form: 'text' | 'raw',
  onlySafe: boolean,
): { readonly text: string; readonly count: number } | undefined {
  const candidates = analysis.findings.filter((finding) => staysInFile(finding, analysis.path, form));
  const { edits, fixed } = selectFixes(candidates, { onlySafe });
  const own = edits.get(analysis.path);
  if (own === undefined) return undefined;
  const lineEnd = form === 'text' ? findLineEnd(text) : '\n';
  const matched = own.map((edit) =>
    lineEnd === '\n' ? edit : { ...edit, newText: edit.newText.replace(/\r\n|\r|\n/g, lineEnd) },
  );
  const result = applyEdits(text, matched, form);
  return result === text ? undefined : { text: result, count: fixed.length };
}

function staysInFile(finding: Finding, path: string, form: 'text' | 'raw'): boolean {
  const edits = finding.fixes.flatMap((fix) => fix.edits);
  return edits.every(
    ({ location, rawNewText }) =>
      location.path === path &&
      (form === 'text' || (location.rawRange !== undefined && rawNewText !== undefined)),
  );
}

/** The line end that most lines of a text have; `\n` for a text without. */
function findLineEnd(text: string): '\n' | '\r\n' | '\r' {
  let lineFeeds = 0;
  let pairs = 0;
  let returns = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10) lineFeeds += 1;
    else if (code === 13 && text.charCodeAt(at + 1) === 10) {
      pairs += 1;
      at += 1;
    } else if (code === 13) returns += 1;
  }
  if (pairs > lineFeeds && pairs >= returns) return '\r\n';
  return returns > lineFeeds ? '\r' : '\n';
}
