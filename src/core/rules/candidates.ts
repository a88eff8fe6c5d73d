import type { ModuleModel } from '../semantics/module-model.js';
import { walkStatements } from '../semantics/walk.js';
import type { Span } from '../source/position.js';
import type { Expr, Stmt } from '../syntax/ir.js';
import type { Block } from '../syntax/module-syntax.js';
import { findWord, hasWord } from '../syntax/words.js';

const MAX_ROUNDS = 4;

/** The places of a module at which a match can stand, found by words before anything is parsed. */
export class Candidates {
  readonly #model: ModuleModel;
  readonly #words = new Set<string>();
  readonly #aliases = new Map<string, Set<string>>();
  #hits: number[] = [];
  readonly #isTrimmed: boolean;

  /** `words` are those at which rules match. Names that code gives to such a thing are added. */
  constructor(model: ModuleModel, words: readonly string[], isTrimmed: boolean) {
    this.#model = model;
    this.#isTrimmed = isTrimmed;
    let added: readonly string[] = words;
    for (let round = 0; round < MAX_ROUNDS && added.length > 0; round += 1) {
      for (const word of added) this.#addWord(word);
      this.#hits.sort((a, b) => a - b);
      added = this.#findAliases();
    }
  }

  /** Top-level statements that may hold a match. */
  get blocks(): readonly Block[] {
    const { blocks } = this.#model.syntax;
    return this.#isTrimmed ? blocks.filter((block) => this.holds(block)) : blocks;
  }

  /** True when a match may stand in the span. */
  holds(span: Span): boolean {
    if (!this.#isTrimmed) return true;
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

  /** Words that a name may stand for: itself, and those it was made an alias of. */
  wordsOf(name: string): readonly string[] {
    const originals = this.#aliases.get(name);
    return originals === undefined ? [name] : [name, ...originals];
  }

  #addWord(word: string): void {
    if (this.#words.has(word)) return;
    this.#words.add(word);
    const { text } = this.#model.syntax;
    for (let at = findWord(text, word); at !== -1; at = findWord(text, word, at + word.length))
      this.#hits.push(at);
  }

  /** Names to which code assigns something that is called by one of the words. */
  #findAliases(): readonly string[] {
    const found = new Set<string>();
    const note = (name: string, originals: readonly string[]): void => {
      for (const original of originals) {
        if (original === name || !this.#words.has(original)) continue;
        let set = this.#aliases.get(name);
        if (set === undefined) {
          set = new Set();
          this.#aliases.set(name, set);
        }
        // An alias of an alias leads to what the first one stands for.
        for (const root of this.wordsOf(original)) if (root !== name) set.add(root);
        if (!this.#words.has(name)) found.add(name);
      }
    };
    for (const block of this.#model.syntax.blocks) {
      if (!this.#holdsHit(block)) continue;
      walkStatements(this.#model, this.#model.syntax.read(block), this.#model.root, {
        enters: (body) => this.#holdsHit(body),
        statement: (statement, scope) =>
          noteStatement(statement, scope.owner, note, (name) => this.#aliases.has(name)),
        expression: () => undefined,
      });
    }
    return [...found];
  }

  #holdsHit(span: Span): boolean {
    const { text } = this.#model.syntax;
    if (this.#isTrimmed) return this.holds(span);
    const part = text.slice(span.start, span.end);
    return [...this.#words].some((word) => hasWord(part, word));
  }
}

function noteStatement(
  statement: Stmt,
  owner: { readonly kind: string; readonly name?: string } | undefined,
  note: (name: string, originals: readonly string[]) => void,
  isAlias: (name: string) => boolean,
): void {
  switch (statement.kind) {
    case 'from-import':
    case 'import':
      for (const name of statement.names) {
        if (name.alias !== undefined) note(name.alias, [name.name.slice(name.name.lastIndexOf('.') + 1)]);
      }
      return;
    case 'assign': {
      if (statement.value === undefined) return;
      const originals = mentionedWords(statement.value, isAlias);
      if (originals.length === 0) return;
      for (const target of statement.targets) {
        if (target.kind === 'name' || target.kind === 'attribute') note(target.name, originals);
      }
      return;
    }
    case 'with':
      for (const item of statement.items) {
        if (item.target?.kind === 'name') note(item.target.name, mentionedWords(item.value, isAlias));
      }
      return;
    case 'return':
      if (owner?.kind === 'function' && owner.name !== undefined && statement.value !== undefined) {
        note(owner.name, mentionedWords(statement.value, isAlias));
      }
      return;
    default:
      return;
  }
}

/** Last segments of the names that an expression may stand for. */
function mentionedWords(expr: Expr, isAlias: (name: string) => boolean): readonly string[] {
  switch (expr.kind) {
    case 'name':
    case 'attribute':
      return [expr.name];
    case 'conditional':
      return [...mentionedWords(expr.body, isAlias), ...mentionedWords(expr.orelse, isAlias)];
    case 'binary':
      return [...mentionedWords(expr.left, isAlias), ...mentionedWords(expr.right, isAlias)];
    case 'wrap':
    case 'named':
      return mentionedWords(expr.value, isAlias);
    case 'call': {
      const { callee } = expr;
      const name = callee.kind === 'name' || callee.kind === 'attribute' ? callee.name : '';
      const [first, second] = expr.args;
      if (name.endsWith('partial')) return first === undefined ? [] : mentionedWords(first.value, isAlias);
      if (name === 'getattr' && second?.value.kind === 'constant') return [String(second.value.value)];
      // A function of the module that gives back such a thing.
      return isAlias(name) ? [name] : [];
    }
    case 'other': {
      const only = expr.children.length === 1 ? expr.children[0] : undefined;
      return only === undefined ? [] : mentionedWords(only, isAlias);
    }
    default:
      return [];
  }
}
