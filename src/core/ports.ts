/** What a host hands to the engine. The engine itself has no files, no clock, no network and no editor. */

/** Receives diagnostics about the engine's own work; never findings. */
export interface Log {
  /** Something the user may want to know, such as a skipped file. */
  info(message: string): void;
  /** Something that went wrong but did not stop the analysis. */
  warn(message: string): void;
}

/** Tells the engine that nobody waits for its answer any more. Read between documents and between rules. */
export interface Cancellation {
  readonly isCancelled: boolean;
}

/** The grammars; `tsx` reads JavaScript, JSX and TypeScript with JSX. */
export type GrammarLanguage = 'python' | 'typescript' | 'tsx';

/**
 * Supplies the WebAssembly bytes of the parser. Asked at most once for the runtime and once for each language,
 * and only when a document needs a parse. A rejected promise surfaces as a `not-scanned` notice.
 */
export interface GrammarSource {
  readRuntime(): Promise<Uint8Array>;
  readGrammar(language: GrammarLanguage): Promise<Uint8Array>;
}
