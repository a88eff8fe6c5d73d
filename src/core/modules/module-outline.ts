import type { OriginKind } from '../rules/rule.js';
import type { ModuleImport } from './module-imports.js';

/**
 * What the check of one Python file tells about it to those of others, without another look at its text. Plain data,
 * good for engines with the same rules.
 */
export interface ModuleOutline {
  readonly path: string;
  readonly imports: readonly ModuleImport[];
  /** Which literals of rules are in the text, as bits of 32-bit numbers. */
  readonly bits: readonly number[];
  /** Ids of the rules that the file may concern by itself. */
  readonly tried: readonly string[];
  /** Which words at which rules match stand there as whole words, and which of them without a dot before, as bits. */
  readonly words: readonly number[];
  readonly bare: readonly number[];
  /** Top-level packages that are imported; absent when that is not certain. */
  readonly packages?: readonly string[];
  /** Names at the top level that stand for something rules speak about, each with the word that it has there. */
  readonly aliases: readonly (readonly [name: string, word: string])[];
  /** Packages of which the file may hand on objects, or which it hands on themselves. */
  readonly hands: readonly string[];
  /** Its classes. */
  readonly classes: readonly OutlinedClass[];
  /** Classes and functions that may make tools for a model of what derives from them or is decorated with them. */
  readonly tools: readonly string[];
  /** True when it may describe functions to a model as it decorates them. */
  readonly describesTools: boolean;
  /** Functions and classes whose callers in other files would tell where a value comes from, with the kinds that matter. */
  readonly callersWanted: readonly { readonly name: string; readonly origins: readonly OriginKind[] }[];
}

/** A class at the top level. */
export interface OutlinedClass {
  readonly name: string;
  /** What it derives from, as the code calls that. */
  readonly bases: readonly string[];
  /** True when it may leave methods to what derives from it. */
  readonly isOpen: boolean;
}

/** What a file can do because of the modules that it imports, or that import it. Plain data. */
export interface ModuleReach {
  readonly bits: readonly number[];
  readonly packages: readonly string[];
  /** Kinds of values that may come from other modules. */
  readonly origins: readonly OriginKind[];
  /** Imported names, each with the word that rules know what it stands for by. */
  readonly aliases: readonly (readonly [name: string, word: string])[];
  /** Files that import the file, or what its classes derive from. */
  readonly importers: readonly string[];
  /** Classes at hand from which others derive that get values from outside, with the files and names of those. */
  readonly derived: readonly {
    readonly path: string;
    readonly name: string;
    readonly by: readonly { readonly path: string; readonly name: string }[];
  }[];
}

const ASSIGNED =
  /^([A-Za-z_]\w*)[ \t]*(?::[^=\n]*)?=[ \t]*(?:[\w.]*partial\([ \t\n]*)?(?:\w+\.)*(\w+)[ \t]*(?:$|[#,)])/gm;

/** A call whose result is kept in a name of the module or an attribute, or given back. */
const KEPT =
  /(?:^\w+[ \t]*(?::[^=\n]*)?=|\bself\.\w+[ \t]*(?::[^=\n]*)?=|\breturn\b)[ \t]*(?:await[ \t]+)?([A-Za-z_][\w.]*)\(/gm;

/**
 * Packages of which a text may hand on objects, by what it keeps, gives back or derives classes from, and those that it
 * hands on as they are. Only those of `known` are looked for.
 */
export function readHanded(
  text: string,
  imports: readonly ModuleImport[],
  known: ReadonlySet<string>,
): readonly string[] {
  const packages = new Map<string, string>();
  for (const { module, names } of imports) {
    const name = module.split('.')[0] ?? '';
    if (!known.has(name)) continue;
    if (names === undefined) packages.set(name, name);
    else for (const { name: taken, alias } of names) packages.set(alias ?? taken, name);
  }
  if (packages.size === 0) return [];
  const found = new Set<string>();
  for (const [, callee = ''] of text.matchAll(KEPT)) {
    const name = packages.get(callee.slice(0, callee.includes('.') ? callee.indexOf('.') : undefined));
    if (name !== undefined) found.add(name);
  }
  for (const [, bases = ''] of text.matchAll(/^class\s+\w+\(([^)]*)\)/gm)) {
    for (const [word] of bases.matchAll(/\b[A-Za-z_]\w*/g)) {
      const name = packages.get(word);
      if (name !== undefined) found.add(name);
    }
  }
  return [...found];
}

/** Names that a text gives at its top level to something that is called by one of the words. */
export function readAliases(
  text: string,
  imports: readonly ModuleImport[],
  isWord: (word: string) => boolean,
): readonly (readonly [name: string, word: string])[] {
  const aliases: (readonly [string, string])[] = [];
  for (const [, name = '', word = ''] of text.matchAll(ASSIGNED)) {
    if (name !== word && isWord(word)) aliases.push([name, word]);
  }
  for (const { names = [] } of imports) {
    for (const { name, alias } of names) if (alias !== undefined && isWord(name)) aliases.push([alias, name]);
  }
  return aliases;
}
