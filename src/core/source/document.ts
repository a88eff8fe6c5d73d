import type { Range } from './position.js';

/** One notebook cell as an editor knows it. */
export interface CellInput {
  /** Position among all cells of the notebook, from 0. */
  readonly index: number;
  readonly kind: 'code' | 'markdown' | 'raw';
  /** VS Code language id, such as `python`; absent when the notebook does not say. */
  readonly languageId?: string;
  readonly text: string;
}

/** A text file. */
export interface TextInput {
  readonly kind: 'text';
  /** Path relative to the project root with `/` separators; decides language, severity by place, and fingerprints. */
  readonly path: string;
  /** VS Code language id; when absent the language follows from the path. */
  readonly languageId?: string;
  readonly text: string;
}

/** A notebook as raw `.ipynb` JSON, as the command line reads it. */
export interface RawNotebookInput {
  readonly kind: 'notebook-json';
  readonly path: string;
  readonly text: string;
}

/** A notebook as its cells, as an editor holds it. */
export interface CellNotebookInput {
  readonly kind: 'notebook-cells';
  readonly path: string;
  /** Language of the kernel, such as `python`. */
  readonly kernelLanguage: string;
  readonly cells: readonly CellInput[];
}

/** What a host gives the engine to analyse. */
export type DocumentInput = TextInput | RawNotebookInput | CellNotebookInput;

/** A place a person can go to. */
export interface Location {
  readonly path: string;
  /**
   * Range in the file's text, or, when `cell` is present, in that cell's text. Lines and characters from 0.
   */
  readonly range: Range;
  /** Index over all cells of a notebook, from 0; absent outside notebooks. */
  readonly cell?: number;
  /** Range in the raw JSON text of a notebook; present only when the notebook was given as raw JSON. */
  readonly rawRange?: Range;
}

/** A replacement of text. `location` as in {@link Location}; an empty range inserts. */
export interface TextEdit {
  readonly location: Location;
  readonly newText: string;
  /** The same replacement in raw JSON (escaped), present with `location.rawRange`. */
  readonly rawNewText?: string;
}
