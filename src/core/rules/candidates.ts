import { SEEN_THROUGH } from '../semantics/call-results.js';
import type { ModuleModel } from '../semantics/module-model.js';
import { walkStatements } from '../semantics/walk.js';
import type { Span } from '../source/position.js';
import type { Block, ModuleSyntax } from '../syntax/module-syntax.js';
import { type AliasNames, type NoteAlias, noteExpression, noteStatement } from './alias-words.js';

/** As deep as the resolver follows aliases of aliases. */
const MAX_ROUNDS = 24;

/** How far before a word the name is looked for that it is assigned to. */
const MAX_TARGET = 200;
const OPENING = 40;

/** The places of a module at which a match can stand, found by words before anything is parsed. */
export class Candidates {
  readonly #model: ModuleModel;
  readonly #words = new Set<string>();
  readonly #aliases = new Map<string, Set<string>>();
  #hits: number[] = [];
  readonly #isEverywhere: boolean;
  readonly #names: AliasNames;

  /**
   * `words` are those at which rules match; names that code gives to such a thing are added. `settings` are spellings of
   * names that code sets. Where some rule can match without any of its words, `isEverywhere` makes every place a
   * candidate. `imported` are names that other modules gave to what is called by a word.
   */
  constructor(
    model: ModuleModel,
    words: readonly string[],
    settings: readonly string[],
    isEverywhere: boolean,
    imported: readonly (readonly [name: string, word: string])[] = [],
  ) {
    this.#model = model;
    this.#isEverywhere = isEverywhere;
    const wraps = SEEN_THROUGH.map((name) => name.slice(name.lastIndexOf('.') + 1));
    const wrappers = new Set(wraps.flatMap((word) => [word, ...namesGivenTo(word, model.syntax)]));
    const getattrs = new Set(['getattr', ...namesGivenTo('getattr', model.syntax)]);
    this.#names = {
      isAlias: (name) => this.#aliases.has(name),
      isWrapper: (name) => wrappers.has(name),
      isGetattr: (name) => getattrs.has(name),
    };
    const { code, words: places } = model.syntax;
    for (const name of new Set(settings)) {
      for (const at of places.placesOf(name)) if (mayBeSet(code, at, name.length)) this.#hits.push(at);
    }
    this.#addWords(words);
    for (const [name, word] of imported) {
      if (!this.#words.has(word)) continue;
      const originals = this.#aliases.get(name);
      if (originals === undefined) this.#aliases.set(name, new Set([word]));
      else originals.add(word);
    }
    this.#addWords([...this.#aliases.keys()]);
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const { added, hasChanged } = this.#findAliases();
      if (!hasChanged) break;
      this.#addWords(added);
    }
  }

  /** Top-level statements that may hold a match. */
  get blocks(): readonly Block[] {
    const { blocks } = this.#model.syntax;
    return this.#isEverywhere ? blocks : blocks.filter((block) => this.#holdsHit(block));
  }

  /** True when a match may stand in the span. */
  holds(span: Span): boolean {
    return this.#isEverywhere || this.#holdsHit(span);
  }

  /** Words that a name may stand for: itself, and those it was made an alias of. */
  wordsOf(name: string): readonly string[] {
    const originals = this.#aliases.get(name);
    return originals === undefined ? [name] : [name, ...originals];
  }

  #addWords(words: readonly string[]): void {
    for (const word of words) {
      if (this.#words.has(word)) continue;
      this.#words.add(word);
      for (const at of this.#model.syntax.words.placesOf(word)) this.#hits.push(at);
    }
    this.#hits.sort((a, b) => a - b);
  }

  /** Names to which code assigns something that is called by one of the words. */
  #findAliases(): { readonly added: readonly string[]; readonly hasChanged: boolean } {
    const added = new Set<string>();
    let hasChanged = false;
    const note: NoteAlias = (name, originals) => {
      for (const original of originals) {
        if (original === name || !this.#words.has(original)) continue;
        let set = this.#aliases.get(name);
        if (set === undefined) {
          set = new Set();
          this.#aliases.set(name, set);
        }
        const before = set.size;
        // An alias of an alias leads to what the first one stands for.
        for (const root of this.wordsOf(original)) if (root !== name) set.add(root);
        hasChanged ||= set.size > before;
        if (!this.#words.has(name)) added.add(name);
      }
    };
    for (const block of this.#model.syntax.blocks) {
      if (!this.#holdsHit(block)) continue;
      walkStatements(this.#model, this.#model.syntax.read(block), this.#model.root, {
        enters: (body) => this.#holdsHit(body),
        statement: (statement, scope) => noteStatement(statement, scope.owner, this.#names, note),
        expression: (expr) => noteExpression(expr, this.#names, note),
      });
    }
    return { added: [...added], hasChanged };
  }

  #holdsHit(span: Span): boolean {
    let low = 0;
    let high = this.#hits.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#hits[middle] ?? 0) < span.start) low = middle + 1;
      else high = middle;
    }
    const hit = this.#hits[low];
    return hit !== undefined && hit < span.end;
  }
}

const SETS = /[\s\\]*(?::|=(?!=))/y;
const QUOTES_AND_DASH = '\'"-';

/** True for a name before `=` or `:`, and for one that begins a text or an option. */
function mayBeSet(code: string, at: number, length: number): boolean {
  if (at > 0 && QUOTES_AND_DASH.includes(code.charAt(at - 1))) return true;
  SETS.lastIndex = at + length;
  return SETS.test(code);
}

/** Names that an import or a plain assignment gives to something called by `word`. */
function namesGivenTo(word: string, { code: text, words }: ModuleSyntax): readonly string[] {
  return words.placesOf(word).flatMap((at) => {
    const end = at + word.length;
    const line = text.slice(Math.max(text.lastIndexOf('\n', at) + 1, at - MAX_TARGET), at);
    const assigned = /(\w+)\s*=\s*[\w.]*$/.exec(line)?.[1];
    if (assigned !== undefined && text.charCodeAt(end) !== OPENING) return [assigned];
    const imported = /^\s+as\s+(\w+)/.exec(text.slice(end, end + MAX_TARGET))?.[1];
    return imported === undefined ? [] : [imported];
  });
}
