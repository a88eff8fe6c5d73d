import * as vscode from 'vscode';
import type { DocumentDrift, GeneratedDocument } from '../../core/index.js';
import { findFiles } from '../analysis/file-finder.js';
import type { App } from '../app.js';
import { diagnosticSource } from '../diagnostics/to-diagnostic.js';
import { DisposableStore } from '../disposable-store.js';
import { pause } from '../pause.js';
import { type DocumentForm, findLivingForm, nameKind } from './document-kinds.js';
import { type DriftProblem, listDriftProblems } from './drift-problems.js';
import type { FolderInventory } from './folder-inventory.js';
import { PolitePacer } from './polite-pacer.js';
import { readBounded } from './read-input.js';

const glob = '**/*.md';
/** Most Markdown files of a folder that are looked into for one of ours, those nearest to the root first. */
const maxFiles = 300;
const maxBytes = 2_000_000;
/** Most files that are read without anybody asking. */
const maxUnasked = 3000;
const startDelayMs = 1500;
const delayMs = 400;

const severities: Readonly<Record<DriftProblem['kind'], vscode.DiagnosticSeverity>> = {
  broken: vscode.DiagnosticSeverity.Warning,
  conflict: vscode.DiagnosticSeverity.Information,
  gone: vscode.DiagnosticSeverity.Information,
  missing: vscode.DiagnosticSeverity.Information,
  outdated: vscode.DiagnosticSeverity.Information,
};

/** A document of ours in the workspace. */
export interface LivingDocument extends DocumentForm {
  readonly uri: vscode.Uri;
  readonly folder: vscode.WorkspaceFolder;
  /** Relative to the folder. */
  readonly path: string;
  /** Undefined before it was compared with the code. */
  readonly drift: DocumentDrift | undefined;
}

/** The documents that Fairlead wrote, and where they and the code have drifted apart. Nothing happens without such a document. */
export class LivingDocuments implements vscode.Disposable {
  readonly #app: App;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  readonly #problems = this.#store.add(vscode.languages.createDiagnosticCollection('fairlead-documents'));
  readonly #lifetime = this.#store.add(new vscode.CancellationTokenSource());
  /** By URI. */
  readonly #documents = new Map<string, LivingDocument>();
  readonly #generated = new Map<string, { readonly version: number; readonly document: GeneratedDocument }>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #finding: Promise<void> | undefined;
  #comparing: Promise<void> = Promise.resolve();

  /** Fires when documents came, went, or were compared. */
  readonly onDidChange = this.#changed.event;

