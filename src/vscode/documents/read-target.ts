import * as vscode from 'vscode';
import { decodeStrictly } from '../platform/decode-strictly.js';

/** Largest document that is brought up to date, in bytes. */
const maxBytes = 5 * 1024 * 1024;

/**
 * The text of the file to write, as the user sees it: unsaved in the editor, else on disk; undefined when there is none.
 *
 * @throws Error for people when it cannot be read, is too large or is no UTF-8
 */
export async function readTarget(uri: vscode.Uri): Promise<string | undefined> {
  const key = uri.toString();
  const open = vscode.workspace.textDocuments.find((each) => !each.isClosed && each.uri.toString() === key);
  if (open && (open.isDirty || (await isThere(uri)))) return open.getText();
  if (!(await isThere(uri))) return undefined;
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > maxBytes) throw new Error(vscode.l10n.t('it is larger than {0} bytes', maxBytes));
  const bytes = await vscode.workspace.fs.readFile(uri);
  decodeStrictly(bytes);
  // Read as the editor will show it, so that an edit fits its line ends.
  return (await vscode.workspace.openTextDocument(uri)).getText();
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}
