import type { SyntaxLanguage } from '../syntax-language.js';
import { lowerBody } from './lower-stmt.js';
import { splitBlocks } from './split-blocks.js';

/** A line in column 0 that is neither blank, a comment, a decorator, the end of a bracket, nor the head of a definition. */
const OTHER_LINE = /^(?!(?:async[ \t]+)?(?:def|class)[ \t])[^\s#@)\]}]/m;
const DEFINED_NAME = /^(?:async[ \t]+)?(?:def|class)[ \t]+([^\s(:[]+)/m;
const KEPT_TOKENS: ReadonlySet<string> = new Set(['async', '*', '**']);
/** Python: one stretch per top-level statement. */
export const PYTHON: SyntaxLanguage = {
  shape: {
    dropped: new Set(['comment']),
    // The escapes in a string's content are read from the text.
    leaves: new Set(['string_content']),
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
  functions: new Set(['function_definition', 'decorated_definition']),
  split: splitBlocks,
  definedName: (code) => (OTHER_LINE.test(code) ? undefined : DEFINED_NAME.exec(code)?.[1]),
  lower: lowerBody,
};
