import type { AnalysisContext } from '../api.js';
import type { Notice } from '../findings/finding.js';
import { type DocumentSettings, readFileSettings } from '../inventory/file-settings.js';
import { findContainerFacts } from '../inventory/find-container-facts.js';
import type { InventoryFact } from '../inventory/inventory.js';
import type { Landmark } from '../inventory/landmark.js';
import type { CompiledRule } from '../rules/compile-rule.js';
import type { FindingSite, PlacedFinding } from '../rules/create-finding.js';
import { documentFindings } from '../rules/document/document-findings.js';
import type { DocumentJudge } from '../rules/document/document-judge.js';
import { NOTEBOOK_NAMES, openNotebookCommands } from '../rules/document/notebook-document.js';
import { isDocumentMatch } from '../rules/document-match.js';
import type { ModuleText } from '../source/module-text.js';
import type { DocumentKnowledge } from '../structured/document-kind.js';
import { StructuredDocument } from '../structured/read-document.js';
import type { RecognisedDocument } from '../structured/recognise-document.js';
import type { CompiledKnowledge } from './compiled-knowledge.js';
import { dropOverridden } from './drop-overridden.js';

/** What a document that is no code holds. */
export interface DocumentAnalysis {
  readonly placed: readonly PlacedFinding[];
  readonly notices: readonly Notice[];
  readonly landmarks: readonly Landmark[];
  readonly facts: readonly InventoryFact[];
  readonly settings: DocumentSettings | undefined;
}

/** Looks at a document of a known kind: a manifest, a workflow, a configuration. */
export function analyseDocument(
  recognised: RecognisedDocument,
  active: readonly CompiledRule[],
  { project, wantLandmarks, wantInventory }: AnalysisContext,
  { documents }: CompiledKnowledge,
  site: FindingSite,
): DocumentAnalysis {
  const { text } = site;
  const { judge } = documents;
  const document = openStructured(text, recognised, documents.knowledge);
  const rules = active.filter(({ rule }) => isDocumentMatch(rule.match));
  const placed = rules.length === 0 ? [] : findIn(document, rules, judge, project, site);
  const { problem } = document;
  return {
    placed,
    notices: rules.length === 0 || problem === undefined ? [] : [problemNotice(problem, text)],
    landmarks: wantLandmarks === true ? documents.landmarks.find(document, judge, project, text) : [],
    facts: wantInventory === true ? findContainerFacts(text, document) : [],
    settings: wantInventory === true ? readFileSettings(document, text) : undefined,
  };
}

/** Findings in the commands of a notebook, and the rules that looked for them. */
export function findShellFindings(
  { project, settings }: AnalysisContext,
  { selection, documents }: CompiledKnowledge,
  site: FindingSite,
): { readonly placed: readonly PlacedFinding[]; readonly rules: readonly CompiledRule[] } {
  const { text } = site;
  if (text.cellStarts.length === 0 || text.magics.length === 0) return { placed: [], rules: [] };
  const rules = selection
    .select('', NOTEBOOK_NAMES, settings.rules)
    .rules.filter(({ rule }) => isDocumentMatch(rule.match));
  const document = openNotebookCommands(text, documents.knowledge);
  if (document === undefined) return { placed: [], rules };
  return { placed: findIn(document, rules, documents.judge, project, site), rules };
}

function findIn(
  document: StructuredDocument,
  rules: readonly CompiledRule[],
  judge: DocumentJudge,
  project: AnalysisContext['project'],
  site: FindingSite,
): readonly PlacedFinding[] {
  const overrides = new Map(rules.map(({ rule }) => [rule.id, rule.overrides]));
  return dropOverridden(
    documentFindings(rules, document, judge, project, site),
    ({ finding: { ruleId: id }, span }) => ({ id, overrides: overrides.get(id) ?? [], span }),
  );
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

function problemNotice(
  { message, offset }: NonNullable<StructuredDocument['problem']>,
  text: ModuleText,
): Notice {
  const location = text.locate({ start: offset, end: offset });
  const line = location.range.start.line + 1;
  return {
    kind: 'partly-scanned',
    path: text.path,
    message: `Partly scanned: ${message} (line ${line}).`,
    location,
  };
}
