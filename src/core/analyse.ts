import type { Analysis, AnalysisContext, WorkCounts } from './api.js';
import type { Notice } from './findings/finding.js';
import { Fingerprinter } from './findings/fingerprint.js';
import { isSecondaryPath } from './findings/secondary-path.js';
import { collectFacts } from './inventory/collect-facts.js';
import type { CompiledInventory } from './inventory/compiled-inventory.js';
import type { CompiledLandmarks } from './inventory/compiled-landmarks.js';
import {
  type DocumentSettings,
  findConfigurationNames,
  readFileSettings,
} from './inventory/file-settings.js';
import { findContainerFacts } from './inventory/find-container-facts.js';
import type { CompiledDocumentLandmarks } from './inventory/find-document-landmarks.js';
import { findLandmarks } from './inventory/find-landmarks.js';
import type { InventoryFact } from './inventory/inventory.js';
import type { Landmark } from './inventory/landmark.js';
import { ModuleMemory } from './module-memory.js';
import { readClassMarks } from './modules/class-marks.js';
import { LinkedModules, type ModuleCache } from './modules/linked-modules.js';
import { readImports } from './modules/module-imports.js';
import { type ModuleOutline, readAliases, readHanded } from './modules/module-outline.js';
import { toNeedReach } from './modules/reach-needs.js';
import type { NeedCompiler } from './rules/compile-need.js';
import type { CompiledRule } from './rules/compile-rule.js';
import { type FindingSite, groupFindings, type PlacedFinding } from './rules/create-finding.js';
import { documentFindings } from './rules/document/document-findings.js';
import type { DocumentJudge } from './rules/document/document-judge.js';
import { NOTEBOOK_NAMES, openNotebookCommands } from './rules/document/notebook-document.js';
import { isDocumentMatch } from './rules/document-match.js';
import type { Evaluator } from './rules/evaluate.js';
import { type FoundMatch, judgeModule } from './rules/judge-module.js';
import type { Need } from './rules/need.js';
import type { OriginKind } from './rules/rule.js';
import type { RuleFilter, ScannedText } from './rules/rule-filter.js';
import type { RuleSelection } from './rules/rule-selection.js';
import { textFindings } from './rules/text-findings.js';
import { BlockChange } from './semantics/block-change.js';
import type { CompiledNames } from './semantics/compiled-names.js';
import type { CompiledFlow } from './semantics/flow-knowledge.js';
import { createModuleAnalysis } from './semantics/module-analysis.js';
import { isGeneratedScript } from './source/generated-script.js';
import type { ModuleText } from './source/module-text.js';
import type { Span } from './source/position.js';
import type { DocumentKnowledge } from './structured/document-kind.js';
import { StructuredDocument } from './structured/read-document.js';
import type { DocumentRecogniser, RecognisedDocument } from './structured/recognise-document.js';
import { suppressFindings } from './suppress-findings.js';
import type { Grammars } from './syntax/grammars.js';
import { type CodeLanguage, findCodeLanguage, grammarOf, isScript, syntaxOf } from './syntax/languages.js';
import { ModuleSyntax } from './syntax/module-syntax.js';

/** What is known about the libraries of a language, ready to run. */
export interface CodeKnowledge {
  readonly needs: NeedCompiler;
  readonly names: CompiledNames;
  readonly flow: CompiledFlow;
  readonly landmarks: CompiledLandmarks;
}

/** What is known about documents that are no code, ready to run. */
export interface CompiledDocuments {
  readonly knowledge: DocumentKnowledge;
  readonly recogniser: DocumentRecogniser;
  readonly judge: DocumentJudge;
  readonly landmarks: CompiledDocumentLandmarks;
  /** Of the rules on documents. */
  readonly filter: RuleFilter;
}

