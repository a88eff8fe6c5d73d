/** What a document must hold for a rule to match in it: a formula over literals, without negation. */
export type Need =
  | { readonly kind: 'nothing' }
  /** A literal, in code as a whole word; with no dot before it when it is the name of a builtin. */
  | { readonly kind: 'word'; readonly text: string; readonly isBare?: true }
  /** A literal that may be a part of a word. */
  | { readonly kind: 'part'; readonly text: string }
  /** A literal that some constant of the code spells. */
  | { readonly kind: 'written'; readonly text: string }
  /** A code unit beyond ASCII of one of these blocks, see {@link blockOf}. */
  | { readonly kind: 'beyond-ascii'; readonly blocks: readonly number[] }
  /** An import of a top-level package of this name, or whose name begins with it. */
  | { readonly kind: 'package'; readonly text: string; readonly isPrefix: boolean }
  /** A qualified name that code can lead to; `parts` are its words, without which it cannot. */
  | { readonly kind: 'name'; readonly segments: readonly string[]; readonly parts: readonly Need[] }
  | { readonly kind: 'all'; readonly parts: readonly Need[] }
  | AnyNeed;

interface AnyNeed {
  readonly kind: 'any';
  readonly parts: readonly Need[];
  /** Parts that need an import of a certain package, by its name, and those that do not. */
  readonly byPackage: ReadonlyMap<string, readonly Need[]>;
  readonly others: readonly Need[];
}

/** Answers for one document. */
export interface NeedFacts {
  /** `isBare`: where no dot is before it, or the document speaks of builtins as such. */
  holdsWord(text: string, isBare: boolean): boolean;
  holdsPart(text: string): boolean;
  holdsBlock(block: number): boolean;
  imports(name: string, isPrefix: boolean): boolean;
  /** False when no constant that the document uses holds the text. */
  spells(text: string): boolean;
  /** False when nothing in the document can have the name, whose words are all there. */
  reaches(segments: readonly string[]): boolean;
  /** Every package that is imported; undefined when that is not certain. */
  readonly packages: ReadonlySet<string> | undefined;
  /** Needs that are decided already. */
  readonly decided?: ReadonlyMap<Need, boolean>;
}

export const NOTHING: Need = { kind: 'nothing' };

/** Needs all of these. */
export function allOf(parts: readonly Need[]): Need {
  const real = parts.filter((part) => part.kind !== 'nothing');
  const [only] = real;
  if (only === undefined) return NOTHING;
  return real.length === 1 ? only : { kind: 'all', parts: real };
}

/** Needs one of these; nothing when one of them needs nothing. */
export function anyOf(parts: readonly Need[]): Need {
  const [only] = parts;
  if (only === undefined || parts.some((part) => part.kind === 'nothing')) return NOTHING;
  if (parts.length === 1) return only;
  const byPackage = new Map<string, Need[]>();
  const others: Need[] = [];
  for (const part of parts) {
    const name = packageOf(part);
    const list = name === undefined ? others : byPackage.get(name);
    if (list !== undefined) list.push(part);
    else if (name !== undefined) byPackage.set(name, [part]);
  }
  return { kind: 'any', parts, byPackage, others };
}

