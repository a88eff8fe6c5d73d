import type * as vscode from 'vscode';
import type { Finding, Landmark } from '../../core/index.js';
import { type FileResult, findPart } from '../analysis/file-result.js';
import type { App } from '../app.js';
import { toRange } from '../diagnostics/to-diagnostic.js';

/** Findings in a document, with the result they come from. */
export interface DocumentFindings {
  readonly result: FileResult;
  readonly findings: readonly Finding[];
  /** What is worth a lens in the same range. */
  readonly landmarks: readonly Landmark[];
}

/**
 * Findings that touch a range of a document and are not suppressed; undefined when the document was edited since they
 * were found.
 */
export function findFindings(
  app: App,
  document: vscode.TextDocument,
  range: vscode.Range,
): DocumentFindings | undefined {
  const found = app.results.findByDocument(document.uri);
  if (found === undefined || found.part.version !== document.version) return undefined;
  const { result, part } = found;
  const findings = result.analysis.findings.filter(
    ({ location, suppression }) =>
      suppression === undefined &&
      findPart(result, location) === part &&
      toRange(location.range).intersection(range) !== undefined,
  );
  const landmarks = result.analysis.landmarks.filter(
    ({ location }) =>
      findPart(result, location) === part && toRange(location.range).intersection(range) !== undefined,
  );
  return { result, findings, landmarks };
}
