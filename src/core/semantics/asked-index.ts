import type { Asked } from '../syntax/asked.js';
import type { Block } from '../syntax/block.js';
import type { BlockChange } from './block-change.js';

/** Something that was worked out, with all that was asked for it. */
export interface Resting {
  readonly asked: Asked;
  /** Called when it may be otherwise. */
  forget(): void;
}

/** Tells what rests on which words, names and statements, so that a change costs no more than what it concerns. */
export class AskedIndex {
  readonly #bound = new Map<string, Set<Resting>>();
  readonly #mentioned = new Map<string, Set<Resting>>();
  readonly #stated = new Map<string, Set<Resting>>();
  readonly #called = new Map<string, Set<Resting>>();
  readonly #handed = new Map<string, Set<Resting>>();
  readonly #blocks = new Map<Block, Set<Resting>>();
  readonly #followed = new Map<Block, Set<Resting>>();
  readonly #patterns = new Map<string, Set<Resting>>();
  readonly #linked = new Set<Resting>();

  add(one: Resting): void {
    this.#visit(one, (map, key) => {
      const set = map.get(key);
      if (set === undefined) map.set(key, new Set([one]));
      else set.add(one);
    });
    if (one.asked.isLinked) this.#linked.add(one);
  }

  /** Takes out what is of no use any more. */
  remove(one: Resting): void {
    this.#visit(one, (map, key) => {
      const set = map.get(key);
      set?.delete(one);
      if (set?.size === 0) map.delete(key);
    });
    this.#linked.delete(one);
  }

  /** Forgets what may be otherwise in the next version. */
  revise(change: BlockChange): void {
    const found = new Set<Resting>();
    collect(this.#bound, change.bound, found);
    collect(this.#mentioned, change.mentioned, found);
    collect(this.#stated, change.stated, found);
    collect(this.#called, change.called, found);
    collect(this.#handed, change.handed, found);
    collect(this.#blocks, change.removed, found);
    collect(this.#followed, change.removed, found);
    if (change.next !== undefined) collect(this.#followed, [change.next], found);
    this.#forget(found);
  }

  /** Forgets what rests on other modules of the workspace. */
  forgetLinked(): void {
    this.#forget([...this.#linked]);
  }

  /** Forgets what rests on answers about patterns of names that are others now. */
  checkPatterns(answerOf: (pattern: string) => boolean): void {
    for (const [pattern, set] of [...this.#patterns]) {
      const answer = answerOf(pattern);
      this.#forget([...set].filter(({ asked }) => asked.patterns.get(pattern) !== answer));
    }
  }

  #forget(found: Iterable<Resting>): void {
    for (const one of found) {
      this.remove(one);
      one.forget();
    }
  }

  #visit({ asked }: Resting, visit: <K>(map: Map<K, Set<Resting>>, key: K) => void): void {
    for (const name of asked.bound) visit(this.#bound, name);
    for (const word of asked.mentioned) visit(this.#mentioned, word);
    for (const word of asked.stated) visit(this.#stated, word);
    for (const word of asked.called) visit(this.#called, word);
    for (const word of asked.handed) visit(this.#handed, word);
    for (const block of asked.blocks) visit(this.#blocks, block);
    for (const block of asked.followed) visit(this.#followed, block);
    for (const pattern of asked.patterns.keys()) visit(this.#patterns, pattern);
  }
}

function collect<K>(map: ReadonlyMap<K, ReadonlySet<Resting>>, keys: Iterable<K>, into: Set<Resting>): void {
  if (map.size === 0) return;
  for (const key of keys) for (const one of map.get(key) ?? []) into.add(one);
}
