import type { CompiledInventory } from '../inventory/compiled-inventory.js';
import type { CompiledLandmarks } from '../inventory/compiled-landmarks.js';
import type { CompiledDocumentLandmarks } from '../inventory/find-document-landmarks.js';
import type { ModuleCache } from '../modules/linked-modules.js';
import type { NeedCompiler } from '../rules/compile-need.js';
import type { CompiledRule } from '../rules/compile-rule.js';
import type { DocumentJudge } from '../rules/document/document-judge.js';
import type { Evaluator } from '../rules/evaluate.js';
import type { Need } from '../rules/need.js';
import type { OriginKind } from '../rules/rule.js';
import type { RuleFilter } from '../rules/rule-filter.js';
import type { RuleSelection } from '../rules/rule-selection.js';
import type { CompiledNames } from '../semantics/compiled-names.js';
import type { CompiledFlow } from '../semantics/flow-knowledge.js';
import type { DocumentKnowledge } from '../structured/document-kind.js';
import type { DocumentRecogniser } from '../structured/recognise-document.js';
import type { CodeLanguage } from '../syntax/languages.js';

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
