import type { Tree } from 'web-tree-sitter';
import type { ParserMemory } from './code-parser.js';

/** Of a tree, behind its root: the address of its language. */
const TREE_LANGUAGE = 8;
/** Of a language, by `TSLanguage` in tree-sitter's parser.h for 32 bits. */
const MAX_ALIASES = 36;
const FIELD_SLICES = 64;
const FIELD_ENTRIES = 68;
const METADATA = 72;
const PUBLIC_SYMBOLS = 76;
const ALIASES = 84;
const METADATA_SIZE = 3;
/** The type of what could not be parsed. */
const ERROR_SYMBOL = 65535;

/**
 * Where a node keeps what, by `SubtreeHeapData` in tree-sitter's subtree.h for 32 bits. Its children lie before it, eight bytes
 * each: an address, or, with the lowest bit set, the node itself. Texts are measured in bytes, two for each code unit.
 */
export const NODE = {
  padding: 4,
  size: 16,
  errorCost: 32,
  childCount: 36,
  symbol: 40,
  flags: 44,
  production: 66,
  childSize: 8,
  /** In the child itself. */
  inlineSymbol: 1,
  inlinePadding: 6,
  inlineSize: 7,
} as const;

/** What one child of a node is to it, by its place among those that are no extras. */
export interface ChildRoles {
  /** The symbol that it counts as here; 0 for its own. */
  aliasAt(place: number): number;
  /** The field that holds it; undefined for none. */
  fieldAt(place: number): string | undefined;
}

/** Tables of one language, read out of the parser's memory. */
export class TreeLayout {
  readonly #types: readonly string[];
  readonly #roles = new Map<number, ChildRoles>();
  readonly #fields: readonly (string | null)[];
  readonly #memory: ParserMemory;
  readonly #address: number;
  readonly #names = new Map<number, string>();

  constructor(memory: ParserMemory, tree: Tree) {
    this.#memory = memory;
    this.#types = tree.language.types;
    this.#fields = tree.language.fields;
    this.#address = this.#word(tree.rootNode.id + TREE_LANGUAGE);
  }

  /** The type of nodes of a symbol. */
  typeOf(symbol: number): string {
    let type = this.#names.get(symbol);
    if (type === undefined) {
      const shown = symbol === ERROR_SYMBOL ? symbol : this.#half(this.#table(PUBLIC_SYMBOLS) + 2 * symbol);
      type = this.#types[shown] || 'ERROR';
      this.#names.set(symbol, type);
    }
    return type;
  }

  /** Whether nodes of a symbol are named, rather than tokens. */
  isNamed(symbol: number): boolean {
    return this.#byte(this.#table(METADATA) + METADATA_SIZE * symbol + 1) !== 0;
  }

  /** What the children are to a node that was made by a production. */
  rolesIn(production: number): ChildRoles {
    let roles = this.#roles.get(production);
    if (roles === undefined) {
      roles = this.#readRoles(production);
      this.#roles.set(production, roles);
    }
    return roles;
  }

  #readRoles(production: number): ChildRoles {
    const fields = new Map<number, string>();
    const slice = this.#table(FIELD_SLICES) + 4 * production;
    const first = this.#half(slice);
    for (let index = first; index < first + this.#half(slice + 2); index += 1) {
      const entry = this.#table(FIELD_ENTRIES) + 4 * index;
      const place = this.#byte(entry + 2);
      const isInherited = this.#byte(entry + 3) !== 0;
      const name = this.#fields[this.#half(entry)];
      if (!isInherited && !fields.has(place)) fields.set(place, name ?? '');
    }
    const count = production === 0 ? 0 : this.#half(this.#address + MAX_ALIASES);
    const start = this.#table(ALIASES) + 2 * production * count;
    const aliases = Array.from({ length: count }, (_, index) => this.#half(start + 2 * index));
    return { aliasAt: (place) => aliases[place] ?? 0, fieldAt: (place) => fields.get(place) };
  }

  #table(offset: number): number {
    return this.#word(this.#address + offset);
  }

  #byte(address: number): number {
    return this.#memory.HEAPU8[address] ?? 0;
  }

  #half(address: number): number {
    return this.#memory.HEAPU16[address >> 1] ?? 0;
  }

  #word(address: number): number {
    return this.#memory.HEAPU32[address >> 2] ?? 0;
  }
}
