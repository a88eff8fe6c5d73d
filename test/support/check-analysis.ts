import assert from 'node:assert/strict';
import type { Analysis } from '../../src/core/api.js';
import { applyEdits } from '../../src/core/report/apply-edits.js';
import type { Location } from '../../src/core/source/document.js';
import { LineIndex, type Range } from '../../src/core/source/position.js';

/** Every place that a result names. */
function locationsOf({ findings, landmarks, notices }: Analysis): readonly Location[] {
  return [
    ...findings.flatMap((finding) => [
      finding.location,
      ...finding.related.map(({ location }) => location),
      ...finding.fixes.flatMap(({ edits }) => edits.map(({ location }) => location)),
    ]),
    ...landmarks.map(({ location }) => location),
    ...notices.flatMap(({ location }) => location ?? []),
  ];
}

function assertInside({ start, end }: Range, lines: LineIndex, text: string): void {
  for (const position of [start, end]) {
    assert.deepEqual(lines.positionAt(lines.offsetAt(position)), position, 'no place in the text');
  }
  assert.ok(lines.offsetAt(start) <= lines.offsetAt(end));
  assert.ok(lines.offsetAt(end) <= text.length);
}

/** Holds a result to what is true of every text: its places lie in the text, each fix applies, nothing was parsed more than twice. */
export function checkTextAnalysis(analysis: Analysis, text: string): void {
  const lines = new LineIndex(text);
  for (const { range } of locationsOf(analysis)) assertInside(range, lines, text);
  // Applying refuses edits that overlap.
  for (const { fixes } of analysis.findings) for (const { edits } of fixes) applyEdits(text, edits, 'text');
  const { work } = analysis;
  // The head of a function is parsed again with its body, and a statement with its bodies where it cannot be without.
  assert.ok(work.parsedLength <= 2 * work.length);
  assert.ok(work.parsedBlocks <= work.blocks);
}

/** The same of a notebook that was given as raw JSON. */
export function checkNotebookAnalysis(analysis: Analysis, raw: string): void {
  const lines = new LineIndex(raw);
  for (const { rawRange } of locationsOf(analysis)) {
    if (rawRange !== undefined) assertInside(rawRange, lines, raw);
  }
  for (const { fixes } of analysis.findings) for (const { edits } of fixes) applyEdits(raw, edits, 'raw');
}
