import type { ModuleText } from '../source/module-text.js';
import { type DataNode, findEntry } from '../structured/data-node.js';
import type { StructuredDocument } from '../structured/read-document.js';
import type { FileSetting } from './stated-value.js';

/** Longer files are data, not configurations. */
const maxLength = 200_000;
const maxEntries = 500;
const maxDepth = 6;
const maxList = 12;
const maxText = 120;

/** What a document says about configurations. Plain data; empty lists say nothing. */
export interface DocumentSettings {
  /** Entries, when it is a configuration file. */
  readonly entries: readonly FileSetting[];
  /** Files that a Hydra configuration puts together: group and choice. */
  readonly defaults: readonly { readonly group: string; readonly choice: string }[];
  /** Names of configuration files, when it is code: as written, so that folders may be missing. */
  readonly names: readonly string[];
}

const kinds: ReadonlySet<string> = new Set(['yaml', 'json', 'toml', 'hydra-config']);

/** The entries of a configuration file; undefined for documents of another kind. */
export function readFileSettings(
  document: StructuredDocument,
  text: ModuleText,
): DocumentSettings | undefined {
  if (!kinds.has(document.recognised.kind.id) || document.text.length > maxLength) return undefined;
  const [root, ...more] = document.roots;
  if (root?.node.kind !== 'map' || more.length > 0) return undefined;
  const entries: FileSetting[] = [];
  const add = (node: DataNode, key: readonly string[]): void => {
    if (entries.length >= maxEntries || key.length > maxDepth) return;
    if (node.kind === 'map') {
      for (const entry of node.entries) add(entry.value, [...key, entry.key]);
      return;
    }
    const value = readValue(node);
    if (value !== undefined) entries.push({ key, value, location: text.locate(node.span) });
  };
  add(root.node, []);
  return { entries, defaults: readDefaults(root.node), names: [] };
}

function readValue(node: DataNode): FileSetting['value'] | undefined {
  if (node.kind === 'scalar') {
    const { value, isKnown } = node;
    if (!isKnown || value === null) return undefined;
    return typeof value === 'string' ? value.slice(0, maxText) : value;
  }
  if (node.kind !== 'list' || node.items.length > maxList) return undefined;
  const items = node.items.map(readValue);
  return items.every((item) => item !== undefined) ? `[${items.join(', ')}]` : undefined;
}

function readDefaults(root: DataNode): DocumentSettings['defaults'] {
  const list = findEntry(root, 'defaults')?.value;
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((item) => {
    const [entry] = item.kind === 'map' ? item.entries : [];
    if (entry?.value.kind !== 'scalar' || typeof entry.value.value !== 'string') return [];
    const group = entry.key.replace(/^override /, '');
    return /^[\w/-]+$/.test(group) ? [{ group, choice: entry.value.value }] : [];
  });
}

/** Names of configuration files in the texts of code, as written. */
export function findConfigurationNames(text: string): readonly string[] {
  const names = new Set<string>();
  for (const [, name = ''] of text.matchAll(/["']([^"'\n\\]{1,200}\.(?:ya?ml|json|toml))["']/g))
    names.add(name);
  if (/\bhydra\b/.test(text)) {
    for (const [, name = ''] of text.matchAll(/\bconfig_name\s*=\s*["']([\w./-]{1,200})["']/g))
      names.add(/\.ya?ml$/.test(name) ? name : `${name}.yaml`);
  }
  return [...names].sort();
}
