import * as vscode from 'vscode';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import { FolderStore } from '../folder-store.js';
import { FolderModules } from './folder-modules.js';

/** A folder in which modules bring something else to others than before. */
export interface Replanning {
  readonly folder: vscode.WorkspaceFolder;
  /** Paths of the files that this concerns, relative to the folder. */
  readonly paths: ReadonlySet<string>;
}

/** The Python modules of the workspace; those of its folders stay apart. */
export class WorkspaceModules implements vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #outdated = this.#store.add(new vscode.EventEmitter<readonly vscode.Uri[]>());
  readonly #changed = this.#store.add(new vscode.EventEmitter<ReadonlySet<string>>());
  readonly #replanned = this.#store.add(new vscode.EventEmitter<Replanning>());
  readonly #folders: FolderStore<FolderModules>;

  /** Fires with open files whose analysis may come out differently now. */
  readonly onDidOutdate = this.#outdated.event;
  /** Fires with the URIs of files that changed on disk, came or went. */
  readonly onDidChange = this.#changed.event;
  readonly onDidReplan = this.#replanned.event;

  constructor(app: App) {
    this.#folders = this.#store.add(new FolderStore((folder) => this.#create(app, folder)));
    const reset = (): void => {
      for (const folder of this.#folders.all) folder.reset();
    };
    // What lies in a folder inside another one belongs to the inner one.
    this.#store.add(vscode.workspace.onDidChangeWorkspaceFolders(reset));
    this.#store.add(app.projects.onDidChange(reset));
  }

  /** The modules of the folder that a file is in; undefined for a file in none. */
  find(file: vscode.Uri): FolderModules | undefined {
    const folder = vscode.workspace.getWorkspaceFolder(file);
    return folder && this.of(folder);
  }

  of(folder: vscode.WorkspaceFolder): FolderModules {
    return this.#folders.of(folder);
  }

  dispose(): void {
    this.#store.dispose();
  }

  #create(app: App, folder: vscode.WorkspaceFolder): FolderModules {
    const uriOf = (path: string): vscode.Uri => vscode.Uri.joinPath(folder.uri, path);
    return new FolderModules(app, folder, {
      outdate: (paths) => this.#outdated.fire(paths.map(uriOf)),
      change: (paths) => this.#changed.fire(new Set([...paths].map((path) => uriOf(path).toString()))),
      replan: (paths) => this.#replanned.fire({ folder, paths }),
    });
  }
}
