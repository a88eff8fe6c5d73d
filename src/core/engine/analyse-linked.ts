import type { AnalysisContext } from '../api.js';
import type { ModuleText } from '../source/module-text.js';
import type { Grammars } from '../syntax/grammars.js';
import { analyseModule, type ModuleResult } from './analyse-module.js';
import type { CompiledKnowledge } from './compiled-knowledge.js';
import type { KeptVersion } from './kept-version.js';
import { outlineModule } from './outline-module.js';

/**
 * Analyses one opened document, and once more when what it turned out to want from its callers is in other modules; at once
 * with that while the document wants the same as its last version did. As {@link analyseModule} where the context has no plan.
 */
export async function analyseLinked(
  text: ModuleText,
  { plan, ...context }: AnalysisContext,
  knowledge: CompiledKnowledge,
  grammars: Grammars,
  earlier?: Partial<KeptVersion>,
): Promise<ModuleResult> {
  if (plan === undefined || text.languageId !== 'python')
    return analyseModule(text, context, knowledge, grammars, earlier);
  const before = earlier?.language === text.languageId ? earlier.scanned : undefined;
  const scanned = knowledge.filters.python.scan(text, before);
  const analyse = (reach: AnalysisContext['reach'], last = earlier): Promise<ModuleResult> =>
    analyseModule(text, withReach(context, reach), knowledge, grammars, last, scanned);
  const own = outlineModule(text, scanned, knowledge);
  const known = plan.reachOf(own);
  if (known !== undefined) return analyse(known);
  const wanted = earlier?.wanted;
  const expected = wanted && plan.reachOf({ ...own, callersWanted: wanted.alone });
  if (wanted !== undefined && expected !== undefined) {
    const result = await analyse(expected);
    if (isEqual(result.analysis.outline?.callersWanted, wanted.linked)) return keepWanted(result, wanted);
    return analyseTwice(analyse, plan, context, result.kept ?? earlier);
  }
  return analyseTwice(analyse, plan, context, earlier);
}

async function analyseTwice(
  analyse: (reach: AnalysisContext['reach'], before?: Partial<KeptVersion>) => Promise<ModuleResult>,
  plan: NonNullable<AnalysisContext['plan']>,
  { cancellation }: AnalysisContext,
  earlier: Partial<KeptVersion> | undefined,
): Promise<ModuleResult> {
  const first = await analyse(undefined, earlier);
  const { outline } = first.analysis;
  if (outline === undefined || outline.callersWanted.length === 0) return first;
  const reach = plan.reachOf(outline);
  if (reach === undefined || cancellation?.isCancelled === true) return first;
  const { kept } = first;
  const second = await analyse(reach, kept ?? earlier);
  if (kept === undefined || second.kept === undefined) return { ...first, ...second };
  kept.syntax.dispose(second.kept.syntax);
  const linked = second.analysis.outline?.callersWanted ?? [];
  return keepWanted(second, { alone: outline.callersWanted, linked });
}

function keepWanted({ analysis, kept }: ModuleResult, wanted: KeptVersion['wanted']): ModuleResult {
  return { analysis, ...(kept && { kept: { ...kept, ...(wanted && { wanted }) } }) };
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function withReach(
  context: Omit<AnalysisContext, 'plan'>,
  reach: AnalysisContext['reach'],
): Omit<AnalysisContext, 'plan'> {
  return reach === undefined ? context : { ...context, reach };
}
