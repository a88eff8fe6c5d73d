import type { Knowledge } from '../api.js';
import { findTarget, type LinkBasis } from '../guidelines/crosswalk.js';

/** Published guidance that an item is linked to, as a report shows it. */
export interface StatusReference {
  /** Id of the taxonomy or framework. */
  readonly taxonomy: string;
  /** Its name for narrow places. */
  readonly taxonomyTitle: string;
  readonly id: string;
  /** The id, or what people know it by. */
  readonly label: string;
  readonly title: string;
  readonly url: string;
  /** `published`: a publication states the link. `own-judgement`: we judged it. */
  readonly basis: LinkBasis;
  /** The publication; always present when `basis` is `published`. */
  readonly source?: string;
}

/** The crosswalk by item id, each in the order of the file; items without a link are left out. */
export function collectReferences(
  knowledge: Pick<Knowledge, 'frameworks' | 'taxonomies' | 'crosswalk'>,
): Readonly<Record<string, readonly StatusReference[]>> {
  const byItem = new Map<string, StatusReference[]>();
  for (const { item, taxonomy, id, basis, source } of knowledge.crosswalk) {
    const target = findTarget(knowledge, { taxonomy, id });
    if (target === undefined) continue;
    const { taxonomyTitle, label, title, url } = target;
    const reference: StatusReference = {
      ...{ taxonomy, taxonomyTitle, id, label, title, url, basis },
      ...(source === undefined ? {} : { source }),
    };
    const known = byItem.get(item);
    if (known === undefined) byItem.set(item, [reference]);
    else known.push(reference);
  }
  return Object.fromEntries(byItem);
}

/** How a link is known, for people. */
export function describeBasis({ basis, source }: StatusReference): string {
  return basis === 'published' ? `published in ${source ?? 'its source'}` : 'our judgement';
}
