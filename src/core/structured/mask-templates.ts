import type { Span } from '../source/position.js';

/** Stands for one code unit of a template; a character that no configuration file holds. */
export const TEMPLATE_MARK = '\uE0F1';

/** A text whose templates were masked at equal length. */
export interface MaskedText {
  readonly text: string;
  /** Where a template on lines of its own may put in further entries. */
  readonly insertions: readonly number[];
}

const OPENING = /(?<!\$)\{\{|\{%|\{#/g;
/** Directives that put nothing in by themselves. */
const SILENT =
  /^\{[{%]-?\s*(?:if|else|elif|end|endif|endfor|for|range|with|define|block|template|set|\$[\w.]+\s*:?=|\/\*|macro|endmacro|endwith|fail)\b|^\{#|^\{\{-?\s*(?:\/\*|\$)/;

/**
 * Masks the templates of Helm, Go and Jinja (`{{ }}`, `{% %}`, `{# #}`) so that the rest can be read: one on lines of its
 * own becomes blanks, one inside a value becomes marks that make the value unknown. `${{ }}` of GitHub workflows stays.
 *
 * @returns undefined when there are none
 */
export function maskTemplates(text: string): MaskedText | undefined {
  OPENING.lastIndex = 0;
  let match = OPENING.exec(text);
  if (match === null) return undefined;
  const parts: string[] = [];
  const insertions: number[] = [];
  let done = 0;
  for (; match !== null; match = OPENING.exec(text)) {
    const span = findTemplate(text, match.index);
    // Without an end it is no template.
    if (span === undefined) continue;
    const isAlone = standsAlone(text, span);
    const source = text.slice(span.start, span.end);
    if (isAlone && !SILENT.test(source)) insertions.push(span.start);
    parts.push(text.slice(done, span.start), maskWith(source, isAlone ? ' ' : TEMPLATE_MARK));
    done = span.end;
    OPENING.lastIndex = span.end;
  }
  parts.push(text.slice(done));
  return { text: parts.join(''), insertions };
}

/** `image: {username}/server`: a stand-in for people to fill in, and no map. */
const PLACEHOLDER = /^([ \t]*(?:- )?[\w.-]{1,80}:[ \t]+|[ \t]*- )(\{[A-Za-z_][\w-]{0,60}\})(?=[\w/:.-])/gm;

/** Masks stand-ins in braces with which a value begins, at equal length. */
export function maskPlaceholders(text: string): string {
  return text.replace(
    PLACEHOLDER,
    (_, before: string, word: string) => `${before}${TEMPLATE_MARK.repeat(word.length)}`,
  );
}

/** How far a template is looked for its end. */
const MAX_TEMPLATE = 5_000;

function findTemplate(text: string, start: number): Span | undefined {
  const closing = text[start + 1] === '{' ? '}}' : text[start + 1] === '%' ? '%}' : '#}';
  const found = text.slice(start + 2, start + MAX_TEMPLATE).indexOf(closing);
  return found < 0 ? undefined : { start, end: start + 2 + found + 2 };
}

/** How far beside a template on its line is looked; longer lines are no configuration. */
const MAX_ASIDE = 400;

/** True when nothing but blanks and other templates stands on the lines of a template. */
function standsAlone(text: string, { start, end }: Span): boolean {
  const near = text.slice(Math.max(0, start - MAX_ASIDE), start);
  const before = near.slice(near.lastIndexOf('\n') + 1);
  const after = /^[^\r\n]*/.exec(text.slice(end, end + MAX_ASIDE))?.[0] ?? '';
  const rest = `${before}${after}`.replace(/\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}/g, '');
  return rest.trim() === '';
}

function maskWith(source: string, mark: string): string {
  // A line break inside a template would end the value it stands in.
  return mark === ' ' ? source.replace(/[^\r\n]/g, ' ') : mark.repeat(source.length);
}
