import * as vscode from 'vscode';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import { FolderInventory } from './folder-inventory.js';

/** What the folders of the workspace contain, as far as somebody asked. */
export class Inventories implements vscode.Disposable {
  readonly #app: App;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<vscode.WorkspaceFolder>());
  /** By URI of the folder. */
  readonly #folders = new Map<string, FolderInventory>();

  /** Fires with a folder that has something to read again. */
  readonly onDidChange = this.#changed.event;

  constructor(app: App) {
    this.#app = app;
    this.#store.add(
      vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
        for (const { uri } of removed) {
          this.#folders.get(uri.toString())?.dispose();
          this.#folders.delete(uri.toString());
        }
      }),
    );
  }

  /** The inventory of a folder; nothing is read before it is asked to. */
  of(folder: vscode.WorkspaceFolder): FolderInventory {
    const key = folder.uri.toString();
    const known = this.#folders.get(key);
    if (known) return known;
    const inventory = new FolderInventory(this.#app, folder, () => this.#changed.fire(folder));
    this.#folders.set(key, inventory);
    return inventory;
  }

  dispose(): void {
    for (const inventory of this.#folders.values()) inventory.dispose();
    this.#store.dispose();
  }
}
