import * as vscode from 'vscode';
import type {
  AnalysisContext,
  Baseline,
  Configuration,
  ProjectFacts,
  ProjectIndex,
  Range,
} from '../../core/index.js';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import { describePlaces } from '../rules/describe-places.js';
import type { FolderRules } from '../rules/team-rules.js';
import { WordFixes } from '../rules/word-fixes.js';
import { SETTINGS } from '../settings.js';
import { findProjectPath } from './documents.js';
import { findFiles } from './file-finder.js';
import { createIgnoreRules } from './ignore-rules.js';

/** Name of the configuration file at the root of a workspace folder. */
export const configurationName = 'fairlead.yaml';

const ignoreGlob = '**/.gitignore';
const maxBytes = 5_000_000;
const maxFiles = 500;
const reloadDelayMs = 300;

/** What one workspace folder says about itself. */
export interface Project {
  readonly index: ProjectIndex;
  /** Dependencies of the whole folder. */
  readonly facts: ProjectFacts;
  readonly configuration: Configuration;
  /** Findings that are known, by path. */
  readonly baseline: Baseline;
  /** Whether `fairlead.yaml` leaves a path out. */
  readonly isExcluded: (path: string) => boolean;
  /** Whether Git leaves a path out. */
  readonly isIgnored: (path: string) => boolean;
  /** What the folder is checked with. */
  readonly rules: FolderRules;
}

/** What the workspace's own files say: dependencies, and `fairlead.yaml` where the workspace is trusted. */
export class WorkspaceProjects implements vscode.Disposable {
  readonly #app: App;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  /** What is wrong with `fairlead.yaml` and the baseline. */
  readonly problems = this.#store.add(new WordFixes('fairlead-configuration'));
  /** By URI of the folder. */
  readonly #projects = new Map<string, Promise<Project>>();
  readonly #watched = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Fires when dependencies or configuration changed: what was analysed before may be outdated. */
  readonly onDidChange = this.#changed.event;

  constructor(app: App) {
    this.#app = app;
  }

