import type { CardKnowledge } from './artifacts/cards/card-knowledge.js';
import type { ThreatRule } from './artifacts/threat-model/threat-knowledge.js';
import type { Finding, Level, Notice } from './findings/finding.js';
import type { CrosswalkLink } from './guidelines/crosswalk.js';
import type { EvidenceBase } from './guidelines/evidence.js';
import type { Framework, Taxonomy } from './guidelines/framework.js';
import type { DocumentLandmarks } from './inventory/document-landmark.js';
import type { DocumentSettings } from './inventory/file-settings.js';
import type { InventoryFact } from './inventory/inventory.js';
import type { InventoryKnowledge } from './inventory/inventory-knowledge.js';
import type { Landmark } from './inventory/landmark.js';
import type { ModelFileKnowledge } from './modelfiles/model-file-lists.js';
import type { ModuleOutline, ModuleReach } from './modules/module-outline.js';
import type { ModulePort } from './modules/module-port.js';
import type { PlannedModules } from './modules/plan-modules.js';
import type { ModulePlan } from './modules/planner.js';
import type { Cancellation, GrammarSource, Log } from './ports.js';
import type { ReportSkeleton } from './report/status-haip-schema.js';
import type { KnownTexts } from './rules/known-lists.js';
import type { Rule } from './rules/rule.js';
import type { KnownGates } from './rules/rule-gates.js';
import type { SemanticKnowledge } from './semantics/knowledge.js';
import type { ProjectFacts } from './semantics/project.js';
import type { DocumentInput } from './source/document.js';
import type { Steps } from './steps.js';
import type { DocumentKnowledge } from './structured/document-kind.js';

/** Everything Fairlead knows, as the build step bundles it from guidelines/. Plain JSON. */
export interface Knowledge {
  readonly frameworks: readonly Framework[];
  readonly taxonomies: readonly Taxonomy[];
  readonly crosswalk: readonly CrosswalkLink[];
  /** What proves or breaks the answers to the checklist questions. */
  readonly evidence: EvidenceBase;
  /** Sections of a HAIP report. */
  readonly haip: ReportSkeleton;
  /** Of Python. */
  readonly semantics: SemanticKnowledge;
  /** Of JavaScript and TypeScript. */
  readonly javascriptSemantics: SemanticKnowledge;
  /** Of Dockerfiles, YAML, JSON, TOML and their kin. */
  readonly documents: DocumentKnowledge;
  /** What in those is worth a lens. */
  readonly documentLandmarks: DocumentLandmarks;
  readonly rules: readonly Rule[];
  /** What texts must hold for `rules` to match, worked out before so that a start need not; other rules may be added to those. */
  readonly gates?: KnownGates;
  /** What rules ask for by the name of a list. */
  readonly known: KnownTexts;
  /** The parts of ML projects: which calls load data, models, and so on. */
  readonly inventory: InventoryKnowledge;
  /** Operators, classes and template parts that model files may name. */
  readonly modelFiles: ModelFileKnowledge;
  /** Outlines of model cards and their kin, licences, and words of the Hugging Face Hub. */
  readonly cards: CardKnowledge;
  /** What can go wrong with what an inventory finds. */
  readonly threats: readonly ThreatRule[];
}

export interface EngineOptions {
  readonly knowledge: Knowledge;
  readonly grammars: GrammarSource;
  readonly log?: Log;
}

/** What the user decided about rules. Comes from `fairlead.yaml` and, in an editor, from its settings. */
export interface Settings {
  /** Level per rule id; `off` silences a rule. Unknown ids are ignored here and diagnosed by the configuration reader. */
  readonly rules: Readonly<Record<string, Level | 'off'>>;
  /** Largest document that is analysed, in UTF-16 code units. */
  readonly maxDocumentLength: number;
}

