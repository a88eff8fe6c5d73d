import type { Stage } from '../rules/rule.js';

/** Life-cycle stages in the order of a project's life. */
export const STAGES: readonly Stage[] = [
  'design',
  'data',
  'training',
  'evaluation',
  'deployment',
  'operation',
];

/**
 * Who can act on an item: who trains or fine-tunes models, who builds software on models, or who runs a finished
 * system.
 */
export type Role = 'model-developer' | 'application-developer' | 'deployer';

/** Roles from the model to its use. */
export const ROLES: readonly Role[] = ['model-developer', 'application-developer', 'deployer'];

/** Under which terms the original document is published. */
export interface Licence {
  /** Name as people know it, or a sentence such as `Not stated`. */
  readonly name: string;
  /** The terms; absent when there is no page to link to. */
  readonly url?: string;
  /** What else a reader should know about reuse. */
  readonly note?: string;
}

/** A published document of guidance with its checklist. One file in guidelines/frameworks. */
export interface Framework {
  /** Equals the file's name without `.yaml`. */
  readonly id: string;
  /** Official title. */
  readonly title: string;
  /** Our own name for narrow places, at most 40 characters. */
  readonly shortTitle: string;
  readonly publisher: string;
  /** Day of publication as `YYYY-MM-DD`, or as much of it as is known. */
  readonly date: string;
  /** Which edition the data follows, in words. */
  readonly edition: string;
  /** Place in lists, from 1; no two frameworks share one. */
  readonly order: number;
  /** The official page. */
  readonly url: string;
  readonly licence: Licence;
  /** What a reader should know about the data, such as whose numbering it is. */
  readonly note?: string;
  /** How many there must be; a check against lost items. */
  readonly counts: FrameworkCounts;
  /** In the order of the document. */
  readonly sections: readonly Section[];
}

/** Sizes of a framework. */
export interface FrameworkCounts {
  readonly sections: number;
  readonly items: number;
  readonly questions: number;
}

/** A part of a framework. */
export interface Section {
  /** Unique over all frameworks. */
  readonly id: string;
  /** Number in the document; absent when the document does not number its sections. */
  readonly number?: string;
  readonly title: string;
  /** In the order of the document. */
  readonly items: readonly Item[];
}

/** One guideline, principle or action. */
export interface Item {
  /** Unique over all frameworks, such as `ncsc-2.1`; rules and attestations refer to it. */
  readonly id: string;
  /** Number to show, such as `2.1`. */
  readonly number: string;
  /** The official title when `titleIsExact`; otherwise equal to `shortTitle`. */
  readonly title: string;
  /** False: the official wording was not checked, and must not be shown as a quotation. */
  readonly titleIsExact: boolean;
  /** Our own wording, at most 60 characters. */
  readonly shortTitle: string;
  /** What the item asks for, in our own words. */
  readonly summary: string;
  /** The closest official page. */
  readonly url: string;
  /** At least one, in the order of {@link STAGES}. */
  readonly stages: readonly Stage[];
  /** At least one, in the order of {@link ROLES}. */
  readonly roles: readonly Role[];
  /** At least one. */
  readonly checklist: readonly ChecklistQuestion[];
}

/** A question whose answer is yes or no; yes is the good answer. Our own wording. */
export interface ChecklistQuestion {
  /** `<item id>.q<number>`; stable, since attestations refer to it. */
  readonly id: string;
  /** One sentence that ends in a question mark, at most 160 characters. */
  readonly question: string;
  /** `code`: the repository can prove the answer; `attestation`: a person has to vouch for it. */
  readonly kind: 'code' | 'attestation';
  /** What counts as proof, or what breaks it. */
  readonly hint: string;
}

/** A published list of ids that rules and the crosswalk refer to. One file in guidelines/taxonomies. */
export interface Taxonomy {
  /** Equals the file's name without `.yaml`. */
  readonly id: string;
  /** Official title. */
  readonly title: string;
  /** Our own name for narrow places, at most 40 characters. */
  readonly shortTitle: string;
  readonly publisher: string;
  /** Day of publication as `YYYY-MM-DD`, or as much of it as is known. */
  readonly date: string;
  /** Edition or version; ids are valid in this one only. */
  readonly edition: string;
  /** The official page. */
  readonly url: string;
  /** Where ids and titles were read. */
  readonly source: string;
  readonly licence: Licence;
  readonly groups: readonly TaxonomyGroup[];
}

/** Entries of one kind. */
export interface TaxonomyGroup {
  readonly id: string;
  readonly title: string;
  /**
   * Address of an entry that has none of its own: `{id}` stands for the id, `{number}` for the digits in it, and
   * without either all entries share the address.
   */
  readonly urlPattern?: string;
  readonly entries: readonly TaxonomyEntry[];
}

/** One weakness, technique, principle, article. */
export interface TaxonomyEntry {
  /** As published, such as `CWE-502`; unique within its taxonomy. */
  readonly id: string;
  /** What to show in place of an id that says nothing to people. */
  readonly label?: string;
  readonly title: string;
  /** False: a label in our own words. */
  readonly titleIsExact: boolean;
  readonly url?: string;
}