/** What the engine knows, ready to run. */
export interface CompiledKnowledge {
  readonly selection: RuleSelection;
  /** Of the rules on code of a language. */
  readonly filters: Readonly<Record<CodeLanguage, RuleFilter>>;
  readonly code: Readonly<Record<CodeLanguage, CodeKnowledge>>;
  readonly documents: CompiledDocuments;
  readonly inventory: CompiledInventory;
  readonly evaluator: Evaluator;
  /** Rules on Python code that other modules may open. */
  readonly judged: readonly CompiledRule[];
  /** Top-level names of Python packages that something is known about. */
  readonly packages: ReadonlySet<string>;
  /** Modules that were opened for others. */
  readonly modules: ModuleCache;
  /** What Python code must hold for values to come from somewhere. */
  readonly origins: ReadonlyMap<OriginKind, Need>;
  /** Words at which rules on Python code match. */
  readonly matchWords: ReadonlySet<string>;
  /** Packages with classes whose methods rules on Python code speak about. */
  readonly handed: ReadonlySet<string>;
}

/** What a session keeps of one version of a document for the next. */
export interface KeptVersion {
  readonly language: string;
  readonly syntax: ModuleSyntax;
  /** What the filter of its rules read; absent when nothing was filtered. */
  readonly scanned?: ScannedText;
  /** For each of the last surroundings in which it was analysed, the latest first. */
  readonly memories: readonly ModuleMemory[];
  /** What it wanted from its callers before and after other modules brought that; absent when they brought nothing. */
  readonly wanted?: {
    readonly alone: ModuleOutline['callersWanted'];
    readonly linked: ModuleOutline['callersWanted'];
  };
}

/** The result with what a session keeps for the next version of the document. */
export interface ModuleResult {
  readonly analysis: Analysis;
  readonly kept?: KeptVersion;
}

/**
 * Analyses one opened document. `earlier` is what was kept of its last version; absent where there is no next one either.
 * `known` is what the filter of rules on its language read of it, when it has done so already.
 * Rejects only when the grammar does.
 */
