import { escapeMarkdown } from '../../report/escape-markdown.js';
import type { Location } from '../../source/document.js';
import type { GeneratedElement } from '../generated-document.js';
import { linkLine, quoteCode } from '../source-link.js';
import type { Stride } from './threat-knowledge.js';

/** Links of a row; of the rest only the number is told. */
const maxLinks = 3;

export const STRIDE_WORDS: Readonly<Record<Stride, string>> = {
  spoofing: 'Spoofing',
  tampering: 'Tampering',
  repudiation: 'Repudiation',
  'information-disclosure': 'Information disclosure',
  'denial-of-service': 'Denial of service',
  'elevation-of-privilege': 'Elevation of privilege',
};

/** A cell of a table from a text of the code. */
export function writeCell(text: string): string {
  // A bar divides cells even inside a code span, and readers disagree on backslashes before it.
  return /[|\\]/.test(text) ? escapeMarkdown(text.trim()) : quoteCode(text);
}

/** Links to some places, relative to the document. */
export function writeLinks(locations: readonly Location[], path: string): string {
  const links = [...new Set(locations.map((location) => linkLine(location, path)))];
  const rest = links.length - maxLinks;
  return `${links.slice(0, maxLinks).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** A table, or a sentence when it has no rows. */
export function writeTable(
  head: readonly string[],
  rows: readonly (GeneratedElement | string)[],
  none: string,
): readonly (GeneratedElement | string)[] {
  if (rows.length === 0) return [none];
  return [`| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...rows];
}
