import type { Location } from '../../source/document.js';

/** A line of a card that the project proves. */
export interface Statement {
  /** Identity within the fill: the name of the thing; holds no line numbers. */
  readonly key: string;
  /** Markdown on one line; names and values from the code are code spans. */
  readonly text: string;
  /** Lines that state it, at least one. */
  readonly sources: readonly Location[];
}

/** Something only people know. */
export interface Question {
  /** Stable identity within the kind of card. */
  readonly id: string;
  /** One sentence that ends in a question mark. */
  readonly text: string;
  /** Checklist items that ask for the answer. */
  readonly guidelines: readonly string[];
}

/** One entry of a section: what the code states under a label, and what is left to ask. */
export interface CardEntry {
  /** Bold text in front; empty when the section has no labels. */
  readonly label: string;
  /** Advice that holds for every project; says nothing about this one. Empty when there is none. */
  readonly advice: string;
  /** Name of the fill that made the statements; empty for an entry that only asks. */
  readonly fill: string;
  readonly statements: readonly Statement[];
  /** Absent when the statements answer it. */
  readonly question?: Question;
}

/** A heading and what stands below it. */
export interface CardSection {
  /** Stable identity within the kind of card. */
  readonly id: string;
  readonly title: string;
  /** Level of the heading, from 1. */
  readonly level: number;
  readonly entries: readonly CardEntry[];
}

/**
 * Stands before every question that people have to answer. Templates of Hugging Face leave the same words, so one search
 * finds both.
 */
export const QUESTION_MARKER = '[More Information Needed]';
