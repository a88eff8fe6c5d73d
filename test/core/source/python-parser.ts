import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Grammars } from '../../../src/core/syntax/grammars.js';

/** What the shipped parser makes of a text: the kinds of its top-level nodes, `ERROR` among them. */
export interface ParsedPython {
  readonly hasError: boolean;
  readonly statements: readonly { readonly type: string; readonly text: string; readonly start: number }[];
}

/** Loads the parser that ships, from the installed packages. */
export async function loadPythonParser(): Promise<(text: string) => ParsedPython> {
  const read = (specifier: string): Promise<Uint8Array> =>
    readFile(fileURLToPath(import.meta.resolve(specifier)));
  const grammars = new Grammars({
    readRuntime: () => read('web-tree-sitter/web-tree-sitter.wasm'),
    readGrammar: () => read('tree-sitter-python/tree-sitter-python.wasm'),
  });
  const parser = await grammars.load('python');
  return (text) => {
    const tree = parser.parse(text);
    if (tree === null) throw new Error('The parser gave up.');
    const root = tree.rootNode;
    const statements = root.children
      .filter((node) => node !== null)
      .map((node) => ({ type: node.type, text: node.text, start: node.startIndex }));
    const parsed = { hasError: root.hasError, statements };
    tree.delete();
    return parsed;
  };
}
