import type * as vscode from 'vscode';
import type { Analysis, Finding, Location } from '../../core/index.js';
import type { Core } from '../engine-loader.js';

/** A text an editor holds, at the version that was analysed. */
export interface DocumentPart {
  readonly uri: vscode.Uri;
  readonly version: number;
  /** Index of the cell; absent for a text file. */
  readonly cell?: number;
}

/** What the engine said about one file or notebook. */
export interface FileResult {
  /** The file or the notebook, never a cell. */
  readonly uri: vscode.Uri;
  readonly analysis: Omit<Analysis, 'outline'>;
  /** What the code does, for the status of the checklist; no findings for people. */
  readonly facts: readonly Finding[];
  /** The open documents that were analysed; empty when the file came from disk. */
  readonly parts: readonly DocumentPart[];
}

/** Parts what the engine found into findings for people and facts for the status. */
export function createFileResult(
  uri: vscode.Uri,
  found: Omit<Analysis, 'outline'>,
  parts: readonly DocumentPart[],
  { splitFindings }: Pick<Core, 'splitFindings'>,
): FileResult {
  const { findings } = splitFindings(found.findings);
  const shown = new Set(findings);
  const facts = found.findings.filter((finding) => !shown.has(finding));
  return { uri, analysis: { ...found, findings }, facts, parts };
}

/** The open document a location lies in; undefined when the file is not open or the location is in another file. */
export function findPart(result: FileResult, location: Location): DocumentPart | undefined {
  if (location.path !== result.analysis.path) return undefined;
  return result.parts.find((part) => part.cell === location.cell);
}
