import type { RawNode } from '../raw-tree.js';
import type { Source } from '../source.js';
import type { SyntaxLanguage } from '../syntax-language.js';
import { lowerExpr } from './lower-expr.js';
import { lowerBody } from './lower-stmt.js';
import type { ScriptSource } from './script-source.js';

const FUNCTIONS = [
  'function_declaration',
  'generator_function_declaration',
  'function_expression',
  'generator_function',
  'arrow_function',
  'method_definition',
];
const CLASSES = ['class_declaration', 'abstract_class_declaration', 'class'];
const KEPT_TOKENS: ReadonlySet<string> = new Set(['async', 'readonly']);

/**
 * JavaScript and TypeScript, with or without JSX. A script is parsed as one: where a statement ends cannot be told
 * without parsing, because of regular expressions, templates and JSX.
 */
export const JAVASCRIPT: SyntaxLanguage = {
  shape: {
    dropped: new Set(['comment', 'html_comment', 'type_parameters', 'optional_chain', 'jsx_closing_element']),
    leaves: new Set([
      'string',
      'jsx_text',
      'predefined_type',
      'object_type',
      'function_type',
      'interface_declaration',
      'type_alias_declaration',
      'enum_declaration',
    ]),
    deferred: new Map([
      ...FUNCTIONS.map((type) => [type, 'statement_block'] as const),
      ...CLASSES.map((type) => [type, 'class_body'] as const),
    ]),
    keepsToken: (type, field, parentType) =>
      field === 'operator' ||
      field === 'kind' ||
      KEPT_TOKENS.has(type) ||
      (type === ',' && parentType === 'array_pattern'),
  },
  hasFunctionExpressions: true,
  split: (text) => [{ start: 0, end: text.length, prose: [], bodies: [] }],
  definedName: () => undefined,
  lower: (children, source) => lowerBody(children, createSource(source)),
};

function createSource(source: Source): ScriptSource {
  const script: ScriptSource = {
    text: source.text,
    // Read anew each time: the text may have moved.
    get start(): number {
      return source.start;
    },
    lowerExpr: (node: RawNode) => lowerExpr(node, script),
    lowerBody: (nodes: readonly RawNode[]) => lowerBody(nodes, script),
  };
  return script;
}
