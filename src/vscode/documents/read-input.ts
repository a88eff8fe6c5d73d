import * as vscode from 'vscode';
import type { DocumentInput, Settings } from '../../core/index.js';
import {
  findNotebook,
  isSupportedNotebook,
  isSupportedText,
  type OpenDocument,
} from '../analysis/documents.js';

/** The open text or notebook of a file, when its unsaved changes count. */
export function findOpen(file: vscode.Uri): OpenDocument | undefined {
  const key = file.toString();
  const isFile = (each: OpenDocument): boolean => !each.isClosed && each.uri.toString() === key;
  return (
    vscode.workspace.notebookDocuments.find((each) => isFile(each) && isSupportedNotebook(each)) ??
    vscode.workspace.textDocuments.find((each) => isFile(each) && isSupportedText(each))
  );
}

/** The file that an open text belongs to: its notebook, when it is a cell. */
export function ownerOf(document: vscode.TextDocument): vscode.Uri {
  return (findNotebook(document) ?? document).uri;
}

/** A closed file for the engine. Rejects, saying why, when it is too large or cannot be read. */
export async function readInput(
  file: vscode.Uri,
  path: string,
  { maxDocumentLength }: Settings,
): Promise<DocumentInput> {
  // A UTF-16 code unit takes at most 3 bytes of UTF-8, and a notebook's pictures count in full: the engine decides.
  const text = await readBounded(file, maxDocumentLength * 3 + 64);
  return { kind: path.endsWith('.ipynb') ? 'notebook-json' : 'text', path, text };
}

/** A file's text as UTF-8. Rejects when it has more bytes than `maxBytes` or cannot be read. */
export async function readBounded(file: vscode.Uri, maxBytes: number): Promise<string> {
  const { size } = await vscode.workspace.fs.stat(file);
  if (size > maxBytes) throw new Error(`${size} bytes are more than ${maxBytes}`);
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}
