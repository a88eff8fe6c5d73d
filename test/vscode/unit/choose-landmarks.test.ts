import assert from 'node:assert/strict';
import type { Landmark, LandmarkKind } from '../../../src/core/index.js';
import { chooseLandmarks } from '../../../src/vscode/providers/choose-landmarks.js';

function landmark(kind: LandmarkKind, line: number): Landmark {
  const range = { start: { line, character: 4 }, end: { line, character: 9 } };
  return { kind, name: 'f', location: { path: 'a.py', range }, guidelines: [] };
}

describe('chooseLandmarks', () => {
  it('keeps one per line, training before the rest, in the order of lines', () => {
    const chosen = chooseLandmarks([
      landmark('data-loading', 7),
      landmark('data-loading', 3),
      landmark('training', 3),
      landmark('endpoint', 1),
      landmark('model-loading', 1),
    ]);
    assert.deepEqual(
      chosen.map(({ kind, location }) => [kind, location.range.start.line]),
      [
        ['endpoint', 1],
        ['training', 3],
        ['data-loading', 7],
      ],
    );
  });
});
