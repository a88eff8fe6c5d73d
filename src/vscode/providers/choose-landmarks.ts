import type { Landmark, LandmarkKind } from '../../core/index.js';

/** What a line is about when it is several things, the most telling first. */
const order: readonly LandmarkKind[] = [
  'training',
  'endpoint',
  'agent',
  'data-loading',
  'model-loading',
  'model-saving',
  'model-call',
  'prompt',
  'agent-setup',
  'deployment',
  'dependencies',
];

/** At most one landmark for each line, in the order of lines: other tools' lenses compete for the line as well. */
export function chooseLandmarks(landmarks: readonly Landmark[]): readonly Landmark[] {
  const byLine = new Map<number, Landmark>();
  for (const landmark of landmarks) {
    const { line } = landmark.location.range.start;
    const known = byLine.get(line);
    if (!known || order.indexOf(landmark.kind) < order.indexOf(known.kind)) byLine.set(line, landmark);
  }
  return [...byLine].sort((a, b) => a[0] - b[0]).map(([, landmark]) => landmark);
}
