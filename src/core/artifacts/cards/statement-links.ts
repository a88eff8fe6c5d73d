import { linkLine, quoteCode } from '../source-link.js';
import type { Statement } from './card-content.js';

/** Links shown per statement; of the rest only the number is told. */
const maxLinks = 3;

/** The links of a statement in brackets, at most three, as seen from a document. */
export function linkSources({ sources }: Statement, documentPath: string): string {
  const links = [...new Set(sources.map((source) => linkLine(source, documentPath)))];
  const rest = links.length - maxLinks;
  return `(${links.slice(0, maxLinks).join(', ')}${rest > 0 ? `, and ${rest} more` : ''})`;
}

/** Names as code spans, at most `limit` of them; of the rest only the number. */
export function shortenList(names: readonly string[], limit: number): string {
  const shown = names.slice(0, limit).map(quoteCode).join(', ');
  const rest = names.length - limit;
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
