import * as vscode from 'vscode';
import type { Rule } from '../../core/index.js';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import type { GuidelineCatalogue } from '../guidelines/guideline-catalogue.js';
import { type RulePlace, readRulePlace } from './rule-place.js';
import { RuleWatcher } from './rule-watcher.js';

/** What one workspace folder is checked with. */
export interface FolderRules {
  /** Where rules of its own are, in the order of its `fairlead.yaml`. */
  readonly places: readonly RulePlace[];
  /** Under which the analyst knows Fairlead's rules with the folder's own. */
  readonly rulesId: string;
  /** Speaks about Fairlead's rules and the folder's own. */
  readonly guidelines: GuidelineCatalogue;
}

/** A rule file of a team. */
export interface RuleFilePlace {
  readonly place: RulePlace;
  /** Below the folder of rules, as in `acme/model-load.yaml`. */
  readonly name: string;
}

/** The rules that teams have of their own, by workspace folder. */
export class TeamRules implements vscode.Disposable {
  readonly #app: App;
  readonly #store = new DisposableStore();
  readonly #didRead = this.#store.add(new vscode.EventEmitter<vscode.WorkspaceFolder>());
  readonly #watcher: RuleWatcher;
  /** By URI of the folder. */
  readonly #folders = new Map<string, FolderRules>();
  /** How often each folder was read, by its URI: of readings that overlap, the last one holds. */
  readonly #readings = new Map<string, number>();
  /** Ids of rules that were replaced, by URI of the folder: what runs with them may go on until the next are. */
  readonly #retired = new Map<string, string>();

  /** Fires with a folder whose rules were read. */
  readonly onDidRead = this.#didRead.event;

  constructor(app: App) {
    this.#app = app;
    this.#watcher = this.#store.add(new RuleWatcher(() => app.projects.resetSoon()));
    // What is done in this window, watchers may miss in folders that are new.
    const report = (files: readonly vscode.Uri[]) => {
      if (files.some((file) => this.#holdsRules(file))) app.projects.resetSoon();
    };
    this.#store.add(vscode.workspace.onDidSaveTextDocument(({ uri }) => report([uri])));
    this.#store.add(vscode.workspace.onDidCreateFiles(({ files }) => report(files)));
    this.#store.add(vscode.workspace.onDidDeleteFiles(({ files }) => report(files)));
    this.#store.add(
      vscode.workspace.onDidRenameFiles(({ files }) =>
        report(files.flatMap(({ oldUri, newUri }) => [oldUri, newUri])),
      ),
    );
    this.#store.add(
      vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
        for (const { uri } of removed) this.#folders.delete(uri.toString());
      }),
    );
  }

  /** What was read of the folder that a file lies in; undefined before that, and for files of no folder. */
  find(file: vscode.Uri): FolderRules | undefined {
    const folder = vscode.workspace.getWorkspaceFolder(file);
    return folder && this.#folders.get(folder.uri.toString());
  }

  /** The place of a rule file, written to disk or not; undefined for a file that no folder's rules include. */
  findFile(file: vscode.Uri): RuleFilePlace | undefined {
    const { core } = this.#app.loaded ?? {};
    for (const { places } of core === undefined ? [] : this.#folders.values()) {
      for (const place of places) {
        const root = `${place.folder?.toString().replace(/\/$/, '')}/`;
        const uri = file.toString();
        const name = uri.startsWith(root) ? decodeURIComponent(uri.slice(root.length)) : undefined;
        if (name !== undefined && core?.isRuleFileName(name) === true) return { place, name };
      }
    }
    return undefined;
  }

  /** Speaks about the rules of the folder that a file lies in; undefined before the engine is loaded. */
  guidelinesFor(file: vscode.Uri): GuidelineCatalogue | undefined {
    return this.find(file)?.guidelines ?? this.#app.loaded?.guidelines;
  }

  /** Speaks about the rules of all folders; of two with one id, the first folder's. */
  async describeAll(): Promise<GuidelineCatalogue> {
    const { guidelines } = await this.#app.load();
    const known = new Map(guidelines.rules.map((rule) => [rule.id, rule]));
    for (const folder of this.#folders.values()) {
      for (const rule of folder.guidelines.rules) if (!known.has(rule.id)) known.set(rule.id, rule);
    }
    return known.size === guidelines.rules.length ? guidelines : guidelines.withRules([...known.values()]);
  }

  /**
   * Reads the rules of a folder. Their id stays the same while they do.
   *
   * @param names what `fairlead.yaml` says
   */
  async read(folder: vscode.WorkspaceFolder, names: readonly string[]): Promise<FolderRules> {
    const key = folder.uri.toString();
    const reading = (this.#readings.get(key) ?? 0) + 1;
    this.#readings.set(key, reading);
    const { core, guidelines } = await this.#app.load();
    const places: RulePlace[] = [];
    const own: Rule[] = [];
    for (const name of names) {
      const { analyst } = this.#app;
      const place = await readRulePlace(name, folder.uri, { core, analyst, before: [...own] });
      places.push(place);
      own.push(...place.reading.rules.map(({ rule }) => rule));
    }
    const all = [...guidelines.rules, ...own];
    const before = this.#folders.get(key);
    let running: Pick<FolderRules, 'rulesId' | 'guidelines'> = { rulesId: '', guidelines };
    if (before !== undefined && isSame(before.guidelines.rules, all)) running = before;
    else if (own.length > 0) {
      const rulesId = `${key}#${reading}`;
      await this.#app.analyst.setRules(rulesId, own);
      running = { rulesId, guidelines: guidelines.withRules(all) };
    }
    const rules = { places, rulesId: running.rulesId, guidelines: running.guidelines };
    if (this.#readings.get(key) !== reading) return rules;
    this.#watcher.watch(folder, places);
    if (before !== undefined && before.rulesId !== running.rulesId && before.rulesId !== '') {
      const retired = this.#retired.get(key);
      if (retired !== undefined) this.#app.inBackground(this.#app.analyst.dropRules(retired));
      this.#retired.set(key, before.rulesId);
    }
    this.#folders.set(key, rules);
    this.#didRead.fire(folder);
    return rules;
  }

  /** True for a rule file, and for a folder that holds a folder of rules. */
  #holdsRules(file: vscode.Uri): boolean {
    const places = [...this.#folders.values()].flatMap((rules) => rules.places);
    return (
      this.findFile(file) !== undefined ||
      places.some(({ folder }) => `${folder?.toString()}/`.startsWith(`${file.toString()}/`))
    );
  }

  dispose(): void {
    this.#store.dispose();
  }
}

function isSame(before: readonly Rule[], after: readonly Rule[]): boolean {
  return before.length === after.length && JSON.stringify(before) === JSON.stringify(after);
}
