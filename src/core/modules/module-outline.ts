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
  /** Top-level packages that are imported; absent when that is not certain. */
  readonly packages?: readonly string[];
  /** Names at the top level that stand for something rules speak about, each with the word that it has there. */
  readonly aliases: readonly (readonly [name: string, word: string])[];
  /** Functions and classes whose callers in other files would tell where a value comes from, with the kinds that matter. */
  readonly callersWanted: readonly { readonly name: string; readonly origins: readonly OriginKind[] }[];
}

/** What a file can do because of the modules that it imports, or that import it. Plain data. */
export interface ModuleReach {
  readonly bits: readonly number[];
  readonly packages: readonly string[];
  /** Kinds of values that may come from other modules. */
  readonly origins: readonly OriginKind[];
  /** Imported names, each with the word that rules know what it stands for by. */
  readonly aliases: readonly (readonly [name: string, word: string])[];
  /** Files that import the file. */
  readonly importers: readonly string[];
}

const ASSIGNED =
  /^([A-Za-z_]\w*)[ \t]*(?::[^=\n]*)?=[ \t]*(?:[\w.]*partial\([ \t\n]*)?(?:\w+\.)*(\w+)[ \t]*(?:$|[#,)])/gm;

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
