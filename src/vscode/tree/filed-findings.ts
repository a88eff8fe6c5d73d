import * as vscode from 'vscode';
import type { FileResult } from '../analysis/file-result.js';
import type { FiledFinding } from './tree-model.js';

/** Findings that are not suppressed, in the order of files. */
export function listFindings(all: readonly FileResult[]): readonly FiledFinding[] {
  const results = [...all].sort((a, b) => (a.uri.path < b.uri.path ? -1 : 1));
  return results.flatMap(({ uri, analysis }) => {
    const file = uri.toString();
    const fileLabel = vscode.workspace.asRelativePath(uri);
    return analysis.findings
      .filter(({ suppression }) => suppression === undefined)
      .map((finding) => ({ file, fileLabel, finding }));
  });
}

/** By URI of the workspace folder; undefined for files that are in none. */
export function groupByFolder(
  findings: readonly FiledFinding[],
): ReadonlyMap<string | undefined, readonly FiledFinding[]> {
  const owners = new Map<string, string | undefined>();
  const groups = new Map<string | undefined, FiledFinding[]>();
  for (const filed of findings) {
    const { file } = filed;
    if (!owners.has(file)) {
      owners.set(file, vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(file, true))?.uri.toString());
    }
    const owner = owners.get(file);
    const group = groups.get(owner);
    if (group) group.push(filed);
    else groups.set(owner, [filed]);
  }
  return groups;
}
