import type { Location } from '../source/document.js';

/**
 * One thing of the code that a document speaks about, as one line: a row of a table or an item of a list. When the thing
 * leaves the code, the line moves to a list of what was no longer found; it is never dropped.
 */
export interface GeneratedElement {
  /** Stable within the project, such as the `id` of an inventory fact. Must not hold line numbers. */
  readonly id: string;
  /** Short name for messages. */
  readonly name: string;
  /** Markdown on one line: `| a | b |` or `- a`. Text that comes from code must be escaped, see `escapeMarkdown`. */
  readonly text: string;
  /** Where it stands in the code, for a lens there. */
  readonly location?: Location;
}

/** A stretch of a document that is generated anew each time. */
export interface GeneratedBlock {
  /** Unique within the document and stable over time, such as `endpoints`. */
  readonly id: string;
  /** Short name for messages; the id when absent. */
  readonly name?: string;
  /** The one thing of the code that the whole block is about, when there is one. */
  readonly location?: Location;
  /** Markdown from top to bottom. A text may hold several lines. */
  readonly content: readonly (string | GeneratedElement)[];
  /** Markdown below the block that is written once, with the block, and belongs to people from then on: questions. */
  readonly after?: string;
}

/** A part of a document with a heading. */
export interface GeneratedSection {
  /** Unique among the sections of the document and stable over time. */
  readonly id: string;
  /**
   * Markdown that is written once, when the section is new, and belongs to people from then on: the heading, and what
   * people shall fill in. Its first line is the heading.
   */
  readonly opening: string;
  readonly blocks: readonly GeneratedBlock[];
}

/** A value of the YAML front matter. */
export type FrontMatterValue =
  | string
  | number
  | boolean
  | null
  | readonly FrontMatterValue[]
  | { readonly [key: string]: FrontMatterValue };

/** A Markdown document as the code asks for it, before it is merged with what people wrote. Plain data. */
export interface GeneratedDocument {
  /** Kind of document in kebab-case, such as `threat-model`. */
  readonly kind: string;
  /** Front matter in the order of a new file; absent for documents without. */
  readonly frontMatter?: Readonly<Record<string, FrontMatterValue>>;
  /** Title and first lines of a new file; written once. */
  readonly opening: string;
  /** In the order of a new file. */
  readonly sections: readonly GeneratedSection[];
}
