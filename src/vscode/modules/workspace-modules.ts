import * as vscode from 'vscode';
import type { ModuleOutline } from '../../core/index.js';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import { FolderModules } from './folder-modules.js';

/** A folder in which modules bring something else to others than before. */
export interface Replanning {
  readonly folder: vscode.WorkspaceFolder;
  /** Whether that concerns a file, by what it tells about itself. */
  isOther(outline: ModuleOutline): boolean;
}

/** The Python modules of the workspace; those of its folders stay apart. */
export class WorkspaceModules implements vscode.Disposable {
  readonly #app: App;
  readonly #store = new DisposableStore();
  readonly #outdated = this.#store.add(new vscode.EventEmitter<readonly vscode.Uri[]>());
  readonly #changed = this.#store.add(new vscode.EventEmitter<ReadonlySet<string>>());
  readonly #replanned = this.#store.add(new vscode.EventEmitter<Replanning>());
  /** By URI of the folder. */
  readonly #folders = new Map<string, FolderModules>();

  /** Fires with open files whose analysis may come out differently now. */
  readonly onDidOutdate = this.#outdated.event;
  /** Fires with the URIs of files that changed on disk, came or went. */
  readonly onDidChange = this.#changed.event;
  readonly onDidReplan = this.#replanned.event;

  constructor(app: App) {
    this.#app = app;
    this.#store.add(
      vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
        for (const { uri } of removed) {
          this.#folders.get(uri.toString())?.dispose();
          this.#folders.delete(uri.toString());
        }
        // What lies in a folder inside another one belongs to the inner one.
        for (const folder of this.#folders.values()) folder.reset();
      }),
    );
    this.#store.add(
      app.projects.onDidChange(() => {
        for (const folder of this.#folders.values()) folder.reset();
      }),
    );
  }

  /** The modules of the folder that a file is in; undefined for a file in none. */
  find(file: vscode.Uri): FolderModules | undefined {
    const folder = vscode.workspace.getWorkspaceFolder(file);
    return folder && this.of(folder);
  }

  of(folder: vscode.WorkspaceFolder): FolderModules {
    const key = folder.uri.toString();
    const known = this.#folders.get(key);
    if (known) return known;
    const uriOf = (path: string): vscode.Uri => vscode.Uri.joinPath(folder.uri, path);
    const modules = new FolderModules(this.#app, folder, {
      outdate: (paths) => this.#outdated.fire(paths.map(uriOf)),
      change: (paths) => this.#changed.fire(new Set([...paths].map((path) => uriOf(path).toString()))),
      replan: (isOther) => this.#replanned.fire({ folder, isOther }),
    });
    this.#folders.set(key, modules);
    return modules;
  }

  dispose(): void {
    for (const folder of this.#folders.values()) folder.dispose();
    this.#store.dispose();
  }
}
