import type { GrammarSource } from '../core/index.js';
import type { Resources } from './resources.js';

/** The parser's WebAssembly files beside the bundle; read only when a file needs a parse. */
export function createGrammarSource(resources: Resources): GrammarSource {
  return {
    readRuntime: () => resources.readAsset('tree-sitter.wasm'),
    readGrammar: (language) => resources.readAsset(`tree-sitter-${language}.wasm`),
  };
}
