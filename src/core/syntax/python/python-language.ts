import type { SyntaxLanguage } from '../syntax-language.js';
import { lowerBody } from './lower-stmt.js';
import { splitBlocks } from './split-blocks.js';

/** A line in column 0 that is neither blank, a comment, a decorator, the end of a bracket, nor the head of a definition. */
const OTHER_LINE = /^(?!(?:async[ \t]+)?(?:def|class)[ \t])[^\s#@)\]}]/m;
const DEFINED_NAME = /^(?:async[ \t]+)?(?:def|class)[ \t]+([^\s(:[]+)/m;
const KEPT_TOKENS: ReadonlySet<string> = new Set(['async', '*', '**']);
const SILENT_WORDS = [
  'import',
  'from',
  'def',
  'class',
  'return',
  'if',
  'elif',
  'else',
  'for',
  'while',
  'with',
  'as',
  'try',
  'except',
  'finally',
];

/** Python: one stretch per top-level statement. */
export const PYTHON: SyntaxLanguage = {
  shape: {
    dropped: new Set(['comment']),
    silent: new Set([...'()[]{},.:;', ...SILENT_WORDS]),
    leaves: new Set([
      'identifier',
      'integer',
      'float',
      'true',
      'false',
      'none',
      'string_start',
      // The escapes in it are read from the text.
      'string_content',
      'string_end',
    ]),
    deferred: new Map([
      ['function_definition', 'block'],
      ['class_definition', 'block'],
    ]),
    keepsToken: (type, field, parentType) =>
      field === 'operator' ||
      field === 'operators' ||
      KEPT_TOKENS.has(type) ||
      (type === '=' && parentType === 'interpolation'),
  },
  hasFunctionExpressions: false,
  split: splitBlocks,
  definedName: (code) => (OTHER_LINE.test(code) ? undefined : DEFINED_NAME.exec(code)?.[1]),
  lower: lowerBody,
};
