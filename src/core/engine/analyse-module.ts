import type { Analysis, AnalysisContext, WorkCounts } from '../api.js';
import type { Notice } from '../findings/finding.js';
import { Fingerprinter } from '../findings/fingerprint.js';
import { isSecondaryPath } from '../findings/secondary-path.js';
import type { CompiledRule } from '../rules/compile-rule.js';
import { type FindingSite, groupFindings, type PlacedFinding } from '../rules/create-finding.js';
import { isDocumentMatch } from '../rules/document-match.js';
import type { NeedleHits } from '../rules/needle-scanner.js';
import type { ScannedText } from '../rules/rule-filter.js';
import { textFindings } from '../rules/text-findings.js';
import { isGeneratedScript } from '../source/generated-script.js';
import type { ModuleText } from '../source/module-text.js';
import { TextParts } from '../source/text-parts.js';
import type { Grammars } from '../syntax/grammars.js';
import { grammarOf, isScript } from '../syntax/languages.js';
import { analyseCode, type CodeAnalysis, type CodeTask } from './analyse-code.js';
import { analyseDocument, findShellFindings } from './analyse-document.js';
import type { CompiledKnowledge } from './compiled-knowledge.js';
import type { RulePlace } from './drop-overridden.js';
import type { KeptVersion } from './kept-version.js';
import { chooseRules, type ModuleRules } from './module-rules.js';
import { outlineModule } from './outline-module.js';
import { suppressFindings } from './suppress-findings.js';

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
  const before = earlier?.language === text.languageId ? earlier.scanned : undefined;
  const rules = chooseRules(text, context, knowledge, before, known);
  const { recognised, active, scanned } = rules;
  const fingerprinter = new Fingerprinter();
  const site = {
    text,
    isSecondary: isSecondaryPath(text.path),
    fingerprinter,
    levels: context.settings.rules,
  };
  const texts = findInText(active, site, scanned?.hits);
  const document = recognised && analyseDocument(recognised, active, context, knowledge, site);
  const shell = findShellFindings(context, knowledge, site);
  const parts = new TextParts(text.text, earlier?.parts);
  const task = findCodeTask(rules, texts.places, context, knowledge, site, parts);
  let code: CodeAnalysis | undefined;
  if (task !== undefined) {
    const parser = await grammars.load(grammarOf(text.languageId));
    if (context.cancellation?.isCancelled === true) return { analysis: emptyAnalysis(text) };
    code = analyseCode(task, parser, context, knowledge, earlier);
    if (code.isHidingCut) {
      const { syntax } = code;
      return analyseModule(text, context, knowledge, grammars, { syntax, memories: [] }, scanned);
    }
  }

  const results = [texts, document, shell, code];
  const placed = sortPlaced(results.flatMap((part) => part?.placed ?? []));
  const asked = shell.rules.map(({ rule }) => rule.id);
  const ran = asked.length === 0 ? rules.ids : new Set([...rules.ids, ...asked]);
  const ids = { ran, known: knowledge.selection.all.ids };
  const suppressed = suppressFindings(placed, text, context, ids, fingerprinter);
  const marked = markKnown(suppressed, context.known);
  const grouped = context.isGrouping === false ? marked : groupFindings(marked);
  const settings = document?.settings ?? code?.settings;
  const linked = code?.linked;
  const analysis: Analysis = {
    path: text.path,
    findings: sortPlaced(grouped).map(({ finding }) => finding),
    notices: [...(document?.notices ?? []), ...(code?.notices ?? []), ...tooDeepNotices(code, text)],
    landmarks: document?.landmarks ?? code?.landmarks ?? [],
    facts: document?.facts ?? code?.facts ?? [],
    ...(settings && { settings }),
    ...(linked && { modules: { opened: linked.opened, wanted: linked.wanted } }),
    ...(rules.isLinked && scanned !== undefined && context.wantOutline !== false
      ? { outline: outlineModule(text, scanned, knowledge, linked?.links.callersWanted) }
      : {}),
    work: countWork(text, code),
  };
  if (code === undefined) return { analysis };
  const { syntax, memories } = code;
  const language = text.languageId;
  return { analysis, kept: { syntax, memories, language, parts, ...(scanned && { scanned }) } };
}

/** Findings of rules on texts, and where rules that override others stand. */
function findInText(
  rules: readonly CompiledRule[],
  site: FindingSite,
  needles: NeedleHits | undefined,
): { readonly placed: readonly PlacedFinding[]; readonly places: readonly RulePlace[] } {
  const placed: PlacedFinding[] = [];
  const places: RulePlace[] = [];
  for (const compiled of rules) {
    const { id, overrides } = compiled.rule;
    for (const finding of textFindings(compiled, site, needles)) {
      placed.push(finding);
      if (overrides.length > 0) places.push({ id, overrides, span: finding.span });
    }
  }
  return { placed, places };
}

/** What is to be looked for in the code; undefined when it need not be parsed. */
function findCodeTask(
  rules: ModuleRules,
  texts: readonly RulePlace[],
  { wantLandmarks, wantInventory }: AnalysisContext,
  { code }: CompiledKnowledge,
  site: CodeTask['site'],
  parts: TextParts,
): CodeTask | undefined {
  const { language } = rules;
  if (language === undefined) return undefined;
  const coded = rules.active.filter(
    ({ rule: { match } }) => match.kind !== 'text' && match.kind !== 'magic' && !isDocumentMatch(match),
  );
  const landmarks = wantLandmarks === true ? code[language].landmarks.select(site.text, parts) : undefined;
  const wantsFacts = wantInventory === true && language === 'python';
  if (coded.length === 0 && landmarks === undefined && !wantsFacts) return undefined;
  return { language, coded, landmarks, rules, site, texts };
}

/** The result for a document that was not looked into. */
export function emptyAnalysis(
  { path, text }: { path: string; text: string },
  notices: readonly Notice[] = [],
): Analysis {
  const work = { length: text.length, parsedLength: 0, parsedBlocks: 0, nodes: 0, blocks: 0, calls: 0 };
  return { path, findings: [], notices, landmarks: [], facts: [], work };
}

function countWork({ text: { length } }: ModuleText, code: CodeAnalysis | undefined): WorkCounts {
  if (code === undefined) return { length, parsedLength: 0, parsedBlocks: 0, nodes: 0, blocks: 0, calls: 0 };
  const { syntax, calls } = code;
  const { parsed } = syntax;
  return {
    length,
    parsedLength: parsed.length,
    parsedBlocks: parsed.blocks,
    nodes: parsed.nodes,
    blocks: syntax.blocks.length,
    calls,
  };
}

function tooDeepNotices(code: CodeAnalysis | undefined, text: ModuleText): readonly Notice[] {
  const offset = code?.syntax.firstCut;
  if (offset === undefined) return [];
  const location = text.locate({ start: offset, end: offset });
  const line = location.range.start.line + 1;
  const message = `Partly scanned: the code at line ${line} is nested too deeply and was left out; split it up.`;
  return [{ kind: 'partly-scanned', path: text.path, message, location }];
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
