import { enterEntry, PathPattern, type Place } from './path-pattern.js';

/** A path that begins at a place or at the root of its document. */
export interface RelativePath {
  /** Where it begins: at the root, in the nearest map around that has the first key, or so many levels up. */
  readonly from: 'root' | 'around' | number;
  readonly pattern: PathPattern;
  /** The path after its beginning. */
  readonly text: string;
}

/**
 * Reads `/x` (from the root), `.../x` (around), `./x` (here), `../x` and `../../x` (so many levels up).
 *
 * @throws Error when the text is no such path
 */
export function parseRelativePath(text: string): RelativePath {
  const match = /^(?:(\/)|(\.\.\.)\/|((?:\.\.\/)+)|(\.\/))(.*)$/.exec(text);
  if (match === null) {
    throw new Error(`expected a path that begins with ./, ../, .../ or /, found ${JSON.stringify(text)}`);
  }
  const [, root, around, up, , rest = ''] = match;
  const pattern = new PathPattern(rest);
  if (root !== undefined) return { from: 'root', pattern, text: rest };
  if (around !== undefined) return { from: 'around', pattern, text: rest };
  return { from: up === undefined ? 0 : up.length / 3, pattern, text: rest };
}

/** Where a relative path begins, seen from a place; undefined when there is nothing so far up. */
export function findStart({ from, text }: RelativePath, place: Place): Place | undefined {
  if (from === 'root') return rootOf(place);
  if (from === 'around') {
    const key = /^[^.[\]"*|]+/.exec(text)?.[0];
    let around: Place | undefined = place.parent;
    while (around !== undefined) {
      const { node } = around;
      if (node.kind === 'map' && node.entries.some((entry) => entry.key === key)) return around;
      around = around.parent;
    }
    return undefined;
  }
  let start: Place | undefined = place;
  for (let level = 0; level < from; level += 1) start = start?.parent;
  return start;
}

/** Places that a relative path leads to, seen from a place. */
export function findRelative(path: RelativePath, place: Place): readonly Place[] {
  const start = findStart(path, place);
  return start === undefined ? [] : path.pattern.find(start);
}

/** True when a relative path that leads nowhere would be seen to, were there something. */
export function isAbsenceKnown(path: RelativePath, place: Place): boolean {
  const start = path.from === 'around' ? rootOf(place) : findStart(path, place);
  if (start === undefined) return true;
  const gaps = path.pattern.findMissing(start);
  const { node } = start;
  return gaps.every(({ isKnown }) => isKnown) && (node.kind === 'scalar' ? node.isKnown : node.isComplete);
}

function rootOf(place: Place): Place {
  let root = place;
  while (root.parent !== undefined) root = root.parent;
  return root;
}

/** The place of a key in the value of a place; undefined when there is none. */
export function enterKey(place: Place, key: string): Place | undefined {
  const { node } = place;
  if (node.kind !== 'map') return undefined;
  const entry = node.entries.findLast((one) => one.key === key);
  return entry === undefined ? undefined : enterEntry({ ...place, node }, entry);
}
