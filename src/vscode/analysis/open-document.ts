import { SharedCancellation } from '../analyst/analyst.js';
import { pause } from '../pause.js';
import type { OpenDocument } from './documents.js';

/** What is kept of the last version of a document. */
export interface OpenSession {
  readonly id: number;
  /** Id of the rules that count for the document. */
  readonly rules: string;
  dispose(): void;
}

/** Does the work for {@link OpenDocumentTask}. */
export interface DocumentWorker {
  openSession(document: OpenDocument): Promise<OpenSession>;
  /** Analyses the document as it is now and publishes the result unless it is outdated by then. */
  analyse(document: OpenDocument, session: OpenSession, cancellation: SharedCancellation): Promise<void>;
  /** Told what went wrong; the task goes on. */
  fail(error: unknown): void;
}

/** Keeps one open document analysed: waits for a pause in typing, never runs twice at once, cancels stale work. */
export class OpenDocumentTask {
  readonly document: OpenDocument;
  readonly #worker: DocumentWorker;
  #session: OpenSession | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #cancellation = new SharedCancellation();
  #running: Promise<void> | undefined;
  #isDirty = true;
  #isOutdated = false;
  #isDisposed = false;

  constructor(document: OpenDocument, worker: DocumentWorker) {
    this.document = document;
    this.#worker = worker;
  }

  /** The text, a setting or the project changed: analyses after `delay` milliseconds without another change. */
  schedule(delay: number): void {
    if (this.#isDisposed) return;
    this.#isDirty = true;
    this.#cancellation.cancel();
    this.#clearTimer();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#step();
    }, delay);
  }

  /** As {@link schedule}, with a new session: the rules may be others. */
  restart(delay: number): void {
    this.#isOutdated = true;
    this.schedule(delay);
  }

  /** Resolves when the document is analysed as it is now, without waiting for a pause in typing. */
  async finish(): Promise<void> {
    do {
      this.#clearTimer();
      await this.#step();
    } while (this.#isDirty && !this.#isDisposed && !this.document.isClosed);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#cancellation.cancel();
    this.#clearTimer();
    if (this.#running === undefined) this.#closeSession();
  }

  async #step(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
    const isPostponed = this.#timer !== undefined;
    if (!this.#isDirty || this.#isDisposed || isPostponed) return;
    this.#running = this.#run();
    await this.#running;
  }

  async #run(): Promise<void> {
    this.#isDirty = false;
    const cancellation = new SharedCancellation();
    this.#cancellation = cancellation;
    try {
      await pause();
      if (this.#isOutdated) this.#closeSession();
      this.#isOutdated = false;
      this.#session ??= await this.#worker.openSession(this.document);
      if (!cancellation.isCancelled) {
        await this.#worker.analyse(this.document, this.#session, cancellation);
      }
    } catch (error) {
      this.#closeSession();
      this.#worker.fail(error);
    } finally {
      this.#running = undefined;
      if (this.#isDisposed) this.#closeSession();
    }
  }

  #closeSession(): void {
    this.#session?.dispose();
    this.#session = undefined;
  }

  #clearTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
