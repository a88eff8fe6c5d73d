import * as vscode from 'vscode';
import type { Notice, ProjectInput, ProjectStatus } from '../../core/index.js';
import { findProjectPath } from '../analysis/documents.js';
import { isFileOf } from '../analysis/folder-paths.js';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import { FolderStore } from '../folder-store.js';
import { Pacer } from '../pause.js';
import { assessInSlices, chooseLanguageFiles } from './assess-slices.js';
import { ProjectFiles } from './project-files.js';

const delayMs = 400;

/** How one workspace folder stands. */
export interface FolderStatus {
  readonly folder: vscode.WorkspaceFolder;
  readonly status: ProjectStatus;
}

/** How the folders of the workspace stand against the frameworks; known once the workspace was checked. */
export class ProjectStatuses implements vscode.Disposable {
  readonly #app: App;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  readonly #files: FolderStore<ProjectFiles>;
  /** By URI of the folder. */
  readonly #statuses = new Map<string, ProjectStatus>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  #asked = 0;

  /** Fires when a status became known, changed or went away. */
  readonly onDidChange = this.#changed.event;

  constructor(app: App) {
    this.#app = app;
    const schedule = () => this.schedule();
    this.#files = this.#store.add(new FolderStore((folder) => new ProjectFiles(app, folder, schedule)));
    this.#store.add(app.attestations.onDidChange(schedule));
    this.#store.add(app.results.onDidChange(schedule));
    this.#store.add(app.check.onDidFinish(schedule));
    this.#store.add(
      app.projects.onDidChange(() => {
        for (const files of this.#files.all) files.reset();
        schedule();
      }),
    );
    this.#store.add(
      vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
        for (const { uri } of removed) this.#statuses.delete(uri.toString());
        schedule();
      }),
    );
  }

  /** In the order of the folders; without those that were not assessed yet. */
  get all(): readonly FolderStatus[] {
    return (vscode.workspace.workspaceFolders ?? []).flatMap((folder) => {
      const status = this.#statuses.get(folder.uri.toString());
      return status === undefined ? [] : [{ folder, status }];
    });
  }

  /** The status of a folder; undefined before it was assessed. */
  find(folder: vscode.WorkspaceFolder | undefined): ProjectStatus | undefined {
    return folder && this.#statuses.get(folder.uri.toString());
  }

  /** Assesses soon, when nothing else changes meanwhile. */
  schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.update().catch((error: unknown) => this.#app.reportFailure(error));
    }, delayMs);
  }

  /** Assesses all folders as they are now; does nothing before the workspace was checked. */
  update(): Promise<void> {
    this.#asked += 1;
    this.#running ??= this.#updateAll().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#store.dispose();
  }

  async #updateAll(): Promise<void> {
    let seen = -1;
    while (seen !== this.#asked && !this.#store.isDisposed) {
      seen = this.#asked;
      if (!this.#app.check.hasChecked || this.#app.check.isRunning) return;
      await this.#app.check.finish();
      for (const folder of vscode.workspace.workspaceFolders ?? []) {
        const key = folder.uri.toString();
        if (!this.#app.settingsFor(folder.uri).isEnabled) {
          this.#statuses.delete(key);
          continue;
        }
        const status = await this.#assess(folder);
        if (vscode.workspace.getWorkspaceFolder(folder.uri)) this.#statuses.set(key, status);
      }
      if (!this.#store.isDisposed) this.#changed.fire();
    }
  }

  async #assess(folder: vscode.WorkspaceFolder): Promise<ProjectStatus> {
    const start = performance.now();
    const { core, guidelines } = await this.#app.load();
    const { frameworks, evidence } = guidelines.knowledge;
    const files = this.#files.of(folder);
    const { facts } = await this.#app.projects.describe(folder);
    const { settings } = await this.#app.projects.contextFor(folder.uri);
    const { all, python, languages, wanted } = await files.listPaths();
    const pacer = new Pacer();
    const texts: { path: string; text: string }[] = [];
    for (const { path, maxLength } of wanted) {
      const text = maxLength === 0 ? undefined : await files.readText(path, maxLength);
      if (text !== undefined) texts.push({ path, text });
      await pacer.pauseWhenDue();
    }
    const text = await this.#app.attestations.read(folder);
    const results = this.#collect(folder, all, python);
    const unscanned = new Set(
      results.notices.filter(({ kind }) => kind === 'not-scanned').map(({ path }) => path),
    );
    const listed = new Set(wanted.map(({ path }) => path));
    const isFirst = !files.hasCache;
    const status = await assessInSlices(
      {
        ...results,
        cache: files.cacheFor(core),
        frameworks,
        evidence,
        paths: [...new Set([...listed, ...chooseLanguageFiles(languages, unscanned, listed)])],
        texts,
        project: facts,
        rulesOff: Object.keys(settings.rules).filter((id) => settings.rules[id] === 'off'),
        attestations: text === undefined ? [] : core.readAttestations(text, frameworks).attestations,
        today: this.#app.today(),
      },
      core,
      () => pacer.pauseWhenDue(),
      isFirst,
    );
    this.#app.logTiming(`${folder.name}: status`, performance.now() - start);
    return status;
  }

  /** What the analyses of a folder's files say; a Python file without one counts as not scanned. */
  #collect(
    folder: vscode.WorkspaceFolder,
    all: ReadonlySet<string>,
    python: readonly string[],
  ): Pick<ProjectInput, 'findings' | 'landmarks' | 'notices'> {
    const missing = new Set(python);
    const own = this.#app.results.all.filter(({ uri }) => {
      const path = findProjectPath(uri);
      const isOwn = isFileOf(folder, uri);
      if (isOwn) missing.delete(path);
      return isOwn && all.has(path);
    });
    const notices = [...missing].map(
      (path): Notice => ({ kind: 'not-scanned', path, message: 'it was not checked' }),
    );
    return {
      findings: own.flatMap(({ analysis, facts }) => [...analysis.findings, ...facts]),
      landmarks: own.flatMap(({ analysis }) => analysis.landmarks),
      notices: [...own.flatMap(({ analysis }) => analysis.notices), ...notices],
    };
  }
}
