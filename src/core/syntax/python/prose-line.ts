/** The beginning of a comment, or of an example in a docstring. */
const PROSE = /[ \t]*(?:#|>>>|\.\.\.[ \t])/y;

/** True for an offset in a line that is a comment as a whole, or an example in a docstring, and so no code. */
export function isProseLine(text: string, at: number): boolean {
  PROSE.lastIndex = at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
  return PROSE.test(text);
}
