/** The only door of the engine. Hosts import this module and nothing else of it. */
export type * from './api.js';
export { createEngine } from './engine.js';
export type { Finding, Fix, Level, Notice, RelatedLocation, Suppression } from './findings/finding.js';
export { LEVELS } from './findings/finding.js';
export type { Landmark, LandmarkKind } from './inventory/landmark.js';
export type * from './ports.js';
export type { Rule } from './rules/rule.js';
export { createProjectIndex, type ProjectIndex } from './semantics/manifests/project-index.js';
export { isManifest } from './semantics/manifests/manifest-kinds.js';
export { NO_PROJECT_FACTS, type ProjectFacts } from './semantics/project.js';
export type * from './source/document.js';
export { LineIndex, type Position, type Range, type Span } from './source/position.js';
