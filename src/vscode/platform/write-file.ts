import * as vscode from 'vscode';
import { FileChangedError } from '../../node/file-changed-error.js';
import { describeFileError } from '../../node/file-error.js';
import type { Platform } from './platform.js';

/**
 * Writes a file, and the folders it is in. On a machine with Node at any moment either the old or the new content is there,
 * whole. Elsewhere the editor's file system is given all of it in one request; a rename would delete the old file first.
 *
 * @param expected when given, the file must still have exactly this content, or must still be absent. Of several writers, of
 *   this window, of others and of the command line, one finds it so; in a web host, of those windows that share locks
 * @throws FileChangedError when it is not so; otherwise the system's error
 */
export async function writeFile(
  { writeLocalFile }: Pick<Platform, 'writeLocalFile'>,
  uri: vscode.Uri,
  text: string,
  expected?: Uint8Array | 'absent',
): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  if (writeLocalFile !== undefined && uri.scheme === 'file') {
    return writeLocalFile(uri.fsPath, bytes, expected);
  }
  await inTurn(`fairlead ${uri.toString()}`, async () => {
    if (expected !== undefined && !isSame(await readIfPresent(uri), expected)) {
      throw new FileChangedError('it changed meanwhile');
    }
    await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(uri, '..'));
    await vscode.workspace.fs.writeFile(uri, bytes);
  });
}

/** Why a file was not written, for people. */
export function describeWriteError(error: unknown): string {
  if (error instanceof FileChangedError) return vscode.l10n.t('it was changed meanwhile; try again');
  return describeFileError(error);
}

/**
 * The content of a file; undefined when there is no such file.
 *
 * @param maxBytes larger files are not read
 * @throws Error when it is larger or cannot be read
 */
export async function readIfPresent(
  uri: vscode.Uri,
  maxBytes = Number.POSITIVE_INFINITY,
): Promise<Uint8Array | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > maxBytes) throw new Error(`${size} bytes are more than ${maxBytes}`);
    return await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}

/** What browsers call the locks that windows of one origin share. */
interface LockManager {
  request(name: string, action: () => Promise<void>): Promise<void>;
}

/** Waits until no other writer that shares locks with this window works on the same; at once where there are no locks. */
async function inTurn(name: string, action: () => Promise<void>): Promise<void> {
  const { navigator } = globalThis as { readonly navigator?: { readonly locks?: LockManager } };
  return navigator?.locks === undefined ? action() : navigator.locks.request(name, action);
}

function isSame(found: Uint8Array | undefined, expected: Uint8Array | 'absent'): boolean {
  if (found === undefined || expected === 'absent') return found === undefined && expected === 'absent';
  return found.length === expected.length && found.every((byte, index) => byte === expected[index]);
}