export async function analyseModule(
  text: ModuleText,
  context: AnalysisContext,
  knowledge: CompiledKnowledge,
  grammars: Grammars,
  earlier?: Partial<KeptVersion>,
  known?: ScannedText,
): Promise<ModuleResult> {
  if (isScript(text.languageId) && isGeneratedScript(text.text)) {
    const message = 'Not scanned: its long lines were written by a tool; check the sources they come from.';
    return { analysis: emptyAnalysis(text, [{ kind: 'not-scanned', path: text.path, message }]) };
  }
  const isTrimmed = context.trim !== false;
  const { documents } = knowledge;
  const language = findCodeLanguage(text.languageId);
  const recognised =
    language === undefined && text.cellStarts.length === 0
      ? documents.recogniser.recognise(text.path, text.languageId, text.original)
      : undefined;
  const selected = knowledge.selection.select(text.languageId, recognised?.names, context.settings.rules);
  const applying = selected.rules;
  const filter = recognised === undefined ? knowledge.filters[language ?? 'python'] : documents.filter;
  const isLinked = language === 'python' && context.modules !== undefined;
  const reach =
    context.reach === undefined || !isLinked
      ? undefined
      : toNeedReach(context.reach, knowledge.filters.python, knowledge.origins);
  const before = earlier?.language === text.languageId ? earlier.scanned : undefined;
  const scanned = isTrimmed || isLinked ? (known ?? filter.scan(text, before)) : undefined;
  const possible = scanned?.selectRules(applying, reach) ?? applying;
  const active = isTrimmed ? possible : applying;
  const fingerprinter = new Fingerprinter();
  const site = {
    text,
    isSecondary: isSecondaryPath(text.path),
    fingerprinter,
    levels: context.settings.rules,
  };
  const placed: PlacedFinding[] = [];
  const overriding: Overriding[] = [];
  for (const compiled of active) {
    const { overrides } = compiled.rule;
    for (const finding of textFindings(compiled, site)) {
      placed.push(finding);
      if (overrides.length > 0) overriding.push({ overrides, span: finding.span });
    }
  }
  const notices: Notice[] = [];
  const structured = active.filter(({ rule }) => isDocumentMatch(rule.match));
  const document =
    recognised === undefined ? undefined : openStructured(text, recognised, documents.knowledge);
  if (document !== undefined && structured.length > 0) {
    const judged = documentFindings(structured, document, documents.judge, context.project, site);
    placed.push(...dropCovered(judged, structured));
    const { problem } = document;
    if (problem !== undefined) notices.push(problemNotice(problem, text));
  }
  const shell = findShellFindings(text, context, knowledge, site);
  placed.push(...shell.placed);
  let landmarks: readonly Landmark[] = [];
  const wantsFacts = context.wantInventory === true;
  let facts: readonly InventoryFact[] = [];
  let settings: DocumentSettings | undefined;
  if (document !== undefined && context.wantLandmarks === true) {
    landmarks = documents.landmarks.find(document, documents.judge, context.project, text);
  }
  if (document !== undefined && wantsFacts) {
    facts = findContainerFacts(text, document);
    settings = readFileSettings(document, text);
  }
  let syntax: ModuleSyntax | undefined;
  let memory: ModuleMemory | undefined;
  let memories: readonly ModuleMemory[] = [];
  let linked: LinkedModules | undefined;
  let calls = 0;
  const coded = active.filter(
    ({ rule: { match } }) => match.kind !== 'text' && match.kind !== 'magic' && !isDocumentMatch(match),
  );
  const possibleLandmarks =
    language === undefined || context.wantLandmarks !== true
      ? undefined
      : knowledge.code[language].landmarks.select(text);
  const wantsCode = possibleLandmarks !== undefined || (wantsFacts && language === 'python');
  if (language !== undefined && (coded.length > 0 || wantsCode)) {
    const parser = await grammars.load(grammarOf(text.languageId));
    if (context.cancellation?.isCancelled === true) return { analysis: emptyAnalysis(text) };
    syntax = new ModuleSyntax(text.text, text.cellStarts, parser, earlier?.syntax, syntaxOf(language));
    try {
      const own = scanned?.judgeCode(syntax.code);
      const judge = reach === undefined ? own : scanned?.judgeCode(syntax.code, reach);
      const { names, flow, needs } = knowledge.code[language];
      const mayMention = (name: string): boolean => own?.isMet(needs.needOfMention(name)) ?? true;
      if (context.modules !== undefined && isLinked) {
        const { modules, packages } = knowledge;
        modules.trim();
        linked = new LinkedModules(
          context.modules,
          modules,
          parser,
          (name) => packages.has(name),
          context.reach ?? {},
          syntax.asked,
        );
      }
      if (earlier !== undefined && isTrimmed && !syntax.mayHideCut) {
        memories = reviseMemories(earlier.memories ?? [], syntax, text, context);
        [memory] = memories;
        memory?.relink(context.modules, linked);
      }
      const module = createModuleAnalysis(syntax, names, flow, context.project, {
        mayMention,
        source: text,
        ...(linked === undefined ? {} : { linked }),
        ...(memory === undefined ? {} : { mentions: memory.mentions }),
      });
      const evaluator = knowledge.evaluator;
      const count = (): void => {
        calls += 1;
      };
      const aliases = context.reach?.aliases ?? [];
      const rules = judge === undefined ? coded : coded.filter(({ need }) => judge.isMet(need));
      const options = {
        isTrimmed,
        aliases,
        count,
        site,
        ...(memory === undefined ? {} : { memory: memory.matches, index: memory.index }),
      };
      const judged = [...judgeModule(rules, module, evaluator, options)];
      if (linked !== undefined && !isTrimmed) {
        // What words rule out is looked for as well, without the other modules: those count where words let them.
        const met = new Set(rules.filter((rule) => possible.includes(rule)));
        const others = coded.filter((rule) => !met.has(rule));
        const alone = createModuleAnalysis(syntax, names, flow, context.project, {
          mayMention,
          source: text,
        });
        judged.push(...judgeModule(others, alone, evaluator, { isTrimmed, aliases: [], count, site }));
      }
      placed.push(...dropOverridden(judged, overriding).map((match) => match.place()));
      if (possibleLandmarks !== undefined) {
        landmarks = findLandmarks(module, possibleLandmarks, text, memory?.landmarks);
      }
      if (wantsFacts && language === 'python') {
        facts = collectFacts(module, text, knowledge.inventory, context.ownModules ?? new Set());
        const names = findConfigurationNames(text.text);
        if (names.length > 0) settings = { entries: [], defaults: [], names };
      }
      if (module.resolver.isExhausted) {
        notices.push(exhaustedNotice(text.path));
        // Where the work ended depends on what was known before.
        memories = [];
      } else if (memory?.keep(linked) === false) memories = memories.slice(1);
    } catch (cause) {
      syntax.dispose();
      throw cause;
    }
  }
  const asked = shell.rules.map(({ rule }) => rule.id);
  const ran = asked.length === 0 ? selected.ids : new Set([...selected.ids, ...asked]);
  const ids = { ran, known: knowledge.selection.all.ids };
  const suppressed = suppressFindings(sortPlaced(placed), text, context, ids, fingerprinter);
  const marked = markKnown(suppressed, context.known);
  const grouped = context.isGrouping === false ? marked : groupFindings(marked);
  const findings = sortPlaced(grouped).map(({ finding }) => finding);
  if (syntax !== undefined && memory !== undefined && syntax.mayHideCut) {
    // What was left out counts where somebody asks for it, which only a look at everything tells.
    return analyseModule(text, context, knowledge, grammars, { syntax, memories: [] }, scanned);
  }
  const cut = syntax?.firstCut;
  if (cut !== undefined) notices.push(tooDeepNotice(cut, text));
  const parsed = syntax?.parsed;
  const work: WorkCounts = {
    length: text.text.length,
    parsedLength: parsed?.length ?? 0,
    parsedBlocks: parsed?.blocks ?? 0,
    nodes: parsed?.nodes ?? 0,
    blocks: syntax?.blocks.length ?? 0,
    calls,
  };
  const analysis: Analysis = {
    path: text.path,
    findings,
    notices,
    landmarks,
    facts,
    ...(settings === undefined ? {} : { settings }),
    ...(linked === undefined ? {} : { modules: { opened: linked.opened, wanted: linked.wanted } }),
    ...(isLinked && scanned !== undefined && context.wantOutline !== false
      ? { outline: outlineOf(text, scanned, knowledge, linked?.links.callersWanted) }
      : {}),
    work,
  };
  if (syntax === undefined) return { analysis };
  return { analysis, kept: { syntax, memories, language: text.languageId, ...(scanned && { scanned }) } };
}

