import { analyse } from 'scslre';

/** How much of a text an expression of a rule runs over. */
export type RegexUse = 'document' | 'value';

/**
 * Says why an expression may take far longer than its text is long, or nothing when it cannot. An entry of its own, since
 * the analysis is as large as the rest of the engine and only a team's own rules need it.
 *
 * @param source ECMAScript expression that compiles
 * @param use `document`: the whole text of a file, of which any part may be hostile; `value`: a constant, name or command
 */
export function explainSlowRegex(source: string, use: RegexUse): string | undefined {
  const { reports } = analyse(
    { source, flags: '' },
    { reportTypes: { Move: use === 'document', Self: true, Trade: true }, maxReports: 1 },
  );
  const [report] = reports;
  if (report === undefined) return undefined;
  const growth = report.exponential ? 'exponentially' : 'with the square of its length';
  return `may take time that grows ${growth} on a text made for it; let no two repetitions match the same characters`;
}
