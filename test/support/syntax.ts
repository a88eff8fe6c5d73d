import { readFile } from 'node:fs/promises';
import type { CodeParser } from '../../src/core/syntax/code-parser.js';
import { Grammars } from '../../src/core/syntax/grammars.js';
import type { Stmt } from '../../src/core/syntax/ir.js';
import { JAVASCRIPT } from '../../src/core/syntax/javascript/javascript-language.js';
import { ModuleSyntax } from '../../src/core/syntax/module-syntax.js';

/** The shipped Python parser. */
export function loadParser(): Promise<CodeParser> {
  const grammars = new Grammars({
    readRuntime: () => readFile('node_modules/web-tree-sitter/web-tree-sitter.wasm'),
    readGrammar: () => readFile('node_modules/tree-sitter-python/tree-sitter-python.wasm'),
  });
  return grammars.load('python');
}

/** The shipped parser of TypeScript with JSX, which reads JavaScript too. */
export function loadScriptParser(): Promise<CodeParser> {
  const grammars = new Grammars({
    readRuntime: () => readFile('node_modules/web-tree-sitter/web-tree-sitter.wasm'),
    readGrammar: () => readFile('node_modules/tree-sitter-typescript/tree-sitter-tsx.wasm'),
  });
  return grammars.load('tsx');
}

/** Every top-level statement of a script, lowered. */
export function readScript(parser: CodeParser, text: string): readonly Stmt[] {
  const syntax = new ModuleSyntax(text, [], parser, undefined, JAVASCRIPT);
  return syntax.blocks.flatMap((block) => syntax.read(block));
}

/** Every top-level statement of a text, lowered. */
export function readStatements(parser: CodeParser, text: string): readonly Stmt[] {
  const syntax = new ModuleSyntax(text, [], parser);
  return syntax.blocks.flatMap((block) => syntax.read(block));
}
