import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { RegexJudge } from '../../core/index.js';

/** Loads what judges expressions from the bundle in a folder, which is built from core's own module with this one export. */
export function loadRegexJudge(folder: string): RegexJudge {
  const load = createRequire(join(folder, 'analyst.cjs'));
  return (load('./regex-safety.cjs') as { explainSlowRegex: RegexJudge }).explainSlowRegex;
}
