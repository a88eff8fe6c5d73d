import * as vscode from 'vscode';
import type { SharedCancellation } from '../analyst/analyst.js';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import {
  findNotebook,
  findProjectPath,
  isCurrent,
  isNotebook,
  isPython,
  isSupportedNotebook,
  isSupportedText,
  type OpenDocument,
  takeSnapshot,
} from './documents.js';
import { createFileResult, type FileResult } from './file-result.js';
import { type DocumentWorker, OpenDocumentTask, type OpenSession } from './open-document.js';

/** Analyses what is open in the editor while it is edited. */
export class OpenDocuments implements vscode.Disposable, DocumentWorker {
  readonly #app: App;
  readonly #store = new DisposableStore();
  readonly #tasks = new Map<string, OpenDocumentTask>();
  readonly #closed = new vscode.EventEmitter<vscode.Uri>();
  #sessions = 0;

  /** Fires with a file (or notebook) that was analysed and has been closed. */
  readonly onDidClose = this.#closed.event;

  constructor(app: App) {
    this.#app = app;
    this.#store.add(this.#closed);
    this.#store.add(
      app.modules.onDidOutdate((files) => {
        for (const file of files)
          this.#tasks.get(file.toString())?.schedule(this.#app.settingsFor(file).delay);
      }),
    );
    this.#store.add(vscode.workspace.onDidOpenTextDocument((document) => this.#open(document)));
    this.#store.add(vscode.workspace.onDidOpenNotebookDocument((notebook) => this.#open(notebook)));
    this.#store.add(vscode.workspace.onDidCloseTextDocument((document) => this.#close(document)));
    this.#store.add(vscode.workspace.onDidCloseNotebookDocument((notebook) => this.#close(notebook)));
    this.#store.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#change(document);
      }),
    );
    this.#store.add(
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges, metadata }) => {
        if (contentChanges.length > 0 || metadata !== undefined) this.#schedule(notebook);
      }),
    );
    this.start();
  }

  /** Takes up everything that is open; for the start and for settings that switch Fairlead on and off. */
  start(): void {
    for (const notebook of vscode.workspace.notebookDocuments) this.#open(notebook);
    for (const document of vscode.workspace.textDocuments) this.#open(document);
  }

  /** What is analysed. */
  list(): readonly OpenDocument[] {
    return [...this.#tasks.values()].map(({ document }) => document);
  }

  /** Stops analysing a document and takes its result away; for a setting that switches Fairlead off. */
  forget(document: OpenDocument): void {
    const key = document.uri.toString();
    this.#tasks.get(key)?.dispose();
    if (!this.#tasks.delete(key)) return;
    this.#app.results.delete(document.uri);
    this.#app.modules.find(document.uri)?.close(findProjectPath(document.uri));
  }

  /** Analyses all open documents again with what counts now, after the usual delay. */
  refresh(): void {
    for (const task of this.#tasks.values()) task.restart(this.#app.settingsFor(task.document.uri).delay);
  }

  /** True for a file or notebook that is open and analysed here. */
  has(file: vscode.Uri): boolean {
    return this.#tasks.has(file.toString());
  }

  /**
   * The result for the document as it is now, a cell's for its whole notebook; undefined for a document that is not
   * analysed.
   */
  async analyseNow(document: vscode.TextDocument): Promise<FileResult | undefined> {
    const owner = findNotebook(document) ?? document;
    const task = this.#tasks.get(owner.uri.toString());
    await task?.finish();
    return task && this.#app.results.get(owner.uri);
  }

  async openSession(document: OpenDocument): Promise<OpenSession> {
    const rules = await this.#app.projects.rulesFor(document.uri);
    this.#sessions += 1;
    const id = this.#sessions;
    return { id, rules, dispose: () => this.#app.inBackground(this.#app.analyst.closeSession(id)) };
  }

  async analyse(
    document: OpenDocument,
    { id, rules }: OpenSession,
    cancellation: SharedCancellation,
  ): Promise<void> {
    const context = await this.#app.projects.contextFor(document.uri);
    if (await this.#app.projects.isExcluded(document.uri)) return this.#app.results.delete(document.uri);
    if (cancellation.isCancelled) return;
    const { input, parts } = takeSnapshot(document);
    const modules = isPython(input) ? this.#app.modules.find(document.uri) : undefined;
    const start = performance.now();
    modules?.begin(input.path);
    const reply = await this.#app.analyst.analyse({
      rules,
      input,
      context: { ...context, today: this.#app.today(), wantLandmarks: true },
      session: id,
      cancelled: cancellation.buffer,
      ...(modules === undefined ? {} : { modules: modules.id }),
    });
    const { core } = await this.#app.load();
    const result = createFileResult(document.uri, reply.analysis, parts, core);
    if (cancellation.isCancelled || !isCurrent(document, parts) || !this.has(document.uri)) return;
    this.#app.logTiming(
      `${input.path}: ${result.analysis.findings.length} findings`,
      performance.now() - start,
    );
    this.#app.results.set(result);
    if (modules !== undefined) this.#app.inBackground(modules.note(reply, id));
  }

  fail(error: unknown): void {
    this.#app.reportFailure(error);
  }

  dispose(): void {
    for (const task of this.#tasks.values()) task.dispose();
    this.#tasks.clear();
    this.#store.dispose();
  }

  #open(document: OpenDocument): void {
    const isSupported = isNotebook(document) ? isSupportedNotebook(document) : isSupportedText(document);
    const settings = this.#app.settingsFor(document.uri);
    if (!isSupported || !settings.isEnabled || this.has(document.uri)) return;
    const task = new OpenDocumentTask(document, this);
    this.#tasks.set(document.uri.toString(), task);
    task.schedule(0);
  }

  #close(document: OpenDocument): void {
    if (!this.has(document.uri)) return;
    this.forget(document);
    this.#closed.fire(document.uri);
  }

  #change(document: vscode.TextDocument): void {
    this.#schedule(findNotebook(document) ?? document);
  }

  #schedule(document: OpenDocument): void {
    this.#tasks.get(document.uri.toString())?.schedule(this.#app.settingsFor(document.uri).delay);
  }
}
