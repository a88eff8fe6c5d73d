import * as vscode from 'vscode';
import type { Attestation } from '../../core/index.js';
import type { App } from '../app.js';
import { noticeToDiagnostic } from '../diagnostics/to-diagnostic.js';
import { DisposableStore } from '../disposable-store.js';

const maxBytes = 5_000_000;
const typingDelayMs = 200;

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
      const bytes = await readIfPresent(uri);
      if (bytes === undefined) return undefined;
      void this.#diagnose(uri).catch((error: unknown) => this.#app.reportFailure(error));
      return new TextDecoder().decode(bytes);
    } catch (error) {
      this.#app.log.warn(`${uri.toString()}: not read: ${error instanceof Error ? error.message : error}`);
      return undefined;
    }
  }

  /**
   * Adds an entry to a folder's file, which is made when it is missing. The file is replaced in one step.
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
    const before = await readIfPresent(uri);
    const edit = core.addAttestation(
      before && decodeStrictly(before, core.ATTESTATIONS_PATH),
      entry,
      guidelines.knowledge.frameworks,
    );
    if (!edit.ok) throw new Error(edit.why);
    await replaceFile(uri, new TextEncoder().encode(edit.text), before);
    if (before === undefined) await writeIfMissing(folder, core.ATTESTATIONS_ATTRIBUTES);
    this.#changed.fire();
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
    const bytes = findOpen(uri) ? undefined : await readIfPresent(uri);
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

/** Undefined when there is no such file. */
async function readIfPresent(uri: vscode.Uri): Promise<Uint8Array | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > maxBytes) throw new Error(`${size} bytes are more than ${maxBytes}`);
    return await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}

function decodeStrictly(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error(vscode.l10n.t('{0} is not UTF-8: save it as UTF-8 first.', path));
  }
}

/** Writes beside the file and renames, so that a reader sees all of the old text or all of the new one. */
async function replaceFile(
  uri: vscode.Uri,
  bytes: Uint8Array,
  before: Uint8Array | undefined,
): Promise<void> {
  const { fs } = vscode.workspace;
  const beside = uri.with({ path: `${uri.path}.${Date.now().toString(36)}.tmp` });
  await fs.createDirectory(vscode.Uri.joinPath(uri, '..'));
  try {
    await fs.writeFile(beside, bytes);
    if (!isSame(await readIfPresent(uri), before)) {
      throw new Error(vscode.l10n.t('Nothing was written: the file was changed meanwhile. Try again.'));
    }
    await fs.rename(beside, uri, { overwrite: true });
  } catch (error) {
    await fs.delete(beside).then(undefined, () => undefined);
    throw error;
  }
}

/** Leaves a file alone that is there. */
async function writeIfMissing(
  folder: vscode.WorkspaceFolder,
  { path, text }: { readonly path: string; readonly text: string },
): Promise<void> {
  const uri = vscode.Uri.joinPath(folder.uri, path);
  if ((await readIfPresent(uri)) === undefined) {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  }
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
