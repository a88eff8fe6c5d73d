import type { Fingerprinter } from '../findings/fingerprint.js';
import type { AskedIndex } from '../semantics/asked-index.js';
import { walkStatements } from '../semantics/walk.js';
import type { Span } from '../source/position.js';
import type { Block } from '../syntax/block.js';
import { Candidates } from './candidates.js';
import type { CompiledRule } from './compile-rule.js';
import { createFinding, type FindingSite, type PlacedFinding } from './create-finding.js';
import type { Evaluator } from './evaluate.js';
import { type AssignedCalls, MatchFinder } from './find-matches.js';
import { FindingDraft } from './finding-draft.js';
import { type JudgedMatch, judgeMatch } from './judge-match.js';
import type { ModuleAnalysis } from './match-context.js';
import type { MatchMemory } from './match-memory.js';
import type { Rule } from './rule.js';
import { RuleIndex } from './rule-index.js';

/** How the code of a module is judged. */
export interface JudgeOptions {
  readonly isTrimmed: boolean;
  /** Names from other modules, each with the word that rules know what it stands for by. */
  readonly aliases: readonly (readonly [name: string, word: string])[];
  readonly site: FindingSite & { readonly fingerprinter: Fingerprinter };
  /** What was found in earlier versions of the module; absent to judge all of it and keep nothing. */
  readonly memory?: MatchMemory;
  /** Of all that the memory rests on; present with it. */
  readonly index?: AskedIndex;
  /** Called for each call looked at. */
  count(): void;
}

/** A match that is a finding, unless another rule overrides its own. */
export interface FoundMatch {
  readonly rule: Rule;
  /** What the match covers. */
  readonly span: Span;
  /** Makes the finding; once, and in order, because equal ones are told apart by their order. */
  place(): PlacedFinding;
}

/** Matches of rules that look at code. */
export function judgeModule(
  rules: readonly CompiledRule[],
  module: ModuleAnalysis,
  evaluator: Evaluator,
  options: JudgeOptions,
): readonly FoundMatch[] {
  if (rules.length === 0) return [];
  const { isTrimmed, aliases, memory } = options;
  const wordsOf = (isSetting: boolean): readonly string[] =>
    rules.flatMap(({ rule, words }) => ((rule.match.kind === 'setting') === isSetting ? (words ?? []) : []));
  // A rule without words may match anywhere.
  const isOpen = rules.some(({ words }) => words === undefined);
  const wanted = {
    words: wordsOf(false),
    settings: wordsOf(true),
    isEverywhere: !isTrimmed || isOpen,
    imported: aliases,
  };
  const candidates = memory?.candidates.open(module.model, wanted) ?? new Candidates(module.model, wanted);
  memory?.prepare(rules, candidates.aliases);
  options.index?.checkPatterns((pattern) => module.mentions([pattern]));
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

  /** The matches of a block: those that were there before when nothing that they rest on has changed. */
  judge(block: Block): readonly FoundMatch[] {
    const { memory, site } = this.#options;
    const module = this.#module;
    if (memory === undefined) return this.#walk(block, module).map((match) => toFound(match, module, site));
    const { syntax, links } = module.model;
    const toKept = (draft: FindingDraft): FoundMatch => ({
      rule: draft.rule,
      span: draft.span,
      place: () => draft.place(site.text, site.fingerprinter),
    });
    const known = memory.drafts.find(block);
    if (known !== undefined) {
      links?.repeat(known.asked);
      return known.value.map(toKept);
    }
    const own = module.renew();
    const { value, asked } = syntax.asked.record(() => {
      const judged = this.#walk(block, own);
      const drafts = judged.map((match) => FindingDraft.make(match, own, site));
      return { judged, drafts: drafts.filter((draft) => draft !== undefined) };
    });
    const { judged, drafts } = value;
    if (drafts.length < judged.length || !mayBeKept(block, asked.followed.size > 0, site)) {
      return judged.map((match) => toFound(match, own, site));
    }
    memory.drafts.keep(block, drafts, asked);
    return drafts.map(toKept);
  }

  #walk(block: Block, module: ModuleAnalysis): readonly JudgedMatch[] {
    const { model } = module;
    const judged: JudgedMatch[] = [];
    const finder = this.#createFinder(module, judged);
    walkStatements(model, model.syntax.read(block), model.root, {
      enters: (body) => this.#candidates.holds(body),
      statement: (statement, scope) => finder.statement(statement, scope),
      expression: (expr, scope) => finder.expression(expr, scope),
    });
    return judged;
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

function toFound(match: JudgedMatch, module: ModuleAnalysis, site: FindingSite): FoundMatch {
  const { rule, context } = match;
  return { rule, span: context.call ?? context.span, place: () => createFinding(match, module, site) };
}

/** False where a finding may say what stands in the commands of a notebook, or what the cells around hold. */
function mayBeKept(block: Block, restsOnCells: boolean, { text }: FindingSite): boolean {
  if (text.cellStarts.length === 0) return true;
  return !restsOnCells && text.magics.every(({ span }) => span.end <= block.start || block.end <= span.start);
}
