import type { Notice } from '../findings/finding.js';
import type { Range } from '../source/position.js';
import type { YamlProblem, YamlRange } from './yaml-reader.js';

/** A problem of a file that people write for Fairlead, as hosts show it. */
export function toNotice(problem: YamlProblem): Notice {
  const { file, path, message, replacement } = problem;
  return {
    kind: 'configuration',
    path: file,
    message: path === '' ? message : `${path}: ${message}`,
    location: { path: file, range: toRange(problem) },
    ...(replacement === undefined ? {} : { replacement }),
  };
}

/** A stretch of YAML, counted as in all other texts. */
export function toRange({ line, column, endLine, endColumn }: YamlRange): Range {
  return {
    start: { line: line - 1, character: column - 1 },
    end: { line: endLine - 1, character: endColumn - 1 },
  };
}
