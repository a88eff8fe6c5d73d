/** The only door of the engine. Hosts import this module and nothing else of it. */
export type * from './api.js';
export { type Configuration, NO_CONFIGURATION, readConfiguration } from './configuration/configuration.js';
export { setRuleLevel } from './configuration/set-rule-level.js';
export { createEngine } from './engine.js';
export { SUPPRESSION_RULES } from './findings/apply-suppressions.js';
export type {
  Confidence,
  Finding,
  Fix,
  Level,
  Notice,
  RelatedLocation,
  Suppression,
} from './findings/finding.js';
export { LEVELS } from './findings/finding.js';
export { createSuppressionComment, placeSuppression } from './findings/place-suppression.js';
export {
  type CrosswalkLink,
  findItem,
  findTarget,
  type LinkTarget,
  listLinks,
} from './guidelines/crosswalk.js';
export type { Framework, Item, Section, Taxonomy, TaxonomyEntry } from './guidelines/framework.js';
export { suggestClosest } from './guidelines/suggest-closest.js';
export type { Landmark, LandmarkKind } from './inventory/landmark.js';
export type * from './ports.js';
export { applyEdits } from './report/apply-edits.js';
export { type Excerpt, takeExcerpts } from './report/excerpt.js';
export { createGuidelineIndex, nameEntry } from './report/guideline-index.js';
export { formatJson } from './report/json-report.js';
export { hasFindingAtLeast, type QuotingReport } from './report/report.js';
export { formatSarif } from './report/sarif-report.js';
export { selectFixes } from './report/select-fixes.js';
export { formatText } from './report/text-report.js';
export type { Rule } from './rules/rule.js';
export { isManifest, MANIFEST_NAMES } from './semantics/manifests/manifest-kinds.js';
export { createProjectIndex, type ProjectIndex } from './semantics/manifests/project-index.js';
export { NO_PROJECT_FACTS, type ProjectFacts } from './semantics/project.js';
export type * from './source/document.js';
export { findLanguageId } from './source/module-text.js';
export { LineIndex, type Position, type Range, type Span } from './source/position.js';
