import {
  analyseModule,
  type CompiledKnowledge,
  type KeptVersion,
  type ModuleResult,
  outlineOf,
} from '../analyse.js';
import type { AnalysisContext } from '../api.js';
import type { ModuleText } from '../source/module-text.js';
import type { Grammars } from '../syntax/grammars.js';

/**
 * Analyses one opened document, and once more when what it turned out to want from its callers is in other modules.
 * As {@link analyseModule} where the context has no plan.
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
  const before = plan.reachOf(outlineOf(text, knowledge.filter.scan(text), knowledge));
  const first = await analyseModule(text, withReach(context, before), knowledge, grammars, earlier);
  const { outline } = first.analysis;
  if (before !== undefined || outline === undefined || outline.callersWanted.length === 0) return first;
  const reach = plan.reachOf(outline);
  if (reach === undefined || context.cancellation?.isCancelled === true) return first;
  const { kept } = first;
  const second = await analyseModule(text, withReach(context, reach), knowledge, grammars, kept ?? earlier);
  if (kept === undefined || second.kept === undefined) return { ...first, ...second };
  kept.syntax.dispose(second.kept.syntax);
  return second;
}

function withReach(
  context: Omit<AnalysisContext, 'plan'>,
  reach: AnalysisContext['reach'],
): Omit<AnalysisContext, 'plan'> {
  return reach === undefined ? context : { ...context, reach };
}
