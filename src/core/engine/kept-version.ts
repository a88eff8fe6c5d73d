import type { AnalysisContext } from '../api.js';
import type { ModuleOutline } from '../modules/module-outline.js';
import type { ScannedText } from '../rules/rule-filter.js';
import { BlockChange } from '../semantics/block-change.js';
import type { ModuleText } from '../source/module-text.js';
import type { TextParts } from '../source/text-parts.js';
import type { ModuleSyntax } from '../syntax/module-syntax.js';
import { ModuleMemory } from './module-memory.js';

/** What a session keeps of one version of a document for the next. */
export interface KeptVersion {
  readonly language: string;
  readonly syntax: ModuleSyntax;
  /** What the filter of its rules read; absent when nothing was filtered. */
  readonly scanned?: ScannedText;
  /** What was looked for in the text. */
  readonly parts: TextParts;
  /** For each of the last surroundings in which it was analysed, the latest first. */
  readonly memories: readonly ModuleMemory[];
  /** What it wanted from its callers before and after other modules brought that; absent when they brought nothing. */
  readonly wanted?: {
    readonly alone: ModuleOutline['callersWanted'];
    readonly linked: ModuleOutline['callersWanted'];
  };
}

/** Surroundings in which one document is analysed in turn: with and without what other modules bring. */
const MAX_MEMORIES = 2;

/** What earlier versions left that still holds; the first is for the surroundings of this one. */
export function reviseMemories(
  earlier: readonly ModuleMemory[],
  syntax: ModuleSyntax,
  { path, languageId }: ModuleText,
  { project, reach, settings, modules }: AnalysisContext,
): readonly ModuleMemory[] {
  const isLinked = modules !== undefined;
  const surroundings = JSON.stringify([path, languageId, project, reach, settings.rules, isLinked]);
  const { change } = syntax;
  const known = change === undefined ? [] : earlier;
  if (change !== undefined && known.length > 0 && change.removed.size + change.added.size > 0) {
    const revised = new BlockChange(change, syntax);
    for (const memory of known) memory.revise(revised);
  }
  const own = known.find((memory) => memory.surroundings === surroundings) ?? new ModuleMemory(surroundings);
  return [own, ...known.filter((memory) => memory !== own)].slice(0, MAX_MEMORIES);
}
