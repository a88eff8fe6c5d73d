import type {
  ChecklistQuestion,
  Framework,
  Item,
  Licence,
  Section,
  Taxonomy,
  TaxonomyEntry,
  TaxonomyGroup,
} from './framework.js';
import { ROLES, STAGES } from './framework.js';
import { refine } from './yaml-choices.js';
import type { Schema } from './yaml-reader.js';
import { boolean, integer, oneOf, string, webUrl } from './yaml-scalars.js';
import { list, object, optional, withDefault } from './yaml-shapes.js';

const fileId = string({
  pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  patternName: 'a lower-case id such as ncsc-secure-ai',
  description: 'Equals the name of the file without .yaml.',
});

const partId = string({
  pattern: /^[a-z][a-z0-9]*(-[a-z0-9.]+)*$/,
  patternName: 'a lower-case id such as ncsc-2.1',
  description: 'Unique over all frameworks. Rules and attestations refer to it, so it never changes.',
});

const day = string({
  pattern: /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/,
  patternName: "a date such as 2023-11-27, 2023-11 or '2023'",
  description: 'Day of publication, or as much of it as is known.',
});

const officialTitle = string({ singleLine: true, description: 'The official title.' });
const narrowTitle = string({
  singleLine: true,
  maxLength: 40,
  description: 'Our own name for narrow places.',
});

const licence: Schema<Licence> = object(
  {
    name: string({ singleLine: true, description: 'Name of the licence, or "Not stated".' }),
    url: optional(webUrl({ description: 'The terms.' })),
    note: optional(string({ description: 'What else a reader should know about reuse.' })),
  },
  { description: 'Terms under which the original is published.' },
);

const question: Schema<ChecklistQuestion> = object({
  id: partId,
  question: string({
    singleLine: true,
    maxLength: 160,
    pattern: /^[^?]+\?$/,
    patternName: 'one sentence that ends in a question mark',
    description: 'Answerable with yes or no; yes is the good answer.',
  }),
  kind: oneOf(['code', 'attestation'], {
    description: 'code: the repository can prove the answer. attestation: a person has to vouch for it.',
  }),
  hint: string({ singleLine: true, maxLength: 200, description: 'What counts as proof, or what breaks it.' }),
});

const item: Schema<Item> = refine(
  object({
    id: partId,
    number: string({ singleLine: true, description: 'Number to show.' }),
    title: officialTitle,
    titleIsExact: boolean({
      description: 'False: the official wording was not checked against the original.',
    }),
    shortTitle: string({ singleLine: true, maxLength: 60, description: 'Our own wording.' }),
    summary: string({ singleLine: true, description: 'What the item asks for, in our own words.' }),
    url: webUrl({ description: 'The closest official page.' }),
    stages: list(oneOf(STAGES), { minItems: 1, unique: true, description: 'Life-cycle stages it touches.' }),
    roles: list(oneOf(ROLES), { minItems: 1, unique: true, description: 'Who can act on it.' }),
    checklist: list(question, { minItems: 1 }),
  }),
  checkItem,
);

const section: Schema<Section> = object({
  id: partId,
  number: optional(string({ singleLine: true, description: 'Number in the document.' })),
  title: string({ singleLine: true }),
  items: list(item, { minItems: 1 }),
});

/** A file in guidelines/frameworks. Ids across files are checked by `validateGuidelines`. */
export const frameworkSchema: Schema<Framework> = refine(
  object({
    id: fileId,
    title: officialTitle,
    shortTitle: narrowTitle,
    publisher: string({ singleLine: true }),
    date: day,
    edition: string({ singleLine: true, description: 'Which edition the data follows, in words.' }),
    order: integer({ min: 1, description: 'Place in lists; no two frameworks share one.' }),
    url: webUrl({ description: 'The official page.' }),
    licence,
    note: optional(string({ description: 'What a reader should know about the data.' })),
    counts: object(
      { sections: integer({ min: 1 }), items: integer({ min: 1 }), questions: integer({ min: 1 }) },
      { description: 'How many there must be; a check against lost items.' },
    ),
    sections: list(section, { minItems: 1 }),
  }),
  (framework, fail) => {
    const items = framework.sections.flatMap((part) => part.items);
    const found = {
      sections: framework.sections.length,
      items: items.length,
      questions: items.reduce((sum, each) => sum + each.checklist.length, 0),
    };
    for (const name of ['sections', 'items', 'questions'] as const) {
      if (found[name] === framework.counts[name]) continue;
      fail(`says ${framework.counts[name]}, but the file has ${found[name]} ${name}`, ['counts', name]);
    }
  },
);

const entry: Schema<TaxonomyEntry> = object({
  id: string({ singleLine: true, description: 'As published.' }),
  label: optional(string({ singleLine: true, description: 'Shown in place of the id.' })),
  title: officialTitle,
  titleIsExact: withDefault(boolean({ description: 'False: a label in our own words.' }), true),
  url: optional(webUrl()),
});

const group: Schema<TaxonomyGroup> = refine(
  object({
    id: partId,
    title: string({ singleLine: true }),
    urlPattern: optional(
      webUrl({ description: 'Address of an entry without its own; {id} and {number} stand for its id.' }),
    ),
    entries: list(entry, { minItems: 1 }),
  }),
  checkGroup,
);

/** A file in guidelines/taxonomies. */
export const taxonomySchema: Schema<Taxonomy> = object({
  id: fileId,
  title: officialTitle,
  shortTitle: narrowTitle,
  publisher: string({ singleLine: true }),
  date: day,
  edition: string({ singleLine: true, description: 'Edition or version; ids are valid in this one only.' }),
  url: webUrl({ description: 'The official page.' }),
  source: webUrl({ description: 'Where ids and titles were read.' }),
  licence,
  groups: list(group, { minItems: 1 }),
});

function checkItem(value: Item, fail: (message: string, path: readonly (string | number)[]) => void): void {
  if (!value.titleIsExact && value.title !== value.shortTitle) {
    fail('must equal shortTitle while titleIsExact is false, so that unchecked wording is never shown', [
      'title',
    ]);
  }
  value.checklist.forEach((each, index) => {
    const prefix = `${value.id}.q`;
    if (each.id.startsWith(prefix) && /^[1-9]\d*$/.test(each.id.slice(prefix.length))) return;
    fail(`expected ${prefix} and a number, found ${each.id}`, ['checklist', index, 'id']);
  });
}

function checkGroup(
  value: TaxonomyGroup,
  fail: (message: string, path: readonly (string | number)[]) => void,
): void {
  const placeholder = /\{(?!id\}|number\})[^}]*\}/.exec(value.urlPattern ?? '');
  if (placeholder !== null) {
    fail(`has the placeholder ${placeholder[0]}, expected {id} or {number}`, ['urlPattern']);
  }
  const needsNumber = value.urlPattern?.includes('{number}') ?? false;
  value.entries.forEach((each, index) => {
    if (each.url !== undefined) return;
    if (value.urlPattern === undefined)
      fail('lacks the key url, and the group has no urlPattern', ['entries', index]);
    else if (needsNumber && !/\d/.test(each.id)) {
      fail('has no digits for the {number} of urlPattern', ['entries', index, 'id']);
    }
  });
}
