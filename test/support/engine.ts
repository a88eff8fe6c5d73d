import { readFile } from 'node:fs/promises';
import { loadKnowledge } from '../../src/build/load-knowledge.js';
import type { AnalysisContext, Engine, Knowledge } from '../../src/core/api.js';
import { createEngine } from '../../src/core/engine/engine.js';
import type { GrammarLanguage, Log } from '../../src/core/ports.js';
import { createProjectIndex } from '../../src/core/semantics/manifests/project-index.js';

/** A log that makes a test fail when the engine has something to warn about. */
const STRICT_LOG: Log = {
  info: () => undefined,
  warn: (message) => {
    throw new Error(`The engine warned: ${message}`);
  },
};

/** Where the grammars are installed. */
const GRAMMAR_FILES: Readonly<Record<GrammarLanguage, string>> = {
  python: 'node_modules/tree-sitter-python/tree-sitter-python.wasm',
  typescript: 'node_modules/tree-sitter-typescript/tree-sitter-typescript.wasm',
  tsx: 'node_modules/tree-sitter-typescript/tree-sitter-tsx.wasm',
};

/** An engine over the real knowledge and the real grammars. */
export function createTestEngine(
  knowledge: Knowledge = loadKnowledge(process.cwd()),
  log: Log = STRICT_LOG,
): Engine {
  return createEngine({
    knowledge,
    grammars: {
      readRuntime: () => readFile('node_modules/web-tree-sitter/web-tree-sitter.wasm'),
      readGrammar: (language) => readFile(GRAMMAR_FILES[language]),
    },
    log,
  });
}

/** What an analysis is told, with other files of the project. */
export function createContext(
  path: string,
  files: Readonly<Record<string, string>> = {},
  extra: Partial<AnalysisContext> = {},
): AnalysisContext {
  const manifests = Object.entries(files).map(([name, text]) => ({ path: name, text }));
  return {
    project: createProjectIndex(manifests).factsFor(path),
    settings: { rules: {}, maxDocumentLength: 2_000_000 },
    today: '2026-11-23',
    ...extra,
  };
}
