import type { AnalysisContext } from '../api.js';
import type { Notice } from '../findings/finding.js';
import type { Fingerprinter } from '../findings/fingerprint.js';
import { collectFacts } from '../inventory/collect-facts.js';
import type { LandmarkSelection } from '../inventory/compiled-landmarks.js';
import { type DocumentSettings, findConfigurationNames } from '../inventory/file-settings.js';
import { findLandmarks } from '../inventory/find-landmarks.js';
import type { InventoryFact } from '../inventory/inventory.js';
import type { Landmark } from '../inventory/landmark.js';
import { LinkedModules } from '../modules/linked-modules.js';
import type { CompiledRule } from '../rules/compile-rule.js';
import type { FindingSite, PlacedFinding } from '../rules/create-finding.js';
import { type FoundMatch, judgeModule } from '../rules/judge-module.js';
import { createModuleAnalysis } from '../semantics/module-analysis.js';
import type { CodeParser } from '../syntax/code-parser.js';
import { type CodeLanguage, syntaxOf } from '../syntax/languages.js';
import { ModuleSyntax } from '../syntax/module-syntax.js';
import type { CompiledKnowledge } from './compiled-knowledge.js';
import { dropOverridden, type RulePlace } from './drop-overridden.js';
import { type KeptVersion, reviseMemories } from './kept-version.js';
import type { ModuleMemory } from './module-memory.js';
import type { ModuleRules } from './module-rules.js';

/** What the code of a document holds, with what was opened and kept for it. */
export interface CodeAnalysis {
  readonly placed: readonly PlacedFinding[];
  readonly landmarks: readonly Landmark[];
  readonly facts: readonly InventoryFact[];
  readonly settings: DocumentSettings | undefined;
  readonly notices: readonly Notice[];
  /** Calls that were judged. */
  readonly calls: number;
  readonly syntax: ModuleSyntax;
  /** What of it holds for the next version, as {@link KeptVersion.memories}. */
  readonly memories: readonly ModuleMemory[];
  /** Whether all has to be read anew without what was kept: what was left out as too deep counts where it is asked for. */
  readonly isHidingCut: boolean;
  /** Other modules that it was linked with; absent where they do not count. */
  readonly linked: LinkedModules | undefined;
}

/** What is to be looked for in the code of a document. */
export interface CodeTask {
  readonly language: CodeLanguage;
  /** Rules on code. */
  readonly coded: readonly CompiledRule[];
  /** Landmarks that the text may hold; absent when none are wanted. */
  readonly landmarks: LandmarkSelection | undefined;
  readonly rules: ModuleRules;
  readonly site: FindingSite & { readonly fingerprinter: Fingerprinter };
  /** What rules on texts said. */
  readonly texts: readonly RulePlace[];
}

/** Parses and judges code; `earlier` is what was kept of its last version, absent where nothing is to be kept. */
export function analyseCode(
  task: CodeTask,
  parser: CodeParser,
  context: AnalysisContext,
  knowledge: CompiledKnowledge,
  earlier: Partial<KeptVersion> | undefined,
): CodeAnalysis {
  const { text } = task.site;
  const { text: code, cellStarts } = text;
  const syntax = new ModuleSyntax(code, cellStarts, parser, earlier?.syntax, syntaxOf(task.language));
  try {
    return judgeCode(task, syntax, parser, context, knowledge, earlier);
  } catch (cause) {
    syntax.dispose();
    throw cause;
  }
}

function judgeCode(
  task: CodeTask,
  syntax: ModuleSyntax,
  parser: CodeParser,
  context: AnalysisContext,
  knowledge: CompiledKnowledge,
  earlier: Partial<KeptVersion> | undefined,
): CodeAnalysis {
  const { language, coded, rules, site } = task;
  const { text } = site;
  const { isTrimmed, scanned, reach } = rules;
  const { names, flow, needs } = knowledge.code[language];
  const linked = rules.isLinked ? linkModules(context, knowledge, parser, syntax) : undefined;
  const isKeeping = earlier !== undefined && isTrimmed && !syntax.mayHideCut;
  const memories = isKeeping ? reviseMemories(earlier.memories ?? [], syntax, text, context) : [];
  const [memory] = memories;
  memory?.relink(context.modules, linked);

  const own = scanned?.judgeCode(syntax.code);
  const options = {
    mayMention: (name: string): boolean => own?.isMet(needs.needOfMention(name)) ?? true,
    source: text,
  };
  const module = createModuleAnalysis(syntax, names, flow, context.project, {
    ...options,
    ...(linked && { linked }),
    ...(memory && { mentions: memory.mentions }),
  });
  let calls = 0;
  const judging = {
    isTrimmed,
    aliases: context.reach?.aliases ?? [],
    count: (): void => {
      calls += 1;
    },
    site,
  };
  const judge = reach === undefined ? own : scanned?.judgeCode(syntax.code, reach);
  const met = judge === undefined ? coded : coded.filter(({ need }) => judge.isMet(need));
  const kept = memory && { memory: memory.matches, index: memory.index };
  const judged = [...judgeModule(met, module, knowledge.evaluator, { ...judging, ...kept })];
  if (linked !== undefined && !isTrimmed) {
    // What words rule out is looked for as well, without the other modules: those count where words let them.
    const linkable = new Set(met.filter((rule) => rules.possible.includes(rule)));
    const others = coded.filter((rule) => !linkable.has(rule));
    const alone = createModuleAnalysis(syntax, names, flow, context.project, options);
    judged.push(...judgeModule(others, alone, knowledge.evaluator, { ...judging, aliases: [] }));
  }
  const placed = dropOverridden(judged, placeOf, task.texts).map((match) => match.place());
  const { landmarks } = task;
  const found = landmarks === undefined ? [] : findLandmarks(module, landmarks, text, memory?.landmarks);
  const wantsFacts = context.wantInventory === true && language === 'python';
  const facts = wantsFacts
    ? collectFacts(module, text, knowledge.inventory, context.ownModules ?? new Set())
    : [];
  const { isExhausted } = module.resolver;
  return {
    placed,
    landmarks: found,
    facts,
    settings: wantsFacts ? settingsOf(text.text) : undefined,
    notices: isExhausted ? [exhaustedNotice(text.path)] : [],
    calls,
    syntax,
    // Where the work ended depends on what was known before.
    memories: isExhausted ? [] : memory?.keep(linked) === false ? memories.slice(1) : memories,
    isHidingCut: memory !== undefined && syntax.mayHideCut,
    linked,
  };
}

function placeOf({ rule, span }: FoundMatch): RulePlace {
  return { id: rule.id, overrides: rule.overrides, span };
}

function linkModules(
  { modules: port, reach }: AnalysisContext,
  { modules, packages }: CompiledKnowledge,
  parser: CodeParser,
  { asked }: ModuleSyntax,
): LinkedModules | undefined {
  if (port === undefined) return undefined;
  modules.trim();
  return new LinkedModules(port, modules, parser, (name) => packages.has(name), reach ?? {}, asked);
}

function settingsOf(code: string): DocumentSettings | undefined {
  const names = findConfigurationNames(code);
  return names.length === 0 ? undefined : { entries: [], defaults: [], names };
}

function exhaustedNotice(path: string): Notice {
  const message = 'Partly scanned: its names lead to one another in too many ways; split the file up.';
  return { kind: 'partly-scanned', path, message };
}