  /** What the analysis of a file needs to know of its surroundings. */
  async contextFor(file: vscode.Uri): Promise<Pick<AnalysisContext, 'project' | 'settings' | 'known'>> {
    const values = this.#app.settingsFor(file);
    const project = await this.#projectFor(file);
    const path = findProjectPath(file);
    const known = project && (await this.#app.load()).core.knownIn(project.baseline, path);
    return {
      ...(known === undefined ? {} : { known }),
      project: project?.index.factsFor(path) ?? { packages: {} },
      settings: {
        rules: { ...project?.configuration.rules, ...values.rules },
        maxDocumentLength:
          values.maxDocumentLength ?? project?.configuration.maxFileSize ?? SETTINGS.maxFileSize,
      },
    };
  }

  /** Id of the rules that count for a file. */
  async rulesFor(file: vscode.Uri): Promise<string> {
    const project = await this.#projectFor(file);
    return project?.rules.rulesId ?? '';
  }

  /** What a workspace folder says about itself. */
  async describe(folder: vscode.WorkspaceFolder): Promise<Project> {
    return this.#projectOf(folder);
  }

  /** True for a file that the configuration leaves out: it is not checked, open or not. */
  async isExcluded(file: vscode.Uri): Promise<boolean> {
    const project = await this.#projectFor(file);
    return project?.isExcluded(findProjectPath(file)) ?? false;
  }

  /** True for a file that Git leaves out: it is checked only while it is open. */
  async isIgnored(file: vscode.Uri): Promise<boolean> {
    const project = await this.#projectFor(file);
    return project?.isIgnored(findProjectPath(file)) ?? false;
  }

  /** Reads everything again when it is next asked for. */
  reset(): void {
    this.#projects.clear();
    this.#changed.fire();
  }

  /** As {@link reset}, once for changes that come together. */
  resetSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.reset(), reloadDelayMs);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#store.dispose();
  }

  async #projectFor(file: vscode.Uri): Promise<Project | undefined> {
    const folder = vscode.workspace.getWorkspaceFolder(file);
    return folder && this.#projectOf(folder);
  }

  #projectOf(folder: vscode.WorkspaceFolder): Promise<Project> {
    const key = folder.uri.toString();
    let project = this.#projects.get(key);
    if (project === undefined) {
      project = this.#read(folder);
      this.#projects.set(key, project);
      project.catch(() => this.#projects.delete(key));
    }
    return project;
  }

  async #read(folder: vscode.WorkspaceFolder): Promise<Project> {
    const { core } = await this.#app.load();
    const glob = `**/{${core.MANIFEST_NAMES.join(',')}}`;
    this.#watch(folder, [glob, ignoreGlob, configurationName, core.BASELINE_PATH]);
    const manifests = await this.#readFiles(folder, glob, core.isManifest);
    const index = core.createProjectIndex(manifests);
    const { facts } = core.readProjectFacts(manifests);
    for (const { path, message } of index.notices) this.#app.log.info(`${path}: ${message}`);
    const ignoreFiles = await this.#readFiles(folder, ignoreGlob, (path) => /(^|\/)\.gitignore$/.test(path));
    const { configuration, rules } = await this.#readConfiguration(folder);
    const baseline = await this.#readBaseline(folder);
    const isExcluded = createIgnoreRules([{ folder: '', text: configuration.exclude.join('\n') }]);
    const isIgnored = createIgnoreRules(
      ignoreFiles.map(({ path, text }) => ({ folder: path.replace(/\/?\.gitignore$/, ''), text })),
    );
    return { index, facts, configuration, baseline, isExcluded, isIgnored, rules };
  }

  async #readFiles(
    folder: vscode.WorkspaceFolder,
    glob: string,
    isWanted: (path: string) => boolean,
  ): Promise<readonly { path: string; text: string }[]> {
    const uris = await findFiles(folder, glob, isWanted);
    const files = [];
    for (const uri of uris.slice(0, maxFiles)) {
      const text = await this.#readText(uri);
      if (text !== undefined) files.push({ path: findProjectPath(uri), text });
    }
    return files;
  }

  /** What `fairlead.yaml` decides; nothing where it is missing or the workspace is not trusted. */
  async #readConfiguration(
    folder: vscode.WorkspaceFolder,
  ): Promise<Pick<Project, 'configuration' | 'rules'>> {
    const { core } = await this.#app.load();
    const uri = vscode.Uri.joinPath(folder.uri, configurationName);
    const text = (await isPresent(uri)) ? await this.#readText(uri) : undefined;
    // Where the rules are must be known before the levels that are set for them can be judged.
    const { configuration: first, places } = core.readConfiguration(configurationName, text ?? '', []);
    if (!vscode.workspace.isTrusted) {
      this.#refuse(uri, text ?? '', places);
      return { configuration: core.NO_CONFIGURATION, rules: await this.#app.teamRules.read(folder, []) };
    }
    const rules = await this.#app.teamRules.read(folder, first.teamRules);
    const ids = rules.guidelines.rules.map(({ id }) => id);
    const { configuration, problems } = core.readConfiguration(configurationName, text ?? '', ids);
    const all = [...problems, ...describePlaces(configurationName, rules.places, places)];
    this.problems.show(uri, text ?? '', all, vscode.DiagnosticSeverity.Warning);
    return { configuration, rules };
  }

  /** Says that rules of the workspace are left out, at each place that names some. */
  #refuse(uri: vscode.Uri, text: string, places: readonly Range[]): void {
    const message = vscode.l10n.t('These rules are not run: trust this workspace to run rules of its own.');
    if (places.length > 0) this.#app.log.info(`${uri.toString()}: ${message}`);
    const path = configurationName;
    const refusals = places.map((range) => ({
      kind: 'configuration' as const,
      path,
      message,
      location: { path, range },
    }));
    this.problems.show(uri, text, refusals, vscode.DiagnosticSeverity.Information);
  }

  /** Known findings of the folder; none where there is no such file or the workspace is not trusted. */
  async #readBaseline(folder: vscode.WorkspaceFolder): Promise<Baseline> {
    const { core } = await this.#app.load();
    const uri = vscode.Uri.joinPath(folder.uri, core.BASELINE_PATH);
    this.problems.clear(uri);
    if (!vscode.workspace.isTrusted || !(await isPresent(uri))) return core.NO_BASELINE;
    const text = await this.#readText(uri);
    if (text === undefined) return core.NO_BASELINE;
    const { baseline, problems } = core.readBaseline(core.BASELINE_PATH, text);
    this.problems.show(uri, text, problems, vscode.DiagnosticSeverity.Warning);
    return baseline;
  }

  async #readText(uri: vscode.Uri): Promise<string | undefined> {
    try {
      const { size } = await vscode.workspace.fs.stat(uri);
      if (size > maxBytes) throw new Error(`${size} bytes are more than ${maxBytes}`);
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    } catch (error) {
      this.#app.log.warn(`${uri.toString()}: not read: ${error instanceof Error ? error.message : error}`);
      return undefined;
    }
  }

  #watch(folder: vscode.WorkspaceFolder, patterns: readonly string[]): void {
    const key = folder.uri.toString();
    if (this.#watched.has(key)) return;
    this.#watched.add(key);
    const reload = () => this.resetSoon();
    for (const pattern of patterns) {
      const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, pattern));
      this.#store.add(watcher);
      this.#store.add(watcher.onDidCreate(reload));
      this.#store.add(watcher.onDidChange(reload));
      this.#store.add(watcher.onDidDelete(reload));
    }
  }
}

async function isPresent(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
