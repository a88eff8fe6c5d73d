import type * as vscode from 'vscode';
import type { Analysis, Location } from '../../core/index.js';

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
  readonly analysis: Analysis;
  /** The open documents that were analysed; empty when the file came from disk. */
  readonly parts: readonly DocumentPart[];
}

/** The open document a location lies in; undefined when the file is not open or the location is in another file. */
export function findPart(result: FileResult, location: Location): DocumentPart | undefined {
  if (location.path !== result.analysis.path) return undefined;
  return result.parts.find((part) => part.cell === location.cell);
}
