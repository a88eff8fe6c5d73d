import type { ImportedPackages } from '../imported-packages.js';
import { normalizeModuleName } from './module-name.js';

/** What comes before the name of a module: `from`, `import`, `require(` and their kin. */
const NAMED = /\b(?:from|import|require|resolve)\b\s{0,20}\(?\s{0,200}(["'`])([^"'`\n]{1,300})\1/g;
const COMPUTED = /\b(?:import|require)\s{0,20}\((?!\s{0,200}["'`][^"'`\n$]{1,300}["'`]\s{0,20}[,)])/;

/** Reads the imports of JavaScript or TypeScript without parsing it; types that are imported count too. */
export function findImportedModules(text: string): ImportedPackages {
  const names = new Set<string>();
  for (const match of text.matchAll(NAMED)) names.add(normalizeModuleName(match[2] ?? ''));
  return { names, others: COMPUTED.test(text) ? 'any' : 'none' };
}
