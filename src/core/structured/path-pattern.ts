import type { DataEntry, DataNode, ListNode, MapNode } from './data-node.js';

/** A node with the way to it. */
export interface Place {
  readonly node: DataNode;
  /** The entry whose value the node is; absent for items of lists and for roots. */
  readonly entry?: DataEntry;
  /** What holds the node; absent for roots. */
  readonly parent?: HolderPlace;
  /** As a pattern would name it: `spec.containers[0].image`; empty for roots. */
  readonly path: string;
}

/** A place that holds others. */
export interface HolderPlace extends Place {
  readonly node: MapNode | ListNode;
}

type Step =
  | { readonly kind: 'key'; readonly key: string; readonly test?: RegExp }
  | { readonly kind: 'item'; readonly index?: number }
  | { readonly kind: 'deep' };

/** How many nodes one search looks at; anchors can make small texts very large. */
const MAX_VISITS = 200_000;
/** Anchors that hold anchors can be deeper than any text. */
const MAX_SEARCH_DEPTH = 400;

/**
 * A path into a document: keys divided by dots, `*` for part of a key, `a|b` for either key, `[*]` and `[0]` for items,
 * `**` for any number of levels, `"a.b"` for a key with dots in it.
 */
export class PathPattern {
  /** Keys that stand in every document in which something is found; one inner list per step, one of each is needed. */
  readonly literals: readonly (readonly string[])[];
  /** Those of {@link literals} that also stand where something is missing. */
  readonly anchored: readonly (readonly string[])[];
  readonly #steps: readonly Step[];

