import { type CrosswalkFile, type CrosswalkLink, crosswalkSchema, expandCrosswalk } from './crosswalk.js';
import type { Framework, Taxonomy } from './framework.js';
import { frameworkSchema, taxonomySchema } from './framework-schema.js';
import { type LoadedSource, readSources } from './read-sources.js';
import { suggestClosest } from './suggest-closest.js';
import {
  createProblem,
  type PathStep,
  sortProblems,
  type YamlProblem,
  type YamlSource,
} from './yaml-reader.js';

/** The files of guidelines/, parsed. */
export interface GuidelineSources {
  readonly frameworks: readonly YamlSource[];
  readonly taxonomies: readonly YamlSource[];
  readonly crosswalk: YamlSource;
}

/** The guidelines as plain data; every id that something refers to exists. */
export interface Guidelines {
  /** By their `order`. */
  readonly frameworks: readonly Framework[];
  /** In the order of the sources. */
  readonly taxonomies: readonly Taxonomy[];
  /** Flat, pairs of `sameAs` written out. */
  readonly crosswalk: readonly CrosswalkLink[];
}

/** Either all guidelines, or at least one problem. */
export type GuidelinesResult =
  | { readonly ok: true; readonly guidelines: Guidelines }
  | { readonly ok: false; readonly problems: readonly YamlProblem[] };

type Report = (from: LoadedSource<unknown>, path: readonly PathStep[], message: string) => void;

/**
 * Checks all files against their schemas and against each other: ids unique over all files and equal to file names,
 * and no link of the crosswalk that leads nowhere.
 *
 * @returns the data, or every problem found, ordered by file and place. When a framework or taxonomy cannot be read,
 *   the links of the crosswalk are not checked, since all links to it would be false alarms.
 */
export function validateGuidelines(sources: GuidelineSources): GuidelinesResult {
  const problems: YamlProblem[] = [];
  const report: Report = (from, path, message) =>
    void problems.push(createProblem(from.file, from.locate, path, message));

  const frameworks = readSources(sources.frameworks, frameworkSchema, problems);
  const taxonomies = readSources(sources.taxonomies, taxonomySchema, problems);
  const [crosswalk] = readSources([sources.crosswalk], crosswalkSchema, problems);
  const isComplete = problems.length === 0;

  checkFileIds([...frameworks, ...taxonomies], report);
  const frameworkOf = collectItems(frameworks, report);
  const entries = collectEntries(taxonomies, report);
  for (const [item, framework] of frameworkOf) addTo(entries, framework, item);
  if (isComplete && crosswalk !== undefined) checkCrosswalk(crosswalk, frameworkOf, entries, report);

  if (problems.length > 0 || crosswalk === undefined) return { ok: false, problems: sortProblems(problems) };
  const guidelines: Guidelines = {
    frameworks: frameworks.map((each) => each.value).sort((a, b) => a.order - b.order),
    taxonomies: taxonomies.map((each) => each.value),
    crosswalk: expandCrosswalk(crosswalk.value, (item) => frameworkOf.get(item)),
  };
  return { ok: true, guidelines };
}

/** Says that an id does not exist, with the closest one that does. */
export function describeUnknown(what: string, id: string, known: Iterable<string>): string {
  const closest = suggestClosest(id, [...known]);
  return closest === undefined ? `unknown ${what} ${id}` : `unknown ${what} ${id}; did you mean ${closest}?`;
}

function checkFileIds(files: readonly LoadedSource<Framework | Taxonomy>[], report: Report): void {
  const seen = new Map<string, string>();
  const orders = new Map<string, string>();
  for (const each of files) {
    const { id } = each.value;
    const name = each.file.replace(/^.*[\\/]/, '').replace(/\.ya?ml$/, '');
    if (name !== id) report(each, ['id'], `expected ${name}, the name of the file, found ${id}`);
    claim(seen, id, each, ['id'], report);
    if ('order' in each.value) claim(orders, `order ${each.value.order}`, each, ['order'], report);
  }
}

/** Item ids with the framework of each; reports ids of sections, items and questions that occur twice. */
function collectItems(frameworks: readonly LoadedSource<Framework>[], report: Report): Map<string, string> {
  const seen = new Map<string, string>();
  const frameworkOf = new Map<string, string>();
  for (const each of frameworks) {
    each.value.sections.forEach((section, sectionIndex) => {
      const sectionPath = ['sections', sectionIndex];
      claim(seen, section.id, each, [...sectionPath, 'id'], report);
      section.items.forEach((item, itemIndex) => {
        const itemPath = [...sectionPath, 'items', itemIndex];
        claim(seen, item.id, each, [...itemPath, 'id'], report);
        if (!frameworkOf.has(item.id)) frameworkOf.set(item.id, each.value.id);
        item.checklist.forEach((question, index) => {
          claim(seen, question.id, each, [...itemPath, 'checklist', index, 'id'], report);
        });
      });
    });
  }
  return frameworkOf;
}

/** Entry ids by taxonomy; reports ids that occur twice in one. */
function collectEntries(
  taxonomies: readonly LoadedSource<Taxonomy>[],
  report: Report,
): Map<string, Set<string>> {
  const entries = new Map<string, Set<string>>();
  for (const each of taxonomies) {
    const seen = new Map<string, string>();
    each.value.groups.forEach((group, groupIndex) => {
      group.entries.forEach((entry, index) => {
        claim(seen, entry.id, each, ['groups', groupIndex, 'entries', index, 'id'], report);
        addTo(entries, each.value.id, entry.id);
      });
    });
  }
  return entries;
}

function checkCrosswalk(
  crosswalk: LoadedSource<CrosswalkFile>,
  frameworkOf: ReadonlyMap<string, string>,
  entries: ReadonlyMap<string, ReadonlySet<string>>,
  report: Report,
): void {
  const seenItems = new Map<string, string>();
  const checkItem = (item: string, path: readonly PathStep[]): void => {
    if (!frameworkOf.has(item)) report(crosswalk, path, describeUnknown('item', item, frameworkOf.keys()));
  };
  crosswalk.value.items.forEach(({ item, links }, itemIndex) => {
    const itemPath = ['items', itemIndex, 'item'];
    checkItem(item, itemPath);
    claim(seenItems, item, crosswalk, itemPath, report);
    const seenLinks = new Map<string, string>();
    links.forEach(({ taxonomy, id }, index) => {
      const path = ['items', itemIndex, 'links', index];
      const ids = entries.get(taxonomy);
      if (ids === undefined) {
        report(crosswalk, [...path, 'taxonomy'], describeUnknown('taxonomy', taxonomy, entries.keys()));
      } else if (!ids.has(id)) {
        report(crosswalk, [...path, 'id'], describeUnknown(`id in ${taxonomy}:`, id, ids));
      }
      claim(seenLinks, `${taxonomy} ${id}`, crosswalk, [...path, 'id'], report);
    });
  });
  crosswalk.value.sameAs.forEach((pair, index) => {
    checkItem(pair.item, ['sameAs', index, 'item']);
    checkItem(pair.as, ['sameAs', index, 'as']);
    claim(seenItems, pair.item, crosswalk, ['sameAs', index, 'item'], report);
  });
}

/** Takes an id, or reports that it is taken and where. */
function claim(
  seen: Map<string, string>,
  id: string,
  from: LoadedSource<unknown>,
  path: readonly PathStep[],
  report: Report,
): void {
  const earlier = seen.get(id);
  if (earlier !== undefined) report(from, path, `${id} is used twice, first at ${earlier}`);
  else seen.set(id, `${from.file}:${from.locate(path).line}`);
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}
