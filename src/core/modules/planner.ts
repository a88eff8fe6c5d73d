import { LEVELS, type Level } from '../findings/finding.js';
import { isSecondaryPath } from '../findings/secondary-path.js';
import type { CompiledRule } from '../rules/compile-rule.js';
import type { Need } from '../rules/need.js';
import type { OriginKind } from '../rules/rule.js';
import type { RuleFilter } from '../rules/rule-filter.js';
import type { ClassFamilies, ClassRef } from './class-families.js';
import type { ImportGraph, ModuleTake } from './link-outlines.js';
import type { ModuleOutline, ModuleReach } from './module-outline.js';

/** What a plan needs of the rules. */
export interface PlanKnowledge {
  /** Of Python code, each with the words before which no dot stands. */
  readonly rules: readonly (Pick<CompiledRule, 'need' | 'words'> & {
    readonly id: string;
    readonly level: Level;
    readonly bare: ReadonlySet<string>;
  })[];
  readonly filter: RuleFilter;
  readonly origins: ReadonlyMap<OriginKind, Need>;
  /** As `origins`, of those in packages that are imported by name: the others are followed into no other file. */
  readonly sources: ReadonlyMap<OriginKind, Need>;
  /** What names of things match that hold a value of a kind, where that is known. */
  readonly keys: ReadonlyMap<OriginKind, readonly RegExp[]>;
  /** True for top-level names that mean a library wherever they are imported. */
  isForeign(name: string): boolean;
}

/** What someone outside sends. The operator's own settings open no rule by themselves when another file reads them. */
const SPREADING: ReadonlySet<OriginKind> = new Set([
  'request',
  'download',
  'storage',
  'model-output',
  'tool-argument',
  'user-input',
]);
/** Imports from which the origin of a value is followed. */
const MAX_DEPTH = 2;
/** Files of which the callers of a function are looked for. */
const MAX_IMPORTERS = 12;
/** Imports over which a class is at hand, classes at hand, and what derives from one of them. */
const MAX_NEAR = 3;
const MAX_FAMILIES = 12;
const MAX_DERIVED = 8;

/** What the files of a workspace bring to each other. */
export interface ModulePlan {
  /**
   * What other modules bring to a file, by what it tells about itself now; undefined when rules find nothing in it because
   * of them, beyond what a look at the file by itself and on what its names lead to shows.
   */
  reachOf(outline: ModuleOutline): ModuleReach | undefined;
}

/** What is known of a file that may be worth a second look. */
interface FilePlan {
  readonly path: string;
  readonly reach: ModuleReach;
  /** Whether callers or names in other files are known to matter. */
  readonly isCertain: boolean;
  /** Place of the worst level among all; 0 where it is certain. */
  readonly worst: number;
  /** How many files it has to do with. */
  readonly width: number;
}

/** Works out what the files of a workspace bring to each other. */
export class Planner implements ModulePlan {
  readonly #graph: ImportGraph;
  readonly #families: ClassFamilies;
  readonly #knowledge: PlanKnowledge;
  readonly #kinds: readonly OriginKind[];
  /** Kinds that are followed whatever they are called on the way, as bits. */
  readonly #spread: number;
  /** Kinds of values that come from each file by itself, as bits. */
  readonly #own = new Map<string, number>();
  /** Kinds of values that come from what derives from its classes. */
  readonly #below = new Map<string, number>();
  /** Classes from which others derive that get values from outside, by the files that have them at hand. */
  readonly #near = new Map<string, ModuleReach['derived'][number][]>();
  /** Those that it gets from what it imports too, by how many imports are followed, from 1. */
  readonly #ahead = Array.from({ length: MAX_DEPTH }, () => new Map<string, number>());

  constructor(graph: ImportGraph, families: ClassFamilies, knowledge: PlanKnowledge) {
    this.#graph = graph;
    this.#families = families;
    this.#knowledge = knowledge;
    this.#kinds = [...knowledge.origins.keys()];
    this.#spread = bitsOf(this.#kinds, (kind) => SPREADING.has(kind));
  }

  /** Takes a file in; all are before anything is asked. */
  add(outline: ModuleOutline): void {
    this.#own.set(outline.path, this.#originsOf(outline) | this.#toolsOf(outline));
  }

