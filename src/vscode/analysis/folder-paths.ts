import * as vscode from 'vscode';

/** Whether a file belongs to a workspace folder: to the innermost one, where folders lie in each other. */
export function isFileOf(folder: vscode.WorkspaceFolder, uri: vscode.Uri): boolean {
  return vscode.workspace.getWorkspaceFolder(uri)?.uri.toString() === folder.uri.toString();
}

/** Path of a file of a workspace folder, relative to it, with `/`. */
export function pathWithin(folder: vscode.WorkspaceFolder, uri: vscode.Uri): string {
  return uri.path.slice(folder.uri.path.replace(/\/$/, '').length + 1);
}
