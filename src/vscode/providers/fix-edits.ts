import * as vscode from 'vscode';
import type { TextEdit } from '../../core/index.js';
import { type FileResult, findPart } from '../analysis/file-result.js';
import { toRange } from '../diagnostics/to-diagnostic.js';

/**
 * The editor's form of edits that the engine computed for a result.
 *
 * @returns undefined when any of the documents was edited or closed since, or is not open: then nothing may be applied
 */
export function toWorkspaceEdit(
  result: FileResult,
  edits: readonly TextEdit[],
): vscode.WorkspaceEdit | undefined {
  const workspaceEdit = new vscode.WorkspaceEdit();
  const byDocument = new Map<vscode.Uri, vscode.TextEdit[]>();
  for (const { location, newText } of edits) {
    const part = findPart(result, location);
    if (part === undefined || !hasVersion(part)) return undefined;
    const list = byDocument.get(part.uri) ?? [];
    list.push(vscode.TextEdit.replace(toRange(location.range), newText));
    byDocument.set(part.uri, list);
  }
  for (const [uri, list] of byDocument) workspaceEdit.set(uri, list);
  return workspaceEdit;
}

function hasVersion(part: { readonly uri: vscode.Uri; readonly version: number }): boolean {
  const key = part.uri.toString();
  const document = vscode.workspace.textDocuments.find((candidate) => candidate.uri.toString() === key);
  return document !== undefined && document.version === part.version;
}
