import type { Framework, Item, Taxonomy, TaxonomyEntry } from './framework.js';
import { refine } from './yaml-choices.js';
import type { Infer } from './yaml-reader.js';
import { isoDate, oneOf, string } from './yaml-scalars.js';
import { list, object, optional } from './yaml-shapes.js';

/** How a link is known: stated by a publication, or judged by us. */
export type LinkBasis = 'published' | 'own-judgement';

/** A guideline item meets an entry of a taxonomy, or an item of another framework. */
export interface CrosswalkLink {
  /** Id of the framework item. */
  readonly item: string;
  /** Id of the taxonomy, or of the other framework. */
  readonly taxonomy: string;
  /** Id of the entry in that taxonomy, or of the item in that framework. */
  readonly id: string;
  readonly basis: LinkBasis;
  /** The publication; always present when `basis` is `published`. */
  readonly source?: string;
}

/** What a link points to, for showing it. */
export interface LinkTarget {
  /** Name of the taxonomy or framework for narrow places. */
  readonly taxonomyTitle: string;
  /** The id, or what people know it by. */
  readonly label: string;
  readonly title: string;
  /** False: `title` is our own wording. */
  readonly titleIsExact: boolean;
  /** The closest official page. */
  readonly url: string;
}

const basis = oneOf(['published', 'own-judgement'], {
  description: 'published: the source states the link. own-judgement: we judged it.',
});
const source = optional(string({ singleLine: true, description: 'The publication that states it.' }));
const itemId = string({ singleLine: true, description: 'Id of a framework item.' });

const link = refine(
  object({
    taxonomy: string({ singleLine: true, description: 'Id of a taxonomy, or of another framework.' }),
    id: string({ singleLine: true, description: 'Id of an entry there.' }),
    basis,
    source,
  }),
  requireSource,
);

const alias = refine(
  object({
    item: itemId,
    as: string({ singleLine: true, description: 'The item whose links it shares.' }),
    basis,
    source,
  }),
  requireSource,
);

/** The file guidelines/crosswalk.yaml. Ids are checked by `validateGuidelines`. */
export const crosswalkSchema = object({
  id: string({ singleLine: true }),
  title: string({ singleLine: true }),
  date: isoDate({ description: 'Day of the last review.' }),
  note: string({ description: 'What a link means and does not mean.' }),
  items: list(object({ item: itemId, links: list(link) })),
  sameAs: list(alias, {
    description: 'Items that two frameworks share; the first takes over the links of the second.',
  }),
});

/** The crosswalk as it is written, before `expandCrosswalk`. */
export type CrosswalkFile = Infer<typeof crosswalkSchema>;

/**
 * Turns the file into one flat list in the order of the file. A pair in `sameAs` gives a link each way, and the first
 * item takes over the second one's links, as own judgement, since their sources speak of the second.
 *
 * @param frameworkOf the framework id of an item id; undefined drops the pair's mutual links
 */
export function expandCrosswalk(
  file: CrosswalkFile,
  frameworkOf: (item: string) => string | undefined,
): readonly CrosswalkLink[] {
  const links: CrosswalkLink[] = file.items.flatMap(({ item, links }) =>
    links.map((each) => ({ item, ...each })),
  );
  const shared = file.sameAs.flatMap(({ item, as: other, ...proof }) => {
    const linkTo = (from: string, to: string): CrosswalkLink[] => {
      const taxonomy = frameworkOf(to);
      return taxonomy === undefined ? [] : [{ item: from, taxonomy, id: to, ...proof }];
    };
    const copies = links
      .filter((each) => each.item === other)
      .map(({ taxonomy, id }): CrosswalkLink => ({ item, taxonomy, id, basis: 'own-judgement' }));
    return [...copies, ...linkTo(item, other), ...linkTo(other, item)];
  });
  return [...links, ...shared];
}

/** The links of one item, in the order of the file; empty when it has none. */
export function listLinks(links: readonly CrosswalkLink[], item: string): readonly CrosswalkLink[] {
  return links.filter((each) => each.item === item);
}

/**
 * Looks up what an id of a taxonomy, or an item id of a framework, stands for.
 *
 * @returns undefined when there is no such taxonomy, framework or id
 */
export function findTarget(
  known: { readonly frameworks: readonly Framework[]; readonly taxonomies: readonly Taxonomy[] },
  reference: { readonly taxonomy: string; readonly id: string },
): LinkTarget | undefined {
  const taxonomy = known.taxonomies.find((each) => each.id === reference.taxonomy);
  if (taxonomy !== undefined) return findEntry(taxonomy, reference.id);
  const framework = known.frameworks.find((each) => each.id === reference.taxonomy);
  const item = framework === undefined ? undefined : findItem(framework, reference.id);
  if (framework === undefined || item === undefined) return undefined;
  const { title, titleIsExact, url, number } = item;
  return { taxonomyTitle: framework.shortTitle, label: number, title, titleIsExact, url };
}

/** The item with this id; undefined when the framework has none. */
export function findItem(framework: Framework, id: string): Item | undefined {
  for (const section of framework.sections) {
    const item = section.items.find((each) => each.id === id);
    if (item !== undefined) return item;
  }
  return undefined;
}

function findEntry(taxonomy: Taxonomy, id: string): LinkTarget | undefined {
  for (const group of taxonomy.groups) {
    const entry = group.entries.find((each) => each.id === id);
    if (entry === undefined) continue;
    const { title, titleIsExact, label = id } = entry;
    const url = entry.url ?? fillPattern(group.urlPattern ?? taxonomy.url, entry);
    return { taxonomyTitle: taxonomy.shortTitle, label, title, titleIsExact, url };
  }
  return undefined;
}

function fillPattern(pattern: string, entry: TaxonomyEntry): string {
  const digits = /\d+/.exec(entry.id)?.[0] ?? '';
  return pattern.replaceAll('{id}', encodeURIComponent(entry.id)).replaceAll('{number}', digits);
}

function requireSource(
  value: { readonly basis: LinkBasis; readonly source?: string },
  fail: (message: string, path: readonly string[]) => void,
): void {
  if (value.basis === 'published' && value.source === undefined) {
    fail('is published, so the key source must name the publication', ['basis']);
  }
}
