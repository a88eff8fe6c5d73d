import type { Analysis, AnalysisContext, DocumentSession } from '../api.js';
import type { Log } from '../ports.js';
import type { DocumentInput } from '../source/document.js';
import { openModuleText } from '../source/module-text.js';
import type { Grammars } from '../syntax/grammars.js';
import { analyseLinked } from './analyse-linked.js';
import { emptyAnalysis } from './analyse-module.js';
import type { CompiledKnowledge } from './compiled-knowledge.js';
import type { KeptVersion } from './kept-version.js';

/** Analyses the versions of one document in turn, and keeps what the next one can use. */
export class EngineSession implements DocumentSession {
  readonly #compiled: CompiledKnowledge;
  readonly #grammars: Grammars;
  readonly #log: Log | undefined;
  readonly #isForOne: boolean;
  #kept: KeptVersion | undefined;

  /** `isForOne`: there will be one version only. */
  constructor(compiled: CompiledKnowledge, grammars: Grammars, log: Log | undefined, isForOne = false) {
    this.#isForOne = isForOne;
    this.#compiled = compiled;
    this.#grammars = grammars;
    this.#log = log;
  }

  async analyse(input: DocumentInput, context: AnalysisContext): Promise<Analysis> {
    const { path } = input;
    const length = lengthOf(input);
    if (length > context.settings.maxDocumentLength) {
      const limit = context.settings.maxDocumentLength;
      const message = `Not scanned: ${length} characters, more than the limit of ${limit} (setting maxFileSize).`;
      return emptyAnalysis({ path, text: '' }, [{ kind: 'not-scanned', path, message }]);
    }
    try {
      const opened = openModuleText(input);
      if ('notice' in opened) return emptyAnalysis({ path, text: '' }, [opened.notice]);
      const before = this.#kept;
      const earlier = this.#isForOne ? undefined : (before ?? {});
      const { analysis, kept } = await analyseLinked(
        opened.module,
        context,
        this.#compiled,
        this.#grammars,
        earlier,
      );
      if (kept !== undefined) {
        this.#kept = kept;
        before?.syntax.dispose(kept.syntax);
      }
      return analysis;
    } catch (cause) {
      // A document must never take the host down; what happened is said instead.
      this.dispose();
      const reason = cause instanceof Error ? cause.message : String(cause);
      this.#log?.warn(`${path}: ${cause instanceof Error ? (cause.stack ?? reason) : reason}`);
      return emptyAnalysis({ path, text: '' }, [
        { kind: 'not-scanned', path, message: `Not scanned: ${reason}` },
      ]);
    }
  }

  dispose(): void {
    this.#kept?.syntax.dispose();
    this.#kept = undefined;
  }
}

function lengthOf(input: DocumentInput): number {
  if (input.kind !== 'notebook-cells') return input.text.length;
  return input.cells.reduce((sum, cell) => sum + cell.text.length, 0);
}
