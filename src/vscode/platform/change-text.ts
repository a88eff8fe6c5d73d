import * as vscode from 'vscode';
import { FileChangedError } from '../../node/file-changed-error.js';
import { decodeStrictly } from './decode-strictly.js';
import { findReplacement } from './find-replacement.js';
import type { Platform } from './platform.js';
import { readIfPresent, writeFile } from './write-file.js';

/** Milliseconds that an editor has to show what was written to its file. */
const showLimit = 3000;
const byteOrderMark = '\uFEFF';

/** A file that was changed. */
export interface ChangedText {
  /** How the editor holds it; absent for a file that was made. */
  readonly document?: vscode.TextDocument;
  /** False where the file had unsaved changes: then it has one more of them. */
  readonly isWritten: boolean;
}

/**
 * Changes the text of a file, or makes it.
 *
 * @param change makes the new text of the one that the editor shows; of undefined where there is no file
 * @throws what `change` throws, or an error for `describeWriteError`; the file is as before then
 */
export async function changeFile(
  platform: Pick<Platform, 'writeLocalFile'>,
  uri: vscode.Uri,
  change: (text: string | undefined) => string,
): Promise<ChangedText> {
  const document = await openIfPresent(uri);
  // What another program wrote a moment ago may not be shown yet.
  if (document?.isDirty === false) await untilShown(document, decodeStrictly(await readBytes(uri)));
  const text = change(document?.getText());
  if (document !== undefined) return changeText(platform, document, text);
  await writeFile(platform, uri, text, 'absent');
  return { isWritten: true };
}

/**
 * Changes the text of a file that is there. Unsaved changes of people stay unsaved, with this one among them. Else it is written
 * whole, and the editor shows it as it shows what other programs write: its own way to save empties the file first. Either can
 * be undone in the editor.
 *
 * @throws FileChangedError when the file is not what the editor shows; otherwise an error for `describeWriteError`
 */
export async function changeText(
  platform: Pick<Platform, 'writeLocalFile'>,
  document: vscode.TextDocument,
  text: string,
): Promise<ChangedText> {
  if (document.isDirty) {
    const edit = new vscode.WorkspaceEdit();
    const { start, end, newText } = findReplacement(document.getText(), text);
    edit.replace(
      document.uri,
      new vscode.Range(document.positionAt(start), document.positionAt(end)),
      newText,
    );
    if (!(await vscode.workspace.applyEdit(edit))) throw new Error(vscode.l10n.t('it cannot be edited'));
    return { document, isWritten: false };
  }
  const before = await readBytes(document.uri);
  const held = decodeStrictly(before);
  if (!isShown(document, held)) throw new FileChangedError('it changed meanwhile');
  const mark = before[0] === 0xef && before[1] === 0xbb && before[2] === 0xbf ? byteOrderMark : '';
  await writeFile(platform, document.uri, mark + text, before);
  await untilShown(document, text);
  return { document, isWritten: true };
}

async function readBytes(uri: vscode.Uri): Promise<Uint8Array> {
  return (await readIfPresent(uri)) ?? new Uint8Array();
}

async function openIfPresent(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    await vscode.workspace.fs.stat(uri);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
  return vscode.workspace.openTextDocument(uri);
}

/** Resolves when the editor shows the text, or does not within the limit: then it will, or says that the file changed. */
function untilShown(document: vscode.TextDocument, text: string): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      listener.dispose();
      resolve();
    };
    const look = (): void => {
      if (document.isClosed || document.isDirty || isShown(document, text)) finish();
    };
    const timer = setTimeout(finish, showLimit);
    const listener = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === document) look();
    });
    look();
  });
}

/** True where the editor shows a text; lone and mixed line ends are shown as one kind. */
function isShown(document: vscode.TextDocument, text: string): boolean {
  return unifyLines(document.getText()) === unifyLines(text);
}

function unifyLines(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}
