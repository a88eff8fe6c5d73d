import { LineIndex, type Span } from '../source/position.js';
import { createCodePredicate } from './python-strings.js';

/** Longest line that gets a comment at its end. */
const MAX_LINE_LENGTH = 110;

const SLASH_LANGUAGES: ReadonlySet<string> = new Set([
  ...[
    'javascript',
    'javascriptreact',
    'typescript',
    'typescriptreact',
    'jsonc',
    'java',
    'kotlin',
    'scala',
    'swift',
  ],
  ...['c', 'cpp', 'csharp', 'go', 'rust', 'cuda-cpp', 'groovy', 'proto3'],
]);
const MARKUP_LANGUAGES: ReadonlySet<string> = new Set(['html', 'xml', 'markdown', 'vue', 'svelte']);
/** Languages in which a comment must have its line to itself: after a value it would be a part of it. */
const LINE_COMMENT_LANGUAGES: ReadonlySet<string> = new Set(['dockerfile', 'dotenv', 'ini', 'properties']);
const LANGUAGES_WITHOUT_COMMENTS: ReadonlySet<string> = new Set(['json', 'plaintext', 'csv']);

/**
 * Writes a suppression comment.
 *
 * @param reason one line; line breaks become blanks, and an empty one is left out and will be reported
 * @param languageId VS Code language id; languages that are not known get `#`
 * @returns undefined for languages without comments
 */
export function createSuppressionComment(
  ruleId: string,
  reason: string,
  languageId: string,
): string | undefined {
  if (LANGUAGES_WITHOUT_COMMENTS.has(languageId)) return undefined;
  const isMarkup = MARKUP_LANGUAGES.has(languageId);
  const line = reason.replace(/\s+/g, ' ').trim();
  const safe = isMarkup ? line.replace(/--+>?/g, '-') : line;
  const body = `fairlead: ignore[${ruleId}]${safe === '' ? '' : ` ${safe}`}`;
  if (isMarkup) return `<!-- ${body} -->`;
  return `${SLASH_LANGUAGES.has(languageId) ? '//' : '#'} ${body}`;
}

/** Where a suppression comment goes. */
export interface SuppressionPlace {
  readonly text: string;
  /** VS Code language id. */
  readonly languageId: string;
  /** Where the finding starts. */
  readonly offset: number;
  /** From `createSuppressionComment`. */
  readonly comment: string;
  /** False inside string literals; found in the text when absent (Python only). */
  readonly isCode?: (offset: number) => boolean;
  /** Offsets of lines, such as the starts of cells, above which a comment would belong to something else. */
  readonly barriers?: readonly number[];
}

/**
 * Finds where to insert a suppression comment so that it holds for a finding: at the end of the finding's line, or on a
 * line of its own above when the line would grow beyond 110 characters, ends with a backslash or ends inside a string.
 *
 * @returns an insertion whose new line is a line feed whatever the text uses; undefined when no comment can stand there,
 *   as inside a string over several lines or at a cell magic
 */
export function placeSuppression(
  place: SuppressionPlace,
): { readonly span: Span; readonly newText: string } | undefined {
  const { text, languageId, comment, barriers = [] } = place;
  const isCode = place.isCode ?? createCodePredicate(text, languageId, barriers);
  const lines = new LineIndex(text);
  const { line } = lines.positionAt(place.offset);
  const start = lines.lineStart(line);
  const end = findContentEnd(text, start, lines.lineStart(line + 1));
  const content = text.slice(start, end);
  if (languageId === 'python' && /^\s*%%/.test(content)) return undefined;
  const canEnd = isCode(end) && !content.endsWith('\\') && !LINE_COMMENT_LANGUAGES.has(languageId);
  // A Dockerfile may have comments between the lines of an instruction.
  const isBelowContinuation =
    languageId !== 'dockerfile' &&
    !barriers.includes(start) &&
    /\\(?:\r\n|\n|\r)$/.test(text.slice(Math.max(0, start - 3), start));
  const canStandAbove = isCode(start) && !isBelowContinuation;
  if (canEnd && (content.length + 2 + comment.length <= MAX_LINE_LENGTH || !canStandAbove)) {
    return { span: { start: end, end }, newText: `  ${comment}` };
  }
  if (!canStandAbove) return undefined;
  const indentation = /^[\uFEFF\f]?([ \t]*)/.exec(content);
  const at = start + (indentation?.[0].length ?? 0);
  return { span: { start: at, end: at }, newText: `${comment}\n${indentation?.[1] ?? ''}` };
}

/** Offset of the line's end without its line break. */
function findContentEnd(text: string, start: number, next: number): number {
  let end = next;
  while (end > start && (text[end - 1] === '\n' || text[end - 1] === '\r')) end -= 1;
  return end;
}