  /** Takes in what derives from classes that leave methods to it, after all files. */
  addDerived(classes: readonly ClassRef[]): void {
    for (const { path, name } of classes) {
      const below = this.#families.below({ path, name });
      const by = below.filter((at) => (this.#ownOf(at.path) & this.#spread) !== 0).slice(0, MAX_DERIVED);
      if (by.length === 0) continue;
      for (const at of by) this.#below.set(path, (this.#below.get(path) ?? 0) | this.#ownOf(at.path));
      for (const near of this.#filesNear(path)) {
        const list = this.#near.get(near);
        if (list === undefined) this.#near.set(near, [{ path, name, by }]);
        else if (list.length < MAX_FAMILIES) list.push({ path, name, by });
      }
    }
  }

  /** A file and those that import it, directly or not. */
  #filesNear(path: string): ReadonlySet<string> {
    const near = new Set([path]);
    let level = [path];
    for (let depth = 0; depth < MAX_NEAR; depth += 1) {
      level = level.flatMap((at) => this.#graph.importersOf(at)).filter((at) => !near.has(at));
      for (const at of level) near.add(at);
      level = [...new Set(level)];
    }
    return near;
  }

  #ownOf(path: string): number {
    return this.#own.get(path) ?? 0;
  }

  /** The kind of what a model hands to tools, where the file makes some in the project's own way. */
  #toolsOf(outline: ModuleOutline): number {
    const makesTools =
      outline.tools.length > 0 ||
      outline.describesTools ||
      this.#graph.usesOf(outline.path).some(({ path, name }) => {
        const tools = this.#graph.outlineOf(path)?.tools ?? [];
        return tools.length > 0 && (name === undefined || tools.includes(name));
      }) ||
      this.#families
        .above(outline)
        .some(({ path, name }) => this.#graph.outlineOf(path)?.tools.includes(name) === true);
    return makesTools ? bitsOf(this.#kinds, (kind) => kind === 'tool-argument') : 0;
  }

  reachOf(outline: ModuleOutline): ModuleReach | undefined {
    return this.plan(outline)?.reach;
  }

  /** What {@link reachOf} returns, and how much speaks for a second look; undefined as there. */
  plan(outline: ModuleOutline): FilePlan | undefined {
    const { path } = outline;
    const uses = this.#graph.usesOf(path);
    const tools = this.#toolsOf(outline);
    const above = this.#families.above(outline);
    const importers = this.#importersOf(path, above);
    if (uses.length === 0 && importers.length === 0 && tools === 0) return undefined;
    let kinds = this.#aheadOf(path);
    for (const importer of importers) kinds |= this.#aheadOf(importer) & this.#spread;
    for (const use of uses) kinds |= this.#named(use);
    const origins = this.#kindsOf((kinds & ~this.#ownOf(path)) | tools);
    const bits = [...outline.bits];
    const packages = new Set(outline.packages ?? []);
    const aliases: (readonly [string, string])[] = [];
    for (const use of uses) {
      const target = this.#graph.outlineOf(use.path);
      if (target === undefined) continue;
      const taken = target.aliases.flatMap(([name, word]): readonly (readonly [string, string])[] => {
        if (use.name === undefined) return name.startsWith('_') ? [] : [[name, word]];
        return use.name === name && use.as !== word ? [[use.as, word]] : [];
      });
      aliases.push(...taken);
      // Of a module as a whole, and under a name that it gave, everything may come.
      const brought = use.name === undefined || taken.length > 0 ? (target.packages ?? []) : target.hands;
      if (brought.length === 0) continue;
      for (const name of brought) packages.add(name);
      for (const [index, word] of target.bits.entries()) bits[index] = (bits[index] ?? 0) | word;
    }
    const reach: ModuleReach = {
      bits,
      packages: [...packages],
      origins,
      aliases,
      importers: this.#likeliest(importers, above),
      derived: this.#near.get(path) ?? [],
    };
    const isCalled = outline.callersWanted.some(
      ({ name, origins: wanted }) =>
        [{ path, name }, ...above].some((one) => this.#graph.isCalledFrom(one.path, one.name)) &&
        importers.some((importer) =>
          this.#kindsOf(this.#aheadOf(importer) & this.#spread).some((kind) => wanted.includes(kind)),
        ),
    );
    const isSure = isCalled || aliases.length > 0;
    const worst = isSure ? 0 : this.#worstOpened(outline, reach);
    const isCertain = isSure || (tools !== 0 && worst !== undefined);
    return worst === undefined
      ? undefined
      : { path, reach, isCertain, worst, width: uses.length + importers.length };
  }

  /** The worst level, as its place among all, of rules that may match and cannot without the other modules. */
  #worstOpened(outline: ModuleOutline, reach: ModuleReach): number | undefined {
    const { filter, rules, origins } = this.#knowledge;
    const tried = new Set(outline.tried);
    const decided = new Map(
      [...origins].flatMap(([kind, need]) => (reach.origins.includes(kind) ? [[need, true] as const] : [])),
    );
    const isOpen = outline.packages === undefined;
    const all = filter.judgeBits(reach.bits, isOpen ? undefined : new Set(reach.packages), decided);
    let worst: number | undefined;
    for (const rule of rules) {
      const { id, level, words, bare } = rule;
      const rank = LEVELS.indexOf(level);
      if ((worst !== undefined && worst <= rank) || tried.has(id)) continue;
      const isHere =
        words === undefined ||
        words.some((word) => filter.holds(bare.has(word) ? outline.bare : outline.words, word));
      if (isHere && all.isMet(rule.need)) worst = rank;
    }
    return worst;
  }

  /** Kinds that a file gets from what it imports, and what that imports. */
  #aheadOf(path: string, depth = MAX_DEPTH): number {
    const known = this.#ahead[depth - 1]?.get(path);
    if (known !== undefined) return known;
    let bits = this.#ownOf(path) | (this.#below.get(path) ?? 0);
    if (depth === 0) return bits;
    for (const used of this.#graph.usedBy(path)) bits |= this.#aheadOf(used, depth - 1) & this.#spread;
    this.#ahead[depth - 1]?.set(path, bits);
    return bits;
  }

  #originsOf(outline: ModuleOutline): number {
    const { filter, sources } = this.#knowledge;
    // Packages that are imported by a computed name open nothing elsewhere.
    const packages = new Set(outline.imports.map(({ module }) => module.split('.')[0] ?? ''));
    const judge = filter.judgeBits(outline.bits, packages);
    let bits = 0;
    for (const [index, kind] of this.#kinds.entries()) {
      const need = sources.get(kind);
      if (need !== undefined && judge.isMet(need)) bits |= 1 << index;
    }
    return bits;
  }

  /** Kinds that come under a name that tells of them only. */
  #named({ path, name }: ModuleTake): number {
    const own = this.#ownOf(path) & ~this.#spread;
    if (own === 0 || name === undefined) return 0;
    const { keys } = this.#knowledge;
    return own & bitsOf(this.#kinds, (kind) => keys.get(kind)?.some((key) => key.test(name)) === true);
  }

  /** Files that import a file, or one that defines what its classes fill in, and those themselves. */
  #importersOf(path: string, above: readonly ClassRef[]): readonly string[] {
    const own = this.#graph.importersOf(path);
    const bases = new Set(above.flatMap((base) => (base.path === path ? [] : [base.path])));
    if (bases.size === 0) return own;
    const found = new Set([...own, ...bases, ...[...bases].flatMap((base) => this.#graph.importersOf(base))]);
    found.delete(path);
    return [...found];
  }

  /**
   * The files that get values from outside themselves go first; then come those that only derive from the same classes,
   * then tests and examples.
   */
  #likeliest(importers: readonly string[], above: readonly ClassRef[]): readonly string[] {
    const siblings = new Set(above.flatMap((base) => this.#families.below(base).map(({ path }) => path)));
    const rank = (path: string): number =>
      (isSecondaryPath(path) ? 4 : 0) +
      (siblings.has(path) ? 2 : 0) +
      ((this.#ownOf(path) & this.#spread) === 0 ? 1 : 0);
    const ranked = importers.map((path) => ({ path, rank: rank(path) }));
    return ranked
      .sort((a, b) => a.rank - b.rank)
      .slice(0, MAX_IMPORTERS)
      .map(({ path }) => path);
  }

  #kindsOf(bits: number): readonly OriginKind[] {
    return this.#kinds.filter((_, index) => (bits & (1 << index)) !== 0);
  }
}

function bitsOf(kinds: readonly OriginKind[], isIn: (kind: OriginKind) => boolean): number {
  return kinds.reduce((bits, kind, index) => (isIn(kind) ? bits | (1 << index) : bits), 0);
}
