import type { Schema } from '../guidelines/yaml-reader.js';
import { boolean, oneOf, string } from '../guidelines/yaml-scalars.js';
import { list, object, optional } from '../guidelines/yaml-shapes.js';
import type { Match } from '../rules/rule.js';
import { MATCH_SCHEMA } from '../rules/rule-schema.js';
import { DOCUMENT_KINDS, type DocumentKind } from '../structured/document-kind.js';
import { LANDMARK_KINDS, type LandmarkKind } from './landmark.js';

/** What in documents that hold no code is worth a lens: data of guidelines/knowledge/landmarks.yaml. */
export interface DocumentLandmarks {
  /** Packages that make a project one with models; requirements of others are no landmarks. `*` for any part. */
  readonly packages: readonly { readonly registry: 'pypi' | 'npm'; readonly names: readonly string[] }[];
  readonly landmarks: readonly DocumentLandmark[];
}

/** One thing that a guideline speaks about. */
export interface DocumentLandmark {
  readonly kind: LandmarkKind;
  readonly places: readonly LandmarkPlace[];
  /**
   * What must be found, one of these: in the entry that is shown, in its own document of a stream where that entry has a
   * single value, or else anywhere. Nothing need when absent.
   */
  readonly holds?: readonly Match[];
  /** True when the dependency files of the project must name one of the packages. */
  readonly isOfProject?: boolean;
  readonly guidelines: readonly string[];
}

/** Where a landmark is shown. */
export interface LandmarkPlace {
  readonly documents: readonly DocumentKind[];
  /** ECMAScript expression for the path. */
  readonly path?: string;
  /** The beginning of the document when absent. */
  readonly at?: Match;
  /** True for the first of a document alone. */
  readonly isFirst?: boolean;
}

/** The shape of guidelines/knowledge/landmarks.yaml. */
export const DOCUMENT_LANDMARKS_SCHEMA: Schema<DocumentLandmarks> = object({
  packages: list(object({ registry: oneOf(['pypi', 'npm']), names: list(string(), { unique: true }) })),
  landmarks: list(
    object({
      kind: oneOf(LANDMARK_KINDS),
      places: list(
        object({
          documents: list(oneOf(DOCUMENT_KINDS), { minItems: 1, unique: true }),
          path: optional(string()),
          at: optional(MATCH_SCHEMA),
          isFirst: optional(boolean()),
        }),
        { minItems: 1 },
      ),
      holds: optional(list(MATCH_SCHEMA, { minItems: 1 })),
      isOfProject: optional(boolean()),
      guidelines: list(string(), { minItems: 1 }),
    }),
  ),
});