  constructor(app: App) {
    this.#app = app;
    const own = this.#store;
    const look = (uri: vscode.Uri) => this.#later(uri.toString(), delayMs, () => this.#look(uri));
    const watcher = own.add(vscode.workspace.createFileSystemWatcher(glob));
    own.add(watcher.onDidCreate(look));
    own.add(watcher.onDidChange(look));
    own.add(watcher.onDidDelete((uri) => this.#forget(uri.toString())));
    own.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && document.languageId === 'markdown') look(document.uri);
      }),
    );
    own.add(
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#finding = undefined;
        this.#later('start', delayMs, () => this.compare());
      }),
    );
    own.add(
      app.onDidChangeSettings(() => {
        this.#later('settings', delayMs, () => this.compare());
      }),
    );
    own.add(
      app.inventories.onDidChange((folder) =>
        this.#later(folder.uri.toString(), delayMs, () => this.#compareFolder(folder)),
      ),
    );
    this.#later('start', startDelayMs, () => this.compare());
  }

  /** In the order of their paths. */
  get all(): readonly LivingDocument[] {
    return [...this.#documents.values()].sort((a, b) => (a.uri.path < b.uri.path ? -1 : 1));
  }

  /** Undefined for a file that is no document of ours. */
  find(uri: vscode.Uri): LivingDocument | undefined {
    return this.#documents.get(uri.toString());
  }

  /** Looks at a file now, which may just have been written; undefined when it is no document of ours. */
  async lookAt(uri: vscode.Uri): Promise<LivingDocument | undefined> {
    await this.#look(uri, false);
    return this.find(uri);
  }

  /** Looks for documents again when next asked for them. */
  reset(): void {
    this.#finding = undefined;
  }

  /** Documents of a folder, once they were looked for. */
  async listOf(folder: vscode.WorkspaceFolder): Promise<readonly LivingDocument[]> {
    await this.#findAll();
    return this.all.filter((each) => each.folder.uri.toString() === folder.uri.toString());
  }

  /** Compares all documents with the code as it is now, reading the code first where that is needed. */
  async compare(): Promise<void> {
    await this.#findAll();
    for (const folder of vscode.workspace.workspaceFolders ?? []) await this.#compareFolder(folder);
  }

  /** What the code asks for now in a document; the folder must have been read. */
  async generate(
    { kind, form, path }: Pick<LivingDocument, 'kind' | 'form' | 'path'>,
    inventory: FolderInventory,
  ): Promise<GeneratedDocument | undefined> {
    const key = `${kind.id} ${vscode.Uri.joinPath(inventory.folder.uri, path)}`;
    const { version } = inventory;
    const known = this.#generated.get(key);
    if (known?.version === version) return known.document;
    const artifact = form.generate(await inventory.createInput(path, kind.files));
    if (artifact.kind !== 'document') return undefined;
    this.#generated.set(key, { version, document: artifact.document });
    return artifact.document;
  }

  dispose(): void {
    this.#lifetime.cancel();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#store.dispose();
  }

  #findAll(): Promise<void> {
    this.#finding ??= this.#lookEverywhere().catch((error: unknown) => {
      this.#finding = undefined;
      throw error;
    });
    return this.#finding;
  }

  async #lookEverywhere(): Promise<void> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    for (const folder of folders) {
      const found = await findFiles(folder, glob, (path) => path.endsWith('.md'), this.#lifetime.token);
      const files = [...found].sort((a, b) => depthOf(a) - depthOf(b)).slice(0, maxFiles);
      for (const uri of files) await this.#look(uri, false);
    }
    const roots = new Set(folders.map(({ uri }) => uri.toString()));
    for (const [key, { folder }] of this.#documents) if (!roots.has(folder.uri.toString())) this.#forget(key);
  }

  /** Looks whether a file is one of ours. */
  async #look(uri: vscode.Uri, isComparing = true): Promise<void> {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    const text = folder && (await this.#readText(uri));
    if (this.#store.isDisposed) return;
    const key = uri.toString();
    const isOurs = text?.includes('fairlead:record') === true;
    if (!folder || text === undefined || !isOurs) return this.#forget(key);
    const { core } = await this.#app.load();
    const kind = core.findDocumentKind(text);
    const form = kind === undefined ? undefined : findLivingForm(core.ARTIFACT_KINDS, kind);
    if (!form) return this.#forget(key);
    const path = uri.path.slice(folder.uri.path.replace(/\/$/, '').length + 1);
    const drift = this.#documents.get(key)?.drift;
    this.#documents.set(key, { ...form, uri, folder, path, drift });
    if (isComparing) await this.#compareFolder(folder);
  }

  /** Compares the documents of a folder, one comparison at a time. */
  #compareFolder(folder: vscode.WorkspaceFolder): Promise<void> {
    const comparing = this.#comparing.then(() => this.#compareAll(folder));
    this.#comparing = comparing.catch(() => undefined);
    return comparing;
  }

  async #compareAll(folder: vscode.WorkspaceFolder): Promise<void> {
    const own = this.all.filter((each) => each.folder.uri.toString() === folder.uri.toString());
    const settings = this.#app.settingsFor(folder.uri);
    if (!settings.isEnabled || !settings.showsDrift) {
      for (const document of own) this.#set(document, undefined, '');
      if (own.length > 0) this.#changed.fire();
      return;
    }
    if (own.length === 0 || !vscode.workspace.getWorkspaceFolder(folder.uri)) return;
    const inventory = this.#app.inventories.of(folder);
    if (!inventory.isComplete) {
      const count = await inventory.countWaiting();
      if (count > maxUnasked) {
        this.#app.log.info(`${folder.name}: ${count} files are too many to compare documents unasked`);
        return;
      }
      const pacer = new PolitePacer();
      const options = { token: this.#lifetime.token, pause: () => pacer.pauseWhenDue() };
      if (!(await inventory.read(options)) || !inventory.isComplete) return;
    }
    for (const document of own) {
      await pause();
      await this.#compareOne(document, inventory);
    }
    this.#changed.fire();
  }

  async #compareOne(document: LivingDocument, inventory: FolderInventory): Promise<void> {
    const start = performance.now();
    const generated = await this.generate(document, inventory);
    const text = await this.#readText(document.uri);
    if (!generated || text === undefined || !this.#documents.has(document.uri.toString())) return;
    await pause();
    const { core } = await this.#app.load();
    this.#set(document, core.checkDocument(text, generated), text);
    this.#app.logTiming(`${document.path}: compared with the code`, performance.now() - start);
  }

  #set(document: LivingDocument, drift: DocumentDrift | undefined, text: string): void {
    const { uri, kind } = document;
    this.#documents.set(uri.toString(), { ...document, drift });
    const problems = drift ? listDriftProblems(text, drift, nameKind(kind).toLowerCase()) : [];
    const lines = text.split(/\r?\n/);
    this.#problems.set(
      uri,
      problems.map(({ kind: what, line, message }) => {
        const end = lines[line]?.trimEnd().length ?? 0;
        const diagnostic = new vscode.Diagnostic(
          new vscode.Range(line, 0, line, end),
          message,
          severities[what],
        );
        diagnostic.source = diagnosticSource;
        diagnostic.code = what === 'broken' ? 'document-broken' : 'document-drift';
        return diagnostic;
      }),
    );
  }

  #forget(key: string): void {
    if (!this.#documents.delete(key)) return;
    this.#problems.delete(vscode.Uri.parse(key, true));
    this.#changed.fire();
  }

  /** As the user sees it: in the editor, else on disk; undefined when it is missing or too large. */
  async #readText(uri: vscode.Uri): Promise<string | undefined> {
    const key = uri.toString();
    const open = vscode.workspace.textDocuments.find((each) => !each.isClosed && each.uri.toString() === key);
    if (open?.isDirty === true) return open.getText();
    // A text stays open for a while after its file was deleted.
    const saved = await readBounded(uri, maxBytes).catch(() => undefined);
    return saved === undefined ? undefined : (open?.getText() ?? saved);
  }

  #later(key: string, delay: number, run: () => Promise<void>): void {
    clearTimeout(this.#timers.get(key));
    const start = (): void => {
      this.#timers.delete(key);
      run().catch((error: unknown) => this.#app.reportFailure(error));
    };
    this.#timers.set(key, setTimeout(start, delay));
  }
}

function depthOf({ path }: vscode.Uri): number {
  return path.split('/').length;
}