  /** @throws Error when the text is no path */
  constructor(text: string) {
    this.#steps = parseSteps(text);
    this.literals = literalsOf(this.#steps);
    this.anchored = literalsOf(this.#steps.slice(0, this.#steps.findLastIndex((step) => !isPlain(step)) + 1));
  }

  /** Every place that the path leads to, each once, in the order of the text. */
  find(root: Place): readonly Place[] {
    return findPlaces(root, this.#steps);
  }

  /**
   * Places that the path would lead to if the last plain keys of it were there: the deepest place that is there, with the
   * keys that are not. `isKnown` is false where something not readable may supply them.
   */
  findMissing(root: Place): readonly MissingPlace[] {
    const anchor = this.#steps.findLastIndex((step) => !isPlain(step)) + 1;
    const tail = this.#steps.slice(anchor).flatMap((step) => (step.kind === 'key' ? [step.key] : []));
    if (tail.length === 0) return [];
    return findPlaces(root, this.#steps.slice(0, anchor)).flatMap((place) => {
      const missing = findGap(place, tail);
      return missing === undefined ? [] : [missing];
    });
  }
}

/** A place at which keys are missing. */
export interface MissingPlace {
  readonly place: Place;
  /** The keys that would lead on, at least one. */
  readonly keys: readonly string[];
  readonly isKnown: boolean;
}

function findGap(start: Place, keys: readonly string[]): MissingPlace | undefined {
  let place = start;
  for (const [index, key] of keys.entries()) {
    const { node } = place;
    // A list where keys are looked for is another thing than was meant.
    if (node.kind === 'list') return undefined;
    if (node.kind === 'scalar') {
      if (node.value !== null || !node.isKnown) {
        return node.isKnown ? undefined : { place, keys: keys.slice(index), isKnown: false };
      }
      return { place, keys: keys.slice(index), isKnown: true };
    }
    const entry = node.entries.findLast((one) => one.key === key);
    if (entry === undefined) return { place, keys: keys.slice(index), isKnown: node.isComplete };
    place = enterEntry({ ...place, node }, entry);
  }
  return undefined;
}

function literalsOf(steps: readonly Step[]): readonly (readonly string[])[] {
  return steps.flatMap((step) => {
    if (step.kind !== 'key') return [];
    const keys = step.test === undefined ? [step.key] : step.key.split('|');
    return keys.some((key) => step.test !== undefined && key.includes('*')) ? [] : [keys];
  });
}

function isPlain(step: Step | undefined): boolean {
  return step?.kind === 'key' && step.test === undefined;
}

function findPlaces(root: Place, steps: readonly Step[]): readonly Place[] {
  const found: Place[] = [];
  const seen = new Set<DataEntry | DataNode>();
  /** Nodes below which a step was tried, so that what anchors share is looked at once. */
  const tried = steps.map(() => new Set<DataNode>());
  let visits = 0;
  const visit = (place: Place, at: number, depth: number): void => {
    visits += 1;
    if (visits > MAX_VISITS || depth > MAX_SEARCH_DEPTH) return;
    const step = steps[at];
    if (step === undefined) {
      const identity = place.entry ?? place.node;
      if (!seen.has(identity)) found.push(place);
      seen.add(identity);
      return;
    }
    if (tried[at]?.has(place.node)) return;
    tried[at]?.add(place.node);
    if (step.kind === 'deep') {
      visit(place, at + 1, depth + 1);
      for (const child of childrenOf(place)) visit(child, at, depth + 1);
      return;
    }
    const { node } = place;
    if (step.kind === 'key' && node.kind === 'map') {
      for (const entry of node.entries) {
        const isFitting = step.test === undefined ? entry.key === step.key : step.test.test(entry.key);
        if (isFitting) visit(enterEntry({ ...place, node }, entry), at + 1, depth + 1);
      }
    } else if (step.kind === 'item' && node.kind === 'list') {
      for (const [index, item] of node.items.entries()) {
        if (step.index === undefined || step.index === index)
          visit(enterItem({ ...place, node }, item, index), at + 1, depth + 1);
      }
    }
  };
  visit(root, 0, 0);
  return found;
}

/** The place of an entry's value. */
export function enterEntry(parent: HolderPlace, entry: DataEntry): Place {
  const key = /^[^.[\]"*|]+$/.test(entry.key) ? entry.key : JSON.stringify(entry.key);
  const path = parent.path === '' ? key : `${parent.path}.${key}`;
  return { node: entry.value, entry, parent, path };
}

function enterItem(parent: HolderPlace, node: DataNode, index: number): Place {
  return { node, parent, path: `${parent.path}[${index}]` };
}

/** Values of a map or items of a list. */
function childrenOf(place: Place): readonly Place[] {
  const { node } = place;
  if (node.kind === 'map') return node.entries.map((entry) => enterEntry({ ...place, node }, entry));
  if (node.kind === 'list')
    return node.items.map((item, index) => enterItem({ ...place, node }, item, index));
  return [];
}

const STEP = /\.?(?:(\*\*)|\[(?:(\*)|(\d+))\]|"((?:[^"\\]|\\.)*)"|([^.[\]"]+))/y;

function parseSteps(text: string): readonly Step[] {
  const steps: Step[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.length) {
    const at = STEP.lastIndex;
    const match = STEP.exec(text);
    if (match === null)
      throw new Error(`cannot read the path ${JSON.stringify(text)} from character ${at + 1} on`);
    const [, deep, every, index, quoted, key = ''] = match;
    if (deep !== undefined) steps.push({ kind: 'deep' });
    else if (every !== undefined) steps.push({ kind: 'item' });
    else if (index !== undefined) steps.push({ kind: 'item', index: Number(index) });
    else if (quoted !== undefined) steps.push({ kind: 'key', key: quoted.replace(/\\(.)/g, '$1') });
    else if (/[*|]/.test(key)) steps.push({ kind: 'key', key, test: toTest(key) });
    else steps.push({ kind: 'key', key });
  }
  return steps;
}

function toTest(key: string): RegExp {
  const source = key
    .split('|')
    .map((part) => part.replace(/[\\^$+?.()[\]{}]/g, '\\$&').replaceAll('*', '.*'))
    .join('|');
  return new RegExp(`^(?:${source})$`);
}