/** Surroundings in which one document is analysed in turn: with and without what other modules bring. */
const MAX_MEMORIES = 2;

/** What earlier versions left that still holds; the first is for the surroundings of this one. */
function reviseMemories(
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

/** What a Python document tells about itself to checks of others; `scanned` by the filter of rules on code. */
export function outlineOf(
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

/** Findings in the commands of a notebook, and the rules that looked for them. */
function findShellFindings(
  text: ModuleText,
  context: AnalysisContext,
  { selection, documents }: CompiledKnowledge,
  site: FindingSite,
): { readonly placed: readonly PlacedFinding[]; readonly rules: readonly CompiledRule[] } {
  if (text.cellStarts.length === 0 || text.magics.length === 0) return { placed: [], rules: [] };
  const rules = selection
    .select('', NOTEBOOK_NAMES, context.settings.rules)
    .rules.filter(({ rule }) => isDocumentMatch(rule.match));
  const document = openNotebookCommands(text, documents.knowledge);
  if (document === undefined) return { placed: [], rules };
  const judged = documentFindings(rules, document, documents.judge, context.project, site);
  return { placed: dropCovered(judged, rules), rules };
}

/** The result for a document that was not looked into. */
export function emptyAnalysis(
  { path, text }: { path: string; text: string },
  notices: readonly Notice[] = [],
): Analysis {
  const work = { length: text.length, parsedLength: 0, parsedBlocks: 0, nodes: 0, blocks: 0, calls: 0 };
  return { path, findings: [], notices, landmarks: [], facts: [], work };
}

function exhaustedNotice(path: string): Notice {
  const message = 'Partly scanned: its names lead to one another in too many ways; split the file up.';
  return { kind: 'partly-scanned', path, message };
}

function tooDeepNotice(offset: number, text: ModuleText): Notice {
  const location = text.locate({ start: offset, end: offset });
  const line = location.range.start.line + 1;
  const message = `Partly scanned: the code at line ${line} is nested too deeply and was left out; split it up.`;
  return { kind: 'partly-scanned', path: text.path, message, location };
}

function openStructured(
  { path, original }: ModuleText,
  recognised: RecognisedDocument,
  knowledge: DocumentKnowledge,
): StructuredDocument {
  // Only readers of YAML know the byte order mark.
  const isMarked = original.startsWith('\ufeff') && recognised.kind.syntax !== 'yaml';
  return new StructuredDocument(isMarked ? ` ${original.slice(1)}` : original, path, recognised, knowledge);
}

function problemNotice({ message, offset }: DocumentProblem, text: ModuleText): Notice {
  const location = text.locate({ start: offset, end: offset });
  const line = location.range.start.line + 1;
  return {
    kind: 'partly-scanned',
    path: text.path,
    message: `Partly scanned: ${message} (line ${line}).`,
    location,
  };
}

type DocumentProblem = NonNullable<StructuredDocument['problem']>;

/** Drops a finding where one of a rule that overrides its own stands on an overlapping range. */
function dropCovered(
  found: readonly PlacedFinding[],
  rules: readonly CompiledRule[],
): readonly PlacedFinding[] {
  const overrides = new Map(rules.map(({ rule }) => [rule.id, rule.overrides]));
  const covers = found.filter(({ finding }) => (overrides.get(finding.ruleId)?.length ?? 0) > 0);
  if (covers.length === 0) return found;
  return found.filter(
    ({ finding, span }) =>
      !covers.some(
        (other) =>
          overrides.get(other.finding.ruleId)?.includes(finding.ruleId) === true &&
          other.span.start < span.end &&
          span.start < other.span.end,
      ),
  );
}

/** Where a rule was found that says more than the ones it overrides. */
interface Overriding {
  readonly overrides: readonly string[];
  readonly span: Span;
}

/** Drops a match where a rule that overrides its own matched on an overlapping range, in code or in `texts`. */
function dropOverridden(judged: readonly FoundMatch[], texts: readonly Overriding[]): readonly FoundMatch[] {
  const overriding = [...texts];
  for (const { rule, span } of judged) {
    if (rule.overrides.length > 0) overriding.push({ overrides: rule.overrides, span });
  }
  if (overriding.length === 0) return judged;
  return judged.filter(({ rule, span: own }) => {
    return !overriding.some(
      ({ overrides, span }) => overrides.includes(rule.id) && span.start < own.end && own.start < span.end,
    );
  });
}

/** Suppresses what the baseline knows; what the source suppresses stays so. */
function markKnown(
  placed: readonly PlacedFinding[],
  known: ReadonlySet<string> | undefined,
): readonly PlacedFinding[] {
  if (known === undefined || known.size === 0) return placed;
  return placed.map((one) => {
    const { finding } = one;
    if (finding.suppression !== undefined || !known.has(finding.fingerprint)) return one;
    return { ...one, finding: { ...finding, suppression: { kind: 'baseline', reason: '' } } };
  });
}

function sortPlaced(placed: readonly PlacedFinding[]): readonly PlacedFinding[] {
  return [...placed].sort(
    (a, b) =>
      a.span.start - b.span.start ||
      (a.finding.ruleId < b.finding.ruleId ? -1 : a.finding.ruleId > b.finding.ruleId ? 1 : 0),
  );
}
