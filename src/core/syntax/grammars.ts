import { Language } from 'web-tree-sitter';
import type { GrammarLanguage, GrammarSource } from '../ports.js';
import { CodeParser, type ParserMemory } from './code-parser.js';

/** Loads the parser runtime once and each grammar once, and hands out one parser per language. */
export class Grammars {
  readonly #source: GrammarSource;
  readonly #parsers = new Map<GrammarLanguage, Promise<CodeParser>>();
  #runtime: Promise<ParserMemory> | undefined;
  #isDisposed = false;

  constructor(source: GrammarSource) {
    this.#source = source;
  }

  /** The parser of a language; rejects when its bytes cannot be read or do not load. A failure is tried again. */
  load(language: GrammarLanguage): Promise<CodeParser> {
    let parser = this.#parsers.get(language);
    if (parser === undefined) {
      parser = this.#create(language);
      this.#parsers.set(language, parser);
      parser.catch(() => this.#parsers.delete(language));
    }
    return parser;
  }

  /** Frees every parser. */
  dispose(): void {
    this.#isDisposed = true;
    for (const parser of this.#parsers.values()) {
      parser.then(
        (loaded) => loaded.delete(),
        () => undefined,
      );
    }
    this.#parsers.clear();
  }

  async #create(language: GrammarLanguage): Promise<CodeParser> {
    if (this.#isDisposed) throw new Error('The engine is disposed.');
    this.#runtime ??= this.#source
      .readRuntime()
      .then((wasmBinary) => CodeParser.start(wasmBinary))
      .catch((cause: unknown) => {
        this.#runtime = undefined;
        throw cause;
      });
    const memory = await this.#runtime;
    const grammar = await Language.load(await this.#source.readGrammar(language));
    const parser = new CodeParser(memory);
    parser.setLanguage(grammar);
    return parser;
  }
}
