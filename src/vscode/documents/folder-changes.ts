import * as vscode from 'vscode';
import { isSkipped } from '../analysis/file-finder.js';
import { isFileOf, pathWithin } from '../analysis/folder-paths.js';
import { DisposableStore } from '../disposable-store.js';
import { ownerOf } from './read-input.js';

/** Milliseconds without a key before an open file counts as changed. */
const typingDelayMs = 1000;
const fileDelayMs = 300;

/** Who is told of changes; paths are relative to the folder. */
interface ChangeListener {
  /** A file is new or another one now, on disk or unsaved in an editor; told once for changes that follow each other. */
  onChange(uri: vscode.Uri, path: string): void;
  /** A file or folder went away. */
  onRemove(path: string): void;
}

/** Watches the files of one workspace folder, those without which a project is the same left out. */
export class FolderChanges implements vscode.Disposable {
  readonly #folder: vscode.WorkspaceFolder;
  readonly #listener: ChangeListener;
  readonly #store = new DisposableStore();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(folder: vscode.WorkspaceFolder, listener: ChangeListener) {
    this.#folder = folder;
    this.#listener = listener;
    const own = this.#store;
    const watcher = own.add(
      vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '**/*')),
    );
    own.add(watcher.onDidCreate((uri) => this.#schedule(uri, fileDelayMs)));
    own.add(watcher.onDidChange((uri) => this.#schedule(uri, fileDelayMs)));
    own.add(watcher.onDidDelete((uri) => listener.onRemove(pathWithin(folder, uri))));
    own.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#schedule(ownerOf(document), typingDelayMs);
      }),
    );
    own.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#schedule(uri, fileDelayMs)));
    own.add(vscode.workspace.onDidCloseNotebookDocument(({ uri }) => this.#schedule(uri, fileDelayMs)));
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#store.dispose();
  }

  #schedule(uri: vscode.Uri, delay: number): void {
    const path = pathWithin(this.#folder, uri);
    if (!isFileOf(this.#folder, uri) || isSkipped(path)) return;
    clearTimeout(this.#timers.get(path));
    this.#timers.set(
      path,
      setTimeout(() => {
        this.#timers.delete(path);
        this.#listener.onChange(uri, path);
      }, delay),
    );
  }
}
