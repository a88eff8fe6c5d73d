import * as vscode from 'vscode';
import { formatBytes } from '../../core/index.js';
import type { OpenFile } from '../../node/open-file.js';
import type { Platform } from '../platform/platform.js';

/** Largest file, in bytes, that is read whole where parts cannot be read. */
const maxWholeBytes = 64 * 1024 * 1024;

/**
 * Opens a file for ranged reads. Files of this machine are read in parts; others, which the editor only gives as a whole, are
 * read whole up to 64 MiB.
 *
 * @throws Error that says in a few words why it cannot be read here
 */
export async function openSource(uri: vscode.Uri, platform: Platform): Promise<OpenFile> {
  try {
    if (uri.scheme === 'file' && platform.openFile) return await platform.openFile(uri.fsPath);
    return await readWhole(uri);
  } catch (error) {
    throw new Error(describe(error), { cause: error });
  }
}

async function readWhole(uri: vscode.Uri): Promise<OpenFile> {
  const { size, type } = await vscode.workspace.fs.stat(uri);
  if ((type & vscode.FileType.Directory) !== 0) throw new Error('it is a folder');
  if (size > maxWholeBytes) {
    throw new Error(
      `it has ${formatBytes(size)}, too large to inspect here: this workspace gives files only as a whole, and up to ` +
        `${formatBytes(maxWholeBytes)} are read. Run fairlead inspect where the file is stored`,
    );
  }
  const bytes = await vscode.workspace.fs.readFile(uri);
  return {
    size: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, offset + length),
    close: async () => undefined,
  };
}

function describe(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'FileNotFound') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM' || code === 'NoPermissions')
    return 'there is no permission to read it';
  if (code === 'EISDIR' || code === 'FileIsADirectory') return 'it is a folder';
  return error instanceof Error ? error.message : 'for a reason that is not known';
}
