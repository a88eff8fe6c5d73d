import * as vscode from 'vscode';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import { FolderStore } from '../folder-store.js';
import { FolderInventory } from './folder-inventory.js';

/** What the folders of the workspace contain, as far as somebody asked. */
export class Inventories implements vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<vscode.WorkspaceFolder>());
  readonly #folders: FolderStore<FolderInventory>;

  /** Fires with a folder that has something to read again. */
  readonly onDidChange = this.#changed.event;

  constructor(app: App) {
    this.#folders = this.#store.add(
      new FolderStore((folder) => new FolderInventory(app, folder, () => this.#changed.fire(folder))),
    );
  }

  /** The inventory of a folder; nothing is read before it is asked to. */
  of(folder: vscode.WorkspaceFolder): FolderInventory {
    return this.#folders.of(folder);
  }

  dispose(): void {
    this.#store.dispose();
  }
}
