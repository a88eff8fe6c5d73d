import type { Analysis, AnalysisContext, Engine } from '../../src/core/api.js';
import type { Finding } from '../../src/core/findings/finding.js';
import { applyEdits } from '../../src/core/report/apply-edits.js';
import { selectFixes } from '../../src/core/report/select-fixes.js';
import type { DocumentInput } from '../../src/core/source/document.js';

/** More than any text here needs: what is left after so many is never finished. */
const MAX_ROUNDS = 12;

/** What fixing came to. */
export interface Fixed {
  readonly text: string;
  readonly analysis: Analysis;
  readonly rounds: number;
}

/** Applies fixes and analyses again until none is left, as `--fix` does. `order` puts the findings in another order. */
export async function fixInRounds(
  engine: Engine,
  input: Exclude<DocumentInput, { kind: 'notebook-cells' }>,
  context: AnalysisContext,
  onlySafe: boolean,
  order: (findings: readonly Finding[]) => readonly Finding[] = (findings) => findings,
): Promise<Fixed> {
  let { text } = input;
  let analysis = await engine.analyse(input, context);
  let rounds = 0;
  for (; rounds < MAX_ROUNDS; rounds += 1) {
    const { edits } = selectFixes(order(analysis.findings), { onlySafe });
    const own = edits.get(input.path) ?? [];
    if (own.length === 0) break;
    text = applyEdits(text, own, input.kind === 'notebook-json' ? 'raw' : 'text');
    analysis = await engine.analyse({ ...input, text }, context);
  }
  return { text, analysis, rounds };
}
