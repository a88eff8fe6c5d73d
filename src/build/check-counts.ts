/** How many checks of a run passed and failed. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Reads the counts out of what a runner printed: the last line `N passed, N failed`, else the sum over mocha's summaries.
 * A run that failed without a failing check counts as one failure, and so does one that checked nothing.
 */
export function countChecks(output: string, exitCode: number): Count {
  const text = output.replaceAll(colours, '');
  const totals = [...text.matchAll(/^(?:.*: )?(\d+) passed, (\d+) failed$/gm)].at(-1);
  const passed = totals ? Number(totals[1]) : sumMatches(text, /^\s*(\d+) passing\b/gm);
  const failed = totals ? Number(totals[2]) : sumMatches(text, /^\s*(\d+) failing\b/gm);
  const isSilentFailure = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: isSilentFailure ? 1 : failed };
}

/** Adds counts up. */
export function sumCounts(counts: readonly Count[]): Count {
  return counts.reduce(
    (sum, count) => ({ passed: sum.passed + count.passed, failed: sum.failed + count.failed }),
    {
      passed: 0,
      failed: 0,
    },
  );
}

const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

function sumMatches(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].reduce((sum, match) => sum + Number(match[1]), 0);
}
