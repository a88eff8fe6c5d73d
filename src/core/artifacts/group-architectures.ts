import type { ArchitectureFact } from '../inventory/inventory.js';
import type { Location } from '../source/document.js';

/** So many classes of networks are told one by one. */
export const maxArchitectures = 6;
/** So many files or folders are told one by one. */
const maxPlaces = 12;

/** Classes of one file or folder. */
export interface ArchitectureGroup {
  /** Path of the file, or of the folder with a slash at its end. */
  readonly place: string;
  /** Classes that are defined there. */
  readonly names: readonly string[];
  /** Qualified names of what models are built with there, such as `keras.Sequential`. */
  readonly builders: readonly string[];
  readonly locations: readonly Location[];
}

/** Puts classes together by file, or by folder where there are many files, in the order of the text. */
export function groupArchitectures(facts: readonly ArchitectureFact[]): readonly ArchitectureGroup[] {
  for (let depth = Number.POSITIVE_INFINITY; ; depth = depth === Number.POSITIVE_INFINITY ? 3 : depth - 1) {
    const groups = new Map<string, { names: Set<string>; builders: Set<string>; locations: Location[] }>();
    for (const { name, base, location } of facts) {
      const folders = location.path.split('/');
      const isFile = depth >= folders.length;
      const place = isFile ? location.path : `${folders.slice(0, depth).join('/')}/`;
      const group = groups.get(place) ?? { names: new Set(), builders: new Set(), locations: [] };
      if (base.split('.').at(-1) === name) group.builders.add(base);
      else group.names.add(name);
      group.locations.push(location);
      groups.set(place, group);
    }
    if (groups.size <= maxPlaces || depth <= 1)
      return [...groups].map(([place, { names, builders, locations }]) => ({
        place,
        names: [...names],
        builders: [...builders],
        locations,
      }));
  }
}
