import * as vscode from 'vscode';
import type { Platform } from './platform.js';

/** The platform of a web worker: shipped files come through the editor's file system, others only as a whole. */
export function createWebPlatform(extensionUri: vscode.Uri): Platform {
  return {
    readAsset: async (name) => vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, 'dist', name)),
    // A worker's hash takes all bytes at once; sources are in memory here.
    async hash(source, control) {
      const bytes = await source.read(0, source.size);
      const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(bytes));
      if (control.isCancelled) return undefined;
      return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    },
  };
}
