/** The only door of the engine. Hosts import this module and nothing else of it. */
export type * from './api.js';
export {
  checkDocument,
  type DocumentDrift,
  type GoneElement,
  type MissingElement,
} from './artifacts/check-document.js';
export type { DocumentChange, DocumentConflict } from './artifacts/document-change.js';
export { findDocumentKind } from './artifacts/find-document-kind.js';
export type { GeneratedDocument } from './artifacts/generated-document.js';
export {
  ARTIFACT_KINDS,
  type ArtifactFile,
  type ArtifactForm,
  type ArtifactInput,
  type ArtifactKind,
  type GeneratedArtifact,
} from './artifacts/kinds.js';
export {
  isLivingDocument,
  type MergeOptions,
  type MergeResult,
  mergeDocument,
} from './artifacts/merge-document.js';
export { completeYaml, type YamlCompletion } from './assist/complete-yaml.js';
export { describeYaml } from './assist/describe-yaml.js';
export { addRuleFolder } from './configuration/add-rule-folder.js';
export { type Configuration, NO_CONFIGURATION, readConfiguration } from './configuration/configuration.js';
export { createConfigurationJsonSchema } from './configuration/configuration-schema.js';
export { setRuleLevel } from './configuration/set-rule-level.js';
export { createEngine } from './engine/engine.js';
export { SUPPRESSION_RULES } from './findings/apply-suppressions.js';
export {
  BASELINE_PATH,
  type Baseline,
  type BaselineScope,
  findStaleEntries,
  formatBaseline,
  knownIn,
  NO_BASELINE,
  readBaseline,
  updateBaseline,
} from './findings/baseline.js';
export type {
  BinaryPlace,
  ChoiceFix,
  Confidence,
  Finding,
  Fix,
  Level,
  Notice,
  RelatedLocation,
  Suppression,
} from './findings/finding.js';
export { LEVELS } from './findings/finding.js';
export { groupRequirements } from './findings/group-requirements.js';
export { createSuppressionComment, placeSuppression } from './findings/place-suppression.js';
export { isInShard, type Shard } from './findings/shard.js';
export {
  assessInSteps,
  assessProject,
  countLanguages,
  type ProjectInput,
} from './guidelines/assess-project.js';
export {
  ATTESTATIONS_ATTRIBUTES,
  ATTESTATIONS_PATH,
  type Attestation,
  type AttestationVerdict,
} from './guidelines/attestation.js';
export {
  type AttestationsReading,
  createAttestationsSchema,
  findSubject,
  listIds,
  readAttestations,
} from './guidelines/attestation-reader.js';
export { type AttestationsEdit, addAttestation } from './guidelines/attestation-writer.js';
export {
  type CrosswalkLink,
  findItem,
  findTarget,
  type LinkTarget,
  listLinks,
} from './guidelines/crosswalk.js';
export type { Condition, EvidenceBase } from './guidelines/evidence.js';
export { EvidenceCache } from './guidelines/evidence-cache.js';
export { findWantedFiles, type WantedFile } from './guidelines/evidence-paths.js';
export { createProbes, splitFindings } from './guidelines/evidence-probes.js';
export type { Framework, Item, Role, Section, Taxonomy, TaxonomyEntry } from './guidelines/framework.js';
export { ROLES, STAGES } from './guidelines/framework.js';
export type {
  AttestationStatus,
  FrameworkStatus,
  ItemStatus,
  Progress,
  ProjectStatus,
  QuestionStatus,
  SectionStatus,
  State,
} from './guidelines/status.js';
export { combineStates, listItemStatuses, measureProgress, STATES } from './guidelines/status.js';
export { suggestClosest } from './guidelines/suggest-closest.js';
export type { JsonObject } from './guidelines/yaml-reader.js';
export { createInventory, type InventoryPart } from './inventory/create-inventory.js';
export { createModelFileFact } from './inventory/create-model-file-fact.js';
export type { Inventory, InventoryFact, InventoryFactKind } from './inventory/inventory.js';
export type { Landmark, LandmarkKind } from './inventory/landmark.js';
export { indexOwnModules, type OwnModules } from './inventory/own-modules.js';
export { inspectModelFile } from './modelfiles/inspect-model-file.js';
export type * from './modelfiles/model-file.js';
export { MAX_READ } from './modelfiles/model-file.js';
export { isModelFileName, MODEL_FILE_GLOB } from './modelfiles/model-file-names.js';
export { createModelFindings, type ModelFindingOptions } from './modelfiles/model-findings.js';
export { importedPaths } from './modules/complete-outlines.js';
export { listModuleFiles, type ModuleFiles, ModuleIndex, type ModuleRef } from './modules/module-index.js';
export type { ModuleOutline, ModuleReach } from './modules/module-outline.js';
export type { ModulePort } from './modules/module-port.js';
export { isWorthPlanning, type PlannedModules } from './modules/plan-modules.js';
export type { ModulePlan } from './modules/planner.js';
export type * from './ports.js';
export { applyEdits } from './report/apply-edits.js';
export { type Excerpt, takeExcerpts } from './report/excerpt.js';
export { fillChoice } from './report/fill-choice.js';
export { createGuidelineIndex, nameEntry } from './report/guideline-index.js';
export {
  describeSize,
  describeVerdict,
  formatBytes,
  formatCount,
  listSecondOpinions,
  nameFormat,
  summariseTensors,
} from './report/inspection.js';
export { formatInspectionsJson } from './report/inspection-json.js';
export { formatInspectionText, type Inspection } from './report/inspection-text.js';
export {
  formatInventoryJson,
  formatInventoryMarkdown,
  formatInventoryText,
} from './report/inventory-report.js';
export { formatJson } from './report/json-report.js';
export { formatMarkdown } from './report/markdown-report.js';
export { mergeSarif, SarifMergeError } from './report/merge-sarif.js';
export { makePrintable } from './report/printable.js';
export { hasFindingAtLeast, type QuotingReport } from './report/report.js';
export { formatSarif } from './report/sarif-report.js';
export { selectFixes } from './report/select-fixes.js';
export {
  compareStatus,
  type EarlierStatus,
  readEarlierStatus,
  type StatusChange,
} from './report/status-compare.js';
export { formatHaip } from './report/status-haip.js';
export { formatStatusHtml } from './report/status-html.js';
export { formatStatusJson } from './report/status-json.js';
export { formatStatusMarkdown } from './report/status-markdown.js';
export { collectReferences } from './report/status-references.js';
export {
  describeProgress,
  filterStatus,
  reachesShare,
  STATE_WORDS,
  type StatusFilter,
  type StatusReport,
} from './report/status-report.js';
export { formatStatusSarif } from './report/status-sarif.js';
export { formatStatusText } from './report/status-text.js';
export { formatText } from './report/text-report.js';
export { fenceLanguage } from './rules/fence-language.js';
export { AREA_NAMES, AREA_SUBJECTS, renderSkeleton } from './rules/render-skeleton.js';
export type { Rule, Stage } from './rules/rule.js';
export { createGates } from './rules/rule-filters.js';
export { isDeviceName, RULE_ID } from './rules/rule-id.js';
export { createRuleJsonSchema } from './rules/rule-json-schema.js';
export { runExamples } from './rules/run-examples.js';
export {
  addRules,
  describeFailure,
  describeManyRules,
  describeMissingPackage,
  describeNoRules,
  isRuleFileName,
  MAX_RULE_FILES,
  MAX_RULE_SIZE,
  type RegexJudge,
  type RuleFile,
  readTeamRules,
  type TeamRule,
  type TeamRules,
} from './rules/team-rules.js';
export { isManifest, MANIFEST_NAMES } from './semantics/manifests/manifest-kinds.js';
export {
  createProjectIndex,
  type ProjectIndex,
  readProjectFacts,
} from './semantics/manifests/project-index.js';
export { NO_PROJECT_FACTS, type ProjectFacts } from './semantics/project.js';
export {
  CHECKED_FILES,
  type CheckedKind,
  classifyFile,
  isBuilt,
  isCheckedFile,
  isSkippedFolder,
} from './source/checked-files.js';
export type * from './source/document.js';
export { findLanguageId } from './source/module-text.js';
export { LineIndex, type Position, type Range, type Span } from './source/position.js';
export { SKIPPED_FOLDERS } from './source/skipped-folders.js';
