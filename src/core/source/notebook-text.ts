/** Text as a notebook stores it: one string, or the pieces of one, usually a line each. */
export type StoredText = string | readonly string[];

/** True for what a notebook may hold where it stores text. */
export function isStoredText(value: unknown): value is StoredText {
  return (
    typeof value === 'string' || (Array.isArray(value) && value.every((part) => typeof part === 'string'))
  );
}

/**
 * The text that an editor shows. A piece that does not end its line gets a line feed before the next one, as VS Code
 * does it; with `isLines` every piece is a line of its own (tracebacks).
 */
export function joinStoredText(stored: StoredText, isLines = false): string {
  if (typeof stored === 'string') return stored;
  const last = stored.length - 1;
  return stored
    .map((part, index) => (index < last && lacksLineEnd(part, isLines) ? `${part}\n` : part))
    .join('');
}

/** True when a line feed is added after a piece that another one follows. */
export function lacksLineEnd(part: string, isLines: boolean): boolean {
  return isLines || !part.endsWith('\n');
}

/** Replaces line feeds by the first kind of line end that `sample` holds. */
export function adaptLineEnds(newText: string, sample: string): string {
  const at = sample.indexOf('\n');
  if (at < 1 || sample[at - 1] !== '\r' || !newText.includes('\n')) return newText;
  return newText.replace(/\r?\n/g, '\r\n');
}
