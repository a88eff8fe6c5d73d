import { readClassMarks } from '../modules/class-marks.js';
import { readImports } from '../modules/module-imports.js';
import { type ModuleOutline, readAliases, readHanded } from '../modules/module-outline.js';
import type { ScannedText } from '../rules/rule-filter.js';
import type { ModuleText } from '../source/module-text.js';
import type { CompiledKnowledge } from './compiled-knowledge.js';

/** What a Python document tells about itself to checks of others; `scanned` by the filter of rules on code. */
export function outlineModule(
  text: ModuleText,
  scanned: ScannedText,
  { matchWords, judged, handed }: CompiledKnowledge,
  callersWanted: ModuleOutline['callersWanted'] = [],
): ModuleOutline {
  const imports = readImports(text.original, scanned.imports);
  const { packages } = scanned;
  return {
    path: text.path,
    imports,
    bits: scanned.bits,
    tried: scanned.selectRules(judged).map(({ rule }) => rule.id),
    ...scanned.wordBits(matchWords),
    ...(packages === undefined ? {} : { packages: [...packages] }),
    aliases: readAliases(text.original, imports, (word) => matchWords.has(word)),
    hands: readHanded(text.original, imports, handed),
    ...readClassMarks(text.original),
    callersWanted,
  };
}
