import * as vscode from 'vscode';
import { ui } from '../harness/ui.js';
import { readFile, workspaceRoot, writeFile } from './workspace.js';

/** The configuration of the workspace. */
export const configuration = (): vscode.Uri => vscode.Uri.joinPath(workspaceRoot(), 'fairlead.yaml');

/** Copies the rules of the example package to a folder of the workspace. */
export async function copyRules(folder: string): Promise<void> {
  await ui.evaluate(({ screenshotFolder }, target) => {
    const { cpSync } = process.getBuiltinModule('node:fs');
    const root = screenshotFolder.replace(/[\\/]out[\\/]screenshots.*$/, '');
    cpSync(`${root}/examples/team-rules/rules`, target, { recursive: true });
  }, vscode.Uri.joinPath(workspaceRoot(), folder).path);
}

/** Removes folders of the workspace, as far as they are there. */
export async function removeFolders(...folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const uri = vscode.Uri.joinPath(workspaceRoot(), folder);
    await vscode.workspace.fs.delete(uri, { recursive: true }).then(undefined, () => undefined);
  }
}

/** Changes a file on disk. */
export async function replaceIn(uri: vscode.Uri, before: string, after: string): Promise<void> {
  const text = await readFile(uri);
  if (text?.includes(before) !== true) throw new Error(`${uri.path} does not hold ${before}`);
  await writeFile(uri, text.replace(before, after));
}
