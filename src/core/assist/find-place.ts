import { isMap, isNode, isScalar, isSeq, type Scalar, type YAMLMap } from 'yaml';
import type { PathStep, YamlNode } from '../guidelines/yaml-reader.js';

/** Where a scalar stands in a YAML document. */
export interface YamlPlace {
  readonly role: 'key' | 'value';
  readonly scalar: Scalar;
  /** The map or list that holds it; null for a document that is one scalar. */
  readonly parent: YamlNode;
  /** To the value; for a key to the map that has it. */
  readonly path: readonly PathStep[];
  /** The values on that path, from the root; one more than steps. */
  readonly nodes: readonly YamlNode[];
}

/** The first scalar that is wanted; undefined when there is none. Nesting is bounded by the reader of the document. */
export function findPlace(
  root: YamlNode,
  isWanted: (scalar: Scalar) => boolean,
  path: readonly PathStep[] = [],
  nodes: readonly YamlNode[] = [root],
): YamlPlace | undefined {
  const parent = nodes.at(-2) ?? null;
  if (isScalar(root))
    return isWanted(root) ? { role: 'value', scalar: root, parent, path, nodes } : undefined;
  if (isMap(root)) return findInMap(root, isWanted, path, nodes);
  if (!isSeq(root)) return undefined;
  for (const [index, item] of root.items.entries()) {
    const child = isNode(item) ? item : null;
    const found = findPlace(child, isWanted, [...path, index], [...nodes, child]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findInMap(
  map: YAMLMap,
  isWanted: (scalar: Scalar) => boolean,
  path: readonly PathStep[],
  nodes: readonly YamlNode[],
): YamlPlace | undefined {
  for (const { key, value } of map.items) {
    if (!isScalar(key)) continue;
    if (isWanted(key)) return { role: 'key', scalar: key, parent: map, path, nodes };
    const child = isNode(value) ? value : null;
    const found = findPlace(child, isWanted, [...path, String(key.value)], [...nodes, child]);
    if (found !== undefined) return found;
  }
  return undefined;
}
