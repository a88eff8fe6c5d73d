import type { GrammarLanguage } from '../ports.js';
import { JAVASCRIPT } from './javascript/javascript-language.js';
import { PYTHON } from './python/python-language.js';
import type { SyntaxLanguage } from './syntax-language.js';

/** The language that knowledge and rules speak of; TypeScript counts as JavaScript. */
export type CodeLanguage = 'python' | 'javascript';

const SCRIPTS: ReadonlySet<string> = new Set([
  'javascript',
  'javascriptreact',
  'typescript',
  'typescriptreact',
]);

/** True for the VS Code language ids of JavaScript and TypeScript. */
export function isScript(languageId: string): boolean {
  return SCRIPTS.has(languageId);
}

/** The language of code by its VS Code language id; undefined for documents that are not read as code. */
export function findCodeLanguage(languageId: string): CodeLanguage | undefined {
  if (languageId === 'python') return 'python';
  return isScript(languageId) ? 'javascript' : undefined;
}

/** The grammar that reads a document: only TypeScript without JSX has a form that JSX would be taken for. */
export function grammarOf(languageId: string): GrammarLanguage {
  if (languageId === 'python') return 'python';
  return languageId === 'typescript' ? 'typescript' : 'tsx';
}

/** How documents of a language are cut, parsed and lowered. */
export function syntaxOf(language: CodeLanguage): SyntaxLanguage {
  return language === 'python' ? PYTHON : JAVASCRIPT;
}
