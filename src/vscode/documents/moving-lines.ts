/** A change of a text, as an editor tells it. Lines count from 0. */
export interface LineChange {
  readonly range: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
  readonly text: string;
}

/**
 * Where a line is after some changes of its text, each told in the places before all of them. A line that was inside what
 * was replaced is where that began.
 */
export function moveLine(line: number, changes: readonly LineChange[]): number {
  let moved = line;
  for (const { range, text } of changes) {
    const { start, end } = range;
    if (end.line > line || start.line === line) {
      if (start.line < line) moved += start.line - line;
      continue;
    }
    const added = text.split('\n').length - 1;
    moved += added - (end.line - start.line);
  }
  return Math.max(moved, 0);
}
