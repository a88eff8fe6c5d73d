import type { RegexJudge } from './team-rules.js';

/** What judges the expressions of a team's own rules; large, so loaded only where there are any. */
export async function loadRegexJudge(): Promise<RegexJudge> {
  const { explainSlowRegex } = await import('./regex-safety.js');
  return explainSlowRegex;
}
