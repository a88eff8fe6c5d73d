import * as vscode from 'vscode';
import { DisposableStore } from '../disposable-store.js';
import type { RulePlace } from './rule-place.js';

/** Files that package managers write into `node_modules` when they have changed what is installed. */
const installMarks = '{.package-lock.json,.yarn-integrity,.yarn-state.yml,.modules.yaml}';

/** Tells of changes in the folders of rules, those of packages included, which the editor by itself may not watch. */
export class RuleWatcher implements vscode.Disposable {
  readonly #report: () => void;
  /** By URI of the workspace folder: what is watched for it, in words to tell whether that changed. */
  readonly #watched = new Map<string, { readonly words: string; readonly store: DisposableStore }>();

  /** @param report called for every change */
  constructor(report: () => void) {
    this.#report = report;
  }

  /** Watches these places of a workspace folder from now on, and no others. */
  watch(folder: vscode.WorkspaceFolder, places: readonly RulePlace[]): void {
    const patterns = places.flatMap((place) => patternsFor(folder, place));
    const words = patterns.map(({ baseUri, pattern }) => `${baseUri.toString()} ${pattern}`).join('\n');
    const key = folder.uri.toString();
    const before = this.#watched.get(key);
    if ((before?.words ?? '') === words) return;
    before?.store.dispose();
    const store = new DisposableStore();
    for (const pattern of patterns) {
      const watcher = store.add(vscode.workspace.createFileSystemWatcher(pattern));
      store.add(watcher.onDidCreate(this.#report));
      store.add(watcher.onDidChange(this.#report));
      store.add(watcher.onDidDelete(this.#report));
    }
    this.#watched.set(key, { words, store });
  }

  dispose(): void {
    for (const { store } of this.#watched.values()) store.dispose();
  }
}

function patternsFor(folder: vscode.WorkspaceFolder, place: RulePlace): readonly vscode.RelativePattern[] {
  const { name, folder: rules, files } = place;
  if (!name.startsWith('npm:')) {
    const root = `${folder.uri.path.replace(/\/$/, '')}/`;
    const path = rules?.path.replace(/\/$/, '') ?? '';
    const isPlain = path.startsWith(root) && !/[*?[\]{}]/.test(path.slice(root.length));
    // From the workspace folder, so that the folder of rules may come and go.
    if (isPlain) return [new vscode.RelativePattern(folder, `${path.slice(root.length)}/**`)];
    return rules === undefined ? [] : [new vscode.RelativePattern(rules, '**/*')];
  }
  // Recursive patterns would leave out what files.watcherExclude names, as it does node_modules.
  const own = new vscode.RelativePattern(vscode.Uri.joinPath(folder.uri, 'node_modules'), installMarks);
  if (rules === undefined) return [own];
  const folders = new Set(['', ...files.map((file) => file.name.replace(/\/?[^/]*$/, ''))]);
  const modules = vscode.Uri.joinPath(rules, '../'.repeat(name.split('/').length + 1));
  return [
    own,
    new vscode.RelativePattern(modules, installMarks),
    ...[...folders].map((each) => new vscode.RelativePattern(vscode.Uri.joinPath(rules, each), '*')),
  ];
}
