/** Longest line that somebody writes, and how long lines are on average, in UTF-16 code units. */
const MAX_LINE = 5000;
const MAX_AVERAGE = 400;

/**
 * True for a script that a bundler or minifier wrote, judged by its lines alone: one of more than 5,000 code units where
 * lines have more than 400 on average.
 */
export function isGeneratedScript(text: string): boolean {
  if (text.length <= MAX_LINE) return false;
  let lines = 0;
  let longest = 0;
  for (let start = 0; start <= text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    longest = Math.max(longest, end - start);
    lines += 1;
    start = end + 1;
  }
  return longest > MAX_LINE && text.length / lines > MAX_AVERAGE;
}
