import type { OriginKind } from '../rules/rule.js';
import type { Block } from './block.js';

/** What somebody asked about all statements of a module while something about one of them was worked out. */
export class Asked {
  /** Names: which statements bind them? */
  readonly bound = new Set<string>();
  /** Words: in which statements do they stand? */
  readonly mentioned = new Set<string>();
  /** Words: in which statements that are no definition do they stand? */
  readonly stated = new Set<string>();
  /** Words: in which statements may something be called by them, and in which may they be handed to a call? */
  readonly called = new Set<string>();
  readonly handed = new Set<string>();
  /** Patterns of names with the answers: does anything in the module have such a name? */
  readonly patterns = new Map<string, boolean>();
  /** Statements that places in a result count from. */
  readonly blocks = new Set<Block>();
  /** Statements with nothing between them and the one before, for all that the result says. */
  readonly followed = new Set<Block>();
  /** Whether an answer came from other modules of the workspace. */
  isLinked = false;
  /** Paths of the modules that were opened. */
  readonly opened = new Set<string>();
  /** Functions, and classes, whose callers in other modules would tell more, with what they would tell. */
  readonly callers = new Map<string, Set<OriginKind>>();
}

/** Notes what is asked about all statements of a module, for whoever keeps what rests on the answers. */
export class AskedNotes {
  readonly #open: Asked[] = [];

  /** Does the work; tells what was asked meanwhile, without what recordings inside it noted. */
  record<T>(work: () => T): { readonly value: T; readonly asked: Asked } {
    const asked = new Asked();
    this.#open.push(asked);
    try {
      return { value: work(), asked };
    } finally {
      this.#open.pop();
    }
  }

  bound(name: string): void {
    this.#open.at(-1)?.bound.add(name);
  }

  mentioned(word: string): void {
    this.#open.at(-1)?.mentioned.add(word);
  }

  stated(word: string): void {
    this.#open.at(-1)?.stated.add(word);
  }

  called(word: string): void {
    this.#open.at(-1)?.called.add(word);
  }

  handed(word: string): void {
    this.#open.at(-1)?.handed.add(word);
  }

  pattern(pattern: string, answer: boolean): void {
    this.#open.at(-1)?.patterns.set(pattern, answer);
  }

  linked(): void {
    const asked = this.#open.at(-1);
    if (asked !== undefined) asked.isLinked = true;
  }

  opened(path: string): void {
    this.#open.at(-1)?.opened.add(path);
  }

  callers(name: string, kinds: readonly OriginKind[]): void {
    const callers = this.#open.at(-1)?.callers;
    const known = callers?.get(name);
    if (known === undefined) callers?.set(name, new Set(kinds));
    else for (const kind of kinds) known.add(kind);
  }

  placed(block: Block): void {
    this.#open.at(-1)?.blocks.add(block);
  }

  followed(block: Block): void {
    this.#open.at(-1)?.followed.add(block);
  }
}
