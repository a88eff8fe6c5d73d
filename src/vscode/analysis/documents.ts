import * as vscode from 'vscode';
import type { CellInput, DocumentInput } from '../../core/index.js';
import type { DocumentPart } from './file-result.js';
import { findKernelLanguage } from './notebook-cells.js';

/** Something open in the editor that the engine analyses as one module. */
export type OpenDocument = vscode.TextDocument | vscode.NotebookDocument;

/** What the engine is given for an open document, and which texts that is. */
export interface Snapshot {
  readonly input: DocumentInput;
  readonly parts: readonly DocumentPart[];
}

/** Languages that are read as code. */
export const CODE_LANGUAGES: readonly string[] = [
  'python',
  'javascript',
  'javascriptreact',
  'typescript',
  'typescriptreact',
];

const textLanguages = new Set([
  ...CODE_LANGUAGES,
  'chatagent',
  'chatmode',
  'dockercompose',
  'dockerfile',
  'dotenv',
  'github-actions-workflow',
  'helm',
  'ini',
  'instructions',
  'json',
  'jsonc',
  'markdown',
  'pip-requirements',
  'plaintext',
  'prompt',
  'properties',
  'shellscript',
  'toml',
  'yaml',
]);

/** True for texts worth analysing: a language with rules, from a place a user edits (no diff sides, no output). */
export function isSupportedText(document: vscode.TextDocument): boolean {
  return textLanguages.has(document.languageId) && isUserScheme(document.uri.scheme);
}

/** True for notebooks from a place a user edits. */
export function isSupportedNotebook(notebook: vscode.NotebookDocument): boolean {
  return isUserScheme(notebook.uri.scheme);
}

export function isNotebook(document: OpenDocument): document is vscode.NotebookDocument {
  return 'notebookType' in document;
}

/** The notebook a cell's text belongs to; undefined for a text that is no cell. */
export function findNotebook(document: vscode.TextDocument): vscode.NotebookDocument | undefined {
  if (document.uri.scheme !== 'vscode-notebook-cell') return undefined;
  return vscode.workspace.notebookDocuments.find((notebook) =>
    notebook.getCells().some((cell) => cell.document === document),
  );
}

/** Path of a file relative to its workspace folder; the last segment alone for files outside. */
export function findProjectPath(uri: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const root = folder?.uri.path.replace(/\/$/, '');
  // The editor knows where the case of a path does not count.
  if (root !== undefined && uri.path.length > root.length) return uri.path.slice(root.length + 1);
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

/** Takes the text as it is now. */
export function takeSnapshot(document: OpenDocument): Snapshot {
  const path = findProjectPath(document.uri);
  if (!isNotebook(document)) {
    return {
      input: { kind: 'text', path, languageId: document.languageId, text: document.getText() },
      parts: [{ uri: document.uri, version: document.version }],
    };
  }
  const open = document.getCells();
  const cells = open.map(
    (cell): CellInput => ({
      index: cell.index,
      kind: kindOf(cell),
      languageId: cell.document.languageId,
      text: cell.document.getText(),
    }),
  );
  const kernelLanguage = findKernelLanguage({ metadata: document.metadata, cells });
  return {
    input: { kind: 'notebook-cells', path, kernelLanguage, cells },
    parts: open.map((cell) => ({
      uri: cell.document.uri,
      version: cell.document.version,
      cell: cell.index,
    })),
  };
}

/** True for what may import modules of the workspace. */
export function isPython(input: DocumentInput): boolean {
  if (input.kind === 'notebook-cells') return input.kernelLanguage === 'python';
  return input.kind === 'text' && input.languageId === 'python';
}

/** True when an open document still has the texts that were analysed, in the same places. */
export function isCurrent(document: OpenDocument, parts: readonly DocumentPart[]): boolean {
  if (document.isClosed) return false;
  if (!isNotebook(document)) return parts[0]?.version === document.version;
  return (
    parts.length === document.cellCount &&
    document.getCells().every((cell, index) => {
      const part = parts[index];
      return part?.version === cell.document.version && part.uri.toString() === cell.document.uri.toString();
    })
  );
}

function kindOf({ kind, document }: vscode.NotebookCell): CellInput['kind'] {
  if (kind === vscode.NotebookCellKind.Markup) return 'markdown';
  return document.languageId === 'raw' ? 'raw' : 'code';
}

function isUserScheme(scheme: string): boolean {
  if (scheme === 'file' || scheme === 'untitled') return true;
  return (vscode.workspace.workspaceFolders ?? []).some((folder) => folder.uri.scheme === scheme);
}
