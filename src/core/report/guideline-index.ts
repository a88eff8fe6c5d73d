import type { Framework, Item, Taxonomy, TaxonomyEntry, TaxonomyGroup } from '../guidelines/framework.js';

/** One item of a framework or one entry of a taxonomy, as reports name it. */
export interface GuidelineEntry {
  /** Unique within its source, such as `ncsc-2.1` or `CWE-502`. */
  readonly id: string;
  /** What people call it, without the title, such as `NCSC 2.1` or `CWE-502`. */
  readonly label: string;
  readonly title: string;
  /** Absent when the publisher has no page for it. */
  readonly url?: string;
}

/** A framework or a taxonomy with its entries in one list. */
export interface GuidelineSource {
  /** Id of the framework or taxonomy. */
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  readonly edition: string;
  readonly url: string;
  readonly entries: readonly GuidelineEntry[];
}

/** An entry together with where it stands. */
export interface IndexedEntry {
  readonly entry: GuidelineEntry;
  readonly source: GuidelineSource;
}

/** Looks up what rules and findings refer to. */
export interface GuidelineIndex {
  /** Frameworks, then taxonomies, each in the order given. */
  readonly sources: readonly GuidelineSource[];
  /** The framework item with this id; undefined when no framework has it. */
  findItem(id: string): IndexedEntry | undefined;
  /** The entry with this id in one taxonomy; undefined when there is no such entry or taxonomy. */
  findReference(taxonomyId: string, id: string): IndexedEntry | undefined;
}

/** Indexes frameworks and taxonomies by id. */
export function createGuidelineIndex(
  frameworks: readonly Framework[],
  taxonomies: readonly Taxonomy[],
): GuidelineIndex {
  const frameworkSources = frameworks.map(listFramework);
  const taxonomySources = taxonomies.map(listTaxonomy);
  const items = indexEntries(frameworkSources, (_source, entry) => entry.id);
  const references = indexEntries(taxonomySources, (source, entry) => `${source.id}\n${entry.id}`);
  return {
    sources: [...frameworkSources, ...taxonomySources],
    findItem: (id) => items.get(id),
    findReference: (taxonomyId, id) => references.get(`${taxonomyId}\n${id}`),
  };
}

/** The entry's name and title in one line, such as `NCSC 2.1 Secure your supply chain`. */
export function nameEntry({ label, title }: GuidelineEntry): string {
  return label === title ? title : `${label} ${title}`;
}

/** What people call an item without its title: the framework's short title and the item's number. */
function labelItem(framework: Framework, item: Item): string {
  return `${framework.shortTitle} ${item.number}`;
}

function indexEntries(
  sources: readonly GuidelineSource[],
  keyOf: (source: GuidelineSource, entry: GuidelineEntry) => string,
): ReadonlyMap<string, IndexedEntry> {
  const index = new Map<string, IndexedEntry>();
  for (const source of sources) {
    for (const entry of source.entries) index.set(keyOf(source, entry), { entry, source });
  }
  return index;
}

function listFramework(framework: Framework): GuidelineSource {
  const { id, title, publisher, edition, url, sections } = framework;
  const entries = sections
    .flatMap((section) => section.items)
    .map((item) => ({
      id: item.id,
      label: labelItem(framework, item),
      title: item.shortTitle,
      url: item.url,
    }));
  return { id, title, publisher, edition, url, entries };
}

function listTaxonomy({ id, title, publisher, edition, url, groups }: Taxonomy): GuidelineSource {
  const entries = groups.flatMap((group) =>
    group.entries.map((entry) => {
      const address = resolveUrl(entry, group);
      return {
        id: entry.id,
        label: entry.label ?? entry.id,
        title: entry.title,
        ...(address === undefined ? {} : { url: address }),
      };
    }),
  );
  return { id, title, publisher, edition, url, entries };
}

function resolveUrl(entry: TaxonomyEntry, group: TaxonomyGroup): string | undefined {
  if (entry.url !== undefined) return entry.url;
  const number = entry.id.replace(/\D/g, '');
  return group.urlPattern?.replaceAll('{id}', encodeURIComponent(entry.id)).replaceAll('{number}', number);
}
