import type { Knowledge } from '../api.js';
import type { Finding } from '../findings/finding.js';
import type { Inventory } from '../inventory/inventory.js';
import { AI_BOM_KIND } from './ai-bom/create-ai-bom.js';
import { CARD_KINDS } from './cards/card-kinds.js';
import { CROISSANT_KIND } from './cards/create-croissant.js';
import type { GeneratedDocument } from './generated-document.js';
import { THREAT_MODEL_KIND } from './threat-model/threat-model-kind.js';

/** A text file that says something about the project as a whole: a licence, CODEOWNERS, a README. */
export interface ArtifactFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** What documents are generated from. */
export interface ArtifactInput {
  /** Name of the project for people, such as that of its folder. */
  readonly projectName: string;
  readonly inventory: Inventory;
  readonly findings: readonly Finding[];
  readonly knowledge: Knowledge;
  /** Those of the project's files whose paths match the `files` pattern of a kind. */
  readonly files: readonly ArtifactFile[];
  /** Where the document goes, relative to the root, with `/`; links are relative to it. */
  readonly path: string;
  /** Today as `YYYY-MM-DD`; only for formats that need a date. Never in a document that is checked for drift. */
  readonly today: string;
}

/** What a generator returns: a document to merge, or a file that is replaced whole. */
export type GeneratedArtifact =
  | { readonly kind: 'document'; readonly document: GeneratedDocument }
  | { readonly kind: 'text'; readonly text: string };

/** A form in which a kind of document can be written. */
export interface ArtifactForm {
  /** Word for `--format`. */
  readonly format: string;
  /** Where it goes without `--output`, relative to the root, with `/`. */
  readonly path: string;
  generate(input: ArtifactInput): GeneratedArtifact;
}

/** A kind of document that the guidelines ask for. */
export interface ArtifactKind {
  /** Word for `fairlead generate`. */
  readonly id: string;
  /** With its article, such as `a threat model`. */
  readonly title: string;
  /** Guideline items that ask for it, such as `ncsc-1.2`. */
  readonly guidelines: readonly string[];
  /** Paths of files that the generator wants to read besides the inventory; absent for none. */
  readonly files?: RegExp;
  /** At least one; the first is the usual one. */
  readonly forms: readonly [ArtifactForm, ...ArtifactForm[]];
}

/** All kinds, in the order of lists. */
export const ARTIFACT_KINDS: readonly ArtifactKind[] = [
  THREAT_MODEL_KIND,
  ...CARD_KINDS,
  CROISSANT_KIND,
  AI_BOM_KIND,
];