/** A package without which the need is not met; undefined when there is none or none is known. */
function packageOf(need: Need): string | undefined {
  if (need.kind === 'package') return need.isPrefix ? undefined : need.text;
  if (need.kind !== 'all' && need.kind !== 'name') return undefined;
  for (const part of need.parts) {
    const name = packageOf(part);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** The need with the names of packages in place of imports of them. */
export function withoutPackages(need: Need): Need {
  switch (need.kind) {
    case 'package':
      return { kind: need.isPrefix ? 'part' : 'word', text: need.text };
    case 'name':
    case 'all':
      return allOf(need.parts.map(withoutPackages));
    case 'any':
      return anyOf(need.parts.map(withoutPackages));
    default:
      return need;
  }
}

/**
 * Packages of which one must be imported for the need to be met; undefined when there are none or not only such. `known`
 * keeps answers to parts that needs share.
 */
export function requiredPackages(
  need: Need,
  known = new Map<Need, ReadonlySet<string> | undefined>(),
): ReadonlySet<string> | undefined {
  if (known.has(need)) return known.get(need);
  const packages = findRequired(need, known);
  known.set(need, packages);
  return packages;
}

function findRequired(
  need: Need,
  shared: Map<Need, ReadonlySet<string> | undefined>,
): ReadonlySet<string> | undefined {
  switch (need.kind) {
    case 'package':
      return need.isPrefix ? undefined : new Set([need.text]);
    case 'any': {
      const sets = need.parts.map((part) => requiredPackages(part, shared));
      const known = sets.filter((set) => set !== undefined);
      return known.length < sets.length ? undefined : new Set(known.flatMap((set) => [...set]));
    }
    case 'name':
    case 'all': {
      const sets = need.parts.flatMap((part) => requiredPackages(part, shared) ?? []);
      return sets.sort((a, b) => a.size - b.size)[0];
    }
    default:
      return undefined;
  }
}

/** Calls `visit` for each need and each part of it, once for those that are shared. */
function visitNeeds(needs: readonly Need[], visit: (need: Need) => void): void {
  const seen = new Set<Need>();
  const enter = (need: Need): void => {
    if (seen.has(need)) return;
    seen.add(need);
    visit(need);
    if ('parts' in need) need.parts.forEach(enter);
  };
  needs.forEach(enter);
}

/**
 * Literals of which one must be there for the need to be met: of several such sets a small one; undefined when there is none.
 * `known` keeps answers to parts that needs share. Literals that an import by name or another document may stand for are
 * none.
 */
export function gateOf(
  need: Need,
  known: Map<Need, ReadonlySet<string> | undefined>,
): ReadonlySet<string> | undefined {
  if (known.has(need)) return known.get(need);
  const gate = findGate(need, known);
  known.set(need, gate);
  return gate;
}

function findGate(
  need: Need,
  known: Map<Need, ReadonlySet<string> | undefined>,
): ReadonlySet<string> | undefined {
  switch (need.kind) {
    case 'word':
    case 'part':
    case 'written':
      return need.text === '' ? undefined : new Set([need.text]);
    case 'any': {
      const gates = need.parts.map((part) => gateOf(part, known));
      const all = gates.filter((gate) => gate !== undefined);
      return all.length < gates.length ? undefined : new Set(all.flatMap((gate) => [...gate]));
    }
    case 'name':
    case 'all': {
      const gates = need.parts.flatMap((part) => gateOf(part, known) ?? []);
      return gates.sort((a, b) => a.size - b.size)[0];
    }
    default:
      return undefined;
  }
}

/** Literals that are looked for in texts. Plain data. */
export interface Literals {
  /** Those that are asked for as whole words only. */
  readonly words: readonly string[];
  readonly parts: readonly string[];
}

/** Every literal that needs speak of. */
export function literalsOf(needs: readonly Need[]): Literals {
  const words = new Set<string>();
  const parts = new Set<string>();
  visitNeeds(needs, (need) => {
    if (need.kind === 'word' || (need.kind === 'package' && !need.isPrefix)) words.add(need.text);
    else if ('text' in need) parts.add(need.text);
  });
  return { words: [...words].filter((word) => !parts.has(word)), parts: [...parts] };
}

/** Top-level packages that needs speak of by their full names. */
export function packagesOf(needs: readonly Need[]): ReadonlySet<string> {
  const packages = new Set<string>();
  visitNeeds(needs, (need) => {
    if (need.kind === 'package' && !need.isPrefix) packages.add(need.text);
  });
  return packages;
}

/** Judges needs for one document; answers to shared parts are kept. */
export class NeedJudge {
  readonly #facts: NeedFacts;
  readonly #known: Map<Need, boolean>;

  constructor(facts: NeedFacts) {
    this.#facts = facts;
    this.#known = new Map(facts.decided);
  }

  readonly #isMet = (need: Need): boolean => this.isMet(need);

  #isAnyMet(need: AnyNeed): boolean {
    const { packages } = this.#facts;
    if (packages === undefined) return need.parts.some(this.#isMet);
    for (const name of packages) if (need.byPackage.get(name)?.some(this.#isMet) === true) return true;
    return need.others.some(this.#isMet);
  }

  /** True when the document holds what is needed. */
  isMet(need: Need): boolean {
    const known = this.#known.get(need);
    if (known !== undefined) return known;
    switch (need.kind) {
      case 'nothing':
        return true;
      case 'word':
        return this.#facts.holdsWord(need.text, need.isBare === true);
      case 'part':
        return this.#facts.holdsPart(need.text);
      case 'written':
        return this.#facts.spells(need.text);
      case 'beyond-ascii':
        return need.blocks.some((block) => this.#facts.holdsBlock(block));
      case 'package':
        return this.#facts.imports(need.text, need.isPrefix);
      case 'name':
      case 'all':
      case 'any': {
        let answer = need.kind === 'any' ? this.#isAnyMet(need) : need.parts.every(this.#isMet);
        if (answer && need.kind === 'name') answer = this.#facts.reaches(need.segments);
        this.#known.set(need, answer);
        return answer;
      }
    }
  }
}
