import { ownersOf, scopeAt } from '../semantics/scope-path.js';
import { walkStatements } from '../semantics/walk.js';
import type { Block } from '../syntax/block.js';
import { Candidates } from './candidates.js';
import type { CompiledRule } from './compile-rule.js';
import type { Evaluator } from './evaluate.js';
import { type AssignedCalls, MatchFinder } from './find-matches.js';
import { type JudgedMatch, judgeMatch } from './judge-match.js';
import type { ModuleAnalysis } from './match-context.js';
import type { MatchMemory, MatchPlace } from './match-memory.js';
import { RuleIndex } from './rule-index.js';

/** How the code of a module is judged. */
export interface JudgeOptions {
  readonly isTrimmed: boolean;
  /** Names from other modules, each with the word that rules know what it stands for by. */
  readonly aliases: readonly (readonly [name: string, word: string])[];
  /** What was found in earlier versions of the module; absent to judge all of it and keep nothing. */
  readonly memory?: MatchMemory;
  /** Called for each call looked at. */
  count(): void;
}

/** Matches of rules that look at code, with their verdicts. */
export function judgeModule(
  rules: readonly CompiledRule[],
  module: ModuleAnalysis,
  evaluator: Evaluator,
  options: JudgeOptions,
): readonly JudgedMatch[] {
  if (rules.length === 0) return [];
  const { isTrimmed, aliases, memory } = options;
  const wordsOf = (isSetting: boolean): readonly string[] =>
    rules.flatMap(({ rule, words }) => ((rule.match.kind === 'setting') === isSetting ? (words ?? []) : []));
  // A rule without words may match anywhere.
  const isOpen = rules.some(({ words }) => words === undefined);
  const candidates = new Candidates(
    module.model,
    wordsOf(false),
    wordsOf(true),
    !isTrimmed || isOpen,
    aliases,
    memory?.notes,
  );
  memory?.prepare(rules, candidates.aliases);
  const judge = new BlockJudge(module, evaluator, candidates, new RuleIndex(rules, isTrimmed), options);
  return candidates.blocks.flatMap((block) => judge.judge(block));
}

class BlockJudge {
  readonly #module: ModuleAnalysis;
  readonly #evaluator: Evaluator;
  readonly #candidates: Candidates;
  readonly #index: RuleIndex;
  readonly #options: JudgeOptions;
  readonly #assigned: AssignedCalls;

  constructor(
    module: ModuleAnalysis,
    evaluator: Evaluator,
    candidates: Candidates,
    index: RuleIndex,
    options: JudgeOptions,
  ) {
    this.#module = module;
    this.#evaluator = evaluator;
    this.#candidates = candidates;
    this.#index = index;
    this.#options = options;
    this.#assigned = options.memory?.assigned ?? new WeakMap();
  }

  /** The findings of a block: where they were before when nothing that they rest on has changed. */
  judge(block: Block): readonly JudgedMatch[] {
    const { memory } = this.#options;
    const judged: JudgedMatch[] = [];
    if (memory === undefined) {
      this.#walk(block, this.#module, judged);
      return judged;
    }
    const { model } = this.#module;
    const { syntax } = model;
    const known = memory.places.find(block, model, (pattern) => this.#module.mentions([pattern]));
    if (known === undefined) {
      const { value, asked } = syntax.asked.record(() => this.#walk(block, this.#module.renew(), judged));
      memory.places.keep(block, value, asked);
    } else if (known.length > 0) {
      syntax.read(block);
      this.#revisit(known, judged);
    }
    return judged;
  }

  #walk(block: Block, module: ModuleAnalysis, judged: JudgedMatch[]): readonly MatchPlace[] {
    const { model } = module;
    const finder = this.#createFinder(module, judged);
    const places: MatchPlace[] = [];
    let count = 0;
    const hasFound = (): boolean => {
      const before = count;
      count = judged.length;
      return count > before;
    };
    walkStatements(model, model.syntax.read(block), model.root, {
      enters: (body) => this.#candidates.holds(body),
      statement: (statement, scope) => {
        finder.statement(statement, scope);
        if (hasFound()) places.push({ place: { statement }, owners: ownersOf(scope) });
      },
      expression: (expr, scope) => {
        finder.expression(expr, scope);
        if (hasFound()) places.push({ place: { expr }, owners: ownersOf(scope) });
      },
    });
    return places;
  }

  #revisit(places: readonly MatchPlace[], judged: JudgedMatch[]): void {
    const module = this.#module;
    const finder = this.#createFinder(module, judged);
    for (const { place, owners } of places) {
      const scope = scopeAt(module.model, owners);
      if ('statement' in place) finder.statement(place.statement, scope);
      else finder.expression(place.expr, scope);
    }
  }

  #createFinder(module: ModuleAnalysis, judged: JudgedMatch[]): MatchFinder {
    const sink = {
      call: () => this.#options.count(),
      match: (match: Parameters<typeof judgeMatch>[0]) => {
        const verdict = judgeMatch(match, module, this.#evaluator);
        if (verdict !== undefined) judged.push(verdict);
      },
    };
    return new MatchFinder(module, this.#candidates, this.#index, sink, this.#assigned);
  }
}
