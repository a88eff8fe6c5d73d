import * as vscode from 'vscode';
import { SKIPPED_FOLDERS } from '../../core/index.js';

const searchTimeoutMs = 15_000;

/**
 * Files of a folder whose path below it matches a glob, without those that `files.exclude` hides and without the folders
 * of installed packages and caches. Where the editor has no search (some virtual workspaces), folders are read one by one.
 *
 * @param isWanted decides by path when folders are read one by one
 */
export async function findFiles(
  folder: vscode.WorkspaceFolder,
  glob: string,
  isWanted: (path: string) => boolean,
  token?: vscode.CancellationToken,
): Promise<readonly vscode.Uri[]> {
  const pattern = new vscode.RelativePattern(folder, glob);
  const exclude = `**/{${SKIPPED_FOLDERS.join(',')}}/**`;
  const search = vscode.workspace.findFiles(pattern, exclude, undefined, token);
  const found = await Promise.race([search, giveUpAfter(searchTimeoutMs)]);
  return found ?? walk(folder.uri, isWanted, token);
}

/** True for a path below one of the folders that are never searched. */
export function isSkipped(path: string): boolean {
  return path.split('/').some((name) => SKIPPED_FOLDERS.includes(name));
}

function giveUpAfter(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), milliseconds);
  });
}

async function walk(
  root: vscode.Uri,
  isWanted: (path: string) => boolean,
  token: vscode.CancellationToken | undefined,
): Promise<readonly vscode.Uri[]> {
  const files: vscode.Uri[] = [];
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    if (token?.isCancellationRequested) return [];
    for (const [name, type] of await vscode.workspace.fs.readDirectory(folder)) {
      const uri = vscode.Uri.joinPath(folder, name);
      const isLink = (type & vscode.FileType.SymbolicLink) !== 0;
      if ((type & vscode.FileType.Directory) !== 0 && !isLink && !SKIPPED_FOLDERS.includes(name))
        folders.push(uri);
      else if ((type & vscode.FileType.File) !== 0 && isWanted(uri.path.slice(root.path.length + 1)))
        files.push(uri);
    }
  }
  return files;
}
