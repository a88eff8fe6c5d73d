import type { ImportBinding, ImportedPackages } from '../syntax/imported-packages.js';
import { NameUses } from './name-uses.js';

/** Segments of a name that code writes out, from what an import gave. */
type Chain = readonly string[];

/**
 * Tells which qualified names code can lead to, without parsing it: whatever resolves to `torch.load` begins at a name that
 * an import gave, so that `torch.load`, `torch` alone, or what stands for `load` is written somewhere.
 */
export class NameReach {
  readonly #imports: ImportedPackages;
  readonly #uses: NameUses;
  readonly #revision: number;
  /** Bindings by the first segment of what they stand for; made when first asked for. */
  #bindings: ReadonlyMap<string, readonly ImportBinding[]> | undefined;
  readonly #chains: Map<string, readonly Chain[]>;
  /** Methods that give back the kind of thing they belong to. */
  readonly #fluent: ReadonlySet<string>;

  /** `earlier` is of the same document before an edit, with the same `fluent`; it is of no use any more. */
  constructor(text: string, imports: ImportedPackages, fluent: ReadonlySet<string>, earlier?: NameReach) {
    this.#imports = imports;
    this.#fluent = fluent;
    this.#uses = earlier === undefined ? new NameUses(text, imports) : earlier.#uses;
    this.#uses.update(text, imports);
    this.#revision = this.#uses.revision;
    const isSame = earlier?.isAsBefore(imports) === true;
    this.#chains = isSame ? earlier.#chains : new Map();
  }

  /** True when names lead where they led, with these imports now. */
  isAsBefore(imports: ImportedPackages): boolean {
    return this.#revision === this.#uses.revision && isEqual(this.#imports, imports);
  }

  /** False when nothing in the code can have the name; `segments` may hold `*` and `**`. */
  reaches(segments: readonly string[]): boolean {
    const { bindings, others, names } = this.#imports;
    if (others === 'any' || bindings === undefined) return true;
    const [first = ''] = segments;
    const isPattern = first.includes('*');
    if (isPattern && others === 'quoted') return true;
    const packages = isPattern ? [...names].filter((name) => fits(first, name)) : [first];
    return packages.some((name) => this.#chainsOf(name, bindings).some((chain) => leadsTo(chain, segments)));
  }

  #chainsOf(name: string, bindings: readonly ImportBinding[]): readonly Chain[] {
    let chains = this.#chains.get(name);
    if (chains === undefined) {
      const isGiven = this.#imports.others === 'quoted' && this.#uses.isFirstArgument(name);
      this.#bindings ??= groupBindings(bindings);
      const found = this.#collect(this.#bindings.get(name) ?? []);
      chains = isGiven ? [...found, [name]] : found;
      this.#chains.set(name, chains);
    }
    return chains;
  }

  #collect(bindings: readonly ImportBinding[]): readonly Chain[] {
    const chains = new Map<string, Chain>();
    const seen = new Set<string>();
    for (const { name, segments } of bindings) {
      const key = `${name} ${segments.join('.')}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (name === undefined) chains.set(segments.join('.'), segments);
      else
        for (const tail of this.#uses.tailsOf(name, segments.length === 1)) this.#add(chains, segments, tail);
    }
    return [...chains.values()];
  }

  #add(chains: Map<string, Chain>, segments: readonly string[], tail: readonly string[]): void {
    const chain = [...segments, ...tail];
    const key = chain.join('.');
    if (chains.has(key)) return;
    chains.set(key, chain);
    for (const [index, segment] of chain.entries()) {
      if (index === 0 || !this.#fluent.has(segment)) continue;
      const owner = chain.slice(0, index);
      chains.set(owner.join('.'), owner);
    }
  }
}

function groupBindings(bindings: readonly ImportBinding[]): ReadonlyMap<string, readonly ImportBinding[]> {
  const groups = new Map<string, ImportBinding[]>();
  for (const binding of bindings) {
    const [first = ''] = binding.segments;
    const group = groups.get(first);
    if (group === undefined) groups.set(first, [binding]);
    else group.push(binding);
  }
  return groups;
}

/** True when the same is imported by the same names. */
function isEqual(one: ImportedPackages, other: ImportedPackages): boolean {
  const [some, others] = [one.bindings ?? [], other.bindings ?? []];
  return (
    one.others === other.others &&
    one.names.size === other.names.size &&
    [...one.names].every((name) => other.names.has(name)) &&
    some.length === others.length &&
    some.every(({ name, segments }, index) => {
      const like = others[index];
      return name === like?.name && segments.join('.') === like?.segments.join('.');
    })
  );
}

/** True when a chain is a beginning of a name, or a name of the chain: code then goes on with the rest, or has it. */
function leadsTo(chain: Chain, segments: readonly string[]): boolean {
  for (const [index, segment] of segments.entries()) {
    const written = chain[index];
    if (written === undefined || segment === '**') return true;
    if (!fits(segment, written)) return false;
  }
  return true;
}

function fits(segment: string, written: string): boolean {
  if (!segment.includes('*')) return segment === written;
  const [head = '', ...rest] = segment.split('*');
  return written.startsWith(head) && written.endsWith(rest.at(-1) ?? '');
}
