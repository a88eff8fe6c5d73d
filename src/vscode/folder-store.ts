import * as vscode from 'vscode';
import type { DisposableLike } from './disposable-store.js';

/** Keeps one thing for each workspace folder that somebody asked for, and lets go of it when the folder goes. */
export class FolderStore<T extends DisposableLike> implements vscode.Disposable {
  readonly #create: (folder: vscode.WorkspaceFolder) => T;
  /** By URI of the folder. */
  readonly #items = new Map<string, T>();
  readonly #listener = vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
    for (const { uri } of removed) {
      this.#items.get(uri.toString())?.dispose();
      this.#items.delete(uri.toString());
    }
  });

  constructor(create: (folder: vscode.WorkspaceFolder) => T) {
    this.#create = create;
  }

  /** Those that were asked for. */
  get all(): readonly T[] {
    return [...this.#items.values()];
  }

  /** Made on the first call. */
  of(folder: vscode.WorkspaceFolder): T {
    const key = folder.uri.toString();
    const known = this.#items.get(key);
    if (known !== undefined) return known;
    const item = this.#create(folder);
    this.#items.set(key, item);
    return item;
  }

  dispose(): void {
    this.#listener.dispose();
    for (const item of this.#items.values()) item.dispose();
    this.#items.clear();
  }
}
