/**
 * The same text with line feeds for lone carriage returns, at equal length. They end a line and a comment, in Python, in scripts
 * and in the editor, but not for the parser and for what looks for the starts of lines: code behind one would be hidden.
 */
export function maskLoneReturns(text: string): string {
  return text.includes('\r') ? text.replaceAll(/\r(?!\n)/g, '\n') : text;
}
