import type { DocumentInput, Log, Rule, RuleFile, TeamRules } from '../../core/index.js';
import type {
  AnalysisReply,
  AnalysisRequest,
  Analyst,
  ExampleOutcomes,
  PlanReply,
  UnoutlinedModules,
} from './analyst.js';
import type { ThreadMessage, ThreadRequest } from './thread-messages.js';

/** A thread that runs, as its host has it. */
export interface RunningThread {
  post(request: ThreadRequest): void;
  /** Ends it; nothing is told of that. */
  stop(): void;
}

/** Starts a thread. What it says, and that it ended by itself, is told; throws where there are no threads. */
export type StartThread = (listener: {
  receive(message: ThreadMessage): void;
  end(reason: string): void;
}) => RunningThread;

/** What the owner of a thread is told. */
export interface ThreadEvents {
  readonly log: Log;
  /** The thread ended and a new one runs: it knows of no sessions and no modules, and what was asked for was not answered. */
  didRestart(): void;
  /** The thread ended again. Nothing is answered any more. */
  didStop(reason: string): void;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Has the work done in a thread, which is started when it is first needed, and once more when it ends by itself. */
export class ThreadAnalyst implements Analyst {
  readonly #start: StartThread;
  readonly #events: ThreadEvents;
  readonly #waiting = new Map<number, Waiting>();
  /** Told to a new thread before anything else. */
  readonly #rules = new Map<string, readonly Rule[]>();
  #thread: RunningThread | undefined;
  #count = 0;
  #hasRestarted = false;
  /** Why nothing is done any more. */
  #end: string | undefined;

  constructor(start: StartThread, events: ThreadEvents) {
    this.#start = start;
    this.#events = events;
  }

  setRules(id: string, rules: readonly Rule[]): Promise<void> {
    this.#rules.set(id, rules);
    return this.#tell('setRules', id, rules);
  }

  dropRules(id: string): Promise<void> {
    this.#rules.delete(id);
    return this.#tell('dropRules', id);
  }

  analyse(request: AnalysisRequest): Promise<AnalysisReply> {
    return this.#ask('analyse', request);
  }

  closeSession(session: number): Promise<void> {
    return this.#tell('closeSession', session);
  }

  readRules(files: readonly RuleFile[], before: readonly Rule[]): Promise<TeamRules> {
    return this.#ask('readRules', files, before);
  }

  runExamples(rule: Rule, others: readonly Rule[], today: string): Promise<ExampleOutcomes> {
    return this.#ask('runExamples', rule, others, today);
  }

  listModules(modules: string, rules: string, paths: readonly string[]): Promise<void> {
    return this.#ask('listModules', modules, rules, paths);
  }

  dropModules(modules: string): Promise<void> {
    return this.#tell('dropModules', modules);
  }

  setText(modules: string, path: string, text: DocumentInput | undefined): Promise<void> {
    return this.#ask('setText', modules, path, text);
  }

  forget(modules: string, paths: readonly string[]): Promise<void> {
    return this.#tell('forget', modules, paths);
  }

  openModule(modules: string, path: string, session: number): ReturnType<Analyst['openModule']> {
    return this.#ask('openModule', modules, path, session);
  }

  closeModule(modules: string, path: string): Promise<void> {
    return this.#tell('closeModule', modules, path);
  }

  listUnoutlined(modules: string): Promise<UnoutlinedModules> {
    return this.#ask('listUnoutlined', modules);
  }

  outline(modules: string, path: string): Promise<void> {
    return this.#ask('outline', modules, path);
  }

  plan(modules: string): Promise<PlanReply | undefined> {
    return this.#ask('plan', modules);
  }

  dispose(): void {
    this.#end ??= 'Fairlead was switched off';
    this.#thread?.stop();
    this.#thread = undefined;
    this.#rejectAll(this.#end);
  }

  /** Asks for something that a thread which is yet to start need not be asked for. */
  async #tell<Method extends keyof Analyst>(
    method: Method,
    ...args: Parameters<Analyst[Method]>
  ): Promise<void> {
    if (this.#thread !== undefined) await this.#ask(method, ...args);
  }

  #ask<Method extends keyof Analyst>(
    method: Method,
    ...args: Parameters<Analyst[Method]>
  ): ReturnType<Analyst[Method]> {
    const answer = new Promise<unknown>((resolve, reject) => {
      if (this.#end !== undefined) throw new Error(this.#end);
      this.#thread ??= this.#startThread();
      const id = this.#nextId();
      this.#thread.post({ id, method, args });
      this.#waiting.set(id, { resolve, reject });
    });
    // The thread answers with what the method gives.
    return answer as ReturnType<Analyst[Method]>;
  }

  #nextId(): number {
    this.#count += 1;
    return this.#count;
  }

  #startThread(): RunningThread {
    const thread = this.#start({
      receive: (message) => this.#receive(message),
      end: (reason) => {
        if (this.#thread === thread) this.#lose(reason);
      },
    });
    for (const args of this.#rules) thread.post({ id: this.#nextId(), method: 'setRules', args });
    return thread;
  }

  #receive(message: ThreadMessage): void {
    if (message.kind === 'log') {
      this.#events.log[message.level](message.message);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.kind === 'answer') waiting?.resolve(message.value);
    else waiting?.reject(new Error(message.message));
  }

  #lose(reason: string): void {
    this.#thread = undefined;
    if (!this.#hasRestarted) {
      this.#hasRestarted = true;
      this.#events.log.warn(`The thread that analyses ended and is started again: ${reason}`);
      this.#rejectAll(`the thread that analyses ended: ${reason}`);
      this.#events.didRestart();
      return;
    }
    this.#end = `the thread that analyses ended twice and is not started again: ${reason}; reload the window`;
    this.#rejectAll(this.#end);
    this.#events.didStop(reason);
  }

  #rejectAll(reason: string): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new Error(reason));
  }
}
