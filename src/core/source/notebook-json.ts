import { createScanner, type SyntaxKind, visit } from 'jsonc-parser';
import type { Span } from './position.js';

/** Property names and array indices from the root of a JSON text to a value. */
export type JsonPath = readonly (string | number)[];

/** One open array or object while walking. */
interface Level {
  readonly isArray: boolean;
  /** Index of the next element, or name of the current property. */
  key: string | number;
}

// The library declares its token kinds as const enums, which cannot be used across isolated modules.
const OBJECT_START = 1 as SyntaxKind;
const OBJECT_END = 2 as SyntaxKind;
const ARRAY_START = 3 as SyntaxKind;
const ARRAY_END = 4 as SyntaxKind;
const COMMA = 5 as SyntaxKind;
const COLON = 6 as SyntaxKind;
const STRING = 10 as SyntaxKind;
const END = 17 as SyntaxKind;

/** Receives each array, object and string of a JSON text; `depth` is the length of its path. */
export interface JsonVisitor {
  /** Called for strings with the span between the quotes, for arrays and objects with the span of the bracket. */
  visitValue(path: () => JsonPath, depth: number, kind: 'string' | 'array' | 'object', span: Span): void;
}

/** Walks a JSON text that `JSON.parse` accepts (after a byte order mark); needs no stack however deep it nests. */
export function walkJson(json: string, visitor: JsonVisitor): void {
  const scanner = createScanner(json, true);
  if (json.startsWith('\ufeff')) scanner.setPosition(1);
  const levels: Level[] = [];
  const path = (): JsonPath => levels.map((level) => level.key);
  let isKey = false;
  for (let token = scanner.scan(); token !== END; token = scanner.scan()) {
    const level = levels.at(-1);
    const start = scanner.getTokenOffset();
    const end = start + scanner.getTokenLength();
    if (token === STRING) {
      if (isKey && level !== undefined) level.key = scanner.getTokenValue();
      else visitor.visitValue(path, levels.length, 'string', { start: start + 1, end: end - 1 });
    } else if (token === OBJECT_START || token === ARRAY_START) {
      const isArray = token === ARRAY_START;
      visitor.visitValue(path, levels.length, isArray ? 'array' : 'object', { start, end });
      levels.push({ isArray, key: isArray ? 0 : '' });
      isKey = !isArray;
    } else if (token === OBJECT_END || token === ARRAY_END) {
      levels.pop();
      isKey = false;
    } else if (token === COMMA && level !== undefined) {
      if (typeof level.key === 'number') level.key += 1;
      isKey = !level.isArray;
    } else if (token === COLON) {
      isKey = false;
    }
  }
}

/** Where a JSON text is broken and how; absent when the parser of this library finds nothing wrong with it. */
export function findJsonError(
  json: string,
): { readonly offset: number; readonly problem: string } | undefined {
  let found: { offset: number; problem: string } | undefined;
  const onError = (error: number, offset: number): void => {
    found ??= { offset, problem: describeError(error) };
  };
  const start = json.startsWith('\ufeff') ? 1 : 0;
  try {
    visit(start === 1 ? ` ${json.slice(1)}` : json, { onError }, { disallowComments: true });
  } catch {
    // The library recurses: a text nested beyond the stack has no place to name.
    return undefined;
  }
  return found;
}

/** Names of `ParseErrorCode`, in its order from 1. */
const PROBLEMS: readonly string[] = [
  'unexpected text',
  'invalid number',
  'property name expected',
  'value expected',
  'colon expected',
  'comma expected',
  'closing brace expected',
  'closing bracket expected',
  'end of file expected',
  'comments are not allowed',
  'unterminated comment',
  'unterminated string',
  'unterminated number',
  'invalid unicode escape',
  'invalid escape',
  'invalid character',
];

function describeError(error: number): string {
  return PROBLEMS[error - 1] ?? 'invalid JSON';
}
