import * as vscode from 'vscode';
import type { Platform } from './platform.js';

/** The platform of a web worker: shipped files come through the editor's file system. */
export function createWebPlatform(extensionUri: vscode.Uri): Platform {
  return {
    readAsset: async (name) => vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, 'dist', name)),
  };
}
