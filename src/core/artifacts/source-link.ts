import { encodeSegment } from '../report/encode-segment.js';
import { escapeMarkdown } from '../report/escape-markdown.js';
import { makePrintable } from '../report/printable.js';
import type { Location } from '../source/document.js';

/** Longest text of the code in a document, in characters. */
const maxCode = 120;

/** A Markdown link to a line, as seen from a document; both paths are relative to the root. */
export function linkLine({ path, range, cell }: Location, documentPath: string): string {
  const line = range.start.line + 1;
  const address = seeFrom(documentPath, path).map(encodeSegment).join('/');
  // A viewer draws a notebook, so that a line of its text leads nowhere.
  return cell === undefined
    ? `[${escapeMarkdown(path)}:${line}](${address}#L${line})`
    : `[${escapeMarkdown(path)} cell ${cell + 1} line ${line}](${address})`;
}

/** Text of the code as a code span on one line, which it cannot leave. */
export function quoteCode(text: string): string {
  const line = makePrintable(text.replace(/\s+/g, ' ').trim());
  const characters = [...line];
  const short = characters.length > maxCode ? `${characters.slice(0, maxCode - 3).join('')}...` : line;
  if (short === '') return '(empty)';
  // A comment ends where it says, even inside a code span of a table.
  return /`|<!--|-->/.test(short) ? escapeMarkdown(short) : `\`${short}\``;
}

/** The steps from the folder of a document to a path. */
function seeFrom(documentPath: string, path: string): readonly string[] {
  const from = documentPath.split('/').slice(0, -1);
  const to = path.split('/');
  const first = from.findIndex((step, index) => index >= to.length - 1 || step !== to[index]);
  const shared = first < 0 ? from.length : first;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)];
}
