import * as vscode from 'vscode';
import type { RegexJudge } from '../../core/index.js';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import type { Analyst } from './analyst.js';
import { EngineAnalyst } from './engine-analyst.js';
import { ThreadAnalyst } from './thread-analyst.js';

/** Chooses where analyses are made: in a thread of their own, or in the extension host where it has none. */
export class AnalystRunner implements vscode.Disposable {
  readonly analyst: Analyst;
  readonly #store = new DisposableStore();
  readonly #restarted = this.#store.add(new vscode.EventEmitter<void>());
  readonly #stopped = this.#store.add(new vscode.EventEmitter<void>());
  #failure: string | undefined;

  /** Fires when the thread ended and a new one runs, to which nothing but rules is known. */
  readonly onDidRestart = this.#restarted.event;
  /** Fires when nothing is analysed any more. */
  readonly onDidStop = this.#stopped.event;

  constructor({ platform, log, load }: Pick<App, 'platform' | 'log' | 'load'>) {
    if (platform.startThread !== undefined) {
      const events = {
        log,
        didRestart: () => this.#restarted.fire(),
        didStop: (reason: string) => {
          this.#failure = reason;
          log.error(
            `The thread that analyses ended again: ${reason}. Nothing is checked until the window is reloaded.`,
          );
          this.#stopped.fire();
        },
      };
      this.analyst = this.#store.add(new ThreadAnalyst(platform.startThread, events));
      return;
    }
    const loadJudge = async (): Promise<RegexJudge> => {
      if (platform.loadRegexJudge === undefined) throw new Error('nothing judges expressions here');
      return platform.loadRegexJudge();
    };
    const readOptions = async () => ({
      knowledge: (await load()).guidelines.knowledge,
      grammars: {
        readRuntime: () => platform.readAsset('tree-sitter.wasm'),
        readGrammar: (language: 'python' | 'typescript' | 'tsx') =>
          platform.readAsset(`tree-sitter-${language}.wasm`),
      },
      log,
    });
    this.analyst = this.#store.add(new EngineAnalyst(readOptions, loadJudge));
  }

  /** Why nothing is analysed any more; undefined as long as something is. */
  get failure(): string | undefined {
    return this.#failure;
  }

  dispose(): void {
    this.#store.dispose();
  }
}
