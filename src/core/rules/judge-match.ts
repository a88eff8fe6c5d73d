import { LEVELS, type Level } from '../findings/finding.js';
import type { Flow } from '../semantics/flow-path.js';
import type { Evaluator } from './evaluate.js';
import type { RawMatch } from './find-matches.js';
import { findArgument, type MatchContext, type ModuleAnalysis } from './match-context.js';
import type { Predicate, Rule, RuleCase } from './rule.js';
import type { RuleFix } from './rule-fix.js';

/** A match that is a finding, with the case that decided. */
export interface JudgedMatch {
  readonly rule: Rule;
  readonly ruleCase?: RuleCase;
  readonly level: Level;
  readonly context: MatchContext;
  readonly flow?: Flow;
  /** Of the case or the rule, those whose condition holds. */
  readonly fixes: readonly RuleFix[];
}

/** Judges a match by the rule's conditions and cases; undefined when it is no finding. */
export function judgeMatch(
  { compiled, context: raw }: RawMatch,
  module: ModuleAnalysis,
  evaluator: Evaluator,
): JudgedMatch | undefined {
  const { rule } = compiled;
  const { match } = rule;
  const context = match.kind === 'call' && match.at !== undefined ? movedTo(match.at, raw, module) : raw;
  let flow: Flow | undefined;
  if (match.kind === 'setting') {
    if (context.value === undefined) return undefined;
    const verdict = evaluator.judgeValue(match.value, context.value, module);
    if (!verdict.holds) return undefined;
    flow = verdict.flow;
  }
  if ('where' in match && match.where !== undefined) {
    const verdict = evaluator.judge(match.where, context, module);
    if (!verdict.holds) return undefined;
    flow ??= verdict.flow;
  }
  if (rule.unless !== undefined && evaluator.judge(rule.unless, context, module).holds) return undefined;
  const choose = (fixes: readonly RuleFix[] = [], found?: Predicate): readonly RuleFix[] =>
    fixes.filter(
      ({ when, keepsBehaviour }) =>
        (when === undefined || evaluator.judge(when, context, module).holds) &&
        (!keepsBehaviour || isCertain(rule, [found, when], context, module, evaluator)),
    );
  if (rule.cases === undefined) {
    const fixes = choose(rule.fix);
    const level = levelAfter(flow, rule.level);
    return { rule, level, context, fixes, ...(flow === undefined ? {} : { flow }) };
  }
  for (const ruleCase of rule.cases) {
    const verdict = evaluator.judge(ruleCase.when, context, module);
    if (!verdict.holds) continue;
    if (ruleCase.level === 'none') return undefined;
    const decided = verdict.flow ?? flow;
    return {
      rule,
      ruleCase,
      level: levelAfter(decided, ruleCase.level ?? rule.level),
      context,
      fixes: choose(ruleCase.fix ?? rule.fix, ruleCase.when),
      ...(decided === undefined ? {} : { flow: decided }),
    };
  }
  return undefined;
}

/** Whether match and conditions hold too where a default may be replaced when the program runs. */
function isCertain(
  { match }: Rule,
  conditions: readonly (Predicate | undefined)[],
  context: MatchContext,
  module: ModuleAnalysis,
  evaluator: Evaluator,
): boolean {
  const certain = { ...module, folder: module.certain };
  if (match.kind === 'setting' && context.value !== undefined) {
    if (!evaluator.judgeValue(match.value, context.value, certain).holds) return false;
  }
  return ['where' in match ? match.where : undefined, ...conditions].every(
    (condition) => condition === undefined || evaluator.judge(condition, context, certain).holds,
  );
}

/** The match with its squiggle on an argument; on the callee when the argument is not written in the call. */
function movedTo(at: string | number, context: MatchContext, module: ModuleAnalysis): MatchContext {
  const found = findArgument(typeof at === 'number' ? `@${at}` : at, context, module);
  if (found === 'missing' || found === 'unknown') return context;
  const { call, span } = context;
  // A value in an object that is written in the call.
  const isWritten = call !== undefined && call.start <= found.value.start && found.value.end <= call.end;
  const own = call?.takesOptions === true && isWritten ? found.value : span;
  return { ...context, value: found, span: found.argument ?? own };
}

/** A value that somebody looks at on its way is one level quieter. */
function levelAfter(flow: Flow | undefined, level: Level): Level {
  return flow?.isChecked === true ? lowerLevel(level) : level;
}

/** One level quieter; a hint stays one. */
export function lowerLevel(level: Level): Level {
  return LEVELS[Math.min(LEVELS.indexOf(level) + 1, LEVELS.length - 1)] ?? level;
}
