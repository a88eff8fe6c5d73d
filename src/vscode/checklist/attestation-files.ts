import * as vscode from 'vscode';
import type { Attestation } from '../../core/index.js';
import { FileChangedError } from '../../node/file-changed-error.js';
import type { App } from '../app.js';
import { noticeToDiagnostic } from '../diagnostics/to-diagnostic.js';
import { DisposableStore } from '../disposable-store.js';
import type { Core } from '../engine-loader.js';
import { decodeStrictly } from '../platform/decode-strictly.js';
import { describeWriteError, readIfPresent, writeFile } from '../platform/write-file.js';

const maxBytes = 5_000_000;
const typingDelayMs = 200;
/** Windows that write at once each find what the others wrote in at most so many tries. */
const maxTries = 100;

/** The attestations files of the workspace: reads, writes and diagnoses them. One for each folder, at its root. */
export class AttestationFiles implements vscode.Disposable {
  readonly #app: App;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  readonly #problems = this.#store.add(vscode.languages.createDiagnosticCollection('fairlead-attestations'));
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  /** Fires when a file changed on disk. */
  readonly onDidChange = this.#changed.event;

  constructor(app: App) {
    this.#app = app;
    const own = this.#store;
    const take = (document: vscode.TextDocument, delay: number) => {
      if (this.#findFolder(document.uri)) this.#schedule(document.uri, delay);
    };
    own.add(vscode.workspace.onDidOpenTextDocument((document) => take(document, 0)));
    own.add(vscode.workspace.onDidChangeTextDocument(({ document }) => take(document, typingDelayMs)));
    own.add(vscode.workspace.onDidSaveTextDocument((document) => take(document, 0)));
    own.add(vscode.workspace.onDidCloseTextDocument((document) => take(document, 0)));
    for (const document of vscode.workspace.textDocuments) take(document, 0);
    const watcher = own.add(vscode.workspace.createFileSystemWatcher('**/.fairlead/attestations.yaml'));
    const reload = (uri: vscode.Uri) => {
      if (!this.#findFolder(uri)) return;
      this.#schedule(uri, 0);
      this.#changed.fire();
    };
    own.add(watcher.onDidCreate(reload));
    own.add(watcher.onDidChange(reload));
    own.add(watcher.onDidDelete(reload));
  }

  /** Address of a folder's file, whether or not it is there. */
  async uriOf(folder: vscode.WorkspaceFolder): Promise<vscode.Uri> {
    const { core } = await this.#app.load();
    return vscode.Uri.joinPath(folder.uri, core.ATTESTATIONS_PATH);
  }

  /** The text on disk; undefined when there is no file or it cannot be read, which the log says. */
  async read(folder: vscode.WorkspaceFolder): Promise<string | undefined> {
    const uri = await this.uriOf(folder);
    try {
      const bytes = await readIfPresent(uri, maxBytes);
      if (bytes === undefined) return undefined;
      void this.#diagnose(uri).catch((error: unknown) => this.#app.reportFailure(error));
      return new TextDecoder().decode(bytes);
    } catch (error) {
      this.#app.log.warn(`${uri.toString()}: not read: ${error instanceof Error ? error.message : error}`);
      return undefined;
    }
  }

  /**
   * Adds an entry to a folder's file, which is made when it is missing. What other windows and runs add meanwhile stays.
   *
   * @throws Error for people when the file has unsaved changes, is broken or cannot be written; it is as before then
   */
  async add(folder: vscode.WorkspaceFolder, entry: Attestation): Promise<void> {
    const { core, guidelines } = await this.#app.load();
    const uri = await this.uriOf(folder);
    const open = findOpen(uri);
    if (open?.isDirty) {
      throw new Error(vscode.l10n.t('Save {0} first: it has unsaved changes.', core.ATTESTATIONS_PATH));
    }
    const isNew = await this.#replace(uri, core.ATTESTATIONS_PATH, (text) =>
      core.addAttestation(text, entry, guidelines.knowledge.frameworks),
    );
    if (isNew) await this.#writeAttributes(folder, core.ATTESTATIONS_ATTRIBUTES);
    this.#changed.fire();
  }

  /** Changes a file that others may change at any time; returns whether it is new. */
  async #replace(
    uri: vscode.Uri,
    path: string,
    change: (text: string | undefined) => ReturnType<Core['addAttestation']>,
  ): Promise<boolean> {
    for (let tries = 1; ; tries += 1) {
      const before = await readIfPresent(uri, maxBytes);
      const edit = change(before && decodeStrictly(before, path));
      if (!edit.ok) throw new Error(edit.why);
      try {
        await writeFile(this.#app.platform, uri, edit.text, before ?? 'absent');
        return before === undefined;
      } catch (error) {
        if (error instanceof FileChangedError && tries < maxTries) continue;
        throw new Error(vscode.l10n.t('{0} could not be written: {1}', path, describeWriteError(error)));
      }
    }
  }

  /** Leaves a file alone that is there. */
  async #writeAttributes(
    folder: vscode.WorkspaceFolder,
    { path, text }: Core['ATTESTATIONS_ATTRIBUTES'],
  ): Promise<void> {
    try {
      await writeFile(this.#app.platform, vscode.Uri.joinPath(folder.uri, path), text, 'absent');
    } catch (error) {
      if (error instanceof FileChangedError) return;
      throw new Error(
        vscode.l10n.t('The entry is written, but not {0}: {1}', path, describeWriteError(error)),
      );
    }
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#store.dispose();
  }

  #findFolder(uri: vscode.Uri): vscode.WorkspaceFolder | undefined {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    return folder && isFileOf(folder, uri) ? folder : undefined;
  }

  #schedule(uri: vscode.Uri, delay: number): void {
    const key = uri.toString();
    clearTimeout(this.#timers.get(key));
    const run = () => {
      this.#timers.delete(key);
      this.#diagnose(uri).catch((error: unknown) => this.#app.reportFailure(error));
    };
    this.#timers.set(key, setTimeout(run, delay));
  }

  /** Shows what is wrong in the text as the user sees it: in the editor, else on disk. */
  async #diagnose(uri: vscode.Uri): Promise<void> {
    const { core, guidelines } = await this.#app.load();
    const bytes = findOpen(uri) ? undefined : await readIfPresent(uri, maxBytes);
    const text = findOpen(uri)?.getText() ?? (bytes && new TextDecoder().decode(bytes)) ?? '';
    if (this.#store.isDisposed) return;
    const { problems } = core.readAttestations(text, guidelines.knowledge.frameworks);
    this.#problems.set(
      uri,
      problems.map((problem) => noticeToDiagnostic(problem, vscode.DiagnosticSeverity.Error)),
    );
  }
}

function isFileOf(folder: vscode.WorkspaceFolder, uri: vscode.Uri): boolean {
  return uri.path === `${folder.uri.path.replace(/\/$/, '')}/.fairlead/attestations.yaml`;
}

function findOpen(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(
    (document) => !document.isClosed && document.uri.toString() === uri.toString(),
  );
}