export interface AnalysisContext {
  readonly project: ProjectFacts;
  readonly settings: Settings;
  /** Today's date as `YYYY-MM-DD`, for suppressions that expire. */
  readonly today: string;
  /** True to collect landmarks for lenses, of code and of other documents; costs a walk of the places that hold them. */
  readonly wantLandmarks?: boolean;
  /** True to collect what the document states about data, models, services and so on; reads the whole document. */
  readonly wantInventory?: boolean;
  /** Other Python modules of the workspace, into which names, constants and values are followed; absent for none. */
  readonly modules?: ModulePort;
  /** What other modules bring to the document, when that was worked out by {@link Engine.planModules}. */
  readonly reach?: ModuleReach;
  /** False to leave out what the document tells about itself to checks of others, where nobody asks for it. */
  readonly wantOutline?: boolean;
  /** Tells what other modules bring to the document, in place of `reach`; as the document is now. */
  readonly plan?: ModulePlan;
  /** First segments of module names that are the project's own where the document imports; absent for none. */
  readonly ownModules?: ReadonlySet<string>;
  /** Fingerprints of findings of this document that are known: they are marked as suppressed by the baseline. */
  readonly known?: ReadonlySet<string>;
  /** False keeps each finding by itself where a rule makes one of all in a file; for writing a baseline. */
  readonly isGrouping?: boolean;
  /** False switches needles, index and partial parsing off; findings are the same, only slower. For tests. */
  readonly trim?: boolean;
  readonly cancellation?: Cancellation;
}

/** How much work an analysis took; for budgets that count work instead of time. */
export interface WorkCounts {
  /** Length of the document in UTF-16 code units. */
  readonly length: number;
  /** UTF-16 code units given to the parser. */
  readonly parsedLength: number;
  /** Top-level statements given to the parser, and all there are (0 when no parse was needed). */
  readonly parsedBlocks: number;
  readonly blocks: number;
  /** Nodes of syntax trees that were read. */
  readonly nodes: number;
  /** Calls looked at by rules. */
  readonly calls: number;
}

/** Which other files of the workspace an analysis rests on. */
export interface ModuleUse {
  readonly opened: readonly string[];
  /** Those that were looked for and not at hand: with them the findings may be others. */
  readonly wanted: readonly string[];
}

/** The result for one document. Plain data. */
export interface Analysis {
  readonly path: string;
  /** In document order. */
  readonly findings: readonly Finding[];
  readonly notices: readonly Notice[];
  /** Empty unless asked for. */
  readonly landmarks: readonly Landmark[];
  /** Empty unless asked for. */
  readonly facts: readonly InventoryFact[];
  /** What the document says about configurations, for the inventory of the project; absent unless facts are asked for. */
  readonly settings?: DocumentSettings;
  /** Absent when no modules were given, or none was needed. */
  readonly modules?: ModuleUse;
  /** What the document tells about itself to checks of others; absent when no modules were given, it is not wanted, and for no Python. */
  readonly outline?: ModuleOutline;
  readonly work: WorkCounts;
}

/** The engine. One per process or worker; not re-entrant for one session. */
export interface Engine {
  readonly knowledge: Knowledge;
  /** Analyses a document once. Never rejects for what the document holds: that becomes a notice. */
  analyse(input: DocumentInput, context: AnalysisContext): Promise<Analysis>;
  /** What a document tells about itself to checks of others, without a check; undefined for what is no Python. */
  outline(input: DocumentInput): ModuleOutline | undefined;
  /**
   * Outlines of the files that documents import, directly or not, and that have none among these, as far as the port has
   * them at hand.
   */
  completeOutlines(
    outlines: readonly ModuleOutline[],
    port: Pick<ModulePort, 'find' | 'read'>,
  ): readonly ModuleOutline[];
  /**
   * Documents in which something may be found only because of other modules of the workspace, with what those bring: they
   * are to be analysed again with it. Takes the outlines of all documents. Within a bound, unless `isUnbounded`.
   */
  planModules(
    outlines: readonly ModuleOutline[],
    port: Pick<ModulePort, 'find'>,
    isUnbounded?: boolean,
  ): PlannedModules;
  /** As {@link planModules} for documents that are analysed with the plan in their contexts, made in short steps. */
  planInSteps(outlines: readonly ModuleOutline[], port: Pick<ModulePort, 'find'>): Steps<ModulePlan>;
  /** Keeps parse results between versions of one document, for editors. */
  openSession(): DocumentSession;
  /** An engine with these rules in place of its own. It uses the parsers of this one, and ends with it. */
  withRules(rules: readonly Rule[]): Engine;
  /** Frees parser memory; the engine cannot be used afterwards. */
  dispose(): void;
}

/** One open document. Calls must not overlap. */
export interface DocumentSession {
  /** As {@link Engine.analyse}; parses only what changed since the last call. */
  analyse(input: DocumentInput, context: AnalysisContext): Promise<Analysis>;
  /** Frees parser memory. */
  dispose(): void;
}
